import { createHash, createPrivateKey, X509Certificate } from 'node:crypto'
import { createRemoteJWKSet, decodeJwt, jwtVerify, SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { demo, makeDemoWorld } from '../../emulator/demo-world.ts'
import { makeCertificate } from '../support/make-certificate.ts'
import { adatum, type Caller, contoso, proseware, setOf, startCaller, wingtip } from './caller.ts'

describe('a token', () => {
  it('says who may do what, signed by a published key', async () => {
    const emulator = await startCaller()
    const { status, body } = await emulator.token(contoso)
    expect(status).toBe(200)
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3599 })
    const keys = createRemoteJWKSet(new URL(`${emulator.url}/${contoso}/discovery/v2.0/keys`))
    const { payload } = await jwtVerify(body.access_token, keys, { currentDate: emulator.clock.now() })
    expect(payload).toMatchObject({
      aud: 'https://graph.microsoft.com',
      iss: `https://sts.windows.net/${contoso}/`,
      tid: contoso,
      appid: demo.reader.clientId,
      idtyp: 'app',
      roles: expect.arrayContaining(['Directory.Read.All', 'AuditLog.Read.All']),
    })
    await expect(jwtVerify(`${body.access_token}x`, keys)).rejects.toThrow()
  })

  it('is sold by domain and by Basic authentication too', async () => {
    const emulator = await startCaller()
    expect((await emulator.token('contoso.com')).status).toBe(200)
    const basic = Buffer.from(`${demo.reader.clientId}:${demo.reader.secret}`).toString('base64')
    const response = await fetch(`${emulator.url}/${contoso}/oauth2/v2.0/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}` },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        scope: 'https://graph.microsoft.com/.default',
      }),
    })
    expect(response.status).toBe(200)
  })

  it('for the API of the bot carries its role', async () => {
    const emulator = await startCaller()
    const app = demo.apps[0]
    const { body } = await emulator.token(demo.homeTenantId, {
      client_id: app?.clientId,
      client_secret: app?.secret,
      scope: `${demo.apiAudience}/.default`,
    })
    const keys = createRemoteJWKSet(new URL(`${emulator.url}/common/discovery/v2.0/keys`))
    const { payload } = await jwtVerify(body.access_token, keys, {
      audience: demo.apiAudience,
      currentDate: emulator.clock.now(),
    })
    expect(payload.roles).toEqual(['Access.Read'])
  })

  it('for the API of the bot is as old as any, however far the world was moved', async () => {
    const emulator = await startCaller(makeDemoWorld())
    emulator.clock.advance(30 * 86_400_000)
    const app = demo.apps[0]
    const { body } = await emulator.token(demo.homeTenantId, {
      client_id: app?.clientId,
      client_secret: app?.secret,
      scope: `${demo.apiAudience}/.default`,
    })
    const { exp = 0, iat = 0 } = decodeJwt(body.access_token)
    expect(exp - iat).toBe(3_599)
    expect(Math.abs(exp * 1_000 - Date.now())).toBeLessThan(2 * 3_600_000)
  })
})

