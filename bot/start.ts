import { parseArgs } from 'node:util'
import { loadEnvironmentFile } from '#platform/config/environment-file.ts'
import { isConfigured } from '#platform/config/is-configured.ts'
import { ConfigError, configExitCode } from '#platform/config/problem.ts'

/** What `npm start` runs: the bot where it is configured, otherwise the demo. */
async function start(): Promise<void> {
  const { values } = parseArgs({
    options: {
      ports: { type: 'string' },
      catalog: { type: 'string' },
      webhooks: { type: 'string' },
      bot: { type: 'string' },
    },
  })
  if (loadEnvironmentFile() || isConfigured()) {
    await import('./index.ts')
    return
  }
  const { runDemo } = await import('../demo/run-demo.ts')
  await runDemo(values)
}

start().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(error instanceof ConfigError ? configExitCode : 1)
})
