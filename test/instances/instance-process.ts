import { buildApp } from '#app/build-app.ts'
import { readConfig } from '#platform/config/read-config.ts'

/** One instance of the bot as a process of its own. It tells when it listens and, to any message, when all is done. */
const app = await buildApp(readConfig())
process.once('SIGTERM', () => void app.stop().then(() => process.exit(0)))
await app.start()
process.on('message', () => void app.settled().then(() => process.send?.({ settled: true })))
process.send?.({ listening: true })
