import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { Agent } from 'undici'
import { expect, test } from 'vitest'
import { seedDatabase } from '../../bench/seed.ts'
import { entryHash } from '../../bot/storage/entry-hash.ts'
import { demo } from '../../emulator/demo-world.ts'
import { addFault, removeFaults } from '../../emulator/faults.ts'
import { makeChance } from '../model/chance.ts'
import { type BotProcess, makeBotProcess } from '../support/bot-process.ts'
import { heapOf } from '../support/heap.ts'
import { people, tenantIdOf } from '../support/whole-app.ts'
import { isFull } from './attack.ts'

const megabyte = 1024 * 1024
const secondsOf = (name: string, usual: number): number => Number(process.env[name] ?? usual)
const minutes = 60_000
const agent = new Agent({ connections: 256 })

const tenantId = tenantIdOf('Fabrikam')
const verbs = [
  { verb: 'tenant.list', data: {} },
  { verb: 'tenant.show', data: { tenantId } },
  { verb: 'grant.details', data: { tenantId, setId: 'account-actions' } },
  { verb: 'person.show', data: {} },
]
/** One of fifty clicks changes something: a read of the tenant and all that follows from it. */
const acting = { verb: 'sync.tenant', data: { tenantId } }

interface Tally {
  sent: number
  /** Answered with a card. */
  answered: number
  /** The channel was asked to come again. */
  again: number
  other: Map<string, number>
  times: number[]
}

let next = 0
function activity(bot: BotProcess): string {
  next += 1
  const { objectId, name } = next % 2 === 0 ? people.alice : people.olivia
  const action = { type: 'Action.Execute', ...(next % 50 === 0 ? acting : verbs[next % verbs.length]) }
  return JSON.stringify({
    type: 'invoke',
    name: 'adaptiveCard/action',
    id: `f:${next}`,
    channelId: 'msteams',
    serviceUrl: bot.teams.serviceUrl,
    replyToId: '1',
    from: { id: `29:${objectId}`, name, aadObjectId: objectId },
    recipient: { id: `28:${demo.bot.clientId}` },
    conversation: { id: `a:${objectId}`, conversationType: 'personal', tenantId: demo.homeTenantId },
    channelData: { tenant: { id: demo.homeTenantId } },
    value: { action, trigger: 'manual' },
  })
}

async function post(bot: BotProcess, authorization: string, tally: Tally): Promise<void> {
  const startedAt = performance.now()
  tally.sent += 1
  try {
    const { statusCode, body } = await agent.request({
      origin: bot.origin,
      path: '/api/messages',
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: activity(bot),
    })
    const text = await body.text()
    tally.times.push(performance.now() - startedAt)
    if (statusCode === 200 && text.includes('AdaptiveCard')) tally.answered += 1
    else if (statusCode === 503) tally.again += 1
    else tally.other.set(`${statusCode}`, (tally.other.get(`${statusCode}`) ?? 0) + 1)
  } catch (error) {
    tally.other.set(String(error), (tally.other.get(String(error)) ?? 0) + 1)
  }
}

/** So many a second, whatever becomes of those before: a slow answer does not make the load smaller. */
async function drive(bot: BotProcess, perSecond: number, seconds: number): Promise<Tally> {
  const tally: Tally = { sent: 0, answered: 0, again: 0, other: new Map(), times: [] }
  const underWay = new Set<Promise<void>>()
  const startedAt = performance.now()
  const authorization = await bot.authorization()
  for (let at = 0; at < perSecond * seconds; at += 1) {
    const waitMs = startedAt + (at * 1_000) / perSecond - performance.now()
    if (waitMs > 1) await pause(waitMs)
    const one: Promise<void> = post(bot, authorization, tally).finally(() => underWay.delete(one))
    underWay.add(one)
  }
  await Promise.all(underWay)
  tally.times.sort((a, b) => a - b)
  return tally
}

