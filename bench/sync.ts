import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Pool } from 'undici'
import type { SyncRun } from '#domain/sync/sync-run.ts'
import { findActiveRun, getRun } from '#domain/sync/sync-runs-store.ts'
import type { Database } from '#platform/storage/database.ts'
import { openDatabase } from '#platform/storage/open-database.ts'
import { demo } from '../emulator/demo-world.ts'
import { startPostgres } from '../test/support/start-postgres.ts'
import { alternate } from './alternate.ts'
import { type Bench, botSettings, startBot } from './bench.ts'
import { forgetRequests, requestsOf, slowGraphDown } from './emulator.ts'
import { type Bar, makeRow, median, type Row } from './figures.ts'
import { countsCpu, cpuMs, memoryRow } from './process-figures.ts'
import { prepareBatches, sendBatches } from './raw-batch.ts'
import { seedDatabase } from './seed.ts'
import { clickOf, sendActivity } from './teams.ts'

/** The default configuration of the bot. */
export const parallel = 16

export interface Round {
  ms: number
  cpuMs: number
}

/**
 * "Sync all", from the click until the last tenant is written. Baseline: a client that only sends the same batches. All tokens
 * are cached, except in the first round.
 */
export async function measureSync(bench: Bench): Promise<Row[]> {
  const { synced, rounds, graphMs } = bench.size
  const bot = await startSyncBot(bench, synced)
  await slowGraphDown(bench, graphMs)
  const cold = await countedRound(bench, bot)
  const memory = memoryRow(`resident memory after a sync of ${synced} tenants`, bot.child.pid)
  const batches = await prepareBatches(bench.emulatorUrl, cold.graph)
  const warm = await countedRound(bench, bot)
  const pool = new Pool(bench.emulatorUrl, { connections: parallel })
  const raw = (): Promise<Round> => measured(process.pid, () => sendBatches(pool, batches, parallel))
  await raw()
  const [ofBot = [], ofRaw = []] = await alternate(rounds, () => syncAll(bench, bot, synced), raw)
  await Promise.all([bot.child.stop(), bot.pool.close(), bot.database.close(), pool.close()])
  await slowGraphDown(bench, 0)
  return [
    ...rateRows(bench, ofBot, ofRaw),
    makeRow('requests per tenant, token at hand', warm.requests / synced, '', {
      bar: { of: 'value', atMost: 1 },
    }),
    makeRow('requests per tenant, no token yet', cold.requests / synced, '', {
      bar: { of: 'value', atMost: 2 },
    }),
    makeRow(
      'parts of the batch per tenant',
      Math.max(...warm.graph.map(({ parts = [] }) => parts.length)),
      '',
      {
        bar: { of: 'value', atMost: 20 },
      },
    ),
    ...memory,
  ]
}

/** The same with PostgreSQL on this machine. */
export async function measureSyncOnPostgres(bench: Bench): Promise<Row[]> {
  const { synced, rounds, graphMs } = bench.size
  const postgres = await startPostgres()
  const bot = await startSyncBot(bench, synced, postgres.url)
  await slowGraphDown(bench, graphMs)
  const { graph } = await countedRound(bench, bot)
  const batches = await prepareBatches(bench.emulatorUrl, graph)
  const pool = new Pool(bench.emulatorUrl, { connections: parallel })
  const raw = (): Promise<Round> => measured(process.pid, () => sendBatches(pool, batches, parallel))
  const own = (): Promise<Round> => syncAll(bench, bot, synced)
  await own()
  await raw()
  const [ofBot = [], ofRaw = []] = await alternate(rounds, own, raw)
  await Promise.all([bot.child.stop(), bot.pool.close(), bot.database.close(), pool.close()])
  await slowGraphDown(bench, 0)
  await postgres.stop()
  return rateRows(bench, ofBot, ofRaw, ' on PostgreSQL')
}

function rateRows({ size }: Bench, ofBot: readonly Round[], ofRaw: readonly Round[], where = ''): Row[] {
  const { synced, graphMs } = size
  const rate = (rounds: readonly Round[]): number => median(rounds.map(({ ms }) => (synced / ms) * 1_000))
  const cost = (rounds: readonly Round[]): number => median(rounds.map((round) => round.cpuMs / synced))
  const name = `sync of ${synced} tenants${where}, ${parallel} at a time, Graph takes ${graphMs} ms`
  const bar: Bar = { of: 'ratio', atLeast: 0.9 }
  const options = { baseline: rate(ofRaw), ...(where === '' && { bar }) }
  return [
    makeRow(`${name}, against raw $batch`, rate(ofBot), 'tenants/s', options),
    ...(countsCpu
      ? [
          makeRow(`processor time of the client per synced tenant${where}`, cost(ofBot), 'ms', {
            baseline: cost(ofRaw),
          }),
        ]
      : []),
  ]
}

export type SyncBot = Awaited<ReturnType<typeof startSyncBot>>

let bots = 0

/** A bot that has never read its tenants. */
export async function startSyncBot(bench: Bench, count: number, url?: string) {
  bots += 1
  const database = url ?? join(bench.folder, `sync-${bots}.sqlite`)
  const { url: botUrl, environment } = await botSettings(bench, database)
  await seedDatabase(environment, { count, read: false })
  // As docs/operating.md advises for a large fleet.
  const settings = {
    url: botUrl,
    environment: { ...environment, NODE_OPTIONS: '--max-old-space-size=256 --max-semi-space-size=16' },
  }
  const bot = await startBot(bench, `sync-${bots}-bot`, database, settings)
  return { ...bot, database: await openDatabase(database) }
}

/** A sync and the requests that the emulator recorded. */
async function countedRound(bench: Bench, bot: SyncBot) {
  await forgetRequests(bench)
  await syncAll(bench, bot, bench.size.synced)
  const graph = await requestsOf(bench, 'graph', demo.homeTenantId)
  const login = await requestsOf(bench, 'login', demo.homeTenantId)
  return { graph, requests: graph.length + login.length }
}

let clicks = 0

/** One round over all tenants, from the click to the last write. `failing`: number of unreadable tenants. */
export async function syncAll(
  { connector }: Bench,
  { child, pool, database }: SyncBot,
  count: number,
  failing = 0,
): Promise<Round> {
  clicks += 1
  const click = clickOf(connector.serviceUrl, `sync-${clicks}`, 'sync.all', {})
  let run: SyncRun | undefined
  const round = await measured(child.pid, async () => {
    await sendActivity(pool, click)
    run = await Promise.race([untilDone(database), child.ended])
  })
  if (run?.done !== count || run.failed !== failing)
    throw new Error(`Expected all tenants, got ${JSON.stringify(run)}`)
  return round
}

/** Polls the bot's database, where the run ends in the transaction of its last tenant. */
async function untilDone({ db }: Database): Promise<SyncRun> {
  const started = await findActiveRun(db, null)
  if (!started) throw new Error('Expected a sync that goes on')
  for (;;) {
    const run = await getRun(db, started.id)
    if (run.state !== 'running') return run
    await pause(5)
  }
}

export async function measured(pid: number, work: () => Promise<unknown>): Promise<Round> {
  const [startedAt, before] = [performance.now(), cpuMs(pid) ?? 0]
  await work()
  return { ms: performance.now() - startedAt, cpuMs: (cpuMs(pid) ?? 0) - before }
}
