import { setTimeout as pause } from 'node:timers/promises'
import type { Pool } from 'undici'
import { sendActivity } from './teams.ts'

export interface OpenLoop {
  pool: Pool
  perSecond: number
  /** One activity each, as JSON. */
  clicks: readonly string[]
  isRight: (answer: string) => boolean
}

export interface Latencies {
  p50: number
  p99: number
  errors: number
}

/**
 * Open-loop load: clicks at a constant rate, however long the answers take. Latency counts from the time a click was due, so
 * that a stall counts for every click that waited (no coordinated omission).
 */
export async function clickSteadily({ pool, perSecond, clicks, isRight }: OpenLoop): Promise<Latencies> {
  const begin = performance.now()
  const outcomes: Promise<number | undefined>[] = []
  for (const [index, click] of clicks.entries()) {
    const dueAt = begin + (index * 1_000) / perSecond
    const wait = dueAt - performance.now()
    if (wait > 1) await pause(wait)
    outcomes.push(
      sendActivity(pool, click).then(
        (answer) => (isRight(answer) ? performance.now() - dueAt : undefined),
        () => undefined,
      ),
    )
  }
  const latencies = (await Promise.all(outcomes)).filter((each) => each !== undefined)
  latencies.sort((a, b) => a - b)
  const at = (part: number): number => latencies[Math.ceil(latencies.length * part) - 1] ?? Number.NaN
  return { p50: at(0.5), p99: at(0.99), errors: clicks.length - latencies.length }
}
