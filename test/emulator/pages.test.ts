import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { demo } from '../../emulator/demo-world.ts'
import { makeFleetWorld } from '../../emulator/fleet-world.ts'
import { faultPresets } from '../../emulator/pages/world/fault-presets.ts'
import { whatIfs } from '../../emulator/pages/world/what-if.ts'
import { adatum, type Caller, contoso, type Json, startCaller } from './caller.ts'

/** What every button of a page would send. */
function callsOf(page: string): { name: string; input: Json }[] {
  const found = page.matchAll(/<button[^>]* data-call="([^"]+)" data-input="([^"]*)"/g)
  return [...found].map(([, name, input]) => {
    return { name: name ?? '', input: JSON.parse((input ?? '').replaceAll('&quot;', '"')) }
  })
}

/** What is true everywhere, without ids and audit entries, which a change leaves behind for ever. */
async function wholeState(emulator: Caller): Promise<Json> {
  const { registrations, tenants, faults } = (await emulator.get('/world/api/state')).body
  const inside = async ({ id }: Json) => {
    const { apps, flapping, replicationDelayMs } = (await emulator.get(`/world/api/state?tenantId=${id}`))
      .body
    const permissions = apps.map((app: Json) => ({
      ...app,
      objectId: '',
      permissions: sorted(app.permissions),
    }))
    return { id, flapping, replicationDelayMs, permissions }
  }
  return {
    faults,
    registrations: registrations.map((one: Json) => ({ ...one, required: sorted(one.required) })),
    tenants: await Promise.all(tenants.map(inside)),
  }
}

const sorted = (list: Json[]): string[] => list.map((one) => JSON.stringify(one)).sort()

describe('the world page', () => {
  it('shows what is true of a tenant', async () => {
    const emulator = await startCaller()
    const { status, headers, body } = await emulator.get(`/world?tenant=${contoso}`)
    expect(status).toBe(200)
    expect(headers.get('content-security-policy')).toContain("default-src 'self'")
    for (const words of [
      'Contoso Ltd',
      '17 of 18 granted',
      'disabled by an admin',
      'not consented',
      'Emulator',
    ]) {
      expect(body).toContain(words)
    }
    for (const { displayName } of demo.tenants) expect(body).toContain(displayName)
  })

  it.each([
    ['/world'],
    ['/world?tenant=2f2a91c4-0000-4000-8000-000000000001'],
    ['/world?tenant=905c6d71-0000-4000-8000-000000000008'],
    ['/world/what-if'],
    ['/world/registrations'],
    ['/world/trouble'],
    ['/apps'],
  ])('has buttons that work: %s', async (address) => {
    const emulator = await startCaller()
    const calls = callsOf((await emulator.get(address)).body)
    expect(calls.length).toBeGreaterThan(0)
    for (const { name, input } of calls) {
      const { status, body } = await emulator.post(`/world/api/${name}`, input)
      // One button may undo what another needs; a button that nobody can read is a 400 about its shape or its name.
      if (status !== 200) expect(body.message).toMatch(/isn't installed in|isn't a redirect URI/)
      await emulator.change('reset')
    }
  })

  it.each(whatIfs.map((one) => [one.title, one] as const))(
    'tells a story and takes it back: %s',
    async (_, story) => {
      const emulator = await startCaller()
      // A renewed secret has another end.
      await emulator.change('renew-credentials', { clientId: 'reader' })
      const before = await wholeState(emulator)
      await emulator.change(story.act.call, story.act.input)
      expect(await wholeState(emulator)).not.toEqual(before)
      await emulator.change(story.back.call, story.back.input)
      expect(await wholeState(emulator)).toEqual(before)
    },
  )

  it('has presets that can be switched on', async () => {
    const emulator = await startCaller()
    for (const [, input] of faultPresets.flatMap(({ presets }) => presets)) {
      const { done } = await emulator.change('fault', { ...input, tenantId: adatum })
      expect(done).toMatch(/^From now on in Adatum Corporation: .+\.$/)
    }
    expect((await emulator.get(`/world?tenant=${adatum}`)).body).toContain('returns 429, Retry-After 5')
  })

  it('finds tenants of a fleet by name, domain and id', async () => {
    const emulator = await startCaller(makeFleetWorld(5_000))
    expect((await emulator.get('/world')).body).toContain('100 of 5001')
    expect((await emulator.get('/world?q=tenant+0042')).body).toContain('Tenant 0042')
    expect((await emulator.get('/world?q=tenant-4321.example')).body).toContain('Tenant 4321')
    expect((await emulator.get('/world?q=zzz')).body).toContain('No tenants match.')
    expect((await emulator.get('/world?tenant=nobody')).body).toContain('Tenant not found.')
  })

  it('lists requests, newest first, of one tenant or of all', async () => {
    const emulator = await startCaller()
    await emulator.batch(adatum, [{ id: 'a', method: 'GET', url: '/organization' }])
    await emulator.graph(contoso, '/subscribedSkus')
    const all = (await emulator.get('/world/requests')).body
    expect(all.indexOf('/v1.0/subscribedSkus')).toBeLessThan(all.indexOf('/v1.0/$batch'))
    expect(all).toContain('4 requests with 1 batch parts')
    expect((await emulator.get(`/world/requests?tenant=${contoso}`)).body).not.toContain('/v1.0/$batch')
  })

  it('escapes what comes from outside', async () => {
    const emulator = await startCaller()
    await emulator.change('add-tenant', { displayName: '<img src=x>', domain: 'evil.example' })
    const { body } = await emulator.get('/world?q=%22%3E%3Cscript%3E')
    expect((await emulator.get('/world')).body).toContain('&lt;img src=x&gt;')
    expect(body).not.toContain('"><script>')
  })
})

