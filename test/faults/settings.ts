import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect } from 'vitest'
import { getCloud, publicCloud } from '#platform/config/clouds.ts'
import { isLoopbackHost } from '#platform/config/hosts.ts'
import { ConfigError, configExitCode } from '#platform/config/problem.ts'
import { type Config, readConfig } from '#platform/config/read-config.ts'
import { type Environment, type Variable, variables } from '#platform/config/variables.ts'
import type { Chance } from '../model/chance.ts'
import { programOf } from '../support/programs.ts'
import { expectNothing } from './doings.ts'
import type { Fault } from './fault.ts'
import type { Scene } from './stage.ts'

type Group = 'who it is' | 'who may what' | 'where it is' | 'how it works'

interface Setting {
  in: Group
  /** Absent: not set in a right configuration. */
  right?: string
  isNeeded?: true
  /** Values of another kind; none where any text may be meant. */
  wrong: readonly string[]
}

const id = (n: number): string => `a0000000-0000-4000-8000-00000000000${n}`
const secrets = ['bot~secret.value', 'reader~secret.value', 'hunter2']

const guid = (right: string): Omit<Setting, 'in'> => ({
  right,
  isNeeded: true,
  wrong: ['contoso.com', '12345', `"${right}"`, `{${right}}`, 'on', '[]', id(1).slice(1)],
})
const secret = (right: string): Omit<Setting, 'in'> => ({
  right,
  isNeeded: true,
  wrong: [id(9), '<secret>', '-----BEGIN PRIVATE KEY-----', `${right} ${right}`],
})
/** A second credential, and one that is not there. */
const credentialFile = { wrong: ['/nowhere/credential', 'no', '7'] }
const people = (right?: string): Omit<Setting, 'in'> => ({
  ...(right !== undefined && { right }),
  wrong: ['Alice', `${id(5)},alice@contoso.com`, 'group:', `team:${id(5)}`, 'on', '7'],
})
const choice = (right?: string): Omit<Setting, 'in'> => ({
  ...(right !== undefined && { right }),
  wrong: ['yes', '1', 'true', 'loudly', id(1)],
})
const count = (right?: string): Omit<Setting, 'in'> => ({
  ...(right !== undefined && { right }),
  wrong: ['many', '-1', '1.5', '1e3', '0x10', '99999999', id(1)],
})
const address = (right: string): Omit<Setting, 'in'> => ({
  right,
  wrong: ['example.com', 'http://example.com', 'ftp://example.com', 'https://me:hunter2@example.com', '7'],
})
const anyText = (right?: string): Omit<Setting, 'in'> => ({
  ...(right !== undefined && { right }),
  wrong: [],
})

const publicLogin = 'https://login.microsoftonline.com'
const identity = { in: 'who it is' } as const
const right = { in: 'who may what' } as const
const place = { in: 'where it is' } as const
const work = { in: 'how it works' } as const

