/*
 * Sets an installation up, or takes it away: app registrations in Entra, the consent of the reader at home, .env, and the
 * Teams package. npm run setup -- --help
 */
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { runProgram } from './program.ts'
import { openTerminal } from './terminal.ts'
import { words } from './words.ts'

const terminal = openTerminal(process.stdin, process.stdout)
// At a question nothing else would say that nothing is half done.
process.once('SIGINT', () => {
  terminal.say(words.interrupted)
  process.exit(130)
})
process.exitCode = await runProgram(process.argv.slice(2), {
  terminal,
  environment: process.env,
  fetch,
  now: () => new Date(),
  sleep: async (ms) => pause(ms),
  at: (path) => resolve(path),
  sampleFile: join(import.meta.dirname, '..', '..', '.env.sample'),
})
terminal.close()
