import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

// Sums up the results of the test runs: each failed test with its reason, then one line with the totals. Printed last,
// because often only the end of a long log is kept. Exit code 1: a test or an earlier step failed.

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
const failures = reports.flatMap((report) => report.testResults.flatMap(describeFailures))
const missing = wanted.filter((name) => !files.includes(name))

for (const failure of failures) console.log(`FAILED ${failure}\n`)
if (missing.length > 0) console.log(`No results from ${missing.join(', ')}`)
console.log(`${passed} passed, ${failures.length} failed`)
process.exit(failures.length > 0 || missing.length > 0 || earlier !== '0' ? 1 : 0)

function describeFailures({ name, status, message, assertionResults }: FileResult): string[] {
  const file = relative(process.cwd(), name)
  const failed = assertionResults.filter((test) => test.status === 'failed')
  // A file that does not load, or whose cleanup fails, has no failed test in it.
  if (failed.length === 0 && status === 'failed') return [`${file}\n${shorten(message)}`]
  return failed.map((test) => `${file} > ${test.fullName}\n${shorten(test.failureMessages.join('\n'))}`)
}

function shorten(reason: string): string {
  const lines = stripVTControlCharacters(reason).split('\n')
  const cut = lines.slice(0, linesOfReason).map((line) => `  ${line.slice(0, 300)}`)
  return cut.join('\n')
}