/** Every variable there is: the type asks for one that is added later. */
const settings: Readonly<Record<Variable, Setting>> = {
  BOT_ID: { ...identity, ...guid(id(1)) },
  BOT_SECRET: { ...identity, ...secret('bot~secret.value') },
  BOT_SECRET_FILE: { ...identity, ...credentialFile },
  BOT_CERTIFICATE_FILE: { ...identity, ...credentialFile },
  BOT_KEY_FILE: { ...identity, ...credentialFile },
  BOT_FEDERATED_TOKEN_FILE: { ...identity, ...credentialFile },
  BOT_MANAGED_IDENTITY: { ...identity, ...choice() },
  BOT_AUTH: { ...identity, ...choice('on') },
  TEAMS_SDK: { ...work, ...choice('botbuilder') },
  HOME_TENANT_ID: { ...identity, ...guid(id(2)) },
  READER_ID: { ...identity, ...guid(id(3)) },
  READER_SECRET: { ...identity, ...secret('reader~secret.value') },
  READER_SECRET_FILE: { ...identity, ...credentialFile },
  READER_CERTIFICATE_FILE: { ...identity, ...credentialFile },
  READER_KEY_FILE: { ...identity, ...credentialFile },
  READER_FEDERATED_TOKEN_FILE: { ...identity, ...credentialFile },
  LINK_SECRET_FILE: { ...identity, ...credentialFile },
  SET_CLIENT_IDS: {
    ...right,
    right: `directory-data=${id(4)}`,
    isNeeded: true,
    wrong: [id(4), 'directory-data', 'directory-data=nothing', `a=${id(4)},a=${id(5)}`, '{}', '7'],
  },
  REQUIREMENTS: { ...right, ...choice('registration') },
  CATALOG_FILE: { ...right, ...anyText() },
  ROLE_VIEWERS: { ...right, ...people(id(6)) },
  ROLE_OPERATORS: { ...right, ...people(`group:${id(7)}`) },
  ROLE_APPROVERS: { ...right, ...people(id(5)), isNeeded: true },
  ROLE_AUDITORS: { ...right, ...people(id(8)) },
  ROLE_SCOPES: { ...right, wrong: [id(5), `${id(5)}=`, `${id(5)}=contoso.com`, '{}', `${id(9)}=${id(2)}`] },
  ROLE_CONTACT: { ...right, right: 'Alice or Bob', wrong: ['x'.repeat(121), 'Alice\u202eboB', 'a\u0007b'] },
  MCP_AUDIENCE: { ...right, right: `api://${id(1)}`, wrong: ['grantkeeper', '*', 'on', '7'] },
  API_AUDIENCE: { ...right, right: `api://${id(1)}`, wrong: ['grantkeeper', '*', 'on', '7'] },
  ACCESS_MAX_AGE_HOURS: { ...right, ...count('72') },
  METRICS_TOKEN: {
    ...right,
    right: 'metrics-token-0123456789',
    wrong: ['short', id(1), '<token>', 'a b c d e f g h i j k l'],
  },
  METRICS_TOKEN_FILE: { ...right, ...credentialFile },
  PUBLIC_URL: { ...place, ...address('https://grants.example.com'), isNeeded: true },
  HOST: { ...place, right: '0.0.0.0', wrong: ['https://0.0.0.0', 'a b', '*', '_'] },
  PORT: { ...place, ...count('3978') },
  SERVICE_HOSTS: {
    ...place,
    right: 'smba.trafficmanager.net',
    wrong: ['*', '*.com', 'https://smba.trafficmanager.net', '169.254.169.254', '127.0.0.1'],
  },
  LOGIN_BASE_URL: { ...place, ...address(publicLogin) },
  GRAPH_BASE_URL: { ...place, ...address('https://graph.microsoft.com') },
  CHANNEL_METADATA_URL: { ...place, ...address(publicCloud.channel.metadataUrl) },
  CHANNEL_ISSUER: { ...place, ...address(publicCloud.channel.issuer) },
  DATABASE_FILE: { ...place, ...anyText('data/grantkeeper.sqlite') },
  DATABASE_URL: {
    ...place,
    wrong: ['data/own.sqlite', 'mysql://me:hunter2@host/db', 'postgres://me:hunter2@host', 'postgres:///db'],
  },
  SYNC_HOURS: { ...work, ...count('6') },
  SYNC_SECONDS: { ...work, ...count() },
  SYNC_PARALLEL: { ...work, ...count('16') },
  BULK_SYNC_LIMIT: { ...work, ...count('1000') },
  BULK_WINDOW_MINUTES: { ...work, ...count('60') },
  EXCEPTION_MAX_DAYS: { ...work, ...count('365') },
  OPEN_REQUESTS_LIMIT: { ...work, ...count('50') },
  REFUSED_ATTEMPTS_LIMIT: { ...work, ...count('100') },
  AUDIT_KEY: {
    ...work,
    right: 'Nq4~r8.xZ2-kP7_wV5vB1nM9cL3jH6gF',
    wrong: [
      'short',
      id(1),
      'AUDIT_KEY=Nq4~r8.xZ2-kP7_wV5vB1nM9cL3jH6gF',
      '{"key":"Nq4~r8.xZ2-kP7_wV5vB1nM9cL3jH"}',
    ],
  },
  AUDIT_KEY_FILE: { ...work, ...credentialFile },
  AUDIT_ANCHOR_FILE: { ...place, ...anyText() },
  AUDIT_ANCHOR_URL: {
    ...place,
    wrong: ['http://anchors.example.com', 'anchors', 'https://me:hunter2@host/x', '7'],
  },
  AUDIT_RETENTION_DAYS: { ...work, ...count('400') },
  EVENT_RETENTION_DAYS: { ...work, ...count('30') },
  DEPUTY_AFTER_HOURS: { ...work, ...count('4') },
  CHASE_DAYS: {
    ...work,
    right: '3,7,14',
    wrong: ['weekly', '7,3', '3,3', '0', '-1', '1.5', '0x10', '3,7,400', '1,2,3,4,5,6,7,8,9,10,11', id(1)],
  },
  WEBHOOKS_FILE: { ...place, ...credentialFile },
  CONSENT_LINK_MINUTES: { ...work, ...count('60') },
  MAX_AGE_HOURS: { ...work, ...count('24') },
  LOG_LEVEL: { ...work, ...choice('info') },
}

const all = Object.keys(variables) as Variable[]
const rightEnvironment: Environment = Object.fromEntries(all.map((each) => [each, settings[each].right]))

