import { run } from '#app/run.ts'
import { hours } from '#platform/base/time.ts'

// The bot as it is, with a limit for its end that no test waits for.
await run({ stopWithinMs: hours(1) })
