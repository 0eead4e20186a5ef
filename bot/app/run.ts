import { setImmediate as nextTurn } from 'node:timers/promises'
import { CatalogError } from '#domain/catalog/catalog-error.ts'
import { makeEarlyServer } from '#edge/http/early-server.ts'
import { type Log, makeLog } from '#platform/base/log.ts'
import { seconds, systemClock } from '#platform/base/time.ts'
import { ConfigError, configExitCode } from '#platform/config/problem.ts'
import { readConfig, type TeamsSdkName } from '#platform/config/read-config.ts'
import { DatabaseError } from '#platform/storage/database-error.ts'
import { NewerDatabaseError } from '#platform/storage/newer-database-error.ts'
import { guardingOf } from './guarding.ts'
import { withLazyModules } from './lazy-modules.ts'
import type { Lifecycle } from './lifecycle.ts'
import { loadTeamsSdk } from './load-teams-sdk.ts'
import { stopWithin } from './stop-within.ts'

interface Options {
  /** Time for work in progress at a signal to finish; hosting platforms kill the process after 30 s. */
  stopWithinMs?: number
}

/** Starts the bot of the environment and stops it on SIGINT or SIGTERM; a second signal ends it at once. */
export async function run({ stopWithinMs = seconds(20) }: Options = {}): Promise<void> {
  try {
    const config = readConfig()
    const log = makeLog({ level: config.logLevel, clock: systemClock })
    const earlyServer = makeEarlyServer(log, guardingOf(config, log, systemClock))
    const port = await earlyServer.listen(config)
    const { buildApp } = await withLazyModules(() => loadApp(config.teamsSdk))
    const app = await buildApp(config, { log, earlyServer })
    stopOnSignal(app, log, stopWithinMs)
    await app.start()
    log.info({ port, publicUrl: config.publicUrl }, 'listening')
  } catch (error) {
    explainAndExit(error)
  }
}

/** Loads in steps and yields between them, so that /healthz can answer: loading takes most of the startup time. */
async function loadApp(teamsSdk: TeamsSdkName): Promise<typeof import('./build-app.ts')> {
  for (const load of [
    () => import('#platform/storage/database.ts'),
    () => import('#domain/directory/make-directory.ts'),
    () => import('../../cards/render.ts'),
    () => loadTeamsSdk(teamsSdk),
    () => import('#edge/handlers/index.ts'),
  ]) {
    await load()
    await nextTurn()
  }
  return import('./build-app.ts')
}

function stopOnSignal(app: Lifecycle, log: Log, limitMs: number): void {
  let stopping = false
  const stop = (signal: string): void => {
    if (stopping) process.exit(1)
    stopping = true
    log.info({ signal }, 'stopping')
    void stopWithin(app, { limitMs, log }).then((whole) => process.exit(whole ? 0 : 1))
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop)
}

/** Prints what an operator must fix as plain text; anything else is a bug and keeps its stack trace. */
function explainAndExit(error: unknown): never {
  const problem = explain(error)
  if (!problem) throw error
  process.stderr.write(`${problem.text}\n`)
  process.exit(problem.exitCode)
}

/** Exit code 1 is for problems that can end by themselves (a taken port, a server that is down): a supervisor may restart. */
function explain(error: unknown): { text: string; exitCode: number } | undefined {
  if (error instanceof DatabaseError && error.kind === 'server')
    return { text: `${error.message} Check DATABASE_URL, and that the server is running.`, exitCode: 1 }
  if (error instanceof DatabaseError)
    return { text: `${error.message} ${fileRemedy}`, exitCode: configExitCode }
  if (error instanceof ConfigError || error instanceof CatalogError || error instanceof NewerDatabaseError)
    return { text: error.message, exitCode: configExitCode }
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
    return { text: 'The port is in use. Choose another one with PORT.', exitCode: 1 }
  return undefined
}

const fileRemedy = 'Set DATABASE_FILE to a file on a local disk where Grantkeeper can write.'
