import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { eventTypes } from '#domain/events/event.ts'
import { noteEvent } from '#domain/events/note-event.ts'
import { makeOutgoingEvents } from '#domain/webhooks/outgoing-events.ts'
import { silentLog } from '#platform/base/log.ts'
import { systemClock as clock } from '#platform/base/time.ts'
import type { WebhookTarget } from '#platform/config/webhook-targets.ts'
import { alwaysLeader } from '#platform/outbox/leader-lease.ts'
import type { Database } from '#platform/storage/database.ts'
import { openDatabase } from '#platform/storage/open-database.ts'
import { signWebhook } from '#platform/webhooks/sign-webhook.ts'
import { makeWebhookClient, mostConnections } from '#platform/webhooks/webhook-client.ts'
import { makeWebhooks } from '#platform/webhooks/webhook-loop.ts'
import { fleetTenantIds } from '../emulator/fleet-world.ts'
import { type Bench, botSettings, startBot } from './bench.ts'
import { freePort, host } from './child.ts'
import { type Bar, makeRow, median, type Row } from './figures.ts'
import { clickSteadily } from './open-loop.ts'
import { seedDatabase } from './seed.ts'
import { clickOf, sendActivity } from './teams.ts'

/** Blocks a second, each at least one event. */
const perSecond = 50
const setIds = ['account-actions', 'protected-content', 'saas-posture']

const tenantIds = fleetTenantIds(50)
const source = makeOutgoingEvents('https://grants.example.com')

interface Receiver {
  url: string
  target: WebhookTarget
  /** What arrived since the last call. */
  arrivals(): Promise<{ id: string; type: string; at: number; ms: number }[]>
}

/**
 * Events to one receiver on this machine. Throughput: from the wake-up until all are accepted and recorded; baseline: the same
 * requests, signed and sent by the same client, without rows and order. Delay: from the commit of a block by the real bot to
 * its arrival, at a steady rate and for single clicks.
 */
export async function measureWebhooks(bench: Bench): Promise<Row[]> {
  const receiver = await startReceiver(bench)
  return [...(await measureThroughput(bench, receiver)), ...(await measureDelay(bench, receiver))]
}

async function startReceiver(bench: Bench): Promise<Receiver> {
  const port = await freePort()
  const url = `http://${host}:${port}/`
  const environment = { PORT: `${port}` }
  await bench.start({ name: 'receiver', file: 'bench/bare-receiver.ts', environment, readyAt: url })
  const keyFile = join(bench.folder, 'webhook.key')
  const key = `whsec_${randomBytes(32).toString('base64')}`
  writeFileSync(keyFile, key)
  const target = { name: 'bench', url, keyFile, keys: [key], allowPrivate: true }
  const arrivals = async () => (await (await fetch(url)).json()) as Awaited<ReturnType<Receiver['arrivals']>>
  return { url, target, arrivals }
}

async function measureThroughput(bench: Bench, { target, arrivals }: Receiver): Promise<Row[]> {
  const { messages: count, rounds } = bench.size
  const database = await openDatabase(join(bench.folder, 'webhooks.sqlite'))
  const [whole, alone]: [number[], number[]] = [[], []]
  for (let round = 0; round <= rounds; round += 1) {
    const [ms, bareMs] = [await throughLoop(database, target, count), await bare(database, target, count)]
    await arrivals()
    // The first is warm-up.
    if (round === 0) continue
    whole.push(ms)
    alone.push(bareMs)
  }
  await database.close()
  const rate = (times: readonly number[]): number => median(times.map((ms) => (count * 1_000) / ms))
  return [
    makeRow(`webhooks, ${count} events, against the same requests alone`, rate(whole), 'events/s', {
      baseline: rate(alone),
    }),
  ]
}

/** From the commit of so many events until all are accepted and recorded; returns ms. */
async function throughLoop(database: Database, target: WebhookTarget, count: number): Promise<number> {
  const webhooks = makeWebhooks({
    ...{ database, clock, log: silentLog, targets: [target], source, leaderLease: alwaysLeader },
    alarm: { raise: async () => {}, clear: async () => {} },
    makeClient: () => makeWebhookClient({ ...target, clock }),
    keysOf: () => () => target.keys,
  })
  await webhooks.start()
  await database.transaction(async (tx) => {
    for (let n = 0; n < count; n += 1) {
      const subject = { tenantId: tenantIds[n % tenantIds.length], setId: setIds[n % setIds.length] }
      const data = { ...subject, allowed: n % 2 === 0, status: 'blocked', before: { allowed: n % 2 === 1 } }
      noteEvent(tx, { type: eventTypes.access, at: clock(), ...subject, data })
    }
  })
  const startedAt = performance.now()
  await webhooks.settled()
  const ms = performance.now() - startedAt
  await webhooks.stop()
  return ms
}

