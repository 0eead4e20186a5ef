import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { people } from '../support/whole-app.ts'
import { type CrashWorld, seedOnce, startCrashWorld } from './crash-world.ts'
import { countAudit, type Flow, flows } from './flows.ts'

/** `npm run test:crash` kills at every step; `npm test` at one that every flow has, another one each day. */
const everyStep = process.env.CRASH_POINTS === 'all'
const fewestSteps = 3

let seed: Awaited<ReturnType<typeof seedOnce>>
beforeAll(async () => {
  seed = await seedOnce()
})
afterAll(() => seed.remove())

describe.each(flows)('kill -9 during $name', (flow) => {
  test('it ends right and is told once', { timeout: 900_000 }, async () => {
    const points = everyStep
      ? await allSteps(flow)
      : [1 + (Math.floor(Date.now() / 86_400_000) % fewestSteps)]
    for (const point of points) {
      await run(flow, point).catch((error: unknown) => {
        throw new Error(`killed at step ${point} of ${flow.name}`, { cause: error })
      })
    }
  })
})

async function allSteps(flow: Flow): Promise<number[]> {
  const steps = await run(flow, 0)
  expect(steps).toBeGreaterThanOrEqual(fewestSteps)
  return Array.from({ length: steps }, (_, index) => index + 1)
}

/** Returns how many steps the flow has when nothing kills it. */
async function run(flow: Flow, killAt: number): Promise<number> {
  const world = await startCrashWorld(seed.file)
  await world.settle()
  await world.arm(killAt)
  let steps = 0
  for (let tries = 0; tries < 5 && (tries === 0 || !flow.isDone(world)); tries++) {
    const failure = await flow.attempt(world.teams.as(people.alice), world).then(
      () => undefined,
      (error: unknown) => error,
    )
    const settled = await world.settle()
    steps = settled ?? steps
    const died = await world.revive()
    // A failure is the bot's death and nothing else.
    if (failure !== undefined && !died) throw failure
    await world.settle()
  }
  await check(flow, world)
  await world.end()
  return steps
}

async function check(flow: Flow, world: CrashWorld): Promise<void> {
  expect(flow.isDone(world)).toBe(true)
  expect(countAudit(world, flow.act)).toBe(1)
  expect(world.query('select * from outbox')).toEqual([])
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
