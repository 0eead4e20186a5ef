import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { configExitCode } from '#platform/config/problem.ts'
import { addFault, removeFaults } from '../../emulator/faults.ts'
import { type BotProcess, makeBotProcess } from '../support/bot-process.ts'
import { temporaryFile } from '../support/databases.ts'
import { freePort } from '../support/free-port.ts'
import { people } from '../support/whole-app.ts'

function rows<Row>({ file }: BotProcess, sql: string): Row[] {
  const db = new DatabaseSync(file, { readOnly: true })
  try {
    return db.prepare(sql).all() as Row[]
  } finally {
    db.close()
  }
}

test('a database of a newer version: one sentence, and an exit that no supervisor repeats', async () => {
  const bot = await makeBotProcess({ seeded: true })
  const db = new DatabaseSync(bot.file)
  db.exec("insert into kysely_migration (name, timestamp) values ('999-tomorrow', 'later')")
  db.close()
  const { code, said } = await bot.startToEnd()
  expect(code).toBe(configExitCode)
  expect(said).toMatch(
    /^The database was written by a newer version of Grantkeeper \(migration "999-tomorrow"\)/,
  )
  expect(said.trim().split('\n')).toHaveLength(1)
})

test('a database that cannot be opened: one sentence, which names the variable', async () => {
  const folder = dirname(await temporaryFile())
  const asFile = await (await makeBotProcess({ database: folder })).startToEnd()
  expect(asFile.code).toBe(configExitCode)
  expect(asFile.said).toBe(
    `The database file "${folder}" cannot be opened: unable to open database file. ` +
      'Set DATABASE_FILE to a file on a local disk where Grantkeeper can write.\n',
  )
  const nowhere = `postgres://keeper:hunter2@127.0.0.1:${await freePort()}/kept`
  const bot = await makeBotProcess({ environment: { DATABASE_FILE: '', DATABASE_URL: nowhere } })
  const asServer = await bot.startToEnd()
  expect(asServer.code).toBe(1)
  expect(asServer.said).toMatch(
    /^The database "kept" on 127\.0\.0\.1:\d+ cannot be opened: connect ECONNREFUSED .*\. Check DATABASE_URL, and that the server is running\.\n$/,
  )
})

test('a port that is taken: one sentence, before anything is opened', async () => {
  const bot = await makeBotProcess()
  const holder = createServer().listen(bot.port, '127.0.0.1')
  onTestFinished(() => void holder.close())
  await once(holder, 'listening')
  expect(await bot.startToEnd()).toEqual({
    code: 1,
    said: 'The port is in use. Choose another one with PORT.\n',
  })
  expect(existsSync(bot.file)).toBe(false)
})

test('SIGTERM: no new connection, what is under way is answered, exit code 0', async () => {
  const bot = await makeBotProcess({ seeded: true })
  await bot.start()
  // The roles are read from Graph first.
  addFault(bot.emulator.world, { where: 'graph', effect: { kind: 'slow', ms: 700 } })
  const asked = bot.teams.as(people.bob).ask('tenants')
  await expect.poll(() => bot.emulator.world.faults[0]?.seen ?? 0).toBeGreaterThan(0)
  const ending = bot.end('SIGTERM')
  const { card } = await asked
  expect(JSON.stringify(card)).toContain('Fabrikam')
  expect(await ending).toMatchObject({ code: 0, said: '' })
})

test('a second signal ends it at once, and the next start loses nothing', async () => {
  const bot = await makeBotProcess({ seeded: true, entry: 'test/app/patient-stop.ts' })
  await bot.start()
  await startRoundThatHangs(bot)
  bot.signal('SIGTERM')
  // Two signals of the same kind can reach a process as one.
  expect(await bot.end('SIGINT')).toEqual({ code: 1, said: '' })
  await expectRoundDone(bot)
})

test('SIGTERM while Graph hangs: it ends at the limit with 1, and the next start loses nothing', async () => {
  const bot = await makeBotProcess({ seeded: true, entry: 'test/app/short-stop.ts' })
  await bot.start()
  await startRoundThatHangs(bot)
  const { code, said } = await bot.end('SIGTERM')
  expect(code).toBe(1)
  expect(said).not.toMatch(/unhandled|Error/i)
  await expectRoundDone(bot)
})

async function startRoundThatHangs(bot: BotProcess): Promise<void> {
  await bot.teams.as(people.alice).ask('whoami')
  addFault(bot.emulator.world, { where: 'graph', effect: { kind: 'hang' } })
  await bot.teams.as(people.alice).ask('sync all')
  await expect.poll(() => rows(bot, "select * from sync_runs where state = 'running'").length).toBe(1)
}

/** After the next start, with Graph well again. */
async function expectRoundDone(bot: BotProcess): Promise<void> {
  removeFaults(bot.emulator.world)
  await bot.start()
  const rounds = () => rows<{ state: string; done: number }>(bot, 'select state, done from sync_runs')
  await expect.poll(rounds, { timeout: 15_000 }).toEqual([{ state: 'done', done: 12 }])
  expect((await bot.end('SIGTERM')).code).toBe(0)
}
