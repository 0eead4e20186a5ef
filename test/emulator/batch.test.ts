import { describe, expect, it } from 'vitest'
import { adatum, type Json, part, setOf, startCaller } from './caller.ts'

const grants = (id: string): string => `/servicePrincipals(appId='${setOf(id)}')/appRoleAssignments`
const statuses = (body: Json): Record<string, number> =>
  Object.fromEntries(body.responses.map((one: Json) => [one.id, one.status]))

describe('a batch', () => {
  it('answers every part on its own', async () => {
    const emulator = await startCaller()
    const { status, body } = await emulator.batch(adatum, [
      part('grants', grants('saas-posture')),
      part('skus', 'subscribedSkus'),
      part('nobody', "/servicePrincipals(appId='nobody')"),
      part('nothing', '/no/such/thing'),
      part('abroad', 'https://graph.microsoft.com/v1.0/organization'),
      part('nested', '/$batch'),
    ])
    expect(status).toBe(200)
    expect(statuses(body)).toEqual({
      grants: 200,
      skus: 200,
      nobody: 404,
      nothing: 400,
      abroad: 400,
      nested: 400,
    })
    expect(body.responses.find((one: Json) => one.id === 'grants').body.value).toHaveLength(20)
  })

  it('takes 20 parts and refuses 21', async () => {
    const emulator = await startCaller()
    const parts = Array.from({ length: 21 }, (_, index) => part(String(index), '/organization'))
    const twenty = await emulator.batch(adatum, parts.slice(0, 20))
    expect([twenty.status, twenty.body.responses.length]).toEqual([200, 20])
    const { status, body } = await emulator.batch(adatum, parts)
    expect([status, body.error.code]).toEqual([400, 'MaximumValueExceeded'])
  })

  it.each([
    ['no part', []],
    ['the same id twice', [part('a', '/organization'), part('a', '/organization')]],
    ['an id that is empty', [part('', '/organization')]],
    ['a part without a method', [{ id: 'a', url: '/organization' }]],
    ['something else than a list', 'x'],
    [
      'a dependency on a later part',
      [{ ...part('a', '/organization'), dependsOn: ['b'] }, part('b', '/organization')],
    ],
  ])('is refused whole for %s', async (_name, requests) => {
    const emulator = await startCaller()
    expect((await emulator.batch(adatum, requests)).status).toBe(400)
  })

  it('fails what depends on a part that failed', async () => {
    const emulator = await startCaller()
    const { body } = await emulator.batch(adatum, [
      part('first', '/no/such/thing'),
      { ...part('second', '/organization'), dependsOn: ['first'] },
    ])
    expect(statuses(body)).toEqual({ first: 400, second: 424 })
  })

  it('changes the order of its answers and the case of its headers from time to time', async () => {
    const emulator = await startCaller()
    const orders = new Set<string>()
    const names = new Set<string>()
    for (let i = 0; i < 4; i++) {
      const { body } = await emulator.batch(
        adatum,
        ['a', 'b', 'c'].map((id) => part(id, '/organization')),
      )
      orders.add(body.responses.map((one: Json) => one.id).join(''))
      for (const one of body.responses) for (const name of Object.keys(one.headers)) names.add(name)
    }
    expect([...orders].sort()).toEqual(['abc', 'bca', 'cab'])
    expect(names).toContain('content-type')
    expect(names).toContain('Content-Type')
  })

  it('is a POST of JSON', async () => {
    const emulator = await startCaller()
    expect((await emulator.graph(adatum, '/$batch')).status).toBe(400)
    expect((await emulator.post('/v1.0/$batch', { requests: [] })).status).toBe(401)
  })
})

describe('a load that is too much', () => {
  it('throttles by resource units, part by part, until 10 s have passed', async () => {
    const emulator = await startCaller()
    await emulator.change('settings', { unitsPer10s: 5 })
    const parts = ['a', 'b', 'c'].map((id) => part(id, grants('saas-posture')))
    const { status, body } = await emulator.batch(adatum, parts)
    expect([status, statuses(body)]).toEqual([200, { a: 200, b: 200, c: 429 }])
    const refused = body.responses.find((one: Json) => one.id === 'c')
    expect(refused.body.error.code).toBe('TooManyRequests')
    const headers = Object.fromEntries(
      Object.entries(refused.headers).map(([name, value]) => [name.toLowerCase(), value]),
    )
    expect(headers).toMatchObject({
      'retry-after': '10',
      'x-ms-throttle-scope': expect.stringContaining(adatum),
    })
    emulator.clock.advance(4_000)
    expect((await emulator.graph(adatum, grants('saas-posture'))).headers.get('retry-after')).toBe('6')
    expect((await emulator.graph('contoso.com', grants('saas-posture'))).status).toBe(200)
    emulator.clock.advance(6_000)
    expect((await emulator.graph(adatum, grants('saas-posture'))).status).toBe(200)
    await emulator.change('settings', { unitsPer10s: null })
    expect(emulator.world.settings.unitsPer10s).toBeUndefined()
  })
})
