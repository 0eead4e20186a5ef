import { flushCompileCache } from 'node:module'
import { buildApp } from '#app/build-app.ts'
import type { Lifecycle } from '#app/lifecycle.ts'
import { readConfig } from '#platform/config/read-config.ts'

/**
 * From the test: start a bot with these variables, die at the `arm`-th step from now (0: never), tell when all is done, or
 * stop the bot in good order.
 */
export type Order =
  | { open: Record<string, string> }
  | { arm: number; death: Death }
  | { settle: true }
  | { close: true }
/** To the test, for every order but `arm`. `steps`: how many went by since the last order to arm. */
export type Report = { done: true; steps: number }

export type Death = 'kill' | 'memory'

const deaths: Readonly<Record<Death, () => void>> = {
  kill: () => process.kill(process.pid, 'SIGKILL'),
  // The loop is blocked while the heap fills up to its limit, and V8 ends the process in its own way.
  memory: () => {
    for (const hoard: number[][] = []; ; ) hoard.push(Array<number>(1_000_000).fill(hoard.length))
  },
}

let left = 0
let death: Death = 'kill'
let steps = 0
let app: Lifecycle | undefined

function step(): void {
  steps += 1
  left -= 1
  if (left === 0) deaths[death]()
}

async function obey(order: Order): Promise<void> {
  if ('open' in order) {
    app = await buildApp(readConfig(order.open), { step })
    await app.start()
  } else if ('settle' in order) await app?.settled()
  else await app?.stop()
  process.send?.({ done: true, steps } satisfies Report)
}

// Written now, because who is killed writes nothing in the end.
flushCompileCache()
process.on('message', (order: Order) => {
  if (!('arm' in order)) return void obey(order)
  left = order.arm
  death = order.death
  steps = 0
})
process.once('disconnect', () => process.exit(0))
