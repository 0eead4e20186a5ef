import { buildApp } from '../../bot/app.ts'
import { readConfig } from '../../bot/config.ts'

/** From the test: die at the `arm`-th step from now (0: never), or tell when all is done. */
export type Order = { arm: number } | { settle: true }
/** To the test. `steps`: how many went by since the last order to arm. */
export type Report = { listening: true } | { settled: true; steps: number }

let left = 0
let steps = 0

function step(): void {
  steps += 1
  left -= 1
  if (left === 0) process.kill(process.pid, 'SIGKILL')
}

const tell = (report: Report): void => {
  process.send?.(report)
}

const app = await buildApp(readConfig(), { step })
process.on('message', (order: Order) => {
  if ('arm' in order) {
    left = order.arm
    steps = 0
  } else void app.settled().then(() => tell({ settled: true, steps }))
})
process.once('SIGTERM', () => void app.stop().then(() => process.exit(0)))
await app.start()
tell({ listening: true })
