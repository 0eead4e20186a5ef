import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'

// What `npm test` does: linter, types and tests side by side, on what its arguments tell Vitest. What linter and types
// find is printed in the end, below the tests. Ends with 1 when one of the three fails.

// npm puts the folder of these programs on the path; on Windows they are scripts of its shell.
const shell = process.platform === 'win32'

const tests = spawn('vitest', ['run', '--project=main', ...process.argv.slice(2)], {
  stdio: 'inherit',
  shell,
})
const [[code], ...checks] = await Promise.all([
  once(tests, 'close'),
  check('biome', 'check', '.'),
  // Its threads do half of the work twice, and the other cores are busy.
  check('tsc', '--singleThreaded'),
])
for (const { name, said, isFine } of checks)
  console.log(isFine ? `${name}: no finding` : `${name} FAILED\n${said}`)
process.exitCode = code === 0 && checks.every(({ isFine }) => isFine) ? 0 : 1

async function check(name: string, ...options: string[]) {
  const child = spawn(name, options, { stdio: ['ignore', 'pipe', 'pipe'], shell })
  const [[code], ...said] = await Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)])
  return { name, said: said.join('').trim(), isFine: code === 0 }
}
