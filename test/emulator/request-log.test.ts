import { expect, it } from 'vitest'
import { demo } from '../../emulator/demo-world.ts'
import { adatum, contoso, part, startCaller } from './caller.ts'

it('tells tenant, method, path, parts and status of every request', async () => {
  const emulator = await startCaller()
  await emulator.batch(adatum, [part('a', '/organization'), part('b', '/no/such/thing')])
  await emulator.graph(contoso, '/organization?$select=id')
  const { body } = await emulator.get('/world/api/requests')
  expect(body.requests).toMatchObject([
    {
      number: 1,
      service: 'login',
      method: 'POST',
      path: `/${adatum}/oauth2/v2.0/token`,
      tenantId: adatum,
      status: 200,
    },
    {
      number: 2,
      at: '2026-03-02T09:00:00.000Z',
      service: 'graph',
      method: 'POST',
      path: '/v1.0/$batch',
      tenantId: adatum,
      clientId: demo.reader.clientId,
      status: 200,
      parts: [
        { id: 'a', method: 'GET', url: '/organization', status: 200 },
        { id: 'b', method: 'GET', url: '/no/such/thing', status: 400 },
      ],
    },
    { service: 'login', tenantId: contoso },
    {
      service: 'graph',
      tenantId: contoso,
      method: 'GET',
      path: '/v1.0/organization?$select=id',
      status: 200,
    },
  ])
})

it('is asked by tenant, service, app and number, and emptied', async () => {
  const emulator = await startCaller()
  await emulator.graph(adatum, '/organization')
  await emulator.graph(contoso, '/organization')
  const count = async (query: string): Promise<number> =>
    (await emulator.get(`/world/api/requests?${query}`)).body.requests.length
  expect(await count('')).toBe(4)
  expect(await count('tenantId=contoso.com')).toBe(2)
  expect(await count(`tenantId=${adatum}&service=graph`)).toBe(1)
  expect(await count(`clientId=${demo.bot.clientId}`)).toBe(0)
  expect(await count('since=3')).toBe(1)
  expect(await count('limit=3')).toBe(3)
  await fetch(`${emulator.url}/world/api/requests`, { method: 'DELETE' })
  expect(await count('')).toBe(0)
})

it('holds no secret, no token and no state', async () => {
  const emulator = await startCaller()
  await emulator.graph(contoso, '/organization')
  await emulator.get(`/${contoso}/v2.0/adminconsent?client_id=${demo.reader.clientId}&state=hush-hush`)
  const text = JSON.stringify(emulator.log.entries())
  expect(text).not.toContain(demo.reader.secret)
  expect(text).not.toContain('hush-hush')
  expect(text).not.toContain('eyJ')
})

it('keeps the last 20,000', async () => {
  const emulator = await startCaller()
  for (let i = 0; i < 45_000; i++) {
    emulator.log.add({ at: '', service: 'graph', method: 'GET', path: '/', status: 200 })
  }
  const entries = emulator.log.entries()
  expect([entries.length, entries.at(-1)?.number]).toEqual([20_000, 45_000])
})

it('counts requests per tenant, one tenant left out, until it is emptied', async () => {
  const emulator = await startCaller()
  for (const tenant of [adatum, adatum, contoso]) await emulator.graph(tenant, '/organization?$select=id')
  const counts = async (query = '') => (await emulator.get(`/world/api/request-counts${query}`)).body
  expect(await counts()).toEqual({
    login: { requests: 3, tenants: 2, most: 2 },
    graph: { requests: 3, tenants: 2, most: 2 },
  })
  expect((await counts(`?without=${adatum}`)).graph).toEqual({ requests: 1, tenants: 1, most: 1 })
  await fetch(`${emulator.url}/world/api/requests`, { method: 'DELETE' })
  expect((await counts()).graph).toEqual({ requests: 0, tenants: 0, most: 0 })
})