describe('a token is refused', () => {
  const cases: [string, string, Record<string, string | undefined>, number, string, number][] = [
    ['a wrong secret', contoso, { client_secret: 'no' }, 401, 'invalid_client', 7000215],
    ['no credential', contoso, { client_secret: undefined }, 401, 'invalid_client', 7000218],
    [
      'an app nobody registered',
      contoso,
      { client_id: '99999999-0000-4000-8000-000000000000' },
      400,
      'unauthorized_client',
      700016,
    ],
    ['a tenant without the app', wingtip, {}, 401, 'invalid_client', 7000229],
    ['an unknown tenant', '99999999-0000-4000-8000-000000000000', {}, 400, 'invalid_request', 90002],
    ['a tenant that is neither GUID nor domain', 'nonsense', {}, 400, 'invalid_request', 900023],
    ['common', 'common', {}, 400, 'invalid_request', 9001023],
    [
      'a scope without .default',
      contoso,
      { scope: 'https://graph.microsoft.com/User.Read' },
      400,
      'invalid_scope',
      70011,
    ],
    [
      'two resources',
      contoso,
      { scope: 'https://graph.microsoft.com/.default https://manage.office.com/.default' },
      400,
      'invalid_scope',
      28002,
    ],
    [
      'a resource that is not there',
      contoso,
      { scope: 'https://nowhere.example/.default' },
      400,
      'invalid_resource',
      500011,
    ],
    ['another grant', contoso, { grant_type: 'password' }, 400, 'unsupported_grant_type', 70003],
    ['no grant', contoso, { grant_type: undefined }, 400, 'invalid_request', 900144],
  ]
  it.each(cases)('for %s', async (_name, tenantId, change, status, error, code) => {
    const emulator = await startCaller()
    const answer = await emulator.token(tenantId, change)
    expect([answer.status, answer.body.error, answer.body.error_codes]).toEqual([status, error, [code]])
    expect(answer.body.error_description).toMatch(
      new RegExp(`^AADSTS${code}: .* Trace ID: .* Correlation ID: .* Timestamp: 2026-03-02 09:00:00Z$`),
    )
    expect(answer.body).toMatchObject({ trace_id: expect.any(String), correlation_id: expect.any(String) })
    expect(answer.headers.get('x-ms-request-id')).toBeTruthy()
  })

  it('when the secret has expired, and sold again when it is renewed', async () => {
    const emulator = await startCaller()
    await emulator.change('expire-credentials', { clientId: 'reader' })
    expect((await emulator.token(contoso)).body.error_codes).toEqual([7000222])
    await emulator.change('renew-credentials', { clientId: 'reader' })
    expect((await emulator.token(contoso)).status).toBe(200)
    emulator.clock.advance(731 * 86_400_000)
    expect((await emulator.token(contoso)).body.error_codes).toEqual([7000222])
  })

  it('when the app is disabled: by an admin, by Microsoft, by its owner', async () => {
    const emulator = await startCaller()
    const refusal = async () => (await emulator.token(contoso)).body.error_codes?.[0] ?? 'sold'
    const at = { tenantId: contoso, clientId: 'reader' }
    await emulator.change('disable', at)
    expect(await refusal()).toBe(7000112)
    await emulator.change('enable', at)
    expect(await refusal()).toBe('sold')
    await emulator.change('disable', { ...at, by: 'microsoft' })
    expect(await refusal()).toBe(7000112)
    await emulator.change('enable', { ...at, by: 'microsoft' })
    await emulator.change('registration', { clientId: 'reader', isDisabled: true })
    expect(await refusal()).toBe(7000112)
    expect((await emulator.token(adatum)).body.error_codes).toEqual([7000112])
  })

  it('when the tenant is deleted, and with 700016 where the settings say so', async () => {
    const emulator = await startCaller()
    await emulator.change('delete-tenant', { tenantId: contoso })
    expect((await emulator.token(contoso)).body.error_codes).toEqual([5000224])
    await emulator.change('settings', { missingPrincipalCode: 700016 })
    expect((await emulator.token(wingtip)).body.error_codes).toEqual([700016])
  })

  it('of an API the tenant lacks', async () => {
    const emulator = await startCaller()
    await emulator.change('grant', { tenantId: proseware, clientId: 'protected-content' })
    await emulator.change('add-secret', { clientId: 'protected-content', secret: 'one' })
    const form = { client_id: setOf('protected-content'), client_secret: 'one' }
    expect((await emulator.token(proseware, form)).status).toBe(200)
    const scope = '870c4f2e-85b6-4d43-bdda-6ed9a579b725/.default'
    expect((await emulator.token(proseware, { ...form, scope })).body.error_codes).toEqual([500011])
  })
})

