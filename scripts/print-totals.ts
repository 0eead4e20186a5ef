import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

// Sums up the results of the test runs: each failed test with its reason, then one line with the totals. A test that several
// runs execute counts once. Printed last, because often only the end of a long log is kept. Exit code 1: a test or an earlier
// step failed.

// The part of Vitest's JSON report that is read here.
type Report = { testResults: FileResult[] }
type FileResult = { name: string; status: string; message: string; assertionResults: TestResult[] }
type TestResult = { fullName: string; status: string; failureMessages: string[] }

const wanted = ['crash.json', 'e2e.json', 'full.json', 'test.json']
const linesOfReason = 12

const [folder = 'out/results', earlier = '0'] = process.argv.slice(2)
const files = readdirSync(folder).toSorted()
const reports = files.map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Report)
const failures = new Map(reports.flatMap((report) => report.testResults.flatMap(listFailures)))
const passed = countPassed()
const missing = wanted.filter((name) => !files.includes(name))

for (const [test, reason] of failures) console.log(`FAILED ${test}\n${reason}\n`)
if (missing.length > 0) console.log(`No results of ${missing.join(', ')}`)
console.log(`${passed} passed, ${failures.size} failed`)
process.exit(failures.size > 0 || missing.length > 0 || earlier !== '0' ? 1 : 0)

/** Titles may occur several times in a file: the run in which one occurs most often counts. */
function countPassed(): number {
  const most = new Map<string, number>()
  for (const report of reports) {
    for (const [test, times] of countByTitle(report)) most.set(test, Math.max(times, most.get(test) ?? 0))
  }
  for (const test of failures.keys()) most.delete(test)
  return [...most.values()].reduce((sum, times) => sum + times, 0)
}

function countByTitle({ testResults }: Report): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { name, assertionResults } of testResults) {
    for (const { fullName } of assertionResults.filter(({ status }) => status === 'passed')) {
      const test = titleOf(name, fullName)
      counts.set(test, 1 + (counts.get(test) ?? 0))
    }
  }
  return counts
}

function listFailures({
  name,
  status,
  message,
  assertionResults,
}: FileResult): [test: string, reason: string][] {
  const failed = assertionResults.filter((test) => test.status === 'failed')
  // A file that does not load, or whose clean-up breaks, has no failed test in it.
  if (failed.length === 0 && status === 'failed') return [[relative(process.cwd(), name), shorten(message)]]
  return failed.map((test) => [titleOf(name, test.fullName), shorten(test.failureMessages.join('\n'))])
}

function titleOf(file: string, fullName: string): string {
  return `${relative(process.cwd(), file)} > ${fullName}`
}

function shorten(reason: string): string {
  const lines = stripVTControlCharacters(reason).split('\n')
  const cut = lines.slice(0, linesOfReason).map((line) => `  ${line.slice(0, 300)}`)
  return cut.join('\n')
}
