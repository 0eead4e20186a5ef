import { afterAll, describe, expect, test } from 'vitest'
import { hours } from '#platform/base/time.ts'
import { makeBots } from './bots.ts'
import { seedOnce } from './crash-world.ts'
import type { Flow } from './flows.ts'
import { type Point, readWanted, spread } from './plan.ts'
import { type Ran, runFlow } from './run-flow.ts'

const fewestSteps = 3
const fewPoints = 48
const fewestSeeds = 20
const wanted = readWanted()

/** Each flow has a file of its own, so that two of them run side by side. */
export function describeCrashes(flow: Flow): void {
  describe(`${wanted.death} during ${flow.name}`, () => {
    const bots = makeBots(wanted.death)
    afterAll(() => bots.killAll())

    test('it ends right and is told once', { timeout: hours(4) }, async () => {
      const { seeds, mostPoints } = wanted
      const tryIn = async (few: boolean, kill: (tries: Tries) => Promise<unknown>): Promise<void> => {
        const { file, remove } = await seedOnce(bots, { few })
        const name = few ? `${flow.name} of few tenants` : flow.name
        const again = flow.ofAllTenants && !few ? 'CRASH_TENANTS=all ' : ''
        const tries = new Tries({ name, again }, (point) => runFlow(flow, { bots, seededFile: file }, point))
        await kill(tries)
        await remove()
        tries.conclude()
      }
      if (seeds !== undefined) {
        const few = flow.ofAllTenants === true && !wanted.allTenants
        await tryIn(few, (tries) => everyStepWith(seeds, tries))
        if (few && wanted.step === undefined) await tryIn(false, (tries) => spreadPoints(tries))
      } else if (mostPoints !== undefined) await tryIn(false, (tries) => spreadPoints(tries))
      else await tryIn(false, (tries) => tries.kill([pointOfToday()]))
    })
  })
}

/** One that every flow has. */
function pointOfToday(): Point {
  const day = Math.floor(Date.now() / 86_400_000)
  return { seed: day, step: 1 + (day % fewestSteps) }
}

async function everyStepWith(seeds: number, tries: Tries): Promise<void> {
  const row = Array.from({ length: seeds }, (_, index) => wanted.first + index)
  const counted = await tries.count(row)
  const points = counted.flatMap(({ seed, step }) =>
    spread(step, Math.min(step, wanted.mostPoints ?? step)).map((each) => ({ seed, step: each })),
  )
  await tries.kill(wanted.step === undefined ? points : row.map((seed) => ({ seed, step: wanted.step ?? 0 })))
}

/** Each point with a seed of its own; a seed that has fewer steps than the first dies at one that it has. */
async function spreadPoints(tries: Tries): Promise<void> {
  const [counted] = await tries.count([wanted.first])
  const steps = counted?.step ?? 0
  const points = Math.min(wanted.mostPoints ?? fewPoints, Math.max(steps, fewestSeeds))
  const row = spread(steps, points).map((step, index) => ({ seed: wanted.first + index, step }))
  const early = await tries.kill(row)
  await tries.killInstead(early)
}

class Tries {
  readonly #name: string
  /** What it takes to play one again, beside seed and step. */
  readonly #again: string
  readonly #run: (point: Point) => Promise<Ran>
  readonly #failures: string[] = []
  readonly #seeds = new Set<number>()
  readonly #startedAt = performance.now()
  #kills = 0
  #deaths = 0
  #counts: number[] = []

  constructor({ name, again }: { name: string; again: string }, run: (point: Point) => Promise<Ran>) {
    this.#name = name
    this.#again = again
    this.#run = run
  }

  /** Gives for each seed, as its step, how many steps the flow has with it. */
  async count(seeds: readonly number[]): Promise<Point[]> {
    const points: Point[] = []
    await this.#each(
      seeds.map((seed) => ({ seed, step: 0 })),
      async ({ seed, step }) => {
        const { steps } = await this.#run({ seed, step })
        points.push({ seed, step: steps })
      },
    )
    this.#counts = points.map(({ step }) => step)
    expect(Math.min(...this.#counts)).toBeGreaterThanOrEqual(fewestSteps)
    return points
  }

  /** Gives where it had ended before, with a step that came. */
  async kill(points: readonly Point[]): Promise<Point[]> {
    const early: Point[] = []
    await this.#each(points, async (point) => {
      this.#kills += 1
      if (this.#kills % 100 === 0) process.stdout.write(`crash: ${this.#name}: ${this.#kills} so far\n`)
      this.#seeds.add(point.seed)
      const { died, steps } = await this.#run(point)
      if (died) this.#deaths += 1
      else early.push({ ...point, step: 1 + ((point.step - 1) % steps) })
    })
    return early
  }

  async killInstead(early: readonly Point[]): Promise<void> {
    this.#kills -= early.length
    await this.kill(early)
  }

  /** Some side by side. All are tried, whatever becomes of some. */
  async #each(points: readonly Point[], work: (point: Point) => Promise<void>): Promise<void> {
    const row = points.values()
    const lane = async (): Promise<void> => {
      for (const point of row) await work(point).catch((error: unknown) => this.#note(point, error))
    }
    await Promise.all(Array.from({ length: wanted.atOnce }, lane))
  }

  /** Said at once: a long run may be ended before its failures are printed. */
  #note({ seed, step }: Point, error: unknown): void {
    const by = wanted.death === 'kill' ? '' : `CRASH_BY=${wanted.death} `
    const told = `${this.#name}: ${this.#again}${by}CRASH_SEED=${seed} CRASH_STEP=${step}: ${inWords(error)}`
    process.stdout.write(`crash: ${told}\n`)
    this.#failures.push(told)
  }

  conclude(): void {
    const seconds = ((performance.now() - this.#startedAt) / 1_000).toFixed(0)
    const steps = [...new Set([Math.min(...this.#counts), Math.max(...this.#counts)])].join(' to ')
    const each = this.#counts.length > 0 ? ` x ${steps} steps` : ''
    process.stdout.write(
      `${this.#name}: ${this.#seeds.size} seeds${each} = ${this.#kills} kills, ${this.#deaths} died and went on well, ${this.#failures.length} failed, ${seconds} s\n`,
    )
    expect(this.#failures).toEqual([])
    // Two runs are never quite the same: the last steps of one may not come in another.
    expect(this.#deaths).toBeGreaterThanOrEqual(Math.ceil(this.#kills * 0.9))
  }
}

const inWords = (error: unknown): string =>
  (error instanceof Error ? (error.stack ?? error.message) : String(error)).slice(0, 2_000)
