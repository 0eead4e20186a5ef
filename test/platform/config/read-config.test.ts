import { createHash, X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkSetClientIds } from '#platform/config/check-set-client-ids.ts'
import { isLoopbackHost } from '#platform/config/hosts.ts'
import { ConfigError } from '#platform/config/problem.ts'
import { readConfig } from '#platform/config/read-config.ts'
import { variables } from '#platform/config/variables.ts'
import { packageVariables } from '../../../scripts/app-package.ts'
import { complete, id } from '../../support/complete-environment.ts'
import { makeCertificate } from '../../support/make-certificate.ts'

const demo = {
  ...complete,
  BOT_AUTH: 'off',
  HOST: '127.0.0.1',
  PUBLIC_URL: 'http://127.0.0.1:3978',
  LOGIN_BASE_URL: 'http://127.0.0.1:4100',
  GRAPH_BASE_URL: 'http://127.0.0.1:4100',
}

function problemsOf(environment: Record<string, string | undefined>, readFile?: (path: string) => string) {
  try {
    readConfig(environment, readFile)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}
const problemOf = (environment: Record<string, string | undefined>) => {
  const problems = problemsOf(environment)
  expect(problems).toHaveLength(1)
  return problems[0]
}

describe('a right configuration', () => {
  it('is complete with eight variables and the defaults', () => {
    expect(readConfig(complete)).toMatchObject({
      bot: { auth: 'on', clientId: id(1), credential: { secret: 'bot~secret.value' } },
      requirements: 'registration',
      roles: { viewer: [], operator: [], approver: [id(5)], auditor: [] },
      api: { audience: [] },
      host: '127.0.0.1',
      port: 3978,
      loginBaseUrl: 'https://login.microsoftonline.com',
      graphBaseUrl: 'https://graph.microsoft.com',
      sync: { everyMs: 6 * 3_600_000, parallel: 16 },
      consentLinkMs: 3_600_000,
      maxAgeMs: 24 * 3_600_000,
    })
  })

  it('cannot be changed afterwards, at no depth', () => {
    const config = readConfig(complete)
    expect(() => Object.assign(config, { port: 1 })).toThrow(TypeError)
    expect(() => Object.assign(config.roles, { approver: [] })).toThrow(TypeError)
    expect(() => (config.roles.approver as string[]).push(id(9))).toThrow(TypeError)
  })

  it('is read without surrounding blanks, with GUIDs in lower case', () => {
    const config = readConfig({ ...complete, HOME_TENANT_ID: `  ${id(2).toUpperCase()}\n`, PORT: ' 8080 ' })
    expect(config.homeTenantId).toBe(id(2))
    expect(config.port).toBe(8080)
  })

  it('takes lists parted by commas, blanks or lines and drops doubles', () => {
    const config = readConfig({ ...complete, ROLE_VIEWERS: `${id(6)}, ${id(7)}\n${id(6).toUpperCase()}` })
    expect(config.roles.viewer).toEqual([id(6), id(7)])
  })

  it('takes groups beside people, and limits each of them to some tenants', () => {
    const config = readConfig({
      ...complete,
      ROLE_APPROVERS: `${id(5)}, GROUP:${id(6).toUpperCase()}`,
      ROLE_SCOPES: `group:${id(6)}=${id(8)}+${id(7).toUpperCase()}+${id(8)}`,
    })
    expect(config.roles.approver).toEqual([id(5), `group:${id(6)}`])
    expect(config.scopes).toEqual({ [`group:${id(6)}`]: [id(8), id(7)] })
  })

  it('takes a group as the only approver', () => {
    expect(readConfig({ ...complete, ROLE_APPROVERS: `group:${id(6)}` }).roles.approver).toHaveLength(1)
  })

  it('takes an empty value for a variable that is not set', () => {
    expect(readConfig({ ...complete, PORT: ' ', BOT_CERTIFICATE_FILE: '' }).port).toBe(3978)
  })

  it.each([
    ['https://login.microsoftonline.us', 'https://graph.microsoft.us'],
    ['https://login.microsoftonline.us', 'https://dod-graph.microsoft.us'],
    ['https://login.partner.microsoftonline.cn', 'https://microsoftgraph.chinacloudapi.cn'],
    ['http://127.0.0.1:4100', 'http://localhost:4100'],
  ])('takes the cloud %s with %s', (LOGIN_BASE_URL, GRAPH_BASE_URL) => {
    expect(readConfig({ ...complete, LOGIN_BASE_URL, GRAPH_BASE_URL }).loginBaseUrl).toBe(LOGIN_BASE_URL)
  })

  it('turns authentication off only for the demo and then needs no credential of the bot', () => {
    const config = readConfig({ ...demo, BOT_ID: undefined, BOT_SECRET: undefined })
    expect(config.bot).toEqual({ auth: 'off' })
    expect(config.serviceHosts).toEqual(['127.0.0.1', 'localhost'])
  })

  it('reads an emulated directory as often as a demo wants', () => {
    expect(readConfig({ ...demo, SYNC_SECONDS: '10' }).sync.everyMs).toBe(10_000)
  })
})

describe('a wrong configuration', () => {
  it('is refused with every mistake at once', () => {
    const problems = problemsOf({ PORT: 'http', BOT_ID: 'contoso.com', LOG_LEVEL: 'loud' })
    expect(problems.map((problem) => problem.variable).sort()).toEqual([
      'BOT_ID',
      'BOT_SECRET',
      'HOME_TENANT_ID',
      'LOG_LEVEL',
      'PORT',
      'PUBLIC_URL',
      'READER_ID',
      'READER_SECRET',
      'ROLE_APPROVERS',
      'SET_CLIENT_IDS',
    ])
  })

  it('is told in one text, a line for each variable', () => {
    expect(() => readConfig({ ...complete, PORT: 'http', SYNC_HOURS: '0' })).toThrow(
      "2 errors in the configuration. Grantkeeper didn't start.\n" +
        "  PORT: This isn't a whole number. Use a number from 0 to 65535.\n" +
        '  SYNC_HOURS: This number is out of range. Use a number from 1 to 168.',
    )
  })

  it.each([
    'BOT_ID',
    'BOT_SECRET',
    'HOME_TENANT_ID',
    'READER_ID',
    'READER_SECRET',
    'SET_CLIENT_IDS',
    'ROLE_APPROVERS',
    'PUBLIC_URL',
  ])('lacks %s', (variable) => {
    expect(problemOf({ ...complete, [variable]: undefined })?.variable).toBe(variable)
  })

  it.each([
    ['HOME_TENANT_ID', 'contoso.onmicrosoft.com', 'This is a domain'],
    ['BOT_ID', 'Xk8Q~aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'looks like a secret'],
    ['BOT_ID', `"${id(1)}"`, 'in quotes'],
    ['READER_ID', `{${id(1)}}`, 'brackets'],
    ['READER_ID', `api://${id(1)}`, 'This is a URL'],
    ['READER_ID', '00000000-0000-0000-0000-000000000000', 'empty GUID'],
    ['READER_ID', '12345', "isn't a GUID"],
    ['BOT_SECRET', id(1), 'the ID of the secret'],
    ['BOT_SECRET', '<secret>', 'placeholder'],
    ['BOT_SECRET', '-----BEGIN PRIVATE KEY-----', 'name that file'],
    ['READER_SECRET', 'two words', 'space'],
    ['ROLE_OPERATORS', `${id(1)},alice@contoso.com`, 'Entry 2'],
    ['ROLE_APPROVERS', 'Alice', 'Entry 1'],
    ['ROLE_APPROVERS', ' , ;', 'There is no approver'],
    ['ROLE_APPROVERS', 'group:', 'space after group:'],
    ['ROLE_APPROVERS', `group: ${id(6)}`, 'space after group:'],
    ['ROLE_APPROVERS', `team:${id(6)}`, 'neither a person nor a group'],
    ['ROLE_APPROVERS', `group:Security team`, 'Entry 1'],
    ['ROLE_APPROVERS', id(2), 'that of the home tenant'],
    ['ROLE_APPROVERS', `${id(5)},group:${id(5)}`, 'a person and as a group'],
    ['ROLE_OPERATORS', id(3), 'that of the reader app'],
    ['ROLE_OPERATORS', id(4), 'that of the set directory-data'],
    ['ROLE_VIEWERS', `group:${id(5)}`, 'a person and as a group'],
    ['ROLE_SCOPES', id(5), 'who=tenant'],
    ['ROLE_SCOPES', `${id(5)}=`, 'who=tenant'],
    ['ROLE_SCOPES', `${id(5)}=${id(8)}+contoso.com`, 'domain'],
    ['ROLE_SCOPES', `${id(9)}=${id(8)}`, 'has no role'],
    ['ROLE_SCOPES', `${id(5)}=${id(8)},${id(5)}=${id(7)}`, 'twice'],
    ['ROLE_SCOPES', `${id(5)}=${id(8)}`, 'No approver can act in every tenant'],
    ['SET_CLIENT_IDS', id(1), 'set-id=GUID'],
    ['SET_CLIENT_IDS', 'directory-data=nothing', 'directory-data'],
    ['SET_CLIENT_IDS', `a=${id(1)},a=${id(2)}`, 'twice'],
    ['SET_CLIENT_IDS', `__proto__=${id(1)}`, 'set-id=GUID'],
    ['BOT_AUTH', 'no', 'Use on or off'],
    ['REQUIREMENTS', 'graph', 'registration or catalog'],
    ['PORT', '65536', 'out of range'],
    ['PORT', '3978.5', 'whole number'],
    ['PUBLIC_URL', 'grants.example.com', "isn't a URL"],
    ['PUBLIC_URL', 'http://grants.example.com', "isn't encrypted"],
    ['PUBLIC_URL', 'https://grants.example.com/bot', 'after the host'],
    ['PUBLIC_URL', 'https://me:pass@grants.example.com', 'password'],
    ['PUBLIC_URL', 'ftp://127.0.0.1', "isn't a URL"],
    ['HOST', 'https://0.0.0.0', 'This is a URL'],
    ['SERVICE_HOSTS', '*', 'Entry 1'],
    ['SERVICE_HOSTS', '*.com', 'Entry 1'],
    ['SERVICE_HOSTS', 'smba.trafficmanager.net,https://x.example', 'Entry 2'],
    ['API_AUDIENCE', 'grantkeeper', "isn't an audience"],
    ['LOGIN_BASE_URL', 'https://login.microsoftonline.com.evil.example', 'neither a Microsoft cloud'],
    ['LOGIN_BASE_URL', 'http://login.microsoftonline.com', "isn't encrypted"],
    ['GRAPH_BASE_URL', 'https://graph.example', 'neither a Microsoft cloud'],
    ['GRAPH_BASE_URL', 'https://graph.microsoft.us', 'another cloud'],
    ['GRAPH_BASE_URL', 'http://127.0.0.1:4100', 'another cloud'],
    ['MAX_AGE_HOURS', '5', 'SYNC_HOURS'],
    ['DATABASE_URL', 'mysql://me:hunter2@host/db', "isn't the URL of a PostgreSQL"],
    ['DATABASE_URL', 'data/grantkeeper.sqlite', "isn't the URL of a PostgreSQL"],
    ['DATABASE_URL', 'postgres://me:hunter2@host:port/db', "can't be read"],
    ['DATABASE_URL', 'postgres://me:hunter2#@host/db', '%23'],
    ['DATABASE_URL', 'postgres:///db', 'no host'],
    ['DATABASE_URL', 'postgres://me:hunter2@host', 'no database'],
    ['SYNC_SECONDS', '10', 'SYNC_HOURS'],
  ])('says what is wrong with %s=%s', (variable, value, words) => {
    const problem = problemOf({ ...complete, [variable]: value })
    expect(problem?.variable).toBe(variable)
    expect(problem?.text).toContain(words)
  })

  it.each(['BOT_ID', 'BOT_SECRET', 'HOME_TENANT_ID', 'READER_SECRET', 'ROLE_APPROVERS', 'SET_CLIENT_IDS'])(
    'never repeats what stands in %s',
    (variable) => {
      const value = 'my~secret value that.is long enough 1234567890'
      expect(
        problemsOf({ ...complete, [variable]: value })
          .map((problem) => problem.text)
          .join(),
      ).not.toContain('my~secret')
    },
  )

  it('takes one database, a file or a server, and never repeats its password', () => {
    const url = 'postgres://me:hunter2@host/db'
    expect(readConfig({ ...complete, DATABASE_URL: url }).database).toBe(url)
    expect(readConfig({ ...complete, DATABASE_FILE: 'own.sqlite' }).database).toBe('own.sqlite')
    expect(readConfig(complete).database).toBe('data/grantkeeper.sqlite')
    const both = problemOf({ ...complete, DATABASE_URL: url, DATABASE_FILE: 'own.sqlite' })
    expect(both).toEqual({
      variable: 'DATABASE_URL',
      text: expect.stringContaining('DATABASE_FILE is set too'),
    })
    for (const wrong of [`${url}#x`, url.replace('/db', ''), url.replace('host', 'ho:st')])
      expect(problemOf({ ...complete, DATABASE_URL: wrong })?.text).not.toContain('hunter2')
  })

  it.each([
    [{ HOST: '0.0.0.0' }, ['HOST']],
    [{ PUBLIC_URL: 'https://grants.example.com' }, ['PUBLIC_URL']],
    [{ SERVICE_HOSTS: '127.0.0.1,smba.trafficmanager.net' }, ['SERVICE_HOSTS']],
    [{ LOGIN_BASE_URL: undefined, GRAPH_BASE_URL: undefined }, ['LOGIN_BASE_URL', 'GRAPH_BASE_URL']],
  ])('does not turn authentication off with %o', (change, named) => {
    expect(problemsOf({ ...demo, ...change }).map((problem) => problem.variable)).toEqual(named)
  })
})

describe('a credential', () => {
  const folder = mkdtempSync(join(tmpdir(), 'grantkeeper-'))
  const make = (name: string) => {
    const [key, certificate] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)]
    const made = makeCertificate(name)
    writeFileSync(key, made.key)
    writeFileSync(certificate, made.certificate)
    return { key, certificate }
  }
  const [first, second] = [make('first'), make('second')]
  const broken = join(folder, 'broken.pem')
  writeFileSync(broken, 'not a certificate')
  const withCertificate = {
    ...complete,
    READER_SECRET: undefined,
    READER_CERTIFICATE_FILE: first.certificate,
    READER_KEY_FILE: first.key,
  }

  it('may be a certificate, whose thumbprints are computed', () => {
    const { credential } = readConfig(withCertificate).reader
    const raw = new X509Certificate(readFileSync(first.certificate)).raw
    expect(credential).toMatchObject({
      certificate: {
        thumbprintSha1: createHash('sha1').update(raw).digest('hex').toUpperCase(),
        thumbprintSha256: createHash('sha256').update(raw).digest('hex').toUpperCase(),
        privateKey: expect.stringContaining('BEGIN PRIVATE KEY'),
      },
    })
  })

  it.each([
    ['a secret besides', { READER_SECRET: 'secret~value' }, 'READER_SECRET', 'Keep one'],
    ['no key', { READER_KEY_FILE: undefined }, 'READER_KEY_FILE', 'Set this one too'],
    ['no certificate', { READER_CERTIFICATE_FILE: undefined }, 'READER_CERTIFICATE_FILE', 'Set this one too'],
    [
      'a file that is not there',
      { READER_KEY_FILE: '/nowhere/key.pem' },
      'READER_KEY_FILE',
      "can't be read (ENOENT)",
    ],
    ['a file that is no certificate', { READER_CERTIFICATE_FILE: broken }, 'READER_CERTIFICATE_FILE', 'PEM'],
    ['the key of another one', { READER_KEY_FILE: second.key }, 'READER_KEY_FILE', "doesn't belong"],
    ['a secret file besides', { READER_SECRET_FILE: broken }, 'READER_SECRET', 'Keep one'],
    [
      'a managed identity, which only the bot can be',
      {
        READER_CERTIFICATE_FILE: undefined,
        READER_KEY_FILE: undefined,
        BOT_SECRET: undefined,
        BOT_MANAGED_IDENTITY: 'on',
      },
      'READER_SECRET',
      'There is no credential',
    ],
    ['the two files swapped', { READER_CERTIFICATE_FILE: first.key }, 'READER_CERTIFICATE_FILE', 'PEM'],
  ])('is refused with %s', (_name, change, variable, words) => {
    const problem = problemOf({ ...withCertificate, ...change })
    expect(problem?.variable).toBe(variable)
    expect(problem?.text).toContain(words)
  })
})

