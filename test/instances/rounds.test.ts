import { expect, test } from 'vitest'
import { verifyChain } from '#domain/audit/verify-chain.ts'
import { batchSize } from '#domain/sync/enqueue-batches.ts'
import { readText } from '../support/card-parts.ts'
import { people } from '../support/whole-app.ts'
import { type Cluster, type Instance, startCluster, until } from './cluster.ts'

const tenants = 300
const options = { tenants, graphMs: 400, parallel: 8 }
/** Portions that one instance may have taken, twice what it may read, with their tenants. */
const mostUnderWay = 2 * (Math.ceil(options.parallel / batchSize) + 2) * batchSize

/** "Sync all" on some instance, and how far it is. */
async function startRound({ teams, query, emulator }: Cluster) {
  const alice = teams.as(people.alice)
  emulator.log.clear()
  const card = await alice.ask('sync all')
  const run = async () => (await query('select * from sync_runs order by started_at desc limit 1'))[0]
  const done = async () => Number((await run())?.done ?? 0)
  const isOver = async () => (await run())?.state !== 'running'
  return { alice, card, run, done, isOver, conversationId: alice.conversationId }
}

type Round = Awaited<ReturnType<typeof startRound>>

/** Every tenant counted once and told once, the history whole, one card that shows the end. */
async function expectWhole(cluster: Cluster, { run, card, conversationId }: Round): Promise<void> {
  expect(await run()).toMatchObject({ state: 'done', total: tenants, done: tenants, failed: 0 })
  const reads = cluster.reads()
  expect(reads.size).toBe(tenants)
  const twice = await cluster.query(
    'select tenant_id, set_id, action, count(*)::int as n from audit where tenant_id is not null group by 1, 2, 3 having count(*) > 1',
  )
  expect(twice).toEqual([])
  expect(await verifyChain(cluster.database.db)).toMatchObject({ damage: undefined })
  const { teams } = cluster
  await until(() => /Sync finished/.test(readText(teams.connector.find(card.id)?.card ?? card.card)))
  expect(teams.cards(conversationId)).toHaveLength(1)
  expect(
    await cluster.query("select * from pgboss.job where name in ('sync.portion', 'sync.tenant')"),
  ).toEqual([])
  expect(await cluster.query('select * from outbox')).toEqual([])
}

const extraReads = (cluster: Cluster): number =>
  [...cluster.reads().values()].reduce((sum, n) => sum + n - 1, 0)

/** As this instance itself counts them. */
async function countOwnReads(url: string): Promise<number> {
  const metrics = await (await fetch(new URL('/metrics', url))).text()
  const counts = metrics.matchAll(/^grantkeeper_sync_reads_total\{[^}]*\} (\d+)$/gm)
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0)
}

const start = async (cluster: Cluster, count: number): Promise<Instance[]> => {
  const instances: Instance[] = []
  for (let i = 0; i < count; i++) instances.push(await cluster.start())
  return instances
}

test.each([2, 4])('%i instances share a round: each tenant is read exactly once', async (count) => {
  const cluster = await startCluster(options)
  await start(cluster, count)
  const round = await startRound(cluster)
  await until(round.isOver)
  const reads = await Promise.all(cluster.urls().map(countOwnReads))
  expect(reads.filter((own) => own > 0)).toHaveLength(count)
  expect(reads.reduce((sum, own) => sum + own, 0)).toBe(tenants)
  await expectWhole(cluster, round)
  expect(extraReads(cluster)).toBe(0)
})

test('an instance that is killed in mid-round: the round ends, nothing is lost or counted twice', async () => {
  const cluster = await startCluster(options)
  const [first] = await start(cluster, 2)
  const round = await startRound(cluster)
  await until(async () => (await round.done()) > 60)
  first?.child.kill('SIGKILL')
  await until(round.isOver, 500)
  await expectWhole(cluster, round)
  // Only what it was reading, or had read and not written.
  expect(extraReads(cluster)).toBeLessThanOrEqual(mostUnderWay)
})

test('an instance that sleeps past its heartbeats and wakes up: no effect comes twice', async () => {
  const cluster = await startCluster(options)
  const [first] = await start(cluster, 2)
  const round = await startRound(cluster)
  await until(async () => (await round.done()) > 60)
  first?.child.kill('SIGSTOP')
  await until(round.isOver, 500)
  const before = await cluster.query('select tenant_id, set_id, version from grants order by 1, 2')
  first?.child.kill('SIGCONT')
  const settled = new Promise((resolve) => first?.child.once('message', resolve))
  first?.child.send({ settle: true })
  await settled
  expect(await cluster.query('select tenant_id, set_id, version from grants order by 1, 2')).toEqual(before)
  await expectWhole(cluster, round)
  expect(extraReads(cluster)).toBeLessThanOrEqual(mostUnderWay)
})

test('a rolling deploy and back, in mid-round: each tenant is read exactly once', async () => {
  const cluster = await startCluster({ tenants, graphMs: 2_000, parallel: 4 })
  const [one, two] = await start(cluster, 2)
  const round = await startRound(cluster)
  await until(async () => (await round.done()) > 0)
  const [three, four] = await Promise.all([cluster.start(), cluster.start()])
  await one?.stop()
  expect(await round.isOver()).toBe(false)
  await two?.stop()
  await cluster.start()
  await three.stop()
  await four.stop()
  await until(round.isOver)
  await expectWhole(cluster, round)
  expect(extraReads(cluster)).toBe(0)
})
