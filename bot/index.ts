import { enableCompileCache } from 'node:module'

// Before anything of the SDKs is loaded: halves the time until the bot listens, from the second start on.
enableCompileCache()
const { run } = await import('#app/run.ts')
await run()
