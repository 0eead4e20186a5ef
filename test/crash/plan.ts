import type { Death } from './app-process.ts'

/** Where one run kills the bot. */
export interface Point {
  seed: number
  step: number
}

/** What `CRASH_…` asks for; see docs/reliability.md. */
export interface Wanted {
  /** Of the first seed; another one each time unless told. */
  first: number
  /** Every step with so many seeds; undefined: points spread over the steps, each with a seed of its own. */
  seeds: number | undefined
  /** At most so many points of a flow; undefined: one, another one each day. */
  mostPoints: number | undefined
  /** This step alone. */
  step: number | undefined
  /** Seeds play in all tenants, also what few are enough for. */
  allTenants: boolean
  /** `kill`: kill -9. `memory`: the heap is full at that step. */
  death: Death
  /** Runs side by side in one worker: much of a run is waiting. */
  atOnce: number
}

export function readWanted(environment = process.env): Wanted {
  const read = (name: string): number | undefined => {
    const text = environment[name]
    const value = Number(text)
    if (text !== undefined && !Number.isSafeInteger(value)) throw new Error(`Expected a number in ${name}`)
    return text === undefined ? undefined : value
  }
  const given = read('CRASH_SEED')
  return {
    first: given ?? Date.now() % 1_000_000_000,
    seeds: read('CRASH_SEEDS') ?? (given === undefined ? undefined : 1),
    mostPoints: read('CRASH_POINTS'),
    step: read('CRASH_STEP'),
    allTenants: environment.CRASH_TENANTS === 'all',
    death: deathOf(environment.CRASH_BY ?? 'kill'),
    atOnce: read('CRASH_AT_ONCE') ?? 4,
  }
}

function deathOf(name: string): Death {
  if (name !== 'kill' && name !== 'memory') throw new Error('Expected kill or memory in CRASH_BY')
  return name
}

/** So many steps from 1 to `steps`, spread evenly; when there are fewer steps, each several times. */
export const spread = (steps: number, points: number): number[] =>
  Array.from({ length: points }, (_, index) => 1 + Math.floor((index * steps) / points))
