import { run } from '#app/run.ts'

await run({ stopWithinMs: 1_000 })
