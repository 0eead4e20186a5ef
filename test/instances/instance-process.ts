import { buildApp } from '../../bot/app.ts'
import { readConfig } from '../../bot/config.ts'

/** One instance of the bot as a process of its own: tells when it listens, and stops in good order at SIGTERM. */
const app = await buildApp(readConfig())
process.once('SIGTERM', () => void app.stop().then(() => process.exit(0)))
await app.start()
process.send?.({ listening: true })
