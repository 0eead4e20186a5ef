import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Pool } from 'undici'
import { fleetTenantIds } from '../emulator/fleet-world.ts'
import { alternate } from './alternate.ts'
import { type Bench, botSettings, startBot } from './bench.ts'
import { freePort, host } from './child.ts'
import { type Bar, makeRow, median, type Row } from './figures.ts'
import { type Load, load, type Shot } from './load.ts'
import { countsCpu, memoryRow } from './process-figures.ts'
import { seedDatabase } from './seed.ts'
import { clickOf, countButtons, sendActivity } from './teams.ts'

/**
 * One click on a card of a tenant with five sets, over the whole way from HTTP to SQLite and back, beside Microsoft's
 * SDK and restify answering the same bytes without doing anything for them. The bot keeps cards that it drew lately,
 * so this is measured twice: the same tenant again and again, and another one every time, of which no card is kept.
 */
export async function measureChatTurn(bench: Bench): Promise<Row[]> {
  const { size } = bench
  const { rounds, seconds, warmUpSeconds } = size
  const bot = await startSeededBot(bench)
  const click = clicksOn(bench, 1)
  const answer = await sendActivity(bot.pool, click())
  if (countButtons(answer, 'grant.details') !== 5)
    throw new Error(`Expected five sets, got ${answer.slice(0, 600)}`)
  const bare = await startBare(bench, answer)
  if ((await sendActivity(bare.pool, click())) !== answer) throw new Error('Expected the same bytes')
  const memory = memoryRow('resident memory, idle', bot.child.pid, bare.child.pid)
  const isRight = (text: string): boolean => text.includes('"grant.details"') && text.includes('Tenant 0')
  const shot = (server: Load['server'], tenants: number, length: number) => {
    const next = clicksOn(bench, tenants)
    return () => load({ server, seconds: length, connections: size.connections, next, isRight })
  }
  await shot(bot, size.clicked, warmUpSeconds)()
  await shot(bare, size.clicked, warmUpSeconds)()
  const [another = [], same = [], ofBare = []] = await alternate(
    rounds,
    shot(bot, size.clicked, seconds),
    shot(bot, 1, seconds),
    shot(bare, size.clicked, seconds),
  )
  await Promise.all([bot, bare].map(({ child, pool }) => Promise.all([child.stop(), pool.close()])))
  return [
    ...rowsOf('same tenant', same, ofBare, 0.6),
    ...rowsOf('another tenant', another, ofBare),
    ...memory,
  ]
}

let clicks = 0

/** New clicks, each on the next one of so many tenants. */
function clicksOn({ connector }: Bench, tenants: number): () => string {
  const texts = fleetTenantIds(tenants).map((tenantId) =>
    JSON.stringify(clickOf(connector.serviceUrl, 'ID', 'tenant.show', { tenantId })),
  )
  return () => {
    clicks += 1
    return texts[clicks % tenants]?.replace('ID', `click-${clicks}`) ?? ''
  }
}

async function startSeededBot(bench: Bench) {
  const databaseFile = join(bench.folder, 'chat-turn.sqlite')
  const { environment } = await botSettings(bench, databaseFile)
  await seedDatabase(environment, { count: bench.size.clicked, read: true })
  return startBot(bench, 'chat-turn-bot', databaseFile)
}

async function startBare(bench: Bench, answer: string) {
  const file = join(bench.folder, 'answer.json')
  writeFileSync(file, answer)
  const port = await freePort()
  const url = `http://${host}:${port}`
  const environment = { PORT: `${port}`, CARD_FILE: file }
  const program = { name: 'bare-bot', file: 'bench/bare-bot.ts', environment, readyAt: `${url}/readyz` }
  return { child: await bench.start(program), url, pool: new Pool(url) }
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