describe('the apps of the suite', () => {
  async function startBot(
    answer: (headers: Record<string, unknown>, url: URL) => [number, Json, Record<string, string>?],
  ) {
    const server = createServer((request, response) => {
      const [status, body, headers = {}] = answer(request.headers, new URL(request.url ?? '', 'http://bot'))
      response.writeHead(status, { 'content-type': 'application/json', ...headers })
      response.end(JSON.stringify(body))
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    onTestFinished(() => void server.close())
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  const granted = {
    allowed: true,
    status: 'granted',
    since: '2026-03-02T08:00:00.000Z',
    reason: 'ALL_GRANTED',
    checkedAt: null,
  }

  it('ask the bot with a token of their own and show what it says', async () => {
    const asked: string[] = []
    const botUrl = await startBot((headers, url) => {
      const claims = JSON.parse(
        Buffer.from(String(headers.authorization).split('.')[1] ?? '', 'base64url').toString(),
      )
      asked.push(`${claims.aud} ${claims.appid} ${claims.roles} ${url.search}`)
      const set = url.searchParams.get('set')
      return [
        200,
        set === 'account-actions'
          ? { ...granted, allowed: false, status: 'blocked', reason: 'BLOCKED' }
          : granted,
      ]
    })
    const emulator = await startCaller(undefined, { botUrl })
    const { body } = await emulator.get(`/apps?tenant=${adatum}`)
    const workbench = demo.apps.find(({ id }) => id === 'workbench')
    expect(asked).toContain(
      `${demo.apiAudience} ${workbench?.clientId} Access.Read ?tenant=${adatum}&set=account-actions`,
    )
    expect(asked).toHaveLength(demo.apps.flatMap(({ sets }) => sets).length)
    for (const words of ['✓ Allowed', '✕ Not allowed', 'BLOCKED', 'partly working', 'since Mar 2, 08:00:00'])
      expect(body).toContain(words)
    await emulator.get(`/apps?tenant=${adatum}`)
    const bought = emulator.log.entries({ tenantId: demo.homeTenantId })
    expect(bought).toHaveLength(demo.apps.length)
  })

  it('remember an answer by its tag', async () => {
    const statuses: number[] = []
    const botUrl = await startBot((headers) => {
      const answer: [number, Json, Record<string, string>] =
        headers['if-none-match'] === '"one"' ? [304, undefined, {}] : [200, granted, { etag: '"one"' }]
      statuses.push(answer[0])
      return answer
    })
    const emulator = await startCaller(undefined, { botUrl })
    await emulator.get('/apps')
    expect((await emulator.get('/apps')).body).toContain('fully working')
    expect(statuses.slice(statuses.length / 2).every((status) => status === 304)).toBe(true)
  })

  it.each([
    ['refuses', [403, {}], 'Refused, 403'],
    ['answers in another shape', [200, { allowed: 'yes' }], 'an unexpected response'],
  ] as [string, [number, Json], string][])('say it when the bot %s', async (_name, answer, words) => {
    const emulator = await startCaller(undefined, { botUrl: await startBot(() => answer) })
    expect((await emulator.get('/apps')).body).toContain(words)
  })

  it('say it when there is no bot, and when they get no token', async () => {
    const noBot = async (emulator: Caller) => (await emulator.get('/apps')).body
    expect(await noBot(await startCaller())).toContain('The address of the bot is unknown')
    const lonely = await startCaller(undefined, { botUrl: 'http://127.0.0.1:1' })
    expect(await noBot(lonely)).toContain('The bot isn’t running')
    await lonely.change('expire-credentials', { clientId: 'workbench' })
    const fresh = await startCaller(lonely.world, { botUrl: 'http://127.0.0.1:1' })
    expect(await noBot(fresh)).toContain('No token: AADSTS7000222')
  })
})