describe('a client assertion', () => {
  const { certificate, key } = makeCertificate('reader')
  const thumbprint = createHash('sha256').update(new X509Certificate(certificate).raw).digest('base64url')
  const { clientId } = demo.reader

  async function ask(
    emulator: Caller,
    change: { jti?: string; aud?: string; exp?: number; alg?: string; x5t?: string; sub?: string } = {},
  ) {
    const now = Math.floor(emulator.clock.nowMs() / 1000)
    const {
      jti = 'one',
      aud = `https://login.example/${contoso}/oauth2/v2.0/token`,
      exp = now + 600,
      sub = clientId,
    } = change
    const assertion = await new SignJWT({ aud, iss: sub, sub, jti, nbf: exp - 600, iat: exp - 600, exp })
      .setProtectedHeader({ alg: change.alg ?? 'PS256', 'x5t#S256': change.x5t ?? thumbprint })
      .sign(createPrivateKey(key))
    const answer = await emulator.token(contoso, {
      client_secret: undefined,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    })
    return answer.body.error_codes?.[0] ?? answer.status
  }

  it('is accepted when a registered certificate signed it', async () => {
    const emulator = await startCaller()
    expect(await ask(emulator)).toBe(700027)
    await emulator.change('add-certificate', { clientId: 'reader', pem: certificate })
    expect(await ask(emulator)).toBe(200)
    expect(await ask(emulator, { alg: 'RS256' })).toBe(200)
  })

  it('is refused for another tenant, another app, another key, another time', async () => {
    const emulator = await startCaller()
    await emulator.change('add-certificate', { clientId: 'reader', pem: certificate })
    expect(await ask(emulator, { aud: `https://login.example/${adatum}/oauth2/v2.0/token` })).toBe(700027)
    expect(await ask(emulator, { sub: setOf('saas-posture') })).toBe(700027)
    expect(await ask(emulator, { x5t: 'x'.repeat(43) })).toBe(700027)
    expect(await ask(emulator, { exp: 1_000_000 })).toBe(700024)
    const foreign = makeCertificate('somebody else')
    const print = createHash('sha256')
      .update(new X509Certificate(foreign.certificate).raw)
      .digest('base64url')
    await emulator.change('add-certificate', { clientId: 'reader', pem: foreign.certificate })
    expect(await ask(emulator, { x5t: print })).toBe(700027)
  })

  it('is good once only where the settings say so', async () => {
    const emulator = await startCaller()
    await emulator.change('add-certificate', { clientId: 'reader', pem: certificate })
    await emulator.change('settings', { rejectReusedAssertions: true })
    expect([await ask(emulator), await ask(emulator), await ask(emulator, { jti: 'two' })]).toEqual([
      200, 700027, 200,
    ])
  })
})

describe('the openid configuration', () => {
  it('finds a tenant by domain and by id', async () => {
    const emulator = await startCaller()
    for (const name of ['contoso.com', contoso, 'CONTOSO.com']) {
      const { body } = await emulator.get(`/${name}/v2.0/.well-known/openid-configuration`)
      expect(body.issuer).toBe(`${emulator.url}/${contoso}/v2.0`)
      expect(body.token_endpoint).toBe(`${emulator.url}/${contoso}/oauth2/v2.0/token`)
      expect((await fetch(body.jwks_uri)).status).toBe(200)
    }
  })

  it('refuses what is no tenant, or is one no more', async () => {
    const emulator = await startCaller()
    const address = '/nobody.example/v2.0/.well-known/openid-configuration'
    const unknown = await emulator.get(address)
    expect([unknown.status, unknown.body.error, unknown.body.error_codes]).toEqual([
      400,
      'invalid_tenant',
      [90002],
    ])
    await emulator.change('delete-tenant', { tenantId: contoso })
    expect((await emulator.get('/contoso.com/v2.0/.well-known/openid-configuration')).status).toBe(400)
  })
})
