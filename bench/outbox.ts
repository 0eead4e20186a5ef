import { join } from 'node:path'
import { loadTeamsSdk } from '#app/load-teams-sdk.ts'
import { makeHoldsOwnLink } from '#edge/teams/channel/own-links.ts'
import type { Reference } from '#edge/teams/channel/reference.ts'
import { makeSender, type Sender } from '#edge/teams/channel/send.ts'
import { makeChat } from '#edge/teams/conversations/chat.ts'
import { makeConversations } from '#edge/teams/conversations/conversations.ts'
import { saveConversation } from '#edge/teams/conversations/conversations-store.ts'
import { silentLog } from '#platform/base/log.ts'
import { systemClock as clock } from '#platform/base/time.ts'
import { CardThrottle } from '#platform/outbox/card-throttle.ts'
import { makeOutbox } from '#platform/outbox/delivery-loop.ts'
import { SendLimits } from '#platform/outbox/send-limits.ts'
import type { Outbox } from '#platform/outbox/sending.ts'
import { postCardOnce, refreshCards } from '#platform/outbox/show-card.ts'
import { SlidingWindows } from '#platform/outbox/sliding-windows.ts'
import type { Database } from '#platform/storage/database.ts'
import { openDatabase } from '#platform/storage/open-database.ts'
import { historyCard } from '../cards/history.ts'
import type { Card } from '../cards/render.ts'
import { demo } from '../emulator/demo-world.ts'
import { startPostgres } from '../test/support/start-postgres.ts'
import { alternate } from './alternate.ts'
import type { Bench } from './bench.ts'
import { freePort, host } from './child.ts'
import { makeRow, median, type Row } from './figures.ts'

/** Conversations posted to at once, by the outbox and by the baseline. */
const atOnce = 32

interface Sides {
  database: Database
  outbox: Outbox
  sender: Sender
  references: readonly Reference[]
  card: Card
}

/**
 * One card in each of many conversations, posted and then updated, from the commit until the outbox is empty. Baseline: the
 * same requests by the same client without rows and ordering. Without send limits, and the channel answers at once.
 */
export const measureOutbox = (bench: Bench): Promise<Row[]> =>
  measureWith(bench, join(bench.folder, 'outbox.sqlite'), '')

/** The same with PostgreSQL on this machine. */
export async function measureOutboxOnPostgres(bench: Bench): Promise<Row[]> {
  const postgres = await startPostgres()
  const rows = await measureWith(bench, postgres.url, ' on PostgreSQL')
  await postgres.stop()
  return rows
}

async function measureWith(bench: Bench, url: string, where: string): Promise<Row[]> {
  const { rounds, messages } = bench.size
  const sides = await openSides(bench, url)
  await throughOutbox(sides)
  await bare(sides)
  const [ofOutbox = [], ofBare = []] = await alternate(
    rounds,
    () => throughOutbox(sides),
    () => bare(sides),
  )
  await sides.outbox.stop()
  await sides.database.close()
  const rate = (times: readonly number[]): number => median(times.map((ms) => (2 * messages * 1_000) / ms))
  return [
    makeRow(`outbox throughput${where}, against the same requests alone`, rate(ofOutbox), 'cards/s', {
      baseline: rate(ofBare),
      ...(where === '' && { bar: { of: 'ratio', atLeast: 0.4 } }),
    }),
  ]
}

/** The channel in a process of its own; returns its address. */
export async function startBareConnector(bench: Bench): Promise<string> {
  const port = await freePort()
  const serviceUrl = `http://${host}:${port}/`
  const environment = { PORT: `${port}` }
  await bench.start({ name: 'connector', file: 'bench/bare-connector.ts', environment, readyAt: serviceUrl })
  return serviceUrl
}

async function openSides(bench: Bench, url: string): Promise<Sides> {
  const serviceUrl = await startBareConnector(bench)
  const database = await openDatabase(url)
  const rules = { auth: 'off', hosts: [] } as const
  const holdsOwnLink = makeHoldsOwnLink(serviceUrl)
  const bot = { auth: 'off' } as const
  const sdk = (await loadTeamsSdk('botbuilder'))({ bot })
  const sender = makeSender({ sdk, bot }, { rules, clock, holdsOwnLink })
  const references = Array.from({ length: bench.size.messages }, (_, i) => referenceOf(serviceUrl, i))
  await database.transaction(async (tx) => {
    for (const reference of references) {
      const { id } = reference.conversation
      const tenantId = demo.homeTenantId
      await saveConversation(tx, { id, kind: 'channel', tenantId, reference, seenAt: clock() })
    }
  })
  const card = cardOfTen()
  const chat = makeChat(sender, makeConversations({ db: database.db, clock, sender, rules }))
  const outbox = makeOutbox<Card>({
    database,
    clock,
    chat,
    render: async () => card,
    log: silentLog,
    sendLimits: wideSendLimits(),
    atOnce,
  })
  await outbox.start()
  return { database, outbox, sender, references, card }
}

export const referenceOf = (serviceUrl: string, i: number): Reference => ({
  serviceUrl,
  conversation: {
    id: `19:bench-${i}@thread.tacv2`,
    conversationType: 'channel',
    tenantId: demo.homeTenantId,
  },
  bot: { id: '28:grantkeeper', name: 'Grantkeeper' },
})

function wideSendLimits(): SendLimits {
  const never = [{ most: 1_000_000, inMs: 1 }]
  return new SendLimits({
    windows: new SlidingWindows({ conversation: never, tenant: never, all: never }),
    cardThrottle: new CardThrottle({ youngForMs: 0, youngEveryMs: 0, everyMs: 0 }),
  })
}

export function cardOfTen(): Card {
  const now = clock()
  const row = { at: now, by: { name: 'Alice Moreau' }, action: 'grant.block', result: 'done' } as const
  return historyCard({ now, rows: Array.from({ length: 10 }, () => row), older: false })
}

let turns = 0

/** Returns ms. */
async function throughOutbox({ database, outbox, references }: Sides): Promise<number> {
  turns += 1
  const subject = { kind: 'bench', id: `${turns}` }
  const addresses = references.map(({ conversation: { id } }) => ({ conversationId: id }))
  const untilEmpty = async (): Promise<number> => {
    const startedAt = performance.now()
    outbox.wake()
    await outbox.settled()
    return performance.now() - startedAt
  }
  await database.transaction((tx) => postCardOnce(tx, { subject, addresses, dueAt: clock() }))
  const posted = await untilEmpty()
  await database.transaction((tx) => refreshCards(tx, subject, clock()))
  return posted + (await untilEmpty())
}

async function bare({ sender, references, card }: Sides): Promise<number> {
  const startedAt = performance.now()
  await inParallel(references, (reference) => sender.post(reference, card))
  await inParallel(references, (reference) => sender.update(reference, '1700000000000', card))
  return performance.now() - startedAt
}

export async function inParallel(
  references: readonly Reference[],
  work: (reference: Reference) => Promise<unknown>,
): Promise<void> {
  let next = 0
  const one = async (): Promise<void> => {
    for (let at = references[next++]; at; at = references[next++]) await work(at)
  }
  await Promise.all(Array.from({ length: atOnce }, one))
}
