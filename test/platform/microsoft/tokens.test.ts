import { createHash, X509Certificate } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { hours, minutes, seconds } from '#platform/base/time.ts'
import type { ReadResult } from '#platform/microsoft/facts.ts'
import type { FetchedToken } from '#platform/microsoft/msal-client.ts'
import { isConnectionLost, makeOutcome } from '#platform/microsoft/outcomes.ts'
import { makeTokens } from '#platform/microsoft/tokens.ts'
import { demo } from '../../../emulator/demo-world.ts'
import { grantAccess, removeApp, revokeAccess, setAppEnabled } from '../../../emulator/world/change-apps.ts'
import {
  addCertificate,
  expireCredentials,
  getRegistration,
} from '../../../emulator/world/change-registrations.ts'
import { permissionNamed } from '../../../emulator/world/permissions.ts'
import { makeTestClock } from '../../support/clocks.ts'
import { makeCertificate } from '../../support/make-certificate.ts'
import { openMicrosoft, outcomeOf, requirements } from '../../support/microsoft.ts'

const readerId = demo.reader.clientId
const thumbprintOf = (certificate: string): string =>
  new X509Certificate(certificate).fingerprint256.replaceAll(':', '')

describe('one token per tenant', () => {
  test('twenty reads that begin at once share one request for it', async () => {
    const microsoft = await openMicrosoft()
    const reads = await Promise.all(Array.from({ length: 20 }, () => microsoft.read('adatum.com')))
    expect(new Set(reads.map((read) => outcomeOf(read)))).toEqual(new Set(['ok']))
    expect(microsoft.requests().filter((request) => request === 'token 200')).toHaveLength(1)
  })

  test('tenants never share one', async () => {
    const microsoft = await openMicrosoft()
    await Promise.all(['adatum.com', 'fabrikam.com'].map((domain) => microsoft.read(domain)))
    expect(microsoft.requests().toSorted()).toEqual(['batch 200', 'batch 200', 'token 200', 'token 200'])
  })

  test('of more tenants than are kept the oldest ones are asked for again', async () => {
    const asked: string[] = []
    const fetch = async (tenantId: string): Promise<ReadResult<FetchedToken>> => {
      asked.push(tenantId)
      return { read: true, value: { token: tenantId, expiresInSeconds: 3_600 } }
    }
    const tokens = makeTokens(fetch, makeTestClock(), { plain: 10, most: 2 })
    for (const tenantId of ['a', 'b', 'c', 'b', 'c', 'a']) await tokens.get(tenantId)
    expect(asked).toEqual(['a', 'b', 'c', 'a'])
  })

  test('of a large fleet is packed, and comes out as it went in', async () => {
    const tokenOf = (tenantId: string): string =>
      [`header ${'same '.repeat(40)}`, `${tenantId} ${'claim '.repeat(100)}`, tenantId.repeat(9)].join('.')
    const fetch = async (tenantId: string): Promise<ReadResult<FetchedToken>> => ({
      read: true,
      value: { token: tokenOf(tenantId), expiresInSeconds: 3_600 },
    })
    const tokens = makeTokens(fetch, makeTestClock(), { plain: 2, most: 100 })
    const tenantIds = ['a', 'b', 'c', 'd', 'e']
    for (const round of ['asked for', 'kept']) {
      for (const tenantId of tenantIds)
        expect(await tokens.get(tenantId), round).toEqual({ read: true, value: tokenOf(tenantId) })
    }
    const first = await tokens.get('e')
    if (!first.read) throw new Error('Expected a token')
    expect(await tokens.get('e', { rejected: first.value })).toEqual(first)
  })

  test('is used until five minutes before its end', async () => {
    const microsoft = await openMicrosoft()
    await microsoft.read('adatum.com')
    microsoft.requests()
    microsoft.clock.advance((3_599 - 300) * 1_000 - 1)
    await microsoft.read('adatum.com')
    expect(microsoft.requests()).toEqual(['batch 200'])
    microsoft.clock.advance(1)
    await microsoft.read('adatum.com')
    expect(microsoft.requests()).toEqual(['token 200', 'batch 200'])
  })

  test('that lives for less than five minutes serves one read', async () => {
    const microsoft = await openMicrosoft()
    microsoft.fault('token', { kind: 'token', expiresIn: 299 })
    await microsoft.read('adatum.com')
    await microsoft.read('adatum.com')
    expect(microsoft.requests()).toEqual(['token 200', 'batch 200', 'token 200', 'batch 200'])
  })

  test('is asked for anew when the read wants a fresh one', async () => {
    const microsoft = await openMicrosoft()
    await microsoft.read('adatum.com')
    await microsoft.read('adatum.com', { freshToken: true })
    await microsoft.read('adatum.com')
    expect(microsoft.requests()).toEqual(['token 200', 'batch 200', 'token 200', 'batch 200', 'batch 200'])
  })
})

