import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'

const ownVariables = ['BOT_ID', 'HOME_TENANT_ID', 'READER_ID', 'ROLE_APPROVERS']

/** With a configuration this is the bot itself; without one, the demo. */
async function start(): Promise<void> {
  const { values } = parseArgs({ options: { ports: { type: 'string' } } })
  const hasFile = existsSync('.env')
  if (hasFile) process.loadEnvFile('.env')
  if (hasFile || ownVariables.some((name) => process.env[name])) {
    await import('../bot/index.ts')
    return
  }
  const { runDemo } = await import('./run-demo.ts')
  await runDemo(values.ports)
}

start().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
