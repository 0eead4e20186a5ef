import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { exportJWK, type GenerateKeyPairResult, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import * as restify from 'restify'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { AccessAnswer, AccessQuestion } from '#domain/access/answer-access.ts'
import { addAccessApi } from '#edge/http/access-api.ts'
import { makeAppAuthenticator } from '#edge/http/authenticate-app.ts'
import { openApi } from '#edge/http/openapi.ts'
import { hours, minutes, seconds } from '#platform/base/time.ts'
import { makeTestClock } from '../../support/clocks.ts'

const home = '1a1a1a1a-0000-4000-8000-000000000001'
const tenant = '2b2b2b2b-0000-4000-8000-000000000001'
const audience = 'api://grantkeeper'
const allowed: AccessAnswer = {
  tenant,
  set: 'directory-data',
  allowed: true,
  validUntil: '2026-03-04T07:30:00.000Z',
  status: 'granted',
  since: '2026-03-01T07:00:00.000Z',
  reason: 'ALL_GRANTED',
  checkedAt: '2026-03-01T07:30:00.000Z',
  apps: [{ id: 'workbench', name: 'Workbench', refreshedAt: '2026-03-01T07:30:00.000Z' }],
}
const { validUntil: _validUntil, ...unlimited } = allowed
const blocked: AccessAnswer = {
  ...unlimited,
  allowed: false,
  status: 'blocked',
  lastKnownStatus: 'granted',
  reason: 'BLOCKED_HERE',
  apps: [],
}
const noGrant: AccessAnswer = {
  ...unlimited,
  allowed: false,
  status: 'notGranted',
  since: null,
  reason: 'NO_SUCH_GRANT',
  checkedAt: null,
  apps: [],
}

let keys: Record<string, GenerateKeyPairResult>
let login: Server
let loginUrl: string
let published: string[]
let loginWorks: boolean
let keyReads: number

let server: restify.Server
let url: string
let clock: ReturnType<typeof makeTestClock>
let answer: AccessAnswer
let questions: AccessQuestion[]

const listen = async (target: {
  listen(port: number, host: string, done: () => void): unknown
  address(): unknown
}) => {
  await new Promise<void>((done) => target.listen(0, '127.0.0.1', done))
  return `http://127.0.0.1:${(target.address() as AddressInfo).port}`
}

beforeAll(async () => {
  keys = { first: await generateKeyPair('RS256'), second: await generateKeyPair('RS256') }
  login = createServer(async (request, response) => {
    keyReads += 1
    if (!loginWorks || request.url !== `/${home}/discovery/v2.0/keys`) {
      // In two steps: restify's patched writeHead, for the whole process, returns nothing.
      response.writeHead(503)
      return void response.end()
    }
    const jwks = published.map(async (kid) => ({
      ...(await exportJWK(pair(kid).publicKey)),
      kid,
      use: 'sig',
    }))
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ keys: await Promise.all(jwks) }))
  })
  loginUrl = await listen(login)
})
afterAll(() => new Promise<void>((done) => login.close(() => done())))

beforeEach(async () => {
  published = ['first']
  loginWorks = true
  keyReads = 0
  answer = allowed
  questions = []
  clock = makeTestClock()
  await serve([audience])
})
afterEach(() => new Promise<void>((done) => server.close(() => done())))

async function serve(audiences: readonly string[]): Promise<void> {
  server = restify.createServer()
  addAccessApi(server, {
    answer: async (question) => {
      questions.push(question)
      return answer
    },
    authenticate: makeAppAuthenticator({
      loginBaseUrl: loginUrl,
      homeTenantId: home,
      audience: audiences,
      role: 'Access.Read',
      clock,
    }),
    publicUrl: 'https://grants.example.com',
  })
  url = await listen(server)
}

function pair(kid: string): GenerateKeyPairResult {
  const found = keys[kid]
  if (!found) throw new Error(`no key ${kid}`)
  return found
}

const good = {
  iss: `https://sts.windows.net/${home}/`,
  aud: audience,
  roles: ['Access.Read'],
  idtyp: 'app',
}
const bare = { idtyp: undefined, azp: 'app', oid: 'object', sub: 'object' }
async function token(
  claims: JWTPayload & Record<string, unknown> = {},
  kid = 'first',
  lifeSeconds = 3600,
): Promise<string> {
  const exp = Math.floor(clock().getTime() / 1000) + lifeSeconds
  return new SignJWT({ ...good, exp, ...claims })
    .setProtectedHeader({ alg: 'RS256', kid })
    .sign(pair(kid).privateKey)
}

/** Of a token made at the beginning of the test. */
const inHours = (n: number): number => Math.floor(makeTestClock()().getTime() / 1_000) + n * 3_600