describe('roles are baked into the token', () => {
  const directoryRead = permissionNamed('Directory.Read.All')

  test('a fresh token shows a consent that the old one cannot', async () => {
    const microsoft = await openMicrosoft()
    const tenant = microsoft.tenant('adatum.com')
    const registration = getRegistration(microsoft.world, readerId)
    revokeAccess(microsoft.world, tenant, readerId, directoryRead)
    expect(outcomeOf(await microsoft.read('adatum.com'))).toBe('failed: readerRightMissing')
    grantAccess(microsoft.world, tenant, registration, registration.required)
    expect(outcomeOf(await microsoft.read('adatum.com', { freshToken: true }))).toBe('ok')
  })

  test('a refusal makes the next read ask for a new one, at no cost to this one', async () => {
    const microsoft = await openMicrosoft()
    const tenant = microsoft.tenant('adatum.com')
    const registration = getRegistration(microsoft.world, readerId)
    revokeAccess(microsoft.world, tenant, readerId, directoryRead)
    await microsoft.read('adatum.com')
    expect(microsoft.requests()).toEqual(['token 200', 'batch 200'])
    grantAccess(microsoft.world, tenant, registration, registration.required)
    expect(outcomeOf(await microsoft.read('adatum.com'))).toBe('ok')
    expect(microsoft.requests()).toEqual(['token 200', 'batch 200'])
  })

  test('a token that Graph refuses is replaced once, within the read', async () => {
    const microsoft = await openMicrosoft()
    microsoft.fault('graph', { kind: 'status', status: 401 }, { times: 1 })
    expect(outcomeOf(await microsoft.read('adatum.com'))).toBe('ok')
    expect(microsoft.requests()).toEqual(['token 200', 'batch 401', 'token 200', 'batch 200'])
  })

  test('a second refusal is the answer, and the next read starts with a new token', async () => {
    const microsoft = await openMicrosoft()
    microsoft.fault('graph', { kind: 'status', status: 401 }, { times: 2 })
    expect(outcomeOf(await microsoft.read('adatum.com'))).toBe('failed: graphTokenRefused')
    expect(microsoft.requests()).toEqual(['token 200', 'batch 401', 'token 200', 'batch 401'])
    expect(outcomeOf(await microsoft.read('adatum.com'))).toBe('ok')
    expect(microsoft.requests()).toEqual(['token 200', 'batch 200'])
  })

  test('a fresh token that is refused is not replaced by another', async () => {
    const microsoft = await openMicrosoft()
    microsoft.fault('graph', { kind: 'status', status: 401 })
    const read = await microsoft.read('adatum.com', { freshToken: true })
    expect(outcomeOf(read)).toBe('failed: graphTokenRefused')
    expect(microsoft.requests()).toEqual(['token 200', 'batch 401'])
  })

  test('a single part that refuses the token is sent again with another', async () => {
    const microsoft = await openMicrosoft()
    microsoft.fault('part', { kind: 'status', status: 401 }, { path: '/organization', times: 1 })
    expect(await microsoft.read('adatum.com')).toMatchObject({ organization: { read: true } })
    expect(microsoft.requests()).toEqual(['token 200', 'batch 200', 'token 200', 'batch 200'])
  })

  test('a token that ended between two requests is replaced', async () => {
    const microsoft = await openMicrosoft()
    await microsoft.read('adatum.com')
    microsoft.requests()
    // The server's clock is two hours ahead of the one that the expiry was computed with.
    microsoft.fault('graph', { kind: 'status', status: 401 }, { times: 1 })
    expect(outcomeOf(await microsoft.read('adatum.com'))).toBe('ok')
    expect(microsoft.requests()).toEqual(['batch 401', 'token 200', 'batch 200'])
  })
})