describe('a credential without a secret of its own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'grantkeeper-'))
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const token = file('token', 'eyJh.eyJp.c2ln\n')
  const bare = { ...complete, BOT_SECRET: undefined, READER_SECRET: undefined }

  it('may be a file of another issuer, a file with a secret, or the platform', () => {
    const linkSecret = file('link', 'x'.repeat(32))
    const federated = { ...bare, BOT_MANAGED_IDENTITY: 'on', READER_FEDERATED_TOKEN_FILE: token }
    const config = readConfig({ ...federated, LINK_SECRET_FILE: linkSecret })
    expect(config.bot).toMatchObject({ auth: 'on', credential: { managedIdentity: true } })
    expect(config.reader.credential).toEqual({
      assertion: 'eyJh.eyJp.c2ln',
      files: { FEDERATED_TOKEN_FILE: token },
    })
    expect(config.linkSecret).toBe('x'.repeat(32))
    const inFiles = { ...bare, BOT_FEDERATED_TOKEN_FILE: token, READER_SECRET_FILE: file('secret', 'a~b\n') }
    expect(readConfig(inFiles).reader.credential).toMatchObject({ secret: 'a~b' })
  })

  it.each<[string, Record<string, string>, string, string]>([
    ['no link secret', {}, 'LINK_SECRET_FILE', 'requires it'],
    ['a short link secret', { LINK_SECRET_FILE: file('short', 'abc') }, 'LINK_SECRET_FILE', 'fewer than 32'],
    [
      'a link secret that is not there',
      { LINK_SECRET_FILE: '/nowhere' },
      'LINK_SECRET_FILE',
      "can't be read",
    ],
    ['no token', { READER_FEDERATED_TOKEN_FILE: file('empty', '') }, 'READER_FEDERATED_TOKEN_FILE', 'JWT'],
  ])('is refused with %s', (_name, change, variable, words) => {
    const federated = { ...bare, BOT_MANAGED_IDENTITY: 'on', READER_FEDERATED_TOKEN_FILE: token, ...change }
    const problem = problemOf(federated)
    expect([problem?.variable, problem?.text]).toEqual([variable, expect.stringContaining(words)])
  })
})

