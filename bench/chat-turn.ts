import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import autocannon, { type Result } from 'autocannon'
import { Pool } from 'undici'
import { fleetTenantIds } from '../emulator/fleet-world.ts'
import { alternate } from './alternate.ts'
import { type Bench, botSettings, startBot } from './bench.ts'
import { type Child, freePort, host } from './child.ts'
import { makeRow, median, type Row } from './figures.ts'
import { countsCpu, cpuMs, memoryRow } from './process-figures.ts'
import { seedDatabase } from './seed.ts'
import { clickOf, countButtons, sendActivity } from './teams.ts'

/**
 * One click on a card of a tenant with five sets, over the whole way from HTTP to SQLite and back, beside Microsoft's
 * SDK and restify answering the same bytes without doing anything for them.
 */
export async function measureChatTurn(bench: Bench): Promise<Row[]> {
  const { size, connector } = bench
  const bot = await startSeededBot(bench)
  const data = { tenantId: fleetTenantIds(2)[1] }
  const click = (id: string): object => clickOf(connector.serviceUrl, id, 'tenant.show', data)
  const answer = await sendActivity(bot.pool, click('first'))
  if (countButtons(answer, 'grant.details') !== 5)
    throw new Error(`Expected five sets, got ${answer.slice(0, 600)}`)
  const bare = await startBare(bench, answer)
  if ((await sendActivity(bare.pool, click('first'))) !== answer) throw new Error('Expected the same bytes')
  const memory = memoryRow('resident memory, idle', bot.child.pid, bare.child.pid)
  const shot = (server: Server, seconds: number) => () =>
    load({ server, seconds, connections: size.connections, click: click('[<id>]') })
  await shot(bot, size.warmUpSeconds)()
  await shot(bare, size.warmUpSeconds)()
  const [ofBot, ofBare] = await alternate(size.rounds, shot(bot, size.seconds), shot(bare, size.seconds))
  await Promise.all([bot, bare].map(({ child, pool }) => Promise.all([child.stop(), pool.close()])))
  return [...rowsOf(ofBot, ofBare, size.connections), ...memory]
}

async function startSeededBot(bench: Bench) {
  const databaseFile = join(bench.folder, 'chat-turn.sqlite')
  const { environment } = await botSettings(bench, databaseFile)
  await seedDatabase(environment, { count: bench.size.short, read: true })
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

interface Server {
  child: Child
  url: string
}

interface Shot extends Result {
  /** Of the server, for one turn. */
  cpuMs: number
}

interface Load {
  server: Server
  seconds: number
  connections: number
  click: object
}

/** Clicks without a pause on every connection; each click is a new one. @throws Error for any answer but the card */
async function load({ server, seconds, connections, click }: Load): Promise<Shot> {
  const { pid } = server.child
  const before = cpuMs(pid) ?? 0
  const result = await autocannon({
    url: `${server.url}/api/messages`,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(click),
    idReplacement: true,
    connections,
    duration: seconds,
    verifyBody: (body) => body.includes('"type":"AdaptiveCard"') && body.includes('Tenant 0001'),
  })
  const { non2xx, errors, timeouts, mismatches } = result
  if (non2xx + errors + timeouts + mismatches > 0 || result['2xx'] === 0) {
    throw new Error(`Expected cards only: ${JSON.stringify({ non2xx, errors, timeouts, mismatches })}`)
  }
  return { ...result, cpuMs: ((cpuMs(pid) ?? 0) - before) / result['2xx'] }
}

function rowsOf(ofBot: readonly Shot[], ofBare: readonly Shot[], connections: number): Row[] {
  const row = (name: string, unit: string, figure: (shot: Shot) => number, least?: number): Row =>
    makeRow(name, median(ofBot.map(figure)), unit, {
      baseline: median(ofBare.map(figure)),
      ...(least !== undefined && { bar: { of: 'ratio', atLeast: least } }),
    })
  const what = `chat turn on ${connections} connections`
  return [
    row(`${what}, against bare botbuilder + restify`, 'turns/s', (shot) => shot['2xx'] / shot.duration, 0.6),
    row(`${what}, median`, 'ms', ({ latency }) => latency.p50),
    row(`${what}, 99th percentile`, 'ms', ({ latency }) => latency.p99),
    ...(countsCpu ? [row('processor time of the server per chat turn', 'ms', (shot) => shot.cpuMs)] : []),
  ]
}