describe('what the sign-in service says about a tenant', () => {
  test('never connected', async () => {
    const microsoft = await openMicrosoft()
    expect(outcomeOf(await microsoft.read('wingtiptoys.com'))).toBe('lost: appNotInTenant')
    expect(microsoft.requests()).toEqual(['token 401'])
    microsoft.world.settings.missingPrincipalCode = 700016
    expect(outcomeOf(await microsoft.read('wingtiptoys.com'))).toBe('lost: appNotInTenant')
    expect(microsoft.requests()).toEqual(['token 400'])
  })

  test('the reader app was removed, or switched off, while a token still lives', async () => {
    const microsoft = await openMicrosoft()
    const tenant = microsoft.tenant('adatum.com')
    await microsoft.read('adatum.com')
    setAppEnabled(microsoft.world, tenant, readerId, false)
    expect(outcomeOf(await microsoft.read('adatum.com'))).toBe('failed: readerDisabled')
    expect(outcomeOf(await microsoft.read('adatum.com'))).toBe('lost: appDisabled')
    removeApp(microsoft.world, tenant, readerId)
    expect(outcomeOf(await microsoft.read('adatum.com'))).toBe('lost: appNotInTenant')
  })

  test('a deleted tenant and one that never was', async () => {
    const microsoft = await openMicrosoft()
    microsoft.tenant('adatum.com').deleted = true
    expect(outcomeOf(await microsoft.read('adatum.com'))).toBe('lost: tenantBlocked')
    const nobody = '0a0a0a0a-0000-4000-8000-0000000000ff'
    const read = await microsoft.directory.readTenant(nobody, requirements)
    expect(outcomeOf(read)).toBe('lost: tenantNotFound')
  })

  test('our own credential is no loss of any tenant', async () => {
    const wrong = await openMicrosoft({ reader: { clientId: readerId, secret: 'not-the-secret' } })
    expect(outcomeOf(await wrong.read('adatum.com'))).toBe('failed: secretWrong')
    const microsoft = await openMicrosoft()
    expireCredentials(microsoft.world, getRegistration(microsoft.world, readerId))
    expect(outcomeOf(await microsoft.read('adatum.com'))).toBe('failed: secretExpired')
    expect(microsoft.requests()).toEqual(['token 401'])
  })

  test('load and faults are repeated after the wait that was asked for', async () => {
    const microsoft = await openMicrosoft()
    microsoft.fault('token', { kind: 'aadsts', code: 90055, status: 429, retryAfter: '4' }, { times: 1 })
    microsoft.fault('token', { kind: 'status', status: 503 }, { times: 1, skip: 1 })
    expect(outcomeOf(await microsoft.read('adatum.com'))).toBe('ok')
    expect(microsoft.slept).toEqual([4_000, 2_000])
    expect(microsoft.requests()).toEqual(['token 429', 'token 503', 'token 200', 'batch 200'])
  })

  test('whoever has waited asks, even if the clock did not see it', async () => {
    const microsoft = await openMicrosoft({ sleep: async () => {} })
    microsoft.fault('token', { kind: 'aadsts', code: 90055, status: 429, retryAfter: '4' }, { times: 1 })
    expect(outcomeOf(await microsoft.read('adatum.com'))).toBe('ok')
    expect(microsoft.requests()).toEqual(['token 429', 'token 200', 'batch 200'])
  })

  test('while it asked us to wait, other reads of the tenant do not ask; those of others do', async () => {
    const microsoft = await openMicrosoft({ timeoutMs: 10_000 })
    const tenantId = microsoft.tenant('adatum.com').id
    microsoft.fault(
      'token',
      { kind: 'aadsts', code: 90055, status: 429, retryAfter: '60' },
      { tenantId, times: 1 },
    )
    expect(outcomeOf(await microsoft.read('adatum.com'))).toBe('failed: loginThrottled')
    microsoft.clock.advance(seconds(49))
    expect(await microsoft.read('adatum.com')).toMatchObject({
      outcome: { name: 'loginThrottled', retryAfterMs: seconds(11) },
    })
    expect(outcomeOf(await microsoft.read('fabrikam.com'))).toBe('ok')
    expect(microsoft.requests()).toEqual(['token 429', 'token 200', 'batch 200'])
    expect(microsoft.slept).toEqual([])
  })

  const odd: [
    name: string,
    effect: Parameters<Awaited<ReturnType<typeof openMicrosoft>>['fault']>[1],
    outcome: string,
  ][] = [
    ['success without a token', { kind: 'token', withoutToken: true }, 'tokenEmpty'],
    ['JSON that ends in the middle', { kind: 'truncate' }, 'loginUnreadable'],
    ['a page of a proxy with 200', { kind: 'status', status: 200 }, 'loginUnreadable'],
    ['a page of a proxy with 403', { kind: 'status', status: 403 }, 'loginUnreadable'],
    ['a redirect', { kind: 'status', status: 302 }, 'loginUnreadable'],
    ['a cut connection', { kind: 'cut' }, 'connectionCut'],
    ['a fault that stays', { kind: 'status', status: 502 }, 'loginFault'],
    ['CRLF in its words', { kind: 'aadsts', code: 7000215, separator: 'crlf' }, 'secretWrong'],
  ]
  for (const [name, effect, outcome] of odd) {
    test(`${name} is ${outcome}`, async () => {
      const microsoft = await openMicrosoft()
      microsoft.fault('token', effect)
      expect(outcomeOf(await microsoft.read('adatum.com'))).toBe(`failed: ${outcome}`)
    })
  }
})

