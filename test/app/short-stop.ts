import { run } from '../../bot/run.ts'

await run({ stopWithinMs: 1_000 })
