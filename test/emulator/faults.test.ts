import { describe, expect, it } from 'vitest'
import { kindsAt } from '../../emulator/control/fault-input.ts'
import { adatum, type Caller, contoso, type Json, part, setOf, startCaller } from './caller.ts'

const grants = `/servicePrincipals(appId='${setOf('saas-posture')}')/appRoleAssignments`

async function startWith(fault: Record<string, unknown>): Promise<Caller> {
  const emulator = await startCaller()
  await emulator.change('fault', fault)
  return emulator
}

describe('a fault', () => {
  it('strikes so often, after so many, in that tenant', async () => {
    const emulator = await startWith({
      where: 'graph',
      kind: 'status',
      status: 503,
      tenantId: 'adatum.com',
      skip: 1,
      times: 2,
    })
    const seen: number[] = []
    for (let i = 0; i < 4; i++) seen.push((await emulator.graph(adatum, '/organization')).status)
    expect(seen).toEqual([200, 503, 503, 200])
    const { body } = await emulator.get('/world/api/state')
    expect(body.faults.at(-1)).toMatchObject({
      kind: 'status',
      status: 503,
      tenantId: adatum,
      struck: 3,
      left: 0,
    })
  })

  it('leaves other tenants and other addresses alone, and ends when it is taken away', async () => {
    const emulator = await startWith({
      where: 'graph',
      kind: 'status',
      status: 403,
      tenantId: adatum,
      path: 'subscribedSkus',
    })
    expect((await emulator.graph(adatum, '/organization')).status).toBe(200)
    expect((await emulator.graph(contoso, '/subscribedSkus')).status).toBe(200)
    expect((await emulator.graph(adatum, '/subscribedSkus')).status).toBe(403)
    expect((await emulator.change('clear-faults', { tenantId: 'adatum.com' })).removed).toBe(1)
    expect((await emulator.graph(adatum, '/subscribedSkus')).status).toBe(200)
    expect((await emulator.graph('tailspintoys.com', '/organization')).status).toBe(403)
  })

  it.each([['2.5'], ['Mon, 02 Mar 2026 09:00:30 GMT']])(
    'sends Retry-After as it stands: %s',
    async (retryAfter) => {
      const emulator = await startWith({ where: 'graph', kind: 'status', status: 429, retryAfter })
      const { status, headers, body } = await emulator.graph(adatum, '/organization')
      expect([status, headers.get('retry-after'), body.error.code]).toEqual([
        429,
        retryAfter,
        'TooManyRequests',
      ])
    },
  )

  it.each([
    ['an HTML page', { status: 502 }, 502, (body: Json) => body.startsWith('<html>')],
    ['nothing', { status: 500, body: 'empty' }, 500, (body: Json) => body === ''],
    [
      'a code of its own',
      { status: 403, code: 'Forbidden', message: 'x' },
      403,
      (body: Json) => body.error.code === 'Forbidden',
    ],
  ])('may answer %s', async (_name, own, status, holds) => {
    const emulator = await startWith({ where: 'graph', kind: 'status', ...own })
    const answer = await emulator.graph(adatum, '/organization')
    expect(answer.status).toBe(status)
    expect(holds(answer.body)).toBe(true)
  })

  it('closes the connection, and the log says so', async () => {
    const emulator = await startWith({ where: 'graph', kind: 'cut', tenantId: adatum })
    await expect(emulator.graph(adatum, '/organization')).rejects.toThrow()
    expect(emulator.log.entries({ tenantId: adatum }).at(-1)?.status).toBe(0)
  })

  it('never answers until the caller gives up', async () => {
    const emulator = await startWith({ where: 'token', kind: 'hang', tenantId: adatum })
    const caller = new AbortController()
    const address = `${emulator.url}/${adatum}/oauth2/v2.0/token`
    const asked = fetch(address, { method: 'POST', body: 'grant_type=x', signal: caller.signal })
    const reached = async (): Promise<void> => {
      const { body } = await emulator.get('/world/api/state')
      if (body.faults.at(-1).struck === 0) await reached()
    }
    await reached()
    caller.abort()
    await expect(asked).rejects.toThrow()
    await emulator.close()
  })

  it('ends an answer in the middle', async () => {
    const emulator = await startWith({ where: 'graph', kind: 'truncate' })
    expect(typeof (await emulator.graph(adatum, '/organization')).body).toBe('string')
  })

  it('writes GUIDs in upper case and adds unknown properties', async () => {
    const emulator = await startWith({ where: 'graph', kind: 'upperCase' })
    await emulator.change('fault', { where: 'graph', kind: 'unknownProperties' })
    const { body } = await emulator.graph(adatum, grants)
    expect(body.value[0].appRoleId).toMatch(/^[0-9A-F-]{36}$/)
    expect(body.value[0].notYetDocumented).toBeDefined()
  })
})