/** The same requests, signed and sent by the same client. */
async function bare({ db }: Database, target: WebhookTarget, count: number): Promise<number> {
  const { id = '', body = '' } = (await source.read(db, 1)) ?? {}
  const client = makeWebhookClient({ ...target, clock })
  const startedAt = performance.now()
  let left = count
  const one = async (): Promise<void> => {
    while (left-- > 0) {
      const headers = signWebhook(target.keys, { id, at: clock(), body })
      await client.send({ headers, body }, new AbortController().signal)
    }
  }
  await Promise.all(Array.from({ length: mostConnections }, one))
  const ms = performance.now() - startedAt
  await client.close()
  return ms
}

/** Blocks through the real bot: steadily, and one after another. */
async function measureDelay(bench: Bench, { target, arrivals }: Receiver): Promise<Row[]> {
  const { messages, commands } = bench.size
  const databaseFile = join(bench.folder, 'webhooks-bot.sqlite')
  const settings = await botSettings(bench, databaseFile)
  const file = join(bench.folder, 'webhooks.json')
  const { keys: _, ...written } = target
  writeFileSync(file, JSON.stringify({ targets: [written] }))
  const environment = { ...settings.environment, WEBHOOKS_FILE: file, BULK_WINDOW_MINUTES: '1' }
  const tenants = fleetTenantIds(bench.size.clicked)
  await seedDatabase(settings.environment, { count: tenants.length, read: true })
  const bot = await startBot(bench, 'webhooks-bot', databaseFile, { ...settings, environment })
  const blocks = setIds
    .flatMap((setId) => tenants.map((tenantId) => ({ tenantId, setId, v: 1 })))
    .slice(0, messages + commands)
    .map((data, n) =>
      JSON.stringify(clickOf(bench.connector.serviceUrl, `block-${n}`, 'grant.confirmBlock', data)),
    )
  const clicks = blocks.slice(commands)
  const isRight = (answer: string) => answer.includes('Blocked')
  const { errors } = await clickSteadily({ pool: bot.pool, perSecond, clicks, isRight })
  const steady = await allOf(arrivals, messages)
  const single: number[] = []
  for (const click of blocks.slice(0, commands)) {
    const clickedAt = clock().getTime()
    await sendActivity(bot.pool, click)
    const [first] = await allOf(arrivals, 1)
    single.push((first?.at ?? Number.NaN) - clickedAt)
  }
  await Promise.all([bot.child.stop(), bot.pool.close()])
  return [
    ...delayRows(
      `${perSecond} blocks a second, from commit to arrival`,
      steady.map(({ ms }) => ms),
    ),
    ...delayRows('one block, from the click to the arrival', single, { of: 'value', atMost: 1_000 }),
    makeRow('webhooks: blocks that failed', errors, 'clicks', { bar: { of: 'value', atMost: 0 } }),
  ]
}

/** Waits until at least so many access events have arrived. */
async function allOf(arrivals: Receiver['arrivals'], least: number) {
  const all: Awaited<ReturnType<Receiver['arrivals']>> = []
  for (let tries = 0; all.length < least && tries < 1_000; tries += 1) {
    all.push(...(await arrivals()).filter(({ type }) => type === eventTypes.access))
    if (all.length < least) await pause(10)
  }
  return all
}

function delayRows(name: string, delays: readonly number[], bar?: Bar): Row[] {
  const sorted = delays.toSorted((a, b) => a - b)
  const at = (part: number): number => sorted[Math.ceil(sorted.length * part) - 1] ?? Number.NaN
  return [
    makeRow(`webhooks, ${name}: median`, at(0.5), 'ms'),
    makeRow(`webhooks, ${name}: 99th percentile`, at(0.99), 'ms', bar ? { bar } : {}),
  ]
}
