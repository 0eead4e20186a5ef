import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

// Adds up what the test runs wrote: each failed test with its reason, then one plain line with the totals. It all
// comes at the end, because of a long log often only the end is kept. Ends with 1 when a test or an earlier step failed.

// The part of Vitest's JSON report that is read here.
type Report = { numPassedTests: number; testResults: FileResult[] }
type FileResult = { name: string; status: string; message: string; assertionResults: TestResult[] }
type TestResult = { fullName: string; status: string; failureMessages: string[] }

const wanted = ['crash.json', 'e2e.json', 'test.json']
const linesOfReason = 12

const [folder = 'out/results', earlier = '0'] = process.argv.slice(2)
const files = readdirSync(folder).toSorted()
const reports = files.map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Report)
const passed = reports.reduce((sum, report) => sum + report.numPassedTests, 0)
const failures = reports.flatMap((report) => report.testResults.flatMap(tellFailures))
const missing = wanted.filter((name) => !files.includes(name))

for (const failure of failures) console.log(`FAILED ${failure}\n`)
if (missing.length > 0) console.log(`No results of ${missing.join(', ')}`)
console.log(`${passed} passed, ${failures.length} failed`)
process.exit(failures.length > 0 || missing.length > 0 || earlier !== '0' ? 1 : 0)

function tellFailures({ name, status, message, assertionResults }: FileResult): string[] {
  const file = relative(process.cwd(), name)
  const failed = assertionResults.filter((test) => test.status === 'failed')
  // A file that does not load, or whose clean-up breaks, has no failed test in it.
  if (failed.length === 0 && status === 'failed') return [`${file}\n${shorten(message)}`]
  return failed.map((test) => `${file} > ${test.fullName}\n${shorten(test.failureMessages.join('\n'))}`)
}

function shorten(reason: string): string {
  const lines = stripVTControlCharacters(reason).split('\n')
  const cut = lines.slice(0, linesOfReason).map((line) => `  ${line.slice(0, 300)}`)
  return cut.join('\n')
}
