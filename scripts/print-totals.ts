import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

// Adds up what the test runs wrote and prints one plain line. Ends with 1 when a test or an earlier step failed.
const [folder = 'out/results', earlier = '0'] = process.argv.slice(2)
const wanted = ['crash.json', 'e2e.json', 'test.json']
const files = readdirSync(folder).toSorted()
let passed = 0
let failed = 0
for (const file of files) {
  const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(
    readFileSync(join(folder, file), 'utf8'),
  ) as Record<'numPassedTests' | 'numFailedTests' | 'numFailedTestSuites', number>
  passed += numPassedTests
  // A file that does not even load has no failed test in it.
  failed += Math.max(numFailedTests, numFailedTestSuites > 0 ? 1 : 0)
}
const missing = wanted.filter((name) => !files.includes(name))
if (missing.length > 0) console.log(`No results of ${missing.join(', ')}`)
const red = failed > 0 || missing.length > 0 || earlier !== '0'
console.log(`${passed} passed, ${failed} failed`)
process.exit(red ? 1 : 0)