const part = ({ times }: Tally, of: number): string => (times[Math.floor(times.length * of)] ?? 0).toFixed(0)
const inWords = (tally: Tally): string =>
  `${tally.sent} sent, ${tally.sent - tally.answered} lost, p50 ${part(tally, 0.5)} ms, p99 ${part(tally, 0.99)} ms, others ${JSON.stringify([...tally.other])}, 503 ${tally.again}`

async function readyBot(): Promise<BotProcess> {
  const bot = await makeBotProcess({ seeded: true, inspect: true })
  await bot.start()
  await drive(bot, 50, 4)
  return bot
}

test.runIf(isFull)(
  '200 valid activities a second: none lost, no error',
  { timeout: 30 * minutes },
  async () => {
    const bot = await readyBot()
    const seconds = secondsOf('LOAD_SECONDS', 600)
    const tally = await drive(bot, 200, seconds)
    process.stdout.write(`load: 200 a second for ${seconds} s: ${inWords(tally)}\n`)
    expect([tally.answered, ...tally.other.keys()]).toEqual([tally.sent])
  },
)

test.runIf(isFull)('a burst of 500 a second: none lost', { timeout: 30 * minutes }, async () => {
  const bot = await readyBot()
  const seconds = secondsOf('BURST_SECONDS', 60)
  const tally = await drive(bot, 500, seconds)
  process.stdout.write(`load: burst of 500 a second for ${seconds} s: ${inWords(tally)}\n`)
  // Above its limits it says so and asks the channel to come again; nothing else may happen.
  expect(tally.answered + tally.again).toBe(tally.sent)
  const later = await drive(bot, 20, 5)
  expect(later.answered).toBe(later.sent)
})

interface Sample {
  hour: number
  held: number
  resident: number
  handles: number
}

async function sample(bot: BotProcess, startedAt: number): Promise<Sample> {
  const held = (await heapOf(bot.inspectPort)) / megabyte
  const text = await (await fetch(`${bot.origin}/metrics`)).text()
  const figure = (name: string): number => Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1])
  const resident = figure('process_resident_memory_bytes') / megabyte
  const hour = (performance.now() - startedAt) / 3_600_000
  return { hour, held, resident, handles: figure('process_open_fds') }
}

/** MB an hour: the line that fits best through what was held, after the first third. */
function slopeOf(samples: readonly Sample[]): number {
  const late = samples.slice(Math.floor(samples.length / 3))
  const mean = (of: (each: Sample) => number): number =>
    late.reduce((sum, each) => sum + of(each), 0) / late.length
  const [hour, held] = [mean((each) => each.hour), mean((each) => each.held)]
  const over = late.reduce((sum, each) => sum + (each.hour - hour) * (each.held - held), 0)
  return over / late.reduce((sum, each) => sum + (each.hour - hour) ** 2, 0)
}

/** Something breaks for two of every ten seconds. */
async function breakThings(bot: BotProcess, seed: number, isOver: () => boolean): Promise<void> {
  const chance = makeChance(seed)
  const { world } = bot.emulator
  const effects = [
    { kind: 'status' as const, status: 429, retryAfter: '1' },
    { kind: 'status' as const, status: 503 },
    { kind: 'cut' as const },
    { kind: 'truncate' as const },
    { kind: 'slow' as const, ms: 1_500 },
    { kind: 'hang' as const },
  ]
  while (!isOver()) {
    addFault(world, { where: 'graph', effect: chance.pick(effects), times: 1 + chance.number(20) })
    if (chance.oneIn(2))
      bot.teams.connector.fail({ status: chance.pick([429, 500, 502, 412]) }, chance.number(5))
    await pause(2_000)
    removeFaults(world)
    bot.teams.connector.recover()
    bot.teams.connector.clear()
    await pause(isOver() ? 0 : 8_000)
  }
}

