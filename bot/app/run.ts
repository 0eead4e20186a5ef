import { setImmediate as nextTurn } from 'node:timers/promises'
import { CatalogError } from '#domain/catalog/catalog-error.ts'
import { makeEarlyServer } from '#edge/http/early-server.ts'
import { type Log, makeLog } from '#platform/base/log.ts'
import { seconds, systemClock } from '#platform/base/time.ts'
import { ConfigError, configExitCode } from '#platform/config/problem.ts'
import { readConfig } from '#platform/config/read-config.ts'
import { DatabaseError } from '#platform/storage/database-error.ts'
import { NewerDatabaseError } from '#platform/storage/newer-database-error.ts'
import type { App } from './build-app.ts'
import { stopWithin } from './stop-within.ts'

export interface RunOptions {
  /** What is under way at a signal may take this long; platforms kill after 30 s. */
  stopWithinMs?: number
}

/** Starts the bot of the environment and stops it on SIGINT or SIGTERM; a second signal ends it at once. */
export async function run({ stopWithinMs = seconds(20) }: RunOptions = {}): Promise<void> {
  try {
    const config = readConfig()
    const log = makeLog({ level: config.logLevel, clock: systemClock })
    const earlyServer = makeEarlyServer(log)
    const port = await earlyServer.listen(config)
    const { buildApp } = await loadApp()
    const app = await buildApp(config, { log, earlyServer })
    stopOnSignal(app, log, stopWithinMs)
    await app.start()
    log.info({ port, publicUrl: config.publicUrl }, 'listening')
  } catch (error) {
    explainAndExit(error)
  }
}

/**
 * Loading takes most of the time of a start, Microsoft's SDKs above all. It goes by parts, and between them the door answers
 * whoever watches over the program.
 */
async function loadApp(): Promise<typeof import('./build-app.ts')> {
  for (const load of [
    () => import('#platform/storage/database.ts'),
    () => import('#domain/directory/make-directory.ts'),
    () => import('../../cards/render.ts'),
    () => import('#edge/teams/adapter.ts'),
    () => import('#edge/handlers/index.ts'),
  ]) {
    await load()
    await nextTurn()
  }
  return import('./build-app.ts')
}

function stopOnSignal(app: App, log: Log, limitMs: number): void {
  let stopping = false
  const stop = (signal: string): void => {
    if (stopping) process.exit(1)
    stopping = true
    log.info({ signal }, 'stopping')
    void stopWithin(app, { limitMs, log }).then((whole) => process.exit(whole ? 0 : 1))
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop)
}

/** What an operator must mend is said in plain lines; anything else is a bug and keeps its trace. */
function explainAndExit(error: unknown): never {
  const told = explain(error)
  if (!told) throw error
  process.stderr.write(`${told.text}\n`)
  process.exit(told.exitCode)
}

/** A supervisor may try again what another program or a server may end by itself. */
function explain(error: unknown): { text: string; exitCode: number } | undefined {
  if (error instanceof DatabaseError && error.kind === 'server')
    return { text: `${error.message} Check DATABASE_URL, and that the server answers.`, exitCode: 1 }
  if (error instanceof DatabaseError)
    return { text: `${error.message} ${fileRemedy}`, exitCode: configExitCode }
  if (error instanceof ConfigError || error instanceof CatalogError || error instanceof NewerDatabaseError)
    return { text: error.message, exitCode: configExitCode }
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
    return { text: 'The port is taken. Choose another one with PORT.', exitCode: 1 }
  return undefined
}

const fileRemedy = 'Set DATABASE_FILE to a file on a local disk where Grantkeeper may write.'