describe('a certificate in place of a secret', () => {
  const { certificate, key } = makeCertificate('reader')
  const thumbprintSha256 = thumbprintOf(certificate)

  test('opens the same doors; every token request has an assertion of its own', async () => {
    const reader = {
      clientId: readerId,
      certificate: { thumbprintSha256, privateKey: key, x5c: certificate },
    }
    const microsoft = await openMicrosoft({ reader })
    microsoft.world.settings.rejectReusedAssertions = true
    addCertificate(microsoft.world, getRegistration(microsoft.world, readerId), certificate)
    expect(outcomeOf(await microsoft.read('adatum.com'))).toBe('ok')
    expect(outcomeOf(await microsoft.read('fabrikam.com'))).toBe('ok')
    expect(outcomeOf(await microsoft.read('adatum.com', { freshToken: true }))).toBe('ok')
  })

  test('that the registration does not know is refused', async () => {
    const reader = { clientId: readerId, certificate: { thumbprintSha256, privateKey: key } }
    const microsoft = await openMicrosoft({ reader })
    expect(outcomeOf(await microsoft.read('adatum.com'))).toBe('failed: certificateRefused')
  })

  test('whose key is none is ours to mend, and nothing is sent', async () => {
    const privateKey = '-----BEGIN PRIVATE KEY-----\nbm90IGEga2V5\n-----END PRIVATE KEY-----\n'
    const microsoft = await openMicrosoft({
      reader: { clientId: readerId, certificate: { thumbprintSha256, privateKey } },
    })
    const read = await microsoft.read('adatum.com')
    expect(outcomeOf(read)).toBe('failed: credentialRefused')
    expect(microsoft.requests()).toEqual([])
    expect(JSON.stringify(read)).not.toContain('bm90')
  })
})

