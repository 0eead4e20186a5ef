import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Pool } from 'undici'
import { fleetTenantIds } from '../emulator/fleet-world.ts'
import { startPostgres } from '../test/support/start-postgres.ts'
import { alternate } from './alternate.ts'
import { type Bench, botSettings, startBot } from './bench.ts'
import { type Child, freePort, host } from './child.ts'
import { type Bar, makeRow, median, type Row } from './figures.ts'
import { load, type Shot } from './load.ts'
import { countsCpu, memoryRow } from './process-figures.ts'
import { seedDatabase } from './seed.ts'
import { clickOf, countButtons, sendActivity } from './teams.ts'

/**
 * One click on a card of a tenant with five sets, from HTTP to the database and back. Baseline: Microsoft's SDK and restify
 * that return the same bytes. Measured with the card cache (always the same tenant) and without (another one each time).
 */
export async function measureChatTurn(bench: Bench): Promise<Row[]> {
  const { size } = bench
  const { rounds, seconds } = size
  const bot = await startSeededBot(bench, 'chat-turn', join(bench.folder, 'chat-turn.sqlite'))
  const bare = await startBare(bench, await answerOf(bench, bot.pool))
  const memory = memoryRow('resident memory, idle', bot.child.pid, bare.child.pid)
  await warmUp(bench, bot, bare)
  const [another = [], same = [], ofBare = []] = await alternate(
    rounds,
    shotAt(bench, bot, size.clicked, seconds),
    shotAt(bench, bot, 1, seconds),
    shotAt(bench, bare, size.clicked, seconds),
  )
  await stop(bot, bare)
  return [
    ...rowsOf('same tenant', same, ofBare, 0.8),
    ...rowsOf('another tenant', another, ofBare, 0.5),
    ...memory,
  ]
}

/** The same clicks, with PostgreSQL on this machine. */
export async function measureChatTurnOnPostgres(bench: Bench): Promise<Row[]> {
  const { rounds, seconds, clicked } = bench.size
  const postgres = await startPostgres()
  const bot = await startSeededBot(bench, 'chat-turn-postgres', postgres.url)
  const bare = await startBare(bench, await answerOf(bench, bot.pool))
  await warmUp(bench, bot, bare)
  const [another = [], same = [], ofBare = []] = await alternate(
    rounds,
    shotAt(bench, bot, clicked, seconds),
    shotAt(bench, bot, 1, seconds),
    shotAt(bench, bare, clicked, seconds),
  )
  await stop(bot, bare)
  await postgres.stop()
  return [
    ...rowsOf('PostgreSQL', same, ofBare, 0.6),
    ...rowsOf('another tenant, PostgreSQL', another, ofBare, 0.5),
  ]
}

export interface Server {
  child: Child
  url: string
  pool: Pool
}

const isRight = (text: string): boolean => text.includes('"grant.details"') && text.includes('Tenant 0')

export function shotAt(bench: Bench, server: Server, tenants: number, seconds: number): () => Promise<Shot> {
  const next = clicksOn(bench, tenants)
  return () => load({ server, seconds, connections: bench.size.connections, next, isRight })
}

export async function warmUp(bench: Bench, ...servers: Server[]): Promise<void> {
  const { clicked, warmUpSeconds } = bench.size
  for (const server of servers) await shotAt(bench, server, clicked, warmUpSeconds)()
}

async function answerOf(bench: Bench, pool: Pool): Promise<string> {
  const answer = await sendActivity(pool, clicksOn(bench, 1)())
  if (countButtons(answer, 'grant.details') === 5) return answer
  throw new Error(`Expected five sets, got ${answer.slice(0, 600)}`)
}

export async function stop(...servers: Server[]): Promise<void> {
  await Promise.all(servers.map(({ child, pool }) => Promise.all([child.stop(), pool.close()])))
}

let clicks = 0

/** Clicks that cycle through the tenants. */
function clicksOn({ connector }: Bench, tenants: number): () => string {
  const texts = fleetTenantIds(tenants).map((tenantId) =>
    JSON.stringify(clickOf(connector.serviceUrl, 'ID', 'tenant.show', { tenantId })),
  )
  return () => {
    clicks += 1
    return texts[clicks % tenants]?.replace('ID', `click-${clicks}`) ?? ''
  }
}

async function startSeededBot(bench: Bench, name: string, database: string): Promise<Server> {
  const { environment } = await botSettings(bench, database)
  await seedDatabase(environment, { count: bench.size.clicked, read: true })
  return startBot(bench, `${name}-bot`, database)
}

/** The baseline that answers every click with these bytes. */
async function startBare(bench: Bench, answer: string): Promise<Server> {
  const file = join(bench.folder, 'answer.json')
  writeFileSync(file, answer)
  const port = await freePort()
  const url = `http://${host}:${port}`
  const environment = { PORT: `${port}`, CARD_FILE: file }
  const program = { name: 'bare-bot', file: 'bench/bare-bot.ts', environment, readyAt: `${url}/readyz` }
  const bare = { child: await bench.start(program), url, pool: new Pool(url) }
  if ((await sendActivity(bare.pool, clicksOn(bench, 1)())) !== answer)
    throw new Error('Expected the same bytes')
  return bare
}

function rowsOf(which: string, ofBot: readonly Shot[], ofBare: readonly Shot[], least?: number): Row[] {
  const row = (name: string, unit: string, figure: (shot: Shot) => number, bar?: Bar): Row =>
    makeRow(`chat turn, ${which}${name}`, median(ofBot.map(figure)), unit, {
      baseline: median(ofBare.map(figure)),
      ...(bar && { bar }),
    })
  const bar: Bar | undefined = least === undefined ? undefined : { of: 'ratio', atLeast: least }
  return [
    row(', against bare botbuilder + restify', 'turns/s', (shot) => shot['2xx'] / shot.duration, bar),
    row(': median', 'ms', ({ latency }) => latency.p50),
    row(': 99th percentile', 'ms', ({ latency }) => latency.p99),
    ...(countsCpu ? [row(': processor time of the server', 'ms', (shot) => shot.cpuMs)] : []),
  ]
}
