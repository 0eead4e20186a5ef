import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { entryHash } from '#platform/storage/entry-hash.ts'
import { seedDatabase } from '../../bench/seed.ts'
import { makeBotProcess } from '../support/bot-process.ts'
import { tenantIdOf } from '../support/whole-app.ts'
import { isFull } from './attack.ts'
import { drive, inWords, readyBot } from './drive.ts'
import { breakThings, lateOf, slopeOf, watchBot } from './soak.ts'

const secondsOf = (name: string, usual: number): number => Number(process.env[name] ?? usual)
const minutes = 60_000

test.runIf(isFull)(
  '200 valid activities a second: none lost, no error',
  { timeout: 30 * minutes },
  async () => {
    const bot = await readyBot()
    const seconds = secondsOf('LOAD_SECONDS', 600)
    const tally = await drive(bot, 200, seconds)
    process.stdout.write(`load: 200 a second for ${seconds} s: ${inWords(tally)}\n`)
    expect([tally.answered, ...tally.other.keys()]).toEqual([tally.sent])
    expect({ busy: tally.busy, bugs: tally.bugs }).toEqual({ busy: 0, bugs: 0 })
  },
)

test.runIf(isFull)('a burst of 500 a second: none lost', { timeout: 30 * minutes }, async () => {
  const bot = await readyBot()
  const seconds = secondsOf('BURST_SECONDS', 60)
  const tally = await drive(bot, 500, seconds)
  process.stdout.write(`load: burst of 500 a second for ${seconds} s: ${inWords(tally)}\n`)
  // Above its limits it says so and asks the channel to come again; nothing else may happen.
  expect(tally.answered + tally.again).toBe(tally.sent)
  expect(tally.bugs).toBe(0)
  const later = await drive(bot, 20, 5)
  expect(later.answered).toBe(later.sent)
})

test.runIf(isFull)('a soak with random faults: nothing grows', { timeout: 120 * minutes }, async () => {
  const bot = await readyBot()
  const seconds = secondsOf('SOAK_SECONDS', 1_800)
  const seed = secondsOf('HARD_SEED', Date.now() % 1_000_000_000)
  const startedAt = performance.now()
  let over = false
  const isOver = (): boolean => over
  const broken = breakThings(bot, seed, isOver)
  const watched = watchBot(bot, { everyMs: Math.min(15_000, seconds * 50), startedAt, isOver })
  const tally = await drive(bot, 20, seconds).finally(() => {
    over = true
  })
  const [{ samples, failures }] = await Promise.all([watched, broken])
  // An unhandled rejection would have ended it, and with another code than this.
  const { code, said } = await bot.end('SIGTERM')
  const [first, last] = [lateOf(samples)[0], samples.at(-1)]
  const slope = slopeOf(samples)
  process.stdout.write(
    `load: soak of 20 a second for ${seconds} s, HARD_SEED=${seed}: ${inWords(tally)}; after the first third held ${first?.held.toFixed(1)} → ${last?.held.toFixed(1)} MB, slope ${slope.toFixed(1)} MB an hour, resident ${first?.resident.toFixed(0)} → ${last?.resident.toFixed(0)} MB, files ${first?.files} → ${last?.files}, handles ${first?.handles} → ${last?.handles}; ended with ${code}, said ${JSON.stringify(said.slice(0, 500))}\n`,
  )
  if (!first || !last) throw new Error('Expected samples')
  expect(failures).toEqual([])
  expect(tally.answered + tally.again).toBe(tally.sent)
  expect(tally.bugs).toBe(0)
  expect(last.files).toBeLessThanOrEqual(first.files + 40)
  expect(last.handles).toBeLessThanOrEqual(first.handles + 40)
  expect(said).not.toMatch(/unhandled/i)
  expect(code).toBe(0)
  // A slope over minutes is mostly noise; what leaks shows in half an hour.
  if (seconds >= 1_200) expect(slope).toBeLessThan(10)
})

const tenantId = tenantIdOf('Fabrikam')
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
