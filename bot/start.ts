import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { isConfigured } from '#platform/config/is-configured.ts'

/** What `npm start` runs: the bot where it is configured, otherwise the demo. */
async function start(): Promise<void> {
  const { values } = parseArgs({ options: { ports: { type: 'string' } } })
  const hasFile = existsSync('.env')
  if (hasFile) process.loadEnvFile('.env')
  if (hasFile || isConfigured()) {
    await import('./index.ts')
    return
  }
  const { runDemo } = await import('../demo/run-demo.ts')
  await runDemo(values.ports)
}

start().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
