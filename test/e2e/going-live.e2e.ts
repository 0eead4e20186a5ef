import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { introduce } from '../../demo/introduce.ts'
import { startPlayground } from '../../demo/playground.ts'
import type { Program } from '../../demo/program.ts'
import { untilReady } from '../../demo/until-ready.ts'
import { demo } from '../../emulator/demo-world.ts'
import { type ChannelRelay, startChannelRelay } from '../support/channel-relay.ts'
import { type FakeChannel, startFakeChannel } from '../support/fake-channel.ts'
import { freePort } from '../support/free-port.ts'
import { startTlsFront, type TlsFront } from '../support/tls-front.ts'
import { makeFreshClone } from './fresh-clone.ts'
import { type LiveProgram, startLive } from './live-program.ts'
import { openBrowser } from './stage.ts'
import { control, makeSuiteApp } from './suite-app.ts'
import { decide, makeTeamsPage, pictures, type TeamsPage } from './teams-page.ts'

/**
 * The first day of an installation as a person has it: a fresh clone, a cloud that has neither bot nor reader, the programs by
 * their npm scripts, answers typed, buttons pressed. Only the addresses of the cloud are not Microsoft's.
 */

let folder: string
let clientFolder: string
let cloud: LiveProgram
let front: TlsFront
let channel: FakeChannel
let browser: BrowserContext
let environment: Record<string, string>
let loginUrl: string
let bot: LiveProgram
let alice: TeamsPage
let bob: TeamsPage
let startedAtMs: number
let before: Snapshot
let questions = 0
const endings: (() => Promise<unknown>)[] = []
const clients: { program: Program; relay: ChannelRelay }[] = []

beforeAll(async () => {
  await mkdir(pictures, { recursive: true })
  folder = await makeFreshClone()
  clientFolder = await mkdtemp(join(tmpdir(), 'grantkeeper-clients-'))
  for (const each of [folder, clientFolder]) endings.push(() => rm(each, { recursive: true, force: true }))
  const [botPort, cloudPort] = [await freePort(), await freePort()]
  cloud = startLive('node', ['emulator/index.ts', '--world', 'fresh', '--port', `${cloudPort}`], {
    folder,
    environment: {},
  })
  endings.push(() => cloud.stop())
  loginUrl = `http://127.0.0.1:${cloudPort}`
  channel = await startFakeChannel({ now: () => new Date() })
  endings.push(() => channel.close())
  front = await startTlsFront(botPort)
  endings.push(() => front.close())
  const trusted = join(folder, 'trusted.pem')
  await writeFile(trusted, front.certificate)
  environment = {
    LOGIN_BASE_URL: loginUrl,
    GRAPH_BASE_URL: loginUrl,
    CHANNEL_METADATA_URL: channel.place.metadataUrl,
    SERVICE_HOSTS: '127.0.0.1',
    HOST: '127.0.0.1',
    PORT: `${botPort}`,
    NODE_EXTRA_CA_CERTS: trusted,
  }
  const opened = await openBrowser({ ignoreHTTPSErrors: true })
  browser = opened.browser
  endings.push(() => opened.close())
  await cloud.says(/emulator http/)
  before = await readSnapshot()
})

afterAll(async () => {
  for (const { program, relay } of clients) {
    await program.stop()
    await relay.close()
  }
  for (const end of endings.toReversed()) await end()
})

const npm = (script: string, ...args: string[]): LiveProgram => {
  const program = startLive('npm', ['run', '--silent', script, '--', ...args], { folder, environment })
  endings.push(() => program.stop())
  return program
}

const keep = (name: string, text: string): Promise<void> => writeFile(join(pictures, `${name}.txt`), text)

test('npm run setup: a code in the browser, a few questions, and everything is made', async () => {
  startedAtMs = Date.now()
  const setup = npm('setup')
  const [, place = '', code = ''] = await setup.says(/Open (\S+) and enter the code (\S+)/)
  await signIn(place, code)
  await setup.says(/HTTPS address/)
  setup.type(front.url)
  await setup.says(/app registrations, found by their names/)
  setup.type('')
  await setup.says(/second approver/)
  setup.type(personNamed('Bob Okafor').userPrincipalName)
  await setup.says(/Database:/)
  setup.type('')
  await setup.says(/Do these \d+ things\?/)
  setup.type('')
  const [, asked = ''] = await setup.says(/(\d+) questions? asked/)
  expect(await setup.ended()).toBe(0)
  questions = Number(asked)
  await keep('going-live-1-setup', setup.transcript())
})

function personNamed(wanted: string) {
  const person = demo.people.find(({ name }) => name === wanted)
  if (!person) throw new Error(`Expected ${wanted} in the demo`)
  return person
}

async function signIn(place: string, code: string): Promise<void> {
  const page = await browser.newPage()
  await page.goto(place)
  await page.getByLabel('Code').fill(code)
  await page.screenshot({ path: join(pictures, 'going-live-code.png') })
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByText('Are you trying to sign in to Microsoft Graph Command Line Tools?').waitFor()
  await page.getByLabel('You sign in as').selectOption({ index: 0 })
  await page.screenshot({ path: join(pictures, 'going-live-sign-in.png') })
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByText('You have signed in').waitFor()
  await page.close()
}

test('npm run setup again changes nothing', async () => {
  const setup = npm('setup')
  const [, place = '', code = ''] = await setup.says(/Open (\S+) and enter the code (\S+)/)
  await signIn(place, code)
  await setup.says(/Everything is in place. Nothing was changed/)
  expect(await setup.ended()).toBe(0)
})

test('npm run preflight is green', async () => {
  const preflight = npm('preflight')
  const code = await preflight.ended()
  await keep('going-live-2-preflight', preflight.transcript())
  expect(code, preflight.transcript()).toBe(0)
})