describe('the keeper of tokens', () => {
  const good = (token: string, expiresInSeconds = 3_600): ReadResult<FetchedToken> => ({
    read: true,
    value: { token, expiresInSeconds },
  })

  /** A source whose responses the test sends. */
  function makeSource() {
    const waiting: ((answer: ReadResult<FetchedToken>) => void)[] = []
    const fetch = () => new Promise<ReadResult<FetchedToken>>((resolve) => void waiting.push(resolve))
    return { fetch, waiting }
  }

  test('a fresh wish is not served by a flight that began before it', async () => {
    const { fetch, waiting } = makeSource()
    const tokens = makeTokens(fetch, makeTestClock())
    const old = tokens.get('t')
    const fresh = tokens.get('t', { fresh: true })
    const alsoFresh = tokens.get('t', { fresh: true })
    expect(waiting).toHaveLength(2)
    waiting[1]?.(good('new'))
    expect(await fresh).toEqual({ read: true, value: 'new' })
    expect(await alsoFresh).toEqual({ read: true, value: 'new' })
    waiting[0]?.(good('old'))
    expect(await old).toEqual({ read: true, value: 'old' })
    // The older request ended last and must not overwrite the newer token.
    expect(await tokens.get('t')).toEqual({ read: true, value: 'new' })
    expect(waiting).toHaveLength(2)
  })

  test('an older flight that lands does not hide the fresh one that is still out', async () => {
    const { fetch, waiting } = makeSource()
    const tokens = makeTokens(fetch, makeTestClock())
    const old = tokens.get('t')
    const fresh = tokens.get('t', { fresh: true })
    waiting[0]?.(good('old'))
    await old
    const another = tokens.get('t', { fresh: true })
    waiting[1]?.(good('new'))
    expect(await another).toEqual(await fresh)
    expect(waiting).toHaveLength(2)
  })

  test('a plain wish joins a fresh flight', async () => {
    const { fetch, waiting } = makeSource()
    const tokens = makeTokens(fetch, makeTestClock())
    const fresh = tokens.get('t', { fresh: true })
    const plain = tokens.get('t')
    waiting[0]?.(good('new'))
    expect([await fresh, await plain]).toEqual(
      [good('new'), good('new')].map(({ read }) => ({ read, value: 'new' })),
    )
  })

  test('a rejected token is replaced, another one at hand is used', async () => {
    const { fetch, waiting } = makeSource()
    const tokens = makeTokens(fetch, makeTestClock())
    const first = tokens.get('t')
    waiting[0]?.(good('one'))
    await first
    const second = tokens.get('t', { rejected: 'one' })
    waiting[1]?.(good('two'))
    await second
    expect(await tokens.get('t', { rejected: 'one' })).toEqual({ read: true, value: 'two' })
    expect(waiting).toHaveLength(2)
  })

  test('a failed flight leaves nothing behind', async () => {
    const { fetch, waiting } = makeSource()
    const tokens = makeTokens(fetch, makeTestClock())
    const failed = tokens.get('t')
    waiting[0]?.({ read: false, outcome: makeOutcome('login', 'loginFault') })
    expect(await failed).toMatchObject({ read: false })
    void tokens.get('t')
    expect(waiting).toHaveLength(2)
  })

  test('a flight that throws is not shared for ever', async () => {
    let calls = 0
    const fetch = async () => {
      calls += 1
      throw new Error('bug')
    }
    const tokens = makeTokens(fetch, makeTestClock())
    await expect(tokens.get('t')).rejects.toThrow('bug')
    await expect(tokens.get('t')).rejects.toThrow('bug')
    expect(calls).toBe(2)
  })

  test('a wait ends with its time, or when somebody has waited; a good token is used meanwhile', async () => {
    const { fetch, waiting } = makeSource()
    const clock = makeTestClock()
    const tokens = makeTokens(fetch, clock)
    const held = makeOutcome('login', 'loginThrottled', { retryAfterMs: hours(1) })
    const first = tokens.get('t')
    waiting[0]?.({ read: false, outcome: held })
    await first
    clock.forward(minutes(20))
    expect(await tokens.get('t')).toMatchObject({ outcome: { retryAfterMs: minutes(40) } })
    const waited = tokens.get('t', { waited: true })
    waiting[1]?.(good('one'))
    expect(await waited).toEqual({ read: true, value: 'one' })
    expect(await tokens.get('t')).toEqual({ read: true, value: 'one' })
    tokens.forget('t')
    void tokens.get('t')
    expect(waiting).toHaveLength(3)
  })
})

test('thumbprints are SHA-256 over the certificate', () => {
  const { certificate } = makeCertificate('any')
  const der = Buffer.from(certificate.replace(/-----[^-]+-----|\s/g, ''), 'base64')
  expect(thumbprintOf(certificate).toLowerCase()).toBe(createHash('sha256').update(der).digest('hex'))
})

test('only the sign-in service can say that a connection is lost', () => {
  expect(isConnectionLost(makeOutcome('login', 'appNotInTenant'))).toBe(true)
  expect(isConnectionLost(makeOutcome('graph', 'appNotInTenant'))).toBe(false)
  expect(isConnectionLost(makeOutcome('login', 'secretWrong'))).toBe(false)
  expect(isConnectionLost(makeOutcome('login', 'loginFault'))).toBe(false)
})
