import { run } from '#app/run.ts'
import { hours } from '#platform/base/time.ts'

// The real bot, with a shutdown limit that no test reaches.
await run({ stopWithinMs: hours(1) })
