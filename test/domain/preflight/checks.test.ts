import { describe, expect, test } from 'vitest'
import { preflightCauses } from '#domain/preflight/causes.ts'
import type { Check, CheckResult } from '#domain/preflight/check.ts'
import { channelKeysCheck } from '#domain/preflight/check-channel-keys.ts'
import { clockCheck } from '#domain/preflight/check-clocks.ts'
import { botCredentialCheck } from '#domain/preflight/check-credentials.ts'
import { diskCheck, durabilityCheck } from '#domain/preflight/check-database.ts'
import { publicUrlCheck } from '#domain/preflight/check-public-url.ts'
import { readerRightsCheck } from '#domain/preflight/check-reader-rights.ts'
import { botTokenCheck, readerTokenCheck } from '#domain/preflight/check-tokens.ts'
import type { PreflightWorld } from '#domain/preflight/preflight-world.ts'
import { probeAnswer } from '#domain/preflight/probe-answer.ts'
import { runChecks } from '#domain/preflight/run-checks.ts'
import { readConfig } from '#platform/config/read-config.ts'
import { makeOutcome } from '#platform/microsoft/outcomes.ts'
import { isNetworkKind } from '#platform/storage/read-disk.ts'
import { en as words } from '../../../cards/words/en.ts'
import { makeTestClock } from '../../support/clocks.ts'
import { complete } from '../../support/complete-environment.ts'
import { makeTestLog } from '../../support/logs.ts'
import { makeTestTimers } from '../../support/timers.ts'

/** What a test doesn't give is not asked by the check. */
const world = (given: Partial<PreflightWorld> = {}): PreflightWorld =>
  ({
    config: readConfig(complete),
    clock: makeTestClock(),
    log: makeTestLog(),
    rules: { linkKey: new Uint8Array(32) },
    ...given,
  }) as PreflightWorld

const said = async (check: Check, given: Partial<PreflightWorld>): Promise<string> =>
  short(await check.run(world(given)))

function short(result: CheckResult): string {
  if ('outcome' in result) return `${result.state} ${result.outcome.name}`
  if ('cause' in result) return `${result.state} ${result.cause}`
  return 'why' in result ? `${result.state} ${result.why}` : result.state
}

const token = (claims: object) => async () =>
  ({ read: true, value: `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x` }) as const

describe('tokens', () => {
  const own = { aud: 'https://api.botframework.com', appid: complete.BOT_ID, tid: complete.HOME_TENANT_ID }

  test('are of the app, the tenant, and for the recipient of the configuration', async () => {
    expect(await said(botTokenCheck, { botToken: token(own) })).toBe('passed')
    expect(
      await said(botTokenCheck, { botToken: token({ ...own, aud: 'https://graph.microsoft.com' }) }),
    ).toBe('failed tokenForOther')
    expect(await said(botTokenCheck, { botToken: token({ ...own, appid: complete.READER_ID }) })).toBe(
      'failed tokenForOther',
    )
    expect(await said(botTokenCheck, { botToken: token({ ...own, tid: complete.BOT_ID }) })).toBe(
      'failed tokenForOther',
    )
  })

  test('that can’t be read prove no rights, and take nothing away from the credential', async () => {
    const opaque = { readerToken: async () => ({ read: true, value: 'an-opaque-token' }) as const }
    expect(await said(readerTokenCheck, opaque)).toBe('passed')
    expect(await said(readerRightsCheck, opaque)).toBe('skipped tokenOpaque')
  })

  test('with the three small rights are enough for less', async () => {
    const roles = ['Application.Read.All', 'Organization.Read.All', 'RoleManagement.Read.Directory']
    expect(await said(readerRightsCheck, { readerToken: token({ aud: '', roles }) })).toBe(
      'warning rightsNarrow',
    )
    expect(await said(readerRightsCheck, { readerToken: token({ aud: '', roles: roles.slice(1) }) })).toBe(
      'failed rightsMissing',
    )
  })
})