test('npm start is the real bot, and it answers to tokens of the channel only', async () => {
  bot = npm('start')
  await untilReady(`http://127.0.0.1:${environment.PORT}/readyz`)
  const { botId } = await readBot()
  expect(await post()).toBe(401)
  expect(await post(await channel.sign({ aud: botId }, { key: 'wrong' }))).toBe(401)
  expect(await post(await channel.sign({ aud: demo.bot.clientId }))).toBe(401)
  alice = await openClient('Alice Moreau', botId)
  bob = await openClient('Bob Okafor', botId)
})

/** A line as somebody else would send it; gives the status of the answer. */
async function post(token?: string): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${environment.PORT}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ type: 'message', text: 'tenants' }),
  })
  return answer.status
}

interface Snapshot {
  registrations: { uniqueName: string | null; appId: string }[]
}

const readSnapshot = async (): Promise<Snapshot> =>
  (await (await fetch(`${loginUrl}/world/api/snapshot`)).json()) as Snapshot

async function readBot(): Promise<{ botId: string }> {
  const { registrations } = await readSnapshot()
  const found = registrations.find(({ uniqueName }) => uniqueName === 'grantkeeper-bot')
  if (!found) throw new Error('Expected setup to have made the bot')
  return { botId: found.appId }
}

/** The client of one person, with the relay that signs for it. */
async function openClient(person: string, botId: string): Promise<TeamsPage> {
  const clientPort = await freePort()
  const botUrl = `http://127.0.0.1:${environment.PORT}`
  const relay = await startChannelRelay({ channel, botUrl, botId, loginUrl, clientPort })
  const program = await startPlayground({
    person,
    port: clientPort,
    botPort: relay.port,
    botId,
    folder: clientFolder,
  })
  clients.push({ program, relay })
  await untilReady(`http://127.0.0.1:${clientPort}/_debug/ping`)
  await introduce({ person, port: clientPort, botPort: relay.port, botId })
  return makeTeamsPage(browser, `http://127.0.0.1:${clientPort}`)
}

test('add tenant: the reader is consented to, and the tenant is read', async () => {
  const card = await alice.ask('add tenant adatum.com')
  await card.shows('Open consent page')
  await card.picture('going-live-3-add-tenant')
  await decide(await card.follow('Open consent page'), 'Accept')
  await card.shows(/Adatum/)
  await card.shows(/connected/i)
  await card.picture('going-live-4-connected')
})

test('grant: planned, consented, verified', async () => {
  const card = await alice.ask('grant "Directory data" in Adatum', 'Minimum role to consent')
  await card.picture('going-live-5-plan')
  await card.press('Grant permissions')
  await decide(await card.follow('Open consent page'), 'Accept')
  await card.shows(/Verified/)
  await card.picture('going-live-6-verified')
  const minutes = (Date.now() - startedAtMs) / 60_000
  const words = `${questions} questions, ${minutes.toFixed(1)} minutes from npm run setup to a verified grant\n`
  await keep('going-live', words)
  process.stdout.write(words)
})

test('a tier-0 permission is approved by a second person first', async () => {
  const card = await alice.ask('grant "Account actions" in Adatum', 'a second person must always approve')
  await card.fill('What it’s needed for', 'Adatum is the first customer to go live')
  await card.press('Request grant')
  await card.shows('Waiting for an approver')
  const approval = await bob.receives('grant “Account actions”')
  await approval.picture('going-live-7-approval')
  await approval.press('Approve')
  await approval.shows('Approved by Bob Okafor')
  const consent = await alice.receives('Open consent page')
  await decide(await consent.follow('Open consent page'), 'Accept')
  await consent.shows(/Verified/)
  await consent.shows('One step left: assign Password Administrator')
  await consent.picture('going-live-8-one-step-left')
  // What an admin of the customer does in Entra.
  const role = { tenantId: 'adatum.com', clientId: 'account-actions', role: 'Password Administrator' }
  await control(loginUrl, 'add-role', role)
  await consent.press('Check again')
  await consent.shows('Granted: confirmed in the tenant')
  await consent.picture('going-live-9-granted')
})

test('an app of the suite that got the role Access.Read asks the API of the bot', async () => {
  const { botId } = await readBot()
  const app = await makeSuiteApp({
    cloudUrl: loginUrl,
    botUrl: `http://127.0.0.1:${environment.PORT}`,
    botId,
    homeTenantId: demo.homeTenantId,
    userId: personNamed('Alice Moreau').id,
  })
  const adatum = demo.tenants.find(({ domain }) => domain === 'adatum.com')?.id ?? ''
  expect(await app.ask(adatum, 'account-actions')).toEqual({ status: 200, allowed: true })
  expect(await app.ask(adatum, 'saas-posture')).toEqual({ status: 200, allowed: false })
  await app.remove()
})

test('both directions were signed: the channel’s activities, and what the bot sent', async () => {
  const checked = clients.flatMap(({ relay }) => relay.checked)
  expect(checked.length).toBeGreaterThan(5)
  expect(checked).not.toContain(false)
  await bot.stop()
})

test('npm run setup -- --remove leaves the cloud as it was', async () => {
  const setup = npm('setup', '--remove')
  const [, place = '', code = ''] = await setup.says(/Open (\S+) and enter the code (\S+)/)
  await signIn(place, code)
  await setup.says(/Take these away\?/)
  setup.type('y')
  await setup.says(/everything that setup made is gone/)
  expect(await setup.ended()).toBe(0)
  await keep('going-live-10-remove', setup.transcript())
  expect(await readSnapshot()).toEqual(before)
})
