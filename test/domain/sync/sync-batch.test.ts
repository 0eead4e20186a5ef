import { expect, test } from 'vitest'
import { inBatches } from '#domain/sync/enqueue-batches.ts'
import { findTenant } from '#domain/tenants/tenants-store.ts'
import { later, minutes, seconds } from '#platform/base/time.ts'
import { idOf, setup } from '../tenants/setup.ts'

const allOf = (count: number): string[] => Array.from({ length: count }, (_, number) => idOf(number))

/** Every row that a sync may store, besides the times of the tenants and the run. */
async function written({ database: { db } }: Awaited<ReturnType<typeof setup>>) {
  const tables = ['grants', 'alerts', 'app_refreshes', 'settled_reads', 'jobs'] as const
  return Promise.all(tables.map((table) => db.selectFrom(table).selectAll().execute()))
}

test('every tenant is read once per round; a round that is told the same writes nothing but the time', async () => {
  const world = await setup(150)
  expect(await world.round()).toMatchObject({ state: 'done', total: 150, done: 150, failed: 0 })
  expect(world.asked.toSorted()).toEqual(allOf(150))
  const before = await written(world)
  world.clock.forward(minutes(5))
  expect(await world.round()).toMatchObject({ state: 'done', done: 150, changed: 0 })
  expect(world.asked.toSorted()).toEqual(allOf(150))
  expect(await written(world)).toEqual(before)
  for (const number of [0, 149])
    expect((await findTenant(world.database.db, idOf(number)))?.checkedAt).toEqual(world.clock())
})

test('tenants of which something is open come first', async () => {
  const world = await setup(40)
  world.answers.set(idOf(33), () => world.failed('credentialRefused'))
  await world.round()
  world.answers.clear()
  await world.round()
  expect(world.asked[0]).toBe(idOf(33))
  expect(world.asked).toHaveLength(40)
})

test('what somebody has changed since it was asked is read again, by itself', async () => {
  const world = await setup(32)
  await world.round()
  world.answers.set(idOf(5), () => {
    // Like a block between the read and the transaction.
    void world.database.db.deleteFrom('settled_reads').where('tenant_id', '=', idOf(5)).execute()
    return world.whole('first')
  })
  expect(await world.round()).toMatchObject({ state: 'done', done: 32, failed: 0 })
  expect(world.asked).toContain(`alone ${idOf(5)}`)
  expect(world.asked).toHaveLength(33)
})

test('one that cannot be written does not take the others of its portion with it', async () => {
  const world = await setup(32)
  await world.round()
  await world.database.db
    .updateTable('grants')
    .set({ memory_json: 'no json' })
    .where('tenant_id', '=', idOf(5))
    .execute()
  world.answers.set(idOf(5), () => world.whole('other'))
  const run = await world.round()
  expect(run.done).toBeLessThan(32)
  world.clock.forward(seconds(2))
  await world.jobs.settled()
  expect(await world.runOf(run.id)).toMatchObject({ state: 'running', done: 31 })
  expect(world.log.lines.length).toBeGreaterThan(0)
})

test('who rests counts as failed and stays as it is; who is slow is read by itself and counts then', async () => {
  const world = await setup(32)
  await world.round()
  const before = await world.database.db.selectFrom('grants').selectAll().execute()
  const outcome = { service: 'graph', name: 'graphFault', class: 'passing' } as const
  const held = { connection: 'deferred', until: world.clock(), outcome } as const
  world.answers.set(idOf(1), () => ({ ...held, because: 'resting' }))
  let times = 0
  world.answers.set(idOf(2), () => (times++ === 0 ? { ...held, because: 'slow' } : world.whole('first')))
  const run = await world.round()
  expect(run).toMatchObject({ state: 'done', done: 32, failed: 1, changed: 0 })
  expect(run.failures).toMatchObject([{ outcome: { name: 'graphFault' }, tenantIds: [idOf(1)] }])
  expect(await world.database.db.selectFrom('grants').selectAll().execute()).toEqual(before)
  expect(world.asked.filter((id) => id.startsWith('alone'))).toEqual([`alone ${idOf(2)}`])
})

test('a throttled tenant is read when its time has come, and the round ends with it', async () => {
  const world = await setup(20)
  const until = later(world.clock(), seconds(30))
  const outcome = { service: 'graph', name: 'graphThrottled', class: 'passing' } as const
  world.answers.set(idOf(3), () =>
    until > world.clock()
      ? { connection: 'deferred', because: 'throttled', until, outcome }
      : world.whole('first'),
  )
  const run = await world.round()
  expect(run).toMatchObject({ state: 'running', done: 19, failed: 0 })
  world.clock.forward(seconds(30))
  await world.jobs.settled()
  expect(await world.runOf(run.id)).toMatchObject({ state: 'done', done: 20, failed: 0 })
})

test('while Microsoft holds the app, nobody is asked, and then all are', async () => {
  const world = await setup(40)
  world.hold.until = later(world.clock(), seconds(20))
  const run = await world.round()
  expect(run).toMatchObject({ state: 'running', done: 0 })
  expect(world.asked).toEqual([])
  world.clock.forward(seconds(20))
  await world.jobs.settled()
  expect(await world.runOf(run.id)).toMatchObject({ state: 'done', done: 40 })
  expect(world.asked.toSorted()).toEqual(allOf(40))
})

test('a round that was stopped tries tenants one by one until one can be read', async () => {
  const world = await setup(64)
  for (const id of allOf(64)) world.answers.set(id, () => world.failed('credentialRefused'))
  const run = await world.round()
  const tried = world.asked.length
  expect(run.state).toBe('running')
  expect(tried).toBeLessThan(64)
  world.clock.forward(minutes(5))
  await world.jobs.settled()
  expect(world.asked).toHaveLength(tried + 1)
  world.answers.clear()
  world.clock.forward(minutes(5))
  await world.jobs.settled()
  // The first success closes the breaker for the others.
  world.clock.forward(minutes(5))
  await world.jobs.settled()
  expect(await world.runOf(run.id)).toMatchObject({ state: 'done', done: 64 })
  expect(new Set(world.asked).size).toBe(64)
})

test('few tenants are not put together, many are, and none is lost between', () => {
  for (const count of [0, 1, 12, 16, 17, 100, 1_000]) {
    const batches = inBatches(allOf(count))
    expect(batches.flat()).toEqual(allOf(count))
    expect(Math.max(0, ...batches.map((batch) => batch.length))).toBeLessThanOrEqual(count < 1_000 ? 16 : 24)
  }
  expect(inBatches(allOf(12))).toHaveLength(12)
  expect(inBatches(allOf(999)).length).toBe(63)
  expect(inBatches(allOf(1_000)).length).toBe(42)
})