describe('the public address', () => {
  const nonce = 'ab'.repeat(16)
  const answer = (status: number, text = '', headers: Record<string, string> = {}) => ({
    nonce: () => nonce,
    get: async () =>
      ({ read: true, value: { status, text, header: (name: string) => headers[name] } }) as const,
    addressesOf: async () => ['20.50.2.7'],
  })
  const ours = probeAnswer(new Uint8Array(32), nonce)

  test('answers our question itself, at an address that others can reach', async () => {
    expect(await said(publicUrlCheck, answer(200, ours))).toBe('passed')
    const inside = { ...answer(200, ours), addressesOf: async () => ['10.1.2.3', 'fd00::7'] }
    expect(await said(publicUrlCheck, inside)).toBe('warning urlPrivate')
    const both = { ...answer(200, ours), addressesOf: async () => ['10.1.2.3', '2603:1030::7'] }
    expect(await said(publicUrlCheck, both)).toBe('passed')
    for (const nowhere of ['0.0.0.0', '192.0.2.7', '2001:db8::7', '64:ff9b::a01:203'])
      expect(await said(publicUrlCheck, { ...answer(200, ours), addressesOf: async () => [nowhere] })).toBe(
        'warning urlPrivate',
      )
    expect(await said(publicUrlCheck, answer(302, ours, { location: '/login' }))).toBe('failed urlRedirects')
    expect(await said(publicUrlCheck, answer(503, '', { 'retry-after': '1' }))).toBe('failed urlStarting')
    expect(await said(publicUrlCheck, answer(503))).toBe('failed urlProxy')
    expect(await said(publicUrlCheck, answer(200, `${ours} `))).toBe('failed urlForeign')
  })

  test.each([
    ['hostNotFound', 'failed urlHostUnknown'],
    ['certificateUntrusted', 'failed urlCertificate'],
    ['timedOut', 'failed urlUnreached'],
  ] as const)('says what %s means here', async (name, expected) => {
    const get = async () => ({ read: false, outcome: makeOutcome('network', name) }) as const
    expect(await said(publicUrlCheck, { ...answer(200), get })).toBe(expected)
  })
})

describe('credentials', () => {
  const certificate = (endsAt: string) => ({
    certificate: {
      thumbprintSha1: 'AB'.repeat(20),
      thumbprintSha256: 'CD'.repeat(32),
      privateKey: '',
      x5c: '',
      endsAt: new Date(endsAt),
    },
    files: { CERTIFICATE_FILE: '', KEY_FILE: '' },
  })
  const registered = (...credentials: object[]) => ({
    registrations: async () => ({
      read: true as const,
      value: {
        [complete.BOT_ID]: { whole: { credentials, appRoles: [], identifierUris: [] } },
      } as never,
    }),
  })
  const entry = (kind: string, shown: string, endsAt: string) => ({ kind, shown, endsAt: new Date(endsAt) })
  const bytes = Buffer.from('AB'.repeat(20), 'hex').toString('base64')

  test.each([
    ['by its own date', '2026-03-11', [], 'warning credentialEnding'],
    [
      'by that of the registration',
      '2030-01-01',
      [entry('certificate', bytes, '2026-03-11')],
      'warning credentialEnding',
    ],
    [
      'as digits',
      '2030-01-01',
      [entry('certificate', 'ab'.repeat(20), '2026-03-11')],
      'warning credentialEnding',
    ],
    ['not by another one’s', '2030-01-01', [entry('certificate', 'EEEE', '2026-03-11')], 'passed'],
  ] as const)('a certificate ends %s', async (_how, endsAt, known, expected) => {
    const given = { credentialOf: () => certificate(endsAt), ...registered(...known) }
    expect(await said(botCredentialCheck, given)).toBe(expected)
  })

  test('a secret is the one that begins like ours, and the one that is good longest', async () => {
    const secret = { credentialOf: () => ({ secret: 'abcdef' }) }
    const ended = entry('secret', 'abc', '2026-02-01')
    const good = entry('secret', 'abc', '2027-02-01')
    expect(await said(botCredentialCheck, { ...secret, ...registered(ended, good) })).toBe('passed')
    expect(
      await said(botCredentialCheck, {
        ...secret,
        ...registered(ended, entry('secret', 'xyz', '2027-02-01')),
      }),
    ).toBe('failed credentialEnded')
    expect(await said(botCredentialCheck, { ...secret, ...registered() })).toBe('skipped credentialUnknown')
  })
})

