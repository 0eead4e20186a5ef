import { setTimeout as pause } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { seconds, systemClock } from '#platform/base/time.ts'
import {
  type ReceivedWebhook,
  startWebhookReceiver,
  verifyWebhook,
  writeTargets,
} from '../support/webhook-receiver.ts'
import { people } from '../support/whole-app.ts'
import { type Cluster, startCluster, until } from './cluster.ts'

const accessType = 'com.grantkeeper.access.changed.v1'

async function startWithReceiver(tenants: number) {
  const receiver = await startWebhookReceiver()
  onTestFinished(() => receiver.close())
  const { file, keys } = await writeTargets([{ name: 'siem', url: receiver.url }])
  const cluster = await startCluster({
    ...{ tenants, graphMs: 0, parallel: 4 },
    // One address for all of them, as behind a proxy: it is in every event.
    environment: { WEBHOOKS_FILE: file, PUBLIC_URL: 'http://127.0.0.1:3978' },
  })
  return { cluster, receiver, key: keys.siem ?? '' }
}

/** Until every event is accepted and recorded. */
async function untilDelivered({ query }: Cluster): Promise<void> {
  await until(async () => {
    const [left] = await query(`select (select count(*) from webhook_deliveries) as waiting,
      (select h.position - t.position from event_head h, webhook_targets t) as ahead`)
    return Number(left?.waiting) === 0 && Number(left?.ahead) === 0
  }, 200)
}

async function expectAll(
  { query }: Cluster,
  requests: readonly ReceivedWebhook[],
  key: string,
): Promise<void> {
  const events = await query('select id from events')
  const arrived = new Set(requests.map(({ event }) => event.id))
  expect(events.filter(({ id }) => !arrived.has(String(id)))).toEqual([])
  for (const request of requests) verifyWebhook(request, key, systemClock)
  for (const [, same] of Map.groupBy(requests, ({ event }) => event.id))
    expect(new Set(same.map(({ body }) => body)).size).toBe(1)
  for (const [subject, own] of Map.groupBy(requests, ({ event }) => event.subject)) {
    const sequences = own.map(({ event }) => Number(event.sequence))
    expect(sequences, subject).toEqual(sequences.toSorted((a, b) => a - b))
  }
}

test('the instance that sends webhooks is killed: every event arrives, in its order, doubles under one ID', async () => {
  const { cluster, receiver, key } = await startWithReceiver(60)
  const sender = await cluster.start()
  await cluster.start()
  await cluster.teams.as(people.alice).ask('sync all')
  await until(() => receiver.requests.length >= 40, 2)
  sender.child.kill('SIGKILL')
  await untilDelivered(cluster)
  await expectAll(cluster, receiver.requests, key)
  const ids = new Set(receiver.requests.map(({ event }) => event.id))
  // Only what was on its way comes twice.
  expect(receiver.requests.length - ids.size).toBeLessThanOrEqual(8)
})

test('stopped while it sends: the other instance goes on, and nothing comes twice', async () => {
  const { cluster, receiver, key } = await startWithReceiver(60)
  const sender = await cluster.start()
  await cluster.start()
  await cluster.teams.as(people.alice).ask('sync all')
  await until(() => receiver.requests.length >= 40, 2)
  await sender.stop()
  await untilDelivered(cluster)
  await expectAll(cluster, receiver.requests, key)
  expect(new Set(receiver.requests.map(({ event }) => event.id)).size).toBe(receiver.requests.length)
})

test('a block through either instance reaches the receiver within a second', async () => {
  const { cluster, receiver, key } = await startWithReceiver(10)
  const arrivedAt = new Map<string, number>()
  receiver.answer(({ event }, response) => {
    arrivedAt.set(event.id, systemClock().getTime())
    response.writeHead(204)
    response.end()
  })
  await cluster.start()
  await cluster.start()
  const alice = cluster.teams.as(people.alice)
  await alice.ask('sync all')
  await until(async () => (await cluster.query("select 1 from sync_runs where state = 'done'")).length > 0)
  await pause(seconds(2))
  await untilDelivered(cluster)
  const before = receiver.requests.length
  for (let n = 0; n < 8; n += 1) {
    const card = await alice.ask(`block "Labels and protected content" in tenant-${n}.example`)
    await alice.click(card, 'grant.confirmBlock')
  }
  await untilDelivered(cluster)
  const told = receiver.requests.slice(before).filter(({ event }) => event.type === accessType)
  const delays = told.map(({ event }) => (arrivedAt.get(event.id) ?? 0) - Date.parse(event.time))
  process.stdout.write(`webhooks of two instances: ${delays.toSorted((a, b) => a - b).join(', ')} ms\n`)
  expect(told).toHaveLength(8)
  expect(Math.max(...delays)).toBeLessThan(1_000)
  await expectAll(cluster, receiver.requests, key)
})