describe('a fault of a part', () => {
  it('strikes that part only', async () => {
    const emulator = await startWith({
      where: 'part',
      path: 'appRoleAssignments',
      kind: 'status',
      status: 429,
      retryAfter: 3,
      times: 1,
    })
    const parts = [part('grants', grants), part('organization', '/organization')]
    const { body } = await emulator.batch(adatum, parts)
    const byId = Object.fromEntries(body.responses.map((one: Json) => [one.id, one]))
    expect([byId.grants.status, byId.organization.status]).toEqual([429, 200])
    expect(
      Object.entries(byId.grants.headers).find(([name]) => name.toLowerCase() === 'retry-after')?.[1],
    ).toBe('3')
    expect(
      (await emulator.batch(adatum, parts)).body.responses.every((one: Json) => one.status === 200),
    ).toBe(true)
  })

  it('leaves the part out of the answer', async () => {
    const emulator = await startWith({ where: 'part', path: 'organization', kind: 'missing' })
    const { body } = await emulator.batch(adatum, [
      part('grants', grants),
      part('organization', '/organization'),
    ])
    expect(body.responses.map((one: Json) => one.id)).toEqual(['grants'])
  })

  it.each([
    ['emptyPage', {}, (body: Json) => body.value.length === 0 && body['@odata.nextLink'] !== undefined],
    ['loopingPage', {}, (body: Json) => body['@odata.nextLink'] !== undefined],
    [
      'foreignPage',
      { host: 'https://evil.example' },
      (body: Json) => body['@odata.nextLink'].startsWith('https://evil.example/'),
    ],
  ])('%s', async (kind, own, holds) => {
    const emulator = await startWith({ where: 'part', path: 'appRoleAssignments', kind, ...own })
    const { body } = await emulator.batch(adatum, [part('grants', grants)])
    expect(holds(body.responses[0].body)).toBe(true)
  })
})

describe('a fault of the sign-in', () => {
  it.each([
    [{ kind: 'aadsts', code: 90033 }, 503, 90033],
    [{ kind: 'aadsts', code: 90055, retryAfter: '5' }, 429, 90055],
    [{ kind: 'aadsts', code: 53003 }, 400, 53003],
    [{ kind: 'aadsts', code: 424242 }, 400, 424242],
  ])('%o', async (own, status, code) => {
    const emulator = await startWith({ where: 'token', ...own })
    const answer = await emulator.token(adatum)
    expect([answer.status, answer.body.error_codes]).toEqual([status, [code]])
    expect(answer.headers.get('retry-after')).toBe('retryAfter' in own ? own.retryAfter : null)
  })

  it('separates its words by CRLF when told so', async () => {
    const emulator = await startWith({ where: 'token', kind: 'aadsts', code: 53003, separator: 'crlf' })
    expect((await emulator.token(adatum)).body.error_description).toContain('\r\nTrace ID: ')
  })

  it('gives odd tokens', async () => {
    const emulator = await startWith({
      where: 'token',
      kind: 'token',
      expiresIn: 299,
      refreshIn: 10,
      withoutToken: true,
    })
    const { status, body } = await emulator.token(adatum)
    expect([status, body]).toEqual([
      200,
      { token_type: 'Bearer', expires_in: 299, ext_expires_in: 299, refresh_in: 10 },
    ])
  })

  it('strikes discovery too', async () => {
    const emulator = await startWith({ where: 'discovery', kind: 'status', status: 503, times: 1 })
    const address = '/contoso.com/v2.0/.well-known/openid-configuration'
    expect((await emulator.get(address)).status).toBe(503)
    expect((await emulator.get(address)).status).toBe(200)
  })
})

it('refuses a fault that could never strike', async () => {
  const emulator = await startCaller()
  const own: Record<string, object> = {
    aadsts: { code: 1 },
    status: { status: 500 },
    slow: { ms: 1 },
    foreignPage: { host: 'http://x' },
    foreignRows: { property: 'principalId' },
    redirect: { query: {} },
  }
  const kinds = [...new Set(Object.values(kindsAt).flat())]
  for (const [where, possible] of Object.entries(kindsAt)) {
    for (const kind of kinds) {
      const { status } = await emulator.post('/world/api/fault', { where, kind, ...own[kind] })
      expect([where, kind, status]).toEqual([where, kind, possible.includes(kind) ? 200 : 400])
    }
  }
})
