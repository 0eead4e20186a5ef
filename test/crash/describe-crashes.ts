import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { people } from '../support/whole-app.ts'
import { type CrashWorld, seedOnce, startCrashWorld } from './crash-world.ts'
import { countAudit, type Flow } from './flows.ts'

/** `npm run test:crash` kills at every step; `npm test` at one that every flow has, another one each day. */
const everyStep = process.env.CRASH_POINTS !== undefined
const fewestSteps = 3
/** A sync of all does the same for each tenant: beyond this, points are spread evenly over its steps. */
const mostPoints = Number(process.env.CRASH_POINTS)

/** Each flow has a file of its own, so that two of them run side by side. */
export function describeCrashes(flow: Flow): void {
  describe(`kill -9 during ${flow.name}`, () => {
    let seed: Awaited<ReturnType<typeof seedOnce>>
    beforeAll(async () => {
      seed = await seedOnce()
    })
    afterAll(() => seed.remove())

    test('it ends right and is told once', { timeout: 900_000 }, async () => {
      const points = everyStep ? await allSteps(flow, seed.file) : [someStep()]
      let deaths = 0
      for (const point of points) {
        const { died } = await run(flow, seed.file, point).catch((error: unknown) => {
          throw new Error(`killed at step ${point} of ${flow.name}`, { cause: error })
        })
        if (died) deaths += 1
      }
      process.stdout.write(`${flow.name}: killed at ${deaths} of ${points.length} steps\n`)
      // Two runs are never quite the same: the last steps of one may not come in another.
      expect(deaths).toBeGreaterThanOrEqual(Math.ceil(points.length * 0.9))
    })
  })
}

const someStep = (): number => 1 + (Math.floor(Date.now() / 86_400_000) % fewestSteps)

async function allSteps(flow: Flow, seedFile: string): Promise<number[]> {
  const { steps } = await run(flow, seedFile, 0)
  expect(steps).toBeGreaterThanOrEqual(fewestSteps)
  const every = Math.max(1, steps / mostPoints)
  return Array.from({ length: Math.ceil(steps / every) }, (_, index) => 1 + Math.floor(index * every))
}

/** Gives how many steps the flow had, and whether the bot was killed on the way. */
async function run(flow: Flow, seedFile: string, killAt: number): Promise<{ steps: number; died: boolean }> {
  const world = await startCrashWorld(seedFile)
  await world.settle()
  await world.arm(killAt)
  const ran = { steps: 0, died: false }
  for (let tries = 0; tries < 5 && (tries === 0 || !flow.isDone(world)); tries++) {
    const failure = await flow.attempt(world.teams.as(people.alice), world).then(
      () => undefined,
      (error: unknown) => error,
    )
    ran.steps = (await world.settle()) ?? ran.steps
    const died = await world.revive()
    ran.died ||= died
    // A failure is the bot's death and nothing else.
    if (failure !== undefined && !died) throw failure
    await world.settle()
  }
  await check(flow, world)
  await world.end()
  return ran
}

async function check(flow: Flow, world: CrashWorld): Promise<void> {
  expect(flow.isDone(world)).toBe(true)
  expect(countAudit(world, flow.act)).toBe(1)
  // A card that changed a moment ago changes again at its own pace.
  await expect.poll(() => world.query('select * from outbox'), { timeout: 15_000 }).toEqual([])
  expect(world.query('select queue from jobs where run_at <= ?', Date.now())).toEqual([])
  expectLinksTold(world)
  expectStatusesTold(world)
}

/** Every phase that a link reached stands in the audit exactly once. */
function expectLinksTold(world: CrashWorld): void {
  const consents = world.query<{ code: string; times_json: string }>(
    "select code, times_json from consents join consent_links on consents.id = consent_id where set_id = 'user-device-activity'",
  )
  const told = (action: string, code: string): number =>
    world.query('select 1 from audit where action = ? and detail_json like ?', action, `%"${code}"%`).length
  for (const { code, times_json } of consents) {
    const { opened, returned, verified, cancelled } = JSON.parse(times_json) as Record<string, string>
    expect(told('grant.start', code)).toBe(1)
    expect(told('consent.open', code)).toBe(opened ? 1 : 0)
    expect(told('consent.return', code)).toBe(returned ? 1 : 0)
    expect(told('consent.verified', code)).toBe(verified ? 1 : 0)
    expect(told('consent.cancelled', code)).toBe(cancelled ? 1 : 0)
  }
}

/** A read that was repeated after a crash tells nothing twice. */
function expectStatusesTold(world: CrashWorld): void {
  const rows = world.query<{ grant: string; detail_json: string }>(
    `select tenant_id || '/' || set_id "grant", detail_json from audit where action = 'grant.status' order by id`,
  )
  for (const [name, changes] of Map.groupBy(rows, (row) => row.grant)) {
    const doubled = changes.filter((change, index) => change.detail_json === changes[index - 1]?.detail_json)
    expect(doubled, name).toEqual([])
  }
}
