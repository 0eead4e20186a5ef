import { describe, expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '#platform/storage/open-database.ts'
import { isFull, keepSeed } from '../hard/attack.ts'
import keptSeeds from '../hard/seeds.json' with { type: 'json' }
import { makeChance } from '../model/chance.ts'
import { Oracles } from '../model/oracles.ts'
import { doingFaults } from './doings.ts'
import { endFaults } from './ends.ts'
import type { Fault } from './fault.ts'
import { grownLists } from './grown-lists.ts'
import { makeGuarded } from './guarded.ts'
import { neighbourFaults } from './neighbours.ts'
import { type Judge, judge } from './oracles.ts'
import { proofFaults } from './proofs.ts'
import { wrongSettings } from './settings.ts'
import { heal, openStage, restore, setScene } from './stage.ts'

const table: readonly Fault[] = [
  ...neighbourFaults,
  ...doingFaults,
  grownLists,
  ...endFaults,
  ...proofFaults,
  wrongSettings,
]
const seedsPerPoint = isFull ? 20 : 1
/** `npm run test:full` tries each fault at one of its points, another one each day. */
const today = Math.floor(Date.now() / 86_400_000)
const kept: Readonly<Record<string, readonly number[] | undefined>> = keptSeeds

function seedsOf({ id }: Fault): number[] {
  const given = Number(process.env.HARD_SEED)
  const first = process.env.HARD_SEED ? given : isFull ? Date.now() % 1_000_000_000 : 20_261_124
  return [...(kept[id] ?? []), ...Array.from({ length: seedsPerPoint }, (_, at) => first + at)]
}

async function openBench(isGuarded = false) {
  const rejections: unknown[] = []
  const note = (reason: unknown): void => void rejections.push(reason)
  process.on('unhandledRejection', note)
  const stage = await openStage(rejections, isGuarded ? await makeGuarded() : undefined)
  const database = await openDatabase(stage.app.config.database)
  onTestFinished(async () => {
    process.off('unhandledRejection', note)
    await database.close()
  })
  const by: Judge = { rights: new Oracles(stage.app), db: database.db, seenLines: 0 }
  return { stage, by }
}
type Bench = Awaited<ReturnType<typeof openBench>>

/** Puts the fault in at each of its points with each seed; what does not hold is said with the seed that shows it again. */
async function tryAll({ stage, by }: Bench, fault: Fault): Promise<number> {
  let runs = 0
  const points = Object.entries(fault.points)
  const tried = isFull ? points : points.slice(today % points.length).slice(0, 1)
  for (const [point, run] of tried) {
    for (const seed of seedsOf(fault)) {
      const scene = setScene(stage, makeChance(seed))
      try {
        await run(scene)
        await heal(scene)
        const complaints = await judge(scene, by, fault.statuses ?? [200])
        if (complaints.length > 0) throw new Error(complaints.join('; '))
        await restore(scene)
      } catch (error) {
        keepSeed(fault.id, seed)
        const where = `${fault.id} ${point} in ${scene.tenant}, ${scene.set.id}`
        // A long run may be ended before its failures are printed.
        process.stdout.write(`hard: ${where}: HARD_SEED=${seed}: ${String(error).slice(0, 500)}\n`)
        throw new Error(`${where}: HARD_SEED=${seed}`, { cause: error })
      }
      runs += 1
    }
  }
  return runs
}

describe('whatever breaks, the oracles hold afterwards', () => {
  test('every fault has three points or more', () => {
    for (const { id, points } of table) expect(Object.keys(points).length, id).toBeGreaterThanOrEqual(3)
    expect(new Set(table.map(({ id }) => id)).size).toBe(table.length)
  })

  for (const fault of table) {
    test.runIf(isFull)(`${fault.id} ${fault.what}`, { timeout: 1_800_000 }, async () => {
      const startedAt = performance.now()
      const runs = await tryAll(await openBench(fault.isGuarded), fault)
      report(fault, runs, startedAt)
    })
  }

  test.skipIf(isFull)('every fault at one of its points', { timeout: 120_000 }, async () => {
    const benches = [await openBench(), await openBench(true)] as const
    for (const fault of table) {
      const startedAt = performance.now()
      const runs = await tryAll(benches[fault.isGuarded ? 1 : 0], fault)
      report(fault, runs, startedAt)
    }
  })
})

function report({ id, what, points }: Fault, runs: number, startedAt: number): void {
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1)
  const count = isFull ? Object.keys(points).length : 1
  process.stdout.write(`hard: ${id} ${what}: ${runs} runs at ${count} points in ${seconds} s\n`)
}