const right = `tenant=${tenant}&set=directory-data`
async function ask(query = right, headers: Record<string, string> = {}, bearer?: string) {
  const authorization = `Bearer ${bearer ?? (await token())}`
  return fetch(`${url}/api/v1/access?${query}`, { headers: { authorization, ...headers } })
}

describe('a token without its kind', () => {
  it.each([
    ['v1', { ...bare, azp: undefined, appid: 'app' }],
    ['v2', bare],
  ])('is welcome if it is certainly that of an app, %s', async (_name, claims) => {
    expect((await ask(right, {}, await token(claims))).status).toBe(200)
  })
})

describe('a good question', () => {
  it.each([
    ['v1', () => `https://sts.windows.net/${home}/`],
    ['v2', () => `${loginUrl}/${home}/v2.0`],
  ])('with a %s token is answered', async (_name, iss) => {
    const response = await ask(right, {}, await token({ iss: iss() }))
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual(allowed)
    expect(response.headers.get('cache-control')).toBe('private, no-cache')
    expect(response.headers.get('vary')).toBe('Authorization')
  })

  it('is asked with the tenant id in lower case', async () => {
    await ask(`tenant=${tenant.toUpperCase()}&set=directory-data`)
    expect(questions).toEqual([{ tenantId: tenant, setId: 'directory-data' }])
  })

  it('costs 304 while the answer is the same and gives a new tag when it changes', async () => {
    const tag = (await ask()).headers.get('etag') ?? ''
    expect(tag).toMatch(/^"[\w-]{43}"$/)
    for (const header of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
      const again = await ask(right, { 'if-none-match': header })
      expect(again.status).toBe(304)
      expect(again.headers.get('etag')).toBe(tag)
      expect(await again.text()).toBe('')
    }
    answer = { ...allowed, validUntil: '2026-03-04T08:30:00.000Z' }
    const longer = await ask(right, { 'if-none-match': tag })
    expect([longer.status, longer.headers.get('etag') === tag]).toEqual([200, false])
    answer = blocked
    const changed = await ask(right, { 'if-none-match': tag })
    expect(changed.status).toBe(200)
    expect(changed.headers.get('etag')).not.toBe(tag)
    expect(await changed.json()).toMatchObject({ allowed: false, reason: 'BLOCKED_HERE' })
  })
})

describe('a bad question', () => {
  it.each([
    ['', ['tenant', 'set']],
    [`tenant=${tenant}`, ['set']],
    ['tenant=contoso.com&set=directory-data', ['tenant']],
    [`tenant=${tenant}&tenant=${tenant}&set=directory-data`, ['tenant']],
    [`tenant=${tenant}&set=directory-data&set=directory-data`, ['set']],
    [`tenant=${tenant}&set=`, ['set']],
    [`tenant=${tenant}&set=Directory%20data`, ['set']],
    [`tenant=${tenant}&set=${'a'.repeat(65)}`, ['set']],
    [`tenant[]=${tenant}&set=__proto__`, ['tenant', 'set']],
  ])('%s is refused by name', async (query, parameters) => {
    const response = await ask(query)
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({ code: 'INPUT_INVALID', parameters })
    expect(questions).toEqual([])
  })
})