/** What the program says to this, or the configuration that it would start with. */
function read(environment: Environment): Config | string {
  try {
    return readConfig(environment)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    for (const each of secrets) expect(error.message, 'a secret is repeated').not.toContain(each)
    return error.message
  }
}

/** One of these variables is named, in a line of its own. */
function expectNamed(said: Config | string, names: readonly Variable[], what: string): void {
  expect(said, what).toBeTypeOf('string')
  expect(said, what).toMatch(/in the configuration\. Grantkeeper didn't start\.\n/)
  // Of two ways to prove oneself that exclude each other one is named; the other stands in what to do.
  expect(said, what).toMatch(
    new RegExp(`^ {2}(?:(?:${names.join('|')}): |.*\\b(?:${names.join('|')})\\b)`, 'm'),
  )
}

/** Whoever speaks is checked, by Microsoft's own keys, and secrets go nowhere else. */
function expectClosed(said: Config | string, what: string): asserts said is Config {
  if (typeof said === 'string') throw new Error(`${what}: ${said}`)
  expect(said.bot.auth, what).toBe('on')
  expect(said.roles.approver.length, what).toBeGreaterThan(0)
  expect(getCloud(said.loginBaseUrl, said.graphBaseUrl).graphUrl, what).toBe(said.graphBaseUrl)
  expect(said.channel, what).toEqual(getCloud(said.loginBaseUrl).channel)
  expect(
    said.serviceHosts.filter((host) => isLoopbackHost(host)),
    what,
  ).toEqual([])
  expect(said.publicUrl, what).toMatch(/^https:/)
}

/** Not there, in each way of not being there. */
function tryWithout(variable: Variable): void {
  for (const nothing of [undefined, '', ' ', '\t \n']) {
    const what = `${variable} is ${JSON.stringify(nothing) ?? 'missing'}`
    const said = read({ ...rightEnvironment, [variable]: nothing })
    if (settings[variable].isNeeded) expectNamed(said, [variable], what)
    else expectClosed(said, what)
  }
}

function tryWrong(variable: Variable, chance: Chance): void {
  const { wrong } = settings[variable]
  if (wrong.length === 0) return
  const value = chance.pick(wrong)
  const blanks = chance.pick(['', ' ', '\n'])
  const what = `${variable} is ${JSON.stringify(value)}`
  expectNamed(read({ ...rightEnvironment, [variable]: `${blanks}${value}${blanks}` }), [variable], what)
}

/** Two that stand in each other’s place are named, or nobody can tell and the door stays shut. */
function trySwapped(variable: Variable, chance: Chance): void {
  const other = chance.pick(all.filter((each) => each !== variable && settings[each].right !== undefined))
  const what = `${variable} and ${other} are swapped`
  const said = read({
    ...rightEnvironment,
    [variable]: settings[other].right,
    [other]: settings[variable].right,
  })
  // A file of a pair asks for the other one.
  const pair = variable.replace('_KEY_FILE', '_CERTIFICATE_FILE') as Variable
  if (typeof said === 'string') expectNamed(said, [variable, other, pair], what)
  else expectClosed(said, what)
}

/** With the addresses of Microsoft nothing opens the door. */
function tryOpen(variable: Variable, chance: Chance): void {
  const value = chance.pick([undefined, '', ...settings[variable].wrong])
  const said = read({ ...rightEnvironment, [variable]: value, BOT_AUTH: 'off' })
  expect(said, `open with ${variable}`).toBeTypeOf('string')
}

const group =
  (name: Group) =>
  (scene: Scene): Promise<void> =>
    expectNothing(scene, async () => {
      expectClosed(read(rightEnvironment), 'the right one')
      for (const variable of all.filter((each) => settings[each].in === name)) {
        tryWithout(variable)
        tryWrong(variable, scene.chance)
        trySwapped(variable, scene.chance)
        tryOpen(variable, scene.chance)
      }
    })

/** The program itself with this environment: how it ended and what it said. */
async function start(environment: Environment): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [await programOf('bot/index.ts')], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  await once(child, 'close')
  return { code: child.exitCode, said }
}

export const wrongSettings: Fault = {
  id: 'F29',
  what: 'a variable is missing, empty, blank, of another kind, or in the place of another',
  points: {
    'who it is': group('who it is'),
    'who may what': group('who may what'),
    'where it is': group('where it is'),
    'how it works': group('how it works'),
    'the program itself': (scene) =>
      expectNothing(scene, async () => {
        const variable = scene.chance.pick(all.filter((each) => settings[each].wrong.length > 0))
        const value = scene.chance.pick(settings[variable].wrong)
        const { code, said } = await start({ ...rightEnvironment, [variable]: value })
        expect(code, variable).toBe(configExitCode)
        expectNamed(said, [variable], variable)
        for (const each of secrets) expect(said).not.toContain(each)
      }),
  },
}
