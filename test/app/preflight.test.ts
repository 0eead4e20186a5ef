import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { demo } from '../../emulator/demo-world.ts'
import { addFault } from '../../emulator/faults.ts'
import { type BotProcess, makeBotProcess } from '../support/bot-process.ts'
import { freePort } from '../support/free-port.ts'
import { registrationOf } from '../support/guarded.ts'
import { readyForPreflight } from '../support/preflight-world.ts'

const program = join(import.meta.dirname, '..', '..', 'scripts', 'preflight.ts')
const starter = join(import.meta.dirname, '..', '..', 'scripts', 'run-node.cjs')

interface Ran {
  code: number | null
  out: string
  err: string
}

/** Runs the program in an empty folder, as `npm run preflight` does in that of the project. */
async function run(
  environment: Readonly<Record<string, string>>,
  args: string[] = [],
  file?: string,
): Promise<Ran> {
  const cwd = await mkdtemp(join(tmpdir(), 'preflight-'))
  onTestFinished(() => rm(cwd, { recursive: true, force: true }))
  if (file !== undefined) await writeFile(join(cwd, '.env'), file)
  const child = spawn(process.execPath, [starter, program, ...args], {
    cwd,
    env: { PATH: process.env.PATH, NODE_NO_WARNINGS: '1', ...environment },
  })
  const ran = { code: null as number | null, out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    ran.out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    ran.err += text
  })
  await once(child, 'close')
  return { ...ran, code: child.exitCode }
}

async function startWorld(): Promise<BotProcess> {
  const bot = await makeBotProcess()
  const { world } = bot.emulator
  // It has its credential already.
  const own = registrationOf(world, demo.bot.clientId).secrets
  readyForPreflight(world)
  registrationOf(world, demo.bot.clientId).secrets = own
  return bot
}

test('before the first start: all of it is tried, preflight answers at the public address itself, exit code 0', async () => {
  const bot = await startWorld()
  const { code, out, err } = await run(bot.environment)
  expect([err, out.match(/^(?:FAILED|warning).*/gm) ?? []]).toEqual(['', []])
  expect(code).toBe(0)
  const lines = out.trim().split('\n')
  expect(lines.slice(0, -1).every((line) => /^(?:passed|skipped) {1,2} \S/.test(line))).toBe(true)
  expect(lines.at(-1)).toMatch(/^\d+ of \d+ checks passed · 1 skipped$/)
  expect(out).toContain(`Public address: ${bot.origin} leads here, as seen from this machine`)
  expect(out).toContain('Database: SQLite, without tables: the first start creates them')
  for (const secret of ['bot~secret~value', demo.reader.secret]) expect(out + err).not.toContain(secret)
})

test('beside the running bot: the bot answers, and what fails is one line with cause, who, and remedy', async () => {
  const bot = await startWorld()
  await bot.start()
  const file = Object.entries(bot.environment)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')
  const well = await run({}, [], file)
  expect([well.err, well.code]).toEqual(['', 0])
  expect(well.out).toContain('Database: SQLite, up to date')
  registrationOf(bot.emulator.world, demo.reader.clientId).multiTenant = false
  const broken = await run({}, [], file)
  expect(broken.code).toBe(1)
  expect(broken.out).toContain(
    'FAILED   Reader’s registration: Not multi-tenant: other tenants can’t consent. Who: Cloud Application Administrator of the home tenant. Under Authentication, set',
  )
  const nowhere = `http://127.0.0.1:${await freePort()}`
  const other = await run({ ...bot.environment, PUBLIC_URL: nowhere })
  expect(other.out).toContain(`FAILED   Public address: Nothing listens at ${nowhere}. Who: the admin`)
})

test('--json has the documented shape, also when it can’t run', async () => {
  const bot = await startWorld()
  addFault(bot.emulator.world, {
    where: 'token',
    clientId: demo.bot.clientId,
    effect: { kind: 'aadsts', code: 7000222 },
  })
  const { code, out } = await run(bot.environment, ['--json'])
  const report = JSON.parse(out)
  expect(code).toBe(1)
  expect(report).toMatchObject({ version: 1, program: expect.any(String), counts: { failed: 1 } })
  expect(Date.parse(report.at)).not.toBeNaN()
  const failed = report.checks.find(({ state }: { state: string }) => state === 'failed')
  expect(failed).toMatchObject({
    id: 'botToken',
    name: 'Bot’s token',
    tries: expect.any(String),
    code: '7000222',
    who: expect.stringContaining('admin who runs Grantkeeper'),
    remedy: expect.any(String),
  })
  const wrong = await run({ ...bot.environment, PUBLIC_URL: 'nowhere', READER_ID: 'x', SET_CLIENT_IDS: '' }, [
    '--json',
  ])
  expect(wrong.code).toBe(2)
  expect(
    JSON.parse(wrong.out)
      .errors.map(({ variable }: { variable: string }) => variable)
      .sort(),
  ).toEqual(['PUBLIC_URL', 'READER_ID', 'SET_CLIENT_IDS'])
})

test('an invalid configuration: every error at once, nothing is tried, exit code 2', async () => {
  const none = await run({})
  expect([none.code, none.out]).toEqual([2, ''])
  expect(none.err).toMatch(/^Preflight could not run\. \d+ errors in the configuration/)
  // The bot beside it may well run.
  expect(none.err).not.toContain("didn't start")
  expect(none.err).toContain('READER_ID: There is no client ID of the reader.')
  const broken = await run({}, [], 'this is no variable')
  expect([broken.code, broken.err]).toEqual([2, expect.stringContaining('.env, line 1')])
  // How to use it is told before anything is configured.
  const asked = await run({}, ['--help'])
  expect([asked.code, asked.err, asked.out]).toEqual([0, '', expect.stringContaining('--json')])
  const odd = await run({}, ['--quickly'])
  expect([odd.code, odd.err]).toEqual([2, expect.stringContaining("'--quickly'")])
})

test('what the catalog says against the configuration stops preflight as it stops the bot', async () => {
  const bot = await startWorld()
  const folder = await mkdtemp(join(tmpdir(), 'preflight-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const [keyFile, file] = [join(folder, 'siem.key'), join(folder, 'targets.json')]
  await writeFile(keyFile, `whsec_${Buffer.alloc(32, 7).toString('base64')}\n`, { mode: 0o600 })
  const target = { name: 'siem', url: 'http://127.0.0.1:9/', keyFile, allowPrivate: true, events: ['acces'] }
  await writeFile(file, JSON.stringify({ targets: [target] }), { mode: 0o600 })
  const { code, err } = await run({ ...bot.environment, WEBHOOKS_FILE: file })
  expect([code, err]).toEqual([2, expect.stringContaining('Target siem, events: There is no "acces".')])
})

test('a Microsoft that never answers: it ends in ten seconds, and says what did not answer', async () => {
  const bot = await startWorld()
  addFault(bot.emulator.world, { where: 'graph', effect: { kind: 'hang' } })
  addFault(bot.emulator.world, { where: 'discovery', effect: { kind: 'hang' } })
  const started = Date.now()
  const { code, out } = await run(bot.environment)
  expect(code).toBe(1)
  expect(Date.now() - started).toBeLessThan(20_000)
  expect(out).toMatch(/^FAILED {3}Clock: /m)
  expect(out).toMatch(/^FAILED {3}App registrations: /m)
  expect(out).toMatch(/^passed {3}Reader’s token: /m)
})