describe('a caller without a good token', () => {
  const refused = async (response: Response, status: number) => {
    expect(response.status).toBe(status)
    expect(await response.text()).toBe('')
    expect(response.headers.get('etag')).toBeNull()
    expect(questions).toEqual([])
  }

  it.each([
    ['of another tenant', { iss: `https://sts.windows.net/${tenant}/` }],
    ['of the v2 issuer of another tenant', { iss: `https://login.microsoftonline.com/${tenant}/v2.0` }],
    ['for another audience', { aud: 'https://graph.microsoft.com' }],
    ['that has expired', { exp: 1_700_000_000 }],
    ['that never expires', { exp: undefined }],
    ['that is not valid yet', { nbf: 4_000_000_000 }],
    ['that lives for a year', { exp: inHours(24 * 365) }],
    ['that lives for 25 hours', { exp: inHours(25) }],
    ['that was made to live for a year, nearly over', { exp: inHours(1), iat: inHours(-24 * 365) }],
  ])('%s gets 401 and no word', async (_name, claims) => {
    const response = await ask(right, {}, await token(claims))
    expect(response.headers.get('www-authenticate')).toBe('Bearer')
    await refused(response, 401)
  })

  it.each([
    ['no role', { roles: undefined }],
    ['another role', { roles: ['Access.ReadWrite'] }],
    ['the role as text', { roles: 'Access.Read' }],
    ['the scope of a person', { scp: 'user_impersonation' }],
    ['an empty scope', { scp: '' }],
    ['the kind of a person', { idtyp: 'user' }],
    ['the kind of a person and the subject of an app', { ...bare, idtyp: 'user' }],
    ['a kind that nobody knows', { ...bare, idtyp: 'App' }],
    ['no kind', { idtyp: undefined }],
    ['no kind and the subject of a person', { ...bare, sub: 'pairwise' }],
    ['no kind and no client', { ...bare, azp: undefined }],
    ['no kind and no subject', { ...bare, oid: undefined, sub: undefined }],
    ['no kind and empty subjects', { ...bare, oid: '', sub: '' }],
  ])('but with %s gets 403 and no word', async (_name, claims) => {
    await refused(await ask(right, {}, await token(claims)), 403)
  })

  it('signed by a stranger under a known key id gets 401', async () => {
    const { privateKey } = await generateKeyPair('RS256')
    const forged = await new SignJWT({ ...good, exp: 4_000_000_000 })
      .setProtectedHeader({ alg: 'RS256', kid: 'first' })
      .sign(privateKey)
    await refused(await ask(right, {}, forged), 401)
  })

  it('with an unsigned or symmetric token gets 401', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const claims = part({ ...good, exp: 4_000_000_000 })
    await refused(await ask(right, {}, `${part({ alg: 'none' })}.${claims}.`), 401)
    const hmac = await new SignJWT({ ...good, exp: 4_000_000_000 })
      .setProtectedHeader({ alg: 'HS256', kid: 'first' })
      .sign(new Uint8Array(32))
    await refused(await ask(right, {}, hmac), 401)
  })

  it.each(['', 'Basic YTpi', 'Bearer', 'Bearer x', 'Bearer a.b.c'])(
    'with "%s" gets 401',
    async (authorization) => {
      await refused(await fetch(`${url}/api/v1/access?${right}`, { headers: { authorization } }), 401)
    },
  )

  it('learns nothing of its parameters', async () => {
    await refused(await ask('tenant=x', {}, 'a.b.c'), 401)
  })

  it('gets 401 with any token when no audience is configured', async () => {
    await new Promise<void>((done) => server.close(() => done()))
    await serve([])
    await refused(await ask(right, {}, await token({ aud: undefined })), 401)
    expect(keyReads).toBe(0)
  })
})

describe('the signing keys', () => {
  it('are read once for many questions', async () => {
    for (let n = 0; n < 5; n += 1) expect((await ask()).status).toBe(200)
    expect(keyReads).toBe(1)
  })

  it('survive an outage of any length', async () => {
    await ask()
    loginWorks = false
    clock.forward(hours(24 * 30))
    expect((await ask()).status).toBe(200)
    expect((await ask()).status).toBe(200)
    clock.forward(minutes(6))
    expect((await ask()).status).toBe(200)
    expect(keyReads).toBeLessThanOrEqual(3)
  })

  it('are renewed by time, so that a withdrawn key stops working', async () => {
    await ask()
    published = ['second']
    clock.forward(hours(13))
    await ask()
    await expect.poll(async () => (await ask()).status).toBe(401)
    expect((await ask(right, {}, await token({}, 'second'))).status).toBe(200)
  })

  it('that could never be read answer 503, not 401', async () => {
    loginWorks = false
    const response = await ask()
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('5')
    expect(questions).toEqual([])
    loginWorks = true
    clock.forward(seconds(5))
    expect((await ask()).status).toBe(200)
  })
})

describe('the description', () => {
  const description = openApi('https://grants.example.com') as {
    components: { schemas: Record<string, object> }
  }
  const ajv = new Ajv2020({
    strict: true,
    formats: { uuid: /^[0-9a-f-]{36}$/, 'date-time': /^\d{4}-\d\d-\d\dT[\d:.]+Z$/ },
  })

  it('is served to everybody', async () => {
    const response = await fetch(`${url}/api/v1/openapi.json`)
    expect(response.headers.get('content-type')).toContain('application/json')
    expect(await response.json()).toEqual(JSON.parse(JSON.stringify(description)))
  })

  it.each([
    ['allowed', allowed],
    ['blocked', blocked],
    ['no such grant', noGrant],
  ])('fits the real answer "%s"', async (_name, given) => {
    answer = given
    const valid = ajv.compile(description.components.schemas.Access ?? false)
    expect(valid(await (await ask()).json()), JSON.stringify(valid.errors)).toBe(true)
  })

  it('fits the real refusal, and not just anything', async () => {
    const valid = ajv.compile(description.components.schemas.Problem ?? false)
    expect(valid(await (await ask('')).json())).toBe(true)
    expect(valid(allowed)).toBe(false)
    expect(ajv.validate(description.components.schemas.Access ?? false, { ...allowed, secret: 1 })).toBe(
      false,
    )
  })

  it('names every status that a caller can meet', async () => {
    const text = JSON.stringify(description)
    const met = [
      await ask(),
      await ask(''),
      await ask(right, {}, 'a.b.c'),
      await ask(right, {}, await token({ roles: [] })),
    ]
    for (const { status } of met) expect(text).toContain(`"${status}":`)
    expect(new Set(met.map((response) => response.status)).size).toBe(4)
  })
})