describe('the channel', () => {
  it.each([
    [
      'https://login.microsoftonline.us',
      'https://graph.microsoft.us',
      'https://api.botframework.us',
      'login.botframework.azure.us',
    ],
    [
      'https://login.microsoftonline.us',
      'https://dod-graph.microsoft.us',
      'https://api.botframework.us',
      'login.botframework.azure.us',
    ],
    [
      'https://login.partner.microsoftonline.cn',
      'https://microsoftgraph.chinacloudapi.cn',
      'https://api.botframework.azure.cn',
      'login.botframework.azure.cn',
    ],
    [
      'https://login.microsoftonline.com',
      'https://graph.microsoft.com',
      'https://api.botframework.com',
      'login.botframework.com',
    ],
  ])('of %s is that of the same cloud', (LOGIN_BASE_URL, GRAPH_BASE_URL, issuer, host) => {
    const { channel } = readConfig({ ...complete, LOGIN_BASE_URL, GRAPH_BASE_URL })
    expect(channel).toEqual({ issuer, metadataUrl: `https://${host}/v1/.well-known/openidconfiguration` })
  })

  it.each([
    ['keys of somebody else', { CHANNEL_METADATA_URL: 'https://evil.example/keys' }, 'CHANNEL_METADATA_URL'],
    [
      'keys of another cloud',
      { CHANNEL_METADATA_URL: 'https://login.botframework.azure.us/v1/.well-known/openidconfiguration' },
      'CHANNEL_METADATA_URL',
    ],
    ['keys of this machine', { CHANNEL_METADATA_URL: 'http://127.0.0.1:1/keys' }, 'CHANNEL_METADATA_URL'],
    ['another issuer', { CHANNEL_ISSUER: 'https://sts.windows.net' }, 'CHANNEL_ISSUER'],
    ['a connector on this machine', { SERVICE_HOSTS: '127.0.0.1' }, 'SERVICE_HOSTS'],
    ['a connector without a name', { SERVICE_HOSTS: '169.254.169.254' }, 'SERVICE_HOSTS'],
  ])('cannot be %s', (_name, change, variable) => {
    expect(problemOf({ ...complete, ...change })?.variable).toBe(variable)
  })
})

