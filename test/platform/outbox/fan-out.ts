import { saveConversation } from '#edge/teams/conversations/conversations-store.ts'
import { silentLog } from '#platform/base/log.ts'
import { minutes } from '#platform/base/time.ts'
import { type Address, addressKey } from '#platform/outbox/address.ts'
import { readFigures } from '#platform/outbox/dead-letters-store.ts'
import { makeOutbox } from '#platform/outbox/delivery-loop.ts'
import { shareLeaderLease } from '#platform/outbox/leader-lease.ts'
import { listPostedCards } from '#platform/outbox/posted-cards-store.ts'
import { postCardOnce, refreshCards } from '#platform/outbox/show-card.ts'
import type { Database } from '#platform/storage/database.ts'
import { makeVirtualTime } from '../../support/virtual-time.ts'

/** One accepted request. */
export interface Taken {
  atMs: number
  conversation: string
  tenantId: string
  /** Absent: a new message. */
  activityId?: string
  /** ID of a new message. */
  newId?: string
  card: string
}

const subject = { kind: 'alert', id: '4711' }
const tenants = 20

/** Every tenth target is a person's own chat, by address. Consecutive ones share a tenant, so its limit is reached. */
function placeOf(i: number): { id: string; tenantId: string; address: Address; personId?: string } {
  const tenantId = `t${Math.floor(i / 100) % tenants}`
  const objectId = `p${i}`
  return i % 10 === 0
    ? { id: `a:${tenantId}:${i}`, tenantId, address: { person: { tenantId, objectId } }, personId: objectId }
    : { id: `19:${tenantId}:${i}`, tenantId, address: { conversationId: `19:${tenantId}:${i}` } }
}

/** Stores the conversations and posts one card in each. */
export async function seedFanOut({ transaction }: Database, places: number, startMs: number): Promise<void> {
  const dueAt = new Date(startMs)
  const all = Array.from({ length: places }, (_, i) => placeOf(i))
  await transaction(async (tx) => {
    for (const { id, tenantId, personId } of all) {
      const reference = { serviceUrl: 'https://smba.example/', conversation: { id }, bot: { id: '28:bot' } }
      const kind = personId ? ('personal' as const) : ('channel' as const)
      const row = { id, kind, tenantId, reference, seenAt: dueAt }
      await saveConversation(tx, personId ? { ...row, personId } : row)
    }
    await postCardOnce(tx, { subject, addresses: all.map(({ address }) => address), dueAt })
  })
}

interface FanOut {
  database: Database
  startMs: number
  /** The current text of the card, kept by the caller across restarts. */
  card: string
  /** Changes of the card by second. */
  changes?: Readonly<Record<number, string>>
  /** Second in which the first instance stops and another continues. */
  next?: { database: Database; fromSecond: number }
  onTaken(taken: Taken): void
}

/** Delivers in simulated time to a channel with a latency of 40 to 240 ms. Resolves with the time when nothing is left. */
export async function fanOut({
  database,
  startMs,
  card,
  changes = {},
  next,
  onTaken,
}: FanOut): Promise<number> {
  const time = makeVirtualTime(startMs)
  let shown = card
  let [requests, left] = [0, Object.keys(changes).length]
  const request = async (conversation: string, activityId: string | undefined, text: string) => {
    const tenantId = conversation.split(':')[1] ?? ''
    const latencyMs = 40 + ((requests++ * 7919) % 200)
    await time.sleep(latencyMs / 2)
    const atMs = time.clock().getTime()
    const newId = `${conversation} ${atMs} ${requests}`
    onTaken({ atMs, conversation, tenantId, card: text, ...(activityId ? { activityId } : { newId }) })
    await time.sleep(latencyMs / 2)
    return { activityId: newId }
  }
  const chatOf = ({ tenantId, objectId }: { tenantId: string; objectId: string }) =>
    `a:${tenantId}:${objectId.slice(1)}`
  const outboxOf = (own: Database) =>
    makeOutbox<string>({
      database: own,
      clock: time.clock,
      timers: time.timers,
      log: silentLog,
      render: async () => shown,
      chat: {
        post: (conversationId, text) => request(conversationId, undefined, text),
        postToPerson: async (person, text) => ({
          conversationId: chatOf(person),
          ...(await request(chatOf(person), undefined, text)),
        }),
        update: (conversationId, activityId, text) => request(conversationId, activityId, text),
      },
      ...(next && { leaderLease: shareLeaderLease({ database: own, clock: time.clock, log: silentLog }) }),
    })
  const outbox = outboxOf(database)
  for (const [second, text] of Object.entries(changes)) {
    void time.sleep(Number(second) * 1_000).then(async () => {
      shown = text
      await database.transaction((tx) => refreshCards(tx, subject, time.clock()))
      left--
      outbox.wake()
    })
  }
  await outbox.start()
  const other = next && outboxOf(next.database)
  await other?.start()
  if (next) void time.sleep(next.fromSecond * 1_000).then(() => outbox.stop())
  const isDone = async () => left === 0 && (await readFigures(database.db, time.clock())).waiting === 0
  await time.runUntil(isDone, minutes(10))
  await outbox.stop()
  await other?.stop()
  return time.clock().getTime()
}

/** The final places of the cards in the database. */
export async function placesOf({ db }: Database): Promise<Map<string, string>> {
  const places = await listPostedCards(db, subject)
  return new Map(places.map(({ address, posted }) => [addressKey(address), posted?.activityId ?? '']))
}