test.runIf(isFull)('a soak with random faults: nothing grows', { timeout: 120 * minutes }, async () => {
  const bot = await readyBot()
  const seconds = secondsOf('SOAK_SECONDS', 1_800)
  const seed = secondsOf('HARD_SEED', Date.now() % 1_000_000_000)
  const startedAt = performance.now()
  const samples: Sample[] = []
  let over = false
  const broken = breakThings(bot, seed, () => over)
  const watched = (async () => {
    while (!over) {
      samples.push(await sample(bot, startedAt))
      await pause(Math.min(15_000, seconds * 50))
    }
  })()
  const tally = await drive(bot, 20, seconds).finally(() => {
    over = true
  })
  await Promise.all([broken, watched])
  const [first, last] = [samples[Math.floor(samples.length / 3)], samples.at(-1)]
  if (!first || !last) throw new Error('Expected samples')
  const slope = slopeOf(samples)
  process.stdout.write(
    `load: soak of 20 a second for ${seconds} s, HARD_SEED=${seed}: ${inWords(tally)}; held ${last.held.toFixed(1)} MB, slope ${slope.toFixed(1)} MB an hour, resident ${first.resident.toFixed(0)} → ${last.resident.toFixed(0)} MB, handles ${first.handles} → ${last.handles}\n`,
  )
  expect(tally.answered + tally.again).toBe(tally.sent)
  expect(last.handles).toBeLessThanOrEqual(first.handles + 40)
  // An unhandled rejection would have ended it, and with another code than this.
  const { code, said } = await bot.end('SIGTERM')
  expect(said).not.toMatch(/unhandled/i)
  expect(code).toBe(0)
  // A slope over minutes is mostly noise; what leaks shows in half an hour.
  if (seconds >= 1_200) expect(slope).toBeLessThan(10)
})

const tenantCount = 2_000
const entryCount = secondsOf('AUDIT_ROWS', 1_000_000)

/** A long history: real entries, each with its hash, at the end of the chain. */
function addHistory(file: string, count: number): void {
  const db = new DatabaseSync(file)
  db.exec('pragma synchronous = off; begin')
  const head = db.prepare("select id, hash from audit_head where name = 'head'").get() as {
    id: number
    hash: string
  }
  const insert = db.prepare(
    'insert into audit (id, at, actor_json, action, tenant_id, set_id, result, reason, detail_json, hash) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  )
  let { id, hash } = head
  for (let at = 0; at < count; at += 1) {
    id += 1
    const row = {
      id,
      at: 1_700_000_000_000 + at,
      actor_json: '"system"',
      action: 'sync.tenant',
      tenant_id: tenantId,
      set_id: null,
      result: 'done',
      reason: null,
      detail_json: 'null',
    }
    hash = entryHash(hash, row)
    insert.run(...Object.values(row), hash)
  }
  db.prepare("update audit_head set id = ?, hash = ? where name = 'head'").run(id, hash)
  db.exec('commit')
  db.close()
}

test.runIf(isFull)(
  'killed with a long history and many grants, it is ready again in 10 s',
  { timeout: 30 * minutes },
  async () => {
    const bot = await makeBotProcess({ fleet: tenantCount })
    await seedDatabase(bot.environment, { count: tenantCount, read: true })
    addHistory(bot.file, entryCount)
    await bot.start()
    await drive(bot, 20, 3)
    await bot.end('SIGKILL')
    const startedAt = performance.now()
    await bot.start()
    const ms = performance.now() - startedAt
    const db = new DatabaseSync(bot.file, { readOnly: true })
    const count = (table: string): number =>
      Number((db.prepare(`select count(*) n from ${table}`).get() as { n: number }).n)
    process.stdout.write(
      `load: killed, ready again after ${ms.toFixed(0)} ms with ${count('grants')} grants and ${count('audit')} entries\n`,
    )
    db.close()
    expect(ms).toBeLessThan(10_000)
  },
)
