import { run } from '../../bot/run.ts'
import { hours } from '../../bot/time.ts'

// The bot as it is, with a limit for its end that no test waits for.
await run({ stopWithinMs: hours(1) })
