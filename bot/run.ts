import { buildApp } from './app.ts'
import { CatalogError } from './catalog/catalog-error.ts'
import { ConfigError, configExitCode } from './config/problem.ts'
import { readConfig } from './config.ts'
import { makeLog } from './log.ts'
import { systemClock } from './time.ts'

/** Starts the bot of the environment and stops it on SIGINT or SIGTERM; a second signal ends it at once. */
export async function run(): Promise<void> {
  try {
    const config = readConfig()
    const log = makeLog({ level: config.logLevel, clock: systemClock })
    const app = await buildApp(config, { log })
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        log.info({ signal }, 'stopping')
        void app.stop().then(() => process.exit(0))
        process.once(signal, () => process.exit(1))
      })
    }
    const { port } = await app.start()
    log.info({ port, publicUrl: config.publicUrl }, 'listening')
  } catch (error) {
    explainAndExit(error)
  }
}

/** What an operator must mend is said in plain lines; anything else is a bug and keeps its trace. */
function explainAndExit(error: unknown): never {
  const isTheirs = error instanceof ConfigError || error instanceof CatalogError
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (isTheirs) process.stderr.write(`${error.message}\n`)
  else if (code === 'EADDRINUSE') process.stderr.write('The port is taken. Choose another one with PORT.\n')
  else throw error
  process.exit(isTheirs ? configExitCode : 1)
}
