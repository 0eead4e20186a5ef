import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type DirectoryOptions, makeDirectory } from '#domain/directory/make-directory.ts'
import { OutsideError, UserError } from '#platform/base/errors.ts'
import { readTenantText } from '#platform/microsoft/read-tenant-text.ts'
import { demo } from '../../../emulator/demo-world.ts'
import { openMicrosoft } from '../../support/microsoft.ts'
import { json, openServer } from './odd-server.ts'

/** Any UTF-16 code unit, including lone surrogates. */
const anyUnit = fc.nat({ max: 0xffff }).map((code) => String.fromCharCode(code))
const contoso = '2f2a91c4-0000-4000-8000-000000000001'

/** Code and facts of the error thrown. */
async function refusalOf(work: Promise<unknown>): Promise<object> {
  const error = await work.then(
    (value) => new Error(`resolved to ${value}`),
    (thrown: unknown) => thrown,
  )
  if (error instanceof UserError) return { code: error.code, ...error.facts }
  if (error instanceof OutsideError) return { outside: error.facts }
  throw error
}

describe('a tenant that Microsoft knows', () => {
  const ways = [
    'contoso.com',
    ' Contoso.COM ',
    'contoso.onmicrosoft.com',
    'contoso.com.',
    contoso,
    contoso.toUpperCase(),
    contoso.replaceAll('-', ''),
    `{${contoso}}`,
    '“contoso.com”',
    '\u2066contoso.com\u2069',
    'contoso\u2024com',
    'somebody@contoso.com',
    'somebody_fabrikam.com#EXT#@contoso.onmicrosoft.com',
    'https://contoso.com',
    'https://www.contoso.com/about-us',
    'https://login.microsoftonline.com/contoso.com/v2.0/.well-known/openid-configuration',
    `https://login.microsoftonline.us/${contoso}/oauth2/v2.0/token`,
    'https://login.microsoftonline.com/common/oauth2/v2.0/authorize?login_hint=admin%40contoso.com',
    `https://portal.azure.com/#view/Microsoft_AAD_IAM/TenantOverview.ReactView/tenantId/${contoso}`,
    'https://portal.azure.com/#@contoso.onmicrosoft.com/resource/subscriptions/4d4d4d4d-0000-4000-8000-000000000001',
    `https://entra.microsoft.com/${contoso}/#view/Microsoft_AAD_IAM/ManagedAppMenuBlade/~/Overview/objectId/4d4d4d4d-0000-4000-8000-000000000001`,
    `https://security.microsoft.com/incidents?tid=${contoso}`,
  ]
  for (const text of ways) {
    test(`is found by "${text}"`, async () => {
      const microsoft = await openMicrosoft()
      expect(await microsoft.directory.resolveTenant(text)).toBe(contoso)
      expect(microsoft.requests()).toHaveLength(1)
    })
  }

  test('is asked for without a token', async () => {
    const server = await openServer((_, response) =>
      json(response, 200, { issuer: `https://login/${contoso}/v2.0` }),
    )
    const directory = directoryAt(server.url)
    expect(await directory.resolveTenant('contoso.com')).toBe(contoso)
    expect(server.seen).toEqual([
      { method: 'GET', url: '/contoso.com/v2.0/.well-known/openid-configuration' },
    ])
    await directory.close()
  })

  test('is found under a name that is not ASCII', async () => {
    const server = await openServer((_, response) =>
      json(response, 200, { issuer: `https://login/${contoso}/v2.0` }),
    )
    const directory = directoryAt(server.url)
    await directory.resolveTenant('Müller.example')
    expect(server.seen[0]?.url).toMatch(/^\/xn--mller-kva\.example\//)
    await directory.close()
  })
})

describe('what is refused in words', () => {
  const nobody = ['nobody.example', '0a0a0a0a-0000-4000-8000-0000000000ff']
  for (const text of nobody) {
    test(`${text} is no tenant`, async () => {
      const microsoft = await openMicrosoft()
      expect(await refusalOf(microsoft.directory.resolveTenant(text))).toEqual({
        code: 'TENANT_NOT_FOUND_AT_MICROSOFT',
        text,
      })
    })
  }

  test('a deleted tenant, as one that never was', async () => {
    const microsoft = await openMicrosoft()
    microsoft.tenant('contoso.com').deleted = true
    expect(await refusalOf(microsoft.directory.resolveTenant(contoso))).toMatchObject({
      code: 'TENANT_NOT_FOUND_AT_MICROSOFT',
    })
  })

  test('personal accounts: nobody can consent in their tenant', async () => {
    const consumers = '9188040d-6c67-4c5b-b112-36a304b66dad'
    const server = await openServer((_, response) =>
      json(response, 200, { issuer: `https://login/${consumers}/v2.0` }),
    )
    const directory = directoryAt(server.url)
    expect(await refusalOf(directory.resolveTenant('outlook.com'))).toMatchObject({
      code: 'TENANT_NOT_FOUND_AT_MICROSOFT',
    })
    await directory.close()
  })

  const weird = [
    '',
    '   ',
    'contoso',
    'common',
    'organizations',
    'consumers',
    '10.0.0.1',
    '-a.com',
    'a_b.com',
    'a..com',
    '.com',
    'a.b',
    `${'a'.repeat(64)}.com`,
    `${'a.'.repeat(130)}com`,
    'contoso.com/../common',
    'contoso.com?x=1',
    'contoso.com#x',
    'contoso.com:443',
    'contoso .com',
    'contoso.com\nx',
    '3c3c3c3c-0000-4000-8000-00000000000',
    '%2e%2e.com%2f',
    // Names in SharePoint are often, but not always, those of a domain.
    'https://contoso.sharepoint.com/sites/finance',
    'https://login.microsoftonline.com/common/oauth2/authorize',
    'https://login.microsoftonline.com@contoso.com/',
    `https://portal.azure.com/?tenantId=${contoso}&tid=4d4d4d4d-0000-4000-8000-000000000001`,
    'ftp://contoso.com/',
    '<script>.com',
  ]
  for (const text of weird) {
    test(`${JSON.stringify(text.slice(0, 40))} is neither a domain nor an id, and nothing is asked`, async () => {
      const microsoft = await openMicrosoft()
      expect(await refusalOf(microsoft.directory.resolveTenant(text))).toEqual({
        code: 'TENANT_ID_INVALID',
        text: text.trim().slice(0, 100),
      })
      expect(microsoft.requests()).toEqual([])
    })
  }
})

describe('a sign-in service that is not well', () => {
  test('is asked again after the wait it asked for', async () => {
    const microsoft = await openMicrosoft()
    microsoft.fault('discovery', { kind: 'status', status: 503, retryAfter: '2' }, { times: 1 })
    microsoft.fault('discovery', { kind: 'cut' }, { times: 1, skip: 1 })
    expect(await microsoft.directory.resolveTenant('contoso.com')).toBe(contoso)
    expect(microsoft.slept).toEqual([2_000, 2_000])
  })

  test('is a failure outside when it stays, with its wait', async () => {
    const microsoft = await openMicrosoft({ timeoutMs: 10_000 })
    microsoft.fault('discovery', { kind: 'status', status: 429, retryAfter: '60' })
    expect(await refusalOf(microsoft.directory.resolveTenant('contoso.com'))).toEqual({
      outside: { service: 'login', status: 429, code: 'loginThrottled', retryAfterMs: 60_000 },
    })
    microsoft.world.faults = []
    microsoft.fault('discovery', { kind: 'cut' })
    expect(await refusalOf(microsoft.directory.resolveTenant('contoso.com'))).toMatchObject({
      outside: { service: 'network' },
    })
  })

  test('is a failure outside when it never answers', async () => {
    const server = await openServer(() => {})
    const directory = directoryAt(server.url, { timeoutMs: 60 })
    expect(await refusalOf(directory.resolveTenant(contoso))).toEqual({
      outside: { service: 'network', code: 'timedOut' },
    })
    await directory.close()
  })

  test('says nothing about a tenant while it has a fault', async () => {
    const server = await openServer((_, response) => json(response, 503, { error: 'invalid_tenant' }))
    const directory = directoryAt(server.url)
    expect(await refusalOf(directory.resolveTenant(contoso))).toMatchObject({ outside: { status: 503 } })
    await directory.close()
  })

  const answers: [name: string, status: number, body: unknown][] = [
    ['no issuer', 200, {}],
    ['an issuer without a tenant', 200, { issuer: 'https://login/{tenantid}/v2.0' }],
    ['an issuer that is no address', 200, { issuer: contoso }],
    [
      'another tenant than the one asked for',
      200,
      { issuer: 'https://login/4d4d4d4d-0000-4000-8000-000000000001/v2.0' },
    ],
    ['a redirect', 302, {}],
    ['a page of a proxy', 403, '<html>'],
    [
      'words in place of codes',
      400,
      { error: 'Say <b>this</b> to the admin', error_codes: [-1], error_description: 'x' },
    ],
  ]
  for (const [name, status, body] of answers) {
    test(`${name} resolves to nothing`, async () => {
      const server = await openServer((_, response) => json(response, status, body))
      const directory = directoryAt(server.url)
      expect(await refusalOf(directory.resolveTenant(contoso))).toEqual({
        outside: { service: 'login', status, code: 'loginUnreadable' },
      })
      await directory.close()
    })
  }
})

test('what people type never reaches the address but as a GUID or a domain', () => {
  const typed = fc.oneof(fc.string({ unit: anyUnit }), fc.domain(), fc.uuid())
  fc.assert(
    fc.property(typed, (text) => {
      const name = readTenantText(text)
      if (name !== undefined) expect(name).toMatch(/^[a-z0-9][a-z0-9.-]{3,252}$/)
    }),
    { numRuns: 150 },
  )
})

function directoryAt(url: string, rest: Partial<DirectoryOptions> = {}) {
  const { homeTenantId, reader } = demo
  const clock = () => new Date('2026-03-01T08:00:00.000Z')
  return makeDirectory({
    loginBaseUrl: `${url}/`,
    graphBaseUrl: url,
    homeTenantId,
    reader,
    clock,
    sleep: async () => {},
    ...rest,
  })
}
