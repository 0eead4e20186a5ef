import { join } from 'node:path'
import type { Pool } from 'undici'
import { startPostgres } from '../test/support/start-postgres.ts'
import { alternate } from './alternate.ts'
import { type Bench, botSettings, startBot } from './bench.ts'
import { makeRow, median, type Row } from './figures.ts'
import { seedDatabase } from './seed.ts'
import { activityOf, countButtons, sendActivity } from './teams.ts'

/** The command `tenants`, from the message to the accepted card, with many tenants and with few. */
export async function measureTenantList(bench: Bench): Promise<Row[]> {
  const { long, short, rounds, commands } = bench.size
  const ofLong = await startWith(bench, long)
  const ofShort = await startWith(bench, short)
  const type = (pool: Pool, times: number) => () => typeTenants(bench, pool, times)
  // Warms up both until their code is optimized.
  await alternate(5, type(ofLong.pool, commands), type(ofShort.pool, commands))
  const [slow = [], fast = []] = await alternate(
    rounds,
    type(ofLong.pool, commands),
    type(ofShort.pool, commands),
  )
  await Promise.all([ofLong, ofShort].map(({ child, pool }) => Promise.all([child.stop(), pool.close()])))
  const name = `command "tenants" with ${long} tenants, against ${short}`
  const options = { baseline: median(fast.flat()), bar: { of: 'ratio', atMost: 2 } as const }
  return [makeRow(name, median(slow.flat()), 'ms', options)]
}

/** The first page of growing fleets against a hundred tenants, on both databases. */
export async function measureTenantPages(bench: Bench): Promise<Row[]> {
  const rows: Row[] = []
  for (const kind of ['SQLite', 'PostgreSQL'] as const) {
    const counts = bench.size.pages
    const servers = await Promise.all(counts.map(() => (kind === 'PostgreSQL' ? startPostgres() : undefined)))
    const bots: Awaited<ReturnType<typeof startWith>>[] = []
    for (const [at, count] of counts.entries()) bots.push(await startWith(bench, count, servers[at]?.url))
    const sides = bots.map(
      ({ pool }) =>
        () =>
          typeTenants(bench, pool, bench.size.commands),
    )
    // Warms up all until their code is optimized.
    await alternate(5, ...sides)
    const [ofFew = [], ...ofMore] = await alternate(bench.size.rounds, ...sides)
    await Promise.all(bots.map(({ child, pool }) => Promise.all([child.stop(), pool.close()])))
    await Promise.all(servers.map((server) => server?.stop()))
    for (const [at, times] of ofMore.entries()) {
      const name = `first page of "tenants" on ${kind}, ${counts[at + 1]} tenants against ${counts[0]}`
      const options = { baseline: median(ofFew.flat()), bar: { of: 'ratio', atMost: 1.5 } as const }
      rows.push(makeRow(name, median(times.flat()), 'ms', options))
    }
  }
  return rows
}

/** A bot with `count` tenants. `database`: the URL of an empty database instead of a file. */
export async function startWith(bench: Bench, count: number, database?: string) {
  const databaseFile = database ?? join(bench.folder, `tenants-${count}.sqlite`)
  const { environment } = await botSettings(bench, databaseFile)
  await seedDatabase(environment, { count, read: true })
  const name = `tenants-${count}${database ? '-postgres' : ''}-bot`
  const bot = await startBot(bench, name, databaseFile)
  await typeTenants(bench, bot.pool, 1)
  const card = bench.connector.last()
  const total = `${count.toLocaleString('en-US')} tenants`
  if (!card.includes(total) || countButtons(card, 'tenant.show') !== 10) {
    throw new Error(`Expected ten of ${total}, got ${card.slice(0, 600)}`)
  }
  return bot
}

let messages = 0

/** ms of each command. */
export async function typeTenants({ connector }: Bench, pool: Pool, times: number): Promise<number[]> {
  const figures: number[] = []
  for (let time = 0; time < times; time += 1) {
    messages += 1
    const own = { type: 'message', text: 'tenants', textFormat: 'plain' }
    const message = activityOf(connector.serviceUrl, `message-${messages}`, own)
    const startedAt = performance.now()
    await sendActivity(pool, message)
    figures.push(performance.now() - startedAt)
  }
  return figures
}