describe('the machine', () => {
  test('needs a local disk with room', async () => {
    const disk = (freeBytes: number, isNetwork = false) => ({
      readDisk: async () => ({ freeBytes, isNetwork }),
    })
    expect(await said(diskCheck, disk(2e9))).toBe('passed')
    expect(await said(diskCheck, disk(5e8))).toBe('warning diskSmall')
    expect(await said(diskCheck, disk(5e7))).toBe('failed diskFull')
    const file = { kind: 'file', tables: 'current', canWrite: true, journal: 'wal', synchronous: 2 } as const
    const inspected = (change: object) => ({ inspectDatabase: async () => ({ ...file, ...change }) as never })
    expect(await said(durabilityCheck, { ...disk(2e9), ...inspected({}) })).toBe('passed')
    expect(await said(durabilityCheck, { ...disk(2e9, true), ...inspected({}) })).toBe('failed networkDisk')
    expect(await said(durabilityCheck, { ...disk(2e9), ...inspected({ journal: 'delete' }) })).toBe(
      'failed journalNotWal',
    )
    expect(await said(durabilityCheck, { ...disk(2e9), ...inspected({ synchronous: 1 }) })).toBe(
      'failed settingUnsafe',
    )
    expect([0x6969, 0xff534d42, 0xef53].map(isNetworkKind)).toEqual([true, true, false])
  })

  test('has a server that keeps what it was given, in the session that gave it', async () => {
    const settings = {
      fsync: 'on',
      full_page_writes: 'on',
      synchronous_commit: 'on',
      isolation: 'serializable',
    }
    const server = (change: object, isPooledByStatement = false) => ({
      inspectDatabase: async () =>
        ({ kind: 'server', settings: { ...settings, ...change }, isPooledByStatement }) as never,
    })
    expect(await said(durabilityCheck, server({}))).toBe('passed')
    expect(await said(durabilityCheck, server({ synchronous_commit: 'remote_apply' }))).toBe('passed')
    expect(await said(durabilityCheck, server({ synchronous_commit: 'local' }))).toBe('failed settingUnsafe')
    expect(await said(durabilityCheck, server({ full_page_writes: 'off' }))).toBe('failed settingUnsafe')
    expect(await said(durabilityCheck, server({ isolation: 'read committed' }))).toBe(
      'failed poolerDropsSettings',
    )
    expect(await said(durabilityCheck, server({}, true))).toBe('failed poolerTransactions')
  })

  test('is not judged by an answer without a time', async () => {
    const get = async () =>
      ({ read: true, value: { status: 200, text: '', header: () => undefined } }) as const
    expect(await said(clockCheck, { get })).toBe('skipped noDate')
  })

  test('is told what a channel says whose keys are for others', async () => {
    const readChannelKeys = async () => [{ kty: 'RSA', endorsements: ['skype'] }]
    expect(await said(channelKeysCheck, { readChannelKeys })).toBe('failed channelNotEndorsed')
  })
})

describe('a run', () => {
  const check = (id: Check['id'], run: Check['run']): Check => ({ id, run })

  test('hides nothing behind a check that throws or never ends, and quotes nothing of either', async () => {
    const log = makeTestLog()
    const timers = makeTestTimers()
    const running = runChecks(
      [
        check('clock', () => new Promise(() => {})),
        check('disk', () => {
          throw new Error('the secret is hunter2')
        }),
        check('scopes', async () => ({ state: 'passed' })),
      ],
      world({ log }),
      timers,
    )
    await new Promise(setImmediate)
    timers.forward(8_000)
    const { checks } = await running
    expect(checks.map(({ result }) => short(result))).toEqual([
      'failed tooSlow',
      'failed checkFailed',
      'passed',
    ])
    expect(JSON.stringify(checks)).not.toContain('hunter2')
    expect(log.lines).toMatchObject([{ level: 'warn', message: 'a check of preflight failed' }])
  })

  test('has words for every cause, and causes for all words', () => {
    expect(Object.keys(words.preflight.causes).sort()).toEqual(Object.keys(preflightCauses).sort())
  })
})
