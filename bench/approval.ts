import { join } from 'node:path'
import type { Order } from '#domain/requests/request.ts'
import { fleetTenantIds } from '../emulator/fleet-world.ts'
import { startPostgres } from '../test/support/start-postgres.ts'
import { type Bench, botSettings, startBot } from './bench.ts'
import { makeRow, median, type Row } from './figures.ts'
import { clickSteadily, type Latencies } from './open-loop.ts'
import { seedDatabase } from './seed.ts'
import { seedRequests } from './seed-requests.ts'
import { clickOf } from './teams.ts'

/** On PostgreSQL, which shares the machine with its server here, fewer. */
const [rateOnSqlite, rateOnPostgres] = [200, 25]
const shownButton = /"requestId":"([\w-]+)","v":1,"read":(\{[^}]+\})/
/** Maximum number of rounds: every approval needs a request of its own. */
const mostRounds = 3
/** Sets that all tenants can have at the same time. */
const setIds = ['user-device-activity', 'account-actions', 'protected-content', 'saas-posture']

/**
 * Approves 200 times a second, each time another request, from HTTP to the released link in SQLite and back. Baseline: showing
 * the same requests at the same rate, which writes nothing.
 */
export const measureApproval = (bench: Bench): Promise<Row[]> =>
  measureWith(bench, join(bench.folder, 'approval.sqlite'), { where: '', perSecond: rateOnSqlite })

/** The same with PostgreSQL on this machine: at twice this rate, both cores are full, and the figure is a queue. */
export async function measureApprovalOnPostgres(bench: Bench): Promise<Row[]> {
  const postgres = await startPostgres()
  const at = { where: ' on PostgreSQL', perSecond: rateOnPostgres }
  const rows = await measureWith(bench, postgres.url, at)
  await postgres.stop()
  return rows
}

interface At {
  where: string
  perSecond: number
}

async function measureWith(bench: Bench, database: string, at: At): Promise<Row[]> {
  const { perSecond } = at
  const rounds = Math.min(bench.size.rounds, mostRounds)
  const perRound = perSecond * bench.size.seconds
  const bot = await startSeededBot(bench, database, perSecond + rounds * perRound)
  /** Of each request, that it was shown to its end: the card carries it to the button. */
  const proofs = new Map<string, object>()
  const keepProof = (text: string): boolean => {
    const [, requestId, read] = shownButton.exec(text) ?? []
    if (requestId === undefined || read === undefined) return false
    proofs.set(requestId, JSON.parse(read))
    return true
  }
  const round = async (verb: string, ids: readonly string[]): Promise<Latencies> => {
    const approves = verb === 'request.approve'
    const clicks = ids.map((requestId) => {
      const data = approves ? { requestId, v: 1, read: proofs.get(requestId) } : { requestId }
      return JSON.stringify(clickOf(bench.connector.serviceUrl, `${verb}-${requestId}`, verb, data))
    })
    const isRight = approves ? (text: string) => text.includes('Approved by') : keepProof
    return clickSteadily({ pool: bot.pool, perSecond, clicks, isRight })
  }
  const both = async (ids: readonly string[]): Promise<[Latencies, Latencies]> => [
    await round('request.show', ids),
    await round('request.approve', ids),
  ]
  // The first second is warm-up.
  await both(bot.ids.slice(0, perSecond))
  const shown: Latencies[] = []
  const approved: Latencies[] = []
  for (let from = perSecond; from < bot.ids.length; from += perRound) {
    const [look, decide] = await both(bot.ids.slice(from, from + perRound))
    shown.push(look)
    approved.push(decide)
  }
  await Promise.all([bot.child.stop(), bot.pool.close()])
  return rowsOf(approved, shown, at)
}

let starts = 0

async function startSeededBot(bench: Bench, database: string, count: number) {
  const { clicked } = bench.size
  if (count > clicked * setIds.length) throw new Error('Expected a tenant and set for every approval')
  const settings = await botSettings(bench, database)
  const { url, environment } = settings
  for (const clientId of setIds) await addReplyAddress(bench, clientId, `${url}/consent/callback`)
  await seedDatabase(environment, { count: clicked, read: false })
  const tenantIds = fleetTenantIds(clicked)
  const orders: Order[] = setIds
    .flatMap((setId) => tenantIds.map((id) => ({ kind: 'grant' as const, setId, tenantIds: [id] })))
    .slice(0, count)
  const ids = await seedRequests(environment, orders)
  starts += 1
  return { ids, ...(await startBot(bench, `approval-bot-${starts}`, database, settings)) }
}

/** Without it no link would be released, because the redirect could not reach this bot. */
async function addReplyAddress({ emulatorUrl }: Bench, clientId: string, redirectUri: string): Promise<void> {
  const response = await fetch(`${emulatorUrl}/world/api/add-reply-address`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ clientId, redirectUri }),
  })
  if (!response.ok) throw new Error(`Expected another reply address, got ${await response.text()}`)
}

function rowsOf(
  approved: readonly Latencies[],
  shown: readonly Latencies[],
  { where, perSecond }: At,
): Row[] {
  const row = (name: string, unit: string, figure: (each: Latencies) => number): Row =>
    makeRow(`approval${where}, ${perSecond} clicks a second: ${name}`, median(approved.map(figure)), unit, {
      baseline: median(shown.map(figure)),
    })
  const errors = [...approved, ...shown].reduce((sum, each) => sum + each.errors, 0)
  return [
    row('median from click to answer, against looking at it', 'ms', ({ p50 }) => p50),
    row('99th percentile', 'ms', ({ p99 }) => p99),
    makeRow(`approval${where}, ${perSecond} clicks a second: errors`, errors, 'clicks', {
      bar: { of: 'value', atMost: 0 },
    }),
  ]
}
