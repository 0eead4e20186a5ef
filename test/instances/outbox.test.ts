import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { saveConversation } from '#edge/teams/conversations/conversations-store.ts'
import { systemClock } from '#platform/base/time.ts'
import { postCardOnce } from '#platform/outbox/show-card.ts'
import { people } from '../support/whole-app.ts'
import { type Cluster, startCluster, until } from './cluster.ts'

const places = Array.from({ length: 120 }, (_, i) => ({
  id: `19:place-${i}@thread.tacv2`,
  tenantId: `5e5e5e5e-0000-4000-8000-00000000000${i % 8}`,
}))
/** What one instance may have on its way at once. */
const mostOnTheWay = 32

/** A card for every place, left in the outbox. */
async function leave({ database, teams, query }: Cluster): Promise<void> {
  await teams.as(people.alice).ask('sync all')
  const [{ id } = {}] = await query('select id from sync_runs')
  const now = systemClock()
  await database.transaction(async (tx) => {
    for (const { id: own, tenantId } of places) {
      const bot = { id: '28:grantkeeper' }
      const reference = { serviceUrl: teams.serviceUrl, conversation: { id: own }, bot }
      await saveConversation(tx, { id: own, kind: 'channel', tenantId, reference, seenAt: now })
    }
    const addresses = places.map((place) => ({ conversationId: place.id }))
    await postCardOnce(tx, { subject: { kind: 'sync', id: String(id) }, addresses, dueAt: now })
  })
}

const messagesIn = ({ teams }: Cluster): number[] => places.map(({ id }) => teams.cards(id).length)
const posted = (cluster: Cluster): number => messagesIn(cluster).filter((n) => n > 0).length
const isEmpty = async ({ query }: Cluster): Promise<boolean> =>
  (await query('select 1 from outbox limit 1')).length === 0

/** Runs `work` while as many cards as possible are on their way: they arrive, but the lock keeps them from being recorded. */
async function whenMostAreOnTheWay(cluster: Cluster, work: () => void): Promise<void> {
  await cluster.database.transaction(async (tx) => {
    await sql`lock table outbox in share mode`.execute(tx)
    let before = -1
    while (before < posted(cluster)) {
      before = posted(cluster)
      await pause(300)
    }
    work()
  })
}

test.each([
  ['is killed', 'SIGKILL'],
  ['sleeps past its lead and wakes up', 'SIGSTOP'],
] as const)(
  'the instance that sends %s: every card arrives, and only what was on its way comes twice',
  async (_how, signal) => {
    const cluster = await startCluster({ tenants: 1, graphMs: 0, parallel: 4 })
    const sender = await cluster.start()
    await cluster.start()
    await leave(cluster)
    // So many that some are recorded already, which must not come twice.
    await until(() => posted(cluster) >= mostOnTheWay + 16, 5)
    await whenMostAreOnTheWay(cluster, () => sender.child.kill(signal))
    await until(() => isEmpty(cluster), 500)
    if (signal === 'SIGSTOP') {
      sender.child.kill('SIGCONT')
      const settled = new Promise((resolve) => sender.child.once('message', resolve))
      sender.child.send({ settle: true })
      await settled
    }
    expect(posted(cluster)).toBe(places.length)
    const extras = messagesIn(cluster).map((n) => n - 1)
    expect(Math.max(...extras)).toBeLessThanOrEqual(1)
    expect(extras.reduce((sum, n) => sum + n, 0)).toBeLessThanOrEqual(mostOnTheWay)
    const known = await cluster.query("select activity_id from card_places where address like '19:place%'")
    expect(known.filter(({ activity_id: id }) => !cluster.teams.connector.find(String(id)))).toEqual([])
  },
)

test('stopped while it sends: the other instance goes on, and nothing comes twice', async () => {
  const cluster = await startCluster({ tenants: 1, graphMs: 0, parallel: 4 })
  const sender = await cluster.start()
  await cluster.start()
  await leave(cluster)
  await until(() => posted(cluster) >= 30, 5)
  await sender.stop()
  expect(posted(cluster)).toBeLessThan(places.length)
  await until(() => isEmpty(cluster))
  expect(messagesIn(cluster)).toEqual(places.map(() => 1))
})