describe('the client ids of the sets', () => {
  it('fit the catalog when each set has its own', () => {
    expect(() => checkSetClientIds({ a: id(1), b: id(2) }, ['a', 'b'])).not.toThrow()
  })

  it('are refused where one in use, or one of our own apps, counts as a former one', () => {
    const sets = ['a', 'b']
    const inUse = { a: id(1), b: id(2) }
    expect(() => checkSetClientIds(inUse, sets, { former: { a: [id(3)] }, own: [id(4)] })).not.toThrow()
    expect(() => checkSetClientIds(inUse, sets, { former: { a: [id(2)] } })).toThrow(
      /in use.*formerClientIds of "a"/,
    )
    expect(() => checkSetClientIds(inUse, sets, { former: { b: [id(4)] }, own: [id(4)] })).toThrow(/of "b"/)
  })

  it('are refused with every set that lacks one, is unknown or shares one', () => {
    expect(() => checkSetClientIds({ a: id(1), c: id(1) }, ['a', 'b'])).toThrow(
      /^3 errors.*"b" of the catalog has no client ID.*no set "c".*"a" and "c" have the same/s,
    )
  })
})

it('every variable has exactly one line and one comment line in .env.sample', () => {
  const lines = readFileSync(new URL('../../../.env.sample', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
  expect(lines.filter((_line, at) => at % 2 === 1)).toEqual(
    [...new Set([...Object.keys(variables), ...Object.keys(packageVariables)])].map((name) => `${name}=`),
  )
  for (const comment of lines.filter((_line, at) => at % 2 === 0)) expect(comment).toMatch(/^# \S.{10,}\S$/)
})

it.each([
  ['127.0.0.1', true],
  ['127.8.9.1', true],
  ['::1', true],
  ['[::1]', true],
  ['localhost', true],
  ['0.0.0.0', false],
  ['127.0.0.1.example.com', false],
  ['10.0.0.1', false],
  ['::', false],
  ['localhost.example', false],
])('%s is loopback: %s', (host, expected) => {
  expect(isLoopbackHost(host)).toBe(expected)
})
