import { createHash, createPrivateKey, X509Certificate } from 'node:crypto'
import { decodeJwt, SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { snapshotOf } from '../../emulator/control/snapshot.ts'
import { wrongShapes } from '../support/graph-shapes.ts'
import { makeCertificate } from '../support/make-certificate.ts'
import type { Answer, Json } from './caller.ts'
import { callback, setOf } from './caller.ts'
import { type Cloud, home, register, startCloud } from './person.ts'

const graph = '00000003-0000-0000-c000-000000000000'
const directoryRead = '7ab1d382-f21e-4acd-a863-ba3e13f7da61'
const createIfMissing = { prefer: 'create-if-missing' }

const errorOf = ({ status, body }: Answer) => [status, body?.error?.code]
const role = {
  id: '2b2b2b2b-0000-4000-8000-000000000001',
  value: 'Access.Read',
  displayName: 'Read access',
  description: 'Ask whether an app may use its data',
  allowedMemberTypes: ['Application'],
  isEnabled: true,
}

async function installed(
  cloud: Cloud,
  token: string,
  displayName = 'Reader',
): Promise<{ app: Json; principal: Json }> {
  const app = await register(cloud, token, { displayName, signInAudience: 'AzureADMultipleOrgs' })
  const { body } = await cloud.call(token, 'POST', '/servicePrincipals', { appId: app.appId })
  return { app, principal: body }
}

const graphPrincipal = async (cloud: Cloud, token: string): Promise<string> =>
  (await cloud.call(token, 'GET', `/servicePrincipals(appId='${graph}')?$select=id`)).body.id

describe('an application', () => {
  it('is made once under its unique name, then changed, and has the shape of Graph', async () => {
    const cloud = await startCloud()
    const token = await cloud.signIn('Alice')
    const address = "/applications(uniqueName='grantkeeper-bot')"
    const body = {
      displayName: 'Grantkeeper',
      signInAudience: 'AzureADMyOrg',
      appRoles: [role],
      tags: ['t'],
      notes: 'n',
    }
    expect(errorOf(await cloud.call(token, 'PATCH', address, body))).toEqual([
      404,
      'Request_ResourceNotFound',
    ])
    const made = await cloud.call(token, 'PATCH', address, body, createIfMissing)
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({ ...body, uniqueName: 'grantkeeper-bot' })
    expect(wrongShapes({ method: 'PATCH', address, status: 201, body: made.body })).toEqual([])
    const again = await cloud.call(token, 'PATCH', address, { displayName: 'Grantkeeper 2' }, createIfMissing)
    expect([again.status, again.body]).toEqual([204, undefined])
    const read = await cloud.call(
      token,
      'GET',
      `/applications(appId='${made.body.appId}')?$select=id,displayName,tags`,
    )
    expect(read.body).toMatchObject({ id: made.body.id, displayName: 'Grantkeeper 2', tags: ['t'] })
    const list = await cloud.call(token, 'GET', "/applications?$filter=tags/any(t:t eq 't')&$select=appId")
    expect(list.body.value).toEqual([{ appId: made.body.appId }])
  })

  it.each<[string, object, string]>([
    ['no name', { signInAudience: 'AzureADMyOrg' }, "A value is required for property 'displayName'"],
    ['an unknown property', { displayName: 'x', nickname: 'y' }, "Invalid property 'nickname'"],
    ['a secret', { displayName: 'x', passwordCredentials: [] }, 'addPassword'],
    ['a wrong audience', { displayName: 'x', signInAudience: 'Everybody' }, 'signInAudience'],
    [
      'a reply address without TLS',
      { displayName: 'x', web: { redirectUris: ['http://a.example/cb'] } },
      'redirectUris',
    ],
    [
      'a reply address with a wildcard',
      { displayName: 'x', web: { redirectUris: ['https://*.a.example'] } },
      'redirectUris',
    ],
    ['a foreign domain', { displayName: 'x', identifierUris: ['https://a.example/api'] }, 'verified domain'],
    ['a bare word', { displayName: 'x', identifierUris: ['api://grantkeeper'] }, 'verified domain'],
    [
      'two roles of one value',
      { displayName: 'x', appRoles: [role, { ...role, id: graph }] },
      'duplicate value',
    ],
    [
      'a key that is no certificate',
      { displayName: 'x', keyCredentials: [{ type: 'AsymmetricX509Cert', usage: 'Verify', key: 'AAAA' }] },
      'keyCredentials',
    ],
  ])('isn’t made with %s', async (_name, body, words) => {
    const cloud = await startCloud()
    const token = await cloud.signIn('Alice')
    const before = snapshotOf(cloud.world)
    const answer = await cloud.call(token, 'POST', '/applications', body)
    expect(answer.status).toBe(400)
    expect(answer.body.error.message).toContain(words)
    expect(wrongShapes({ method: 'POST', address: '/applications', ...answer })).toEqual([])
    expect(snapshotOf(cloud.world)).toEqual(before)
  })

  it('shares neither its unique name nor its URI, and a deleted one keeps the name', async () => {
    const cloud = await startCloud()
    const token = await cloud.signIn('Alice')
    const one = await register(cloud, token, { displayName: 'One', uniqueName: 'one' })
    const other = await register(cloud, token, { displayName: 'Other' })
    const uri = `api://${home}/access`
    expect(
      (await cloud.call(token, 'PATCH', `/applications/${one.id}`, { identifierUris: [uri] })).status,
    ).toBe(204)
    const taken = await cloud.call(token, 'PATCH', `/applications/${other.id}`, { identifierUris: [uri] })
    expect(taken.body.error).toMatchObject({
      code: 'Request_BadRequest',
      message: 'Another object with the same value for property identifierUris already exists.',
      details: [{ code: 'ObjectConflict', target: 'identifierUris' }],
    })
    await cloud.call(token, 'DELETE', `/applications/${one.id}`)
    const again = await cloud.call(
      token,
      'PATCH',
      "/applications(uniqueName='one')",
      { displayName: 'One' },
      createIfMissing,
    )
    expect(errorOf(again)).toEqual([400, 'Request_BadRequest'])
    expect((await cloud.call(token, 'DELETE', `/directory/deletedItems/${one.id}`)).status).toBe(204)
    expect(
      (
        await cloud.call(
          token,
          'PATCH',
          "/applications(uniqueName='one')",
          { displayName: 'One' },
          createIfMissing,
        )
      ).status,
    ).toBe(201)
  })

  it('loses an enabled role only after it was disabled', async () => {
    const cloud = await startCloud()
    const token = await cloud.signIn('Alice')
    const { id } = await register(cloud, token, { displayName: 'API', appRoles: [role] })
    const patch = (appRoles: object[]) => cloud.call(token, 'PATCH', `/applications/${id}`, { appRoles })
    expect(errorOf(await patch([]))).toEqual([400, 'CannotDeleteOrUpdateEnabledEntitlement'])
    expect((await patch([{ ...role, isEnabled: false }])).status).toBe(204)
    expect((await patch([])).status).toBe(204)
  })

  it('of a set gets a reply address, and customers can consent with it', async () => {
    const cloud = await startCloud()
    const token = await cloud.signIn('Alice')
    const address = `/applications(appId='${setOf('account-actions')}')`
    const before = (await cloud.call(token, 'GET', `${address}?$select=web,tags`)).body
    expect(before.web.redirectUris).toEqual([])
    expect((await cloud.call(token, 'PATCH', address, { web: { redirectUris: [callback] } })).status).toBe(
      204,
    )
    const [customer] = [...cloud.world.tenants.values()].filter(({ id }) => id !== home)
    const query = new URLSearchParams({
      client_id: setOf('account-actions'),
      redirect_uri: callback,
      scope: 'https://graph.microsoft.com/.default',
    })
    const link = `${cloud.url}/${customer?.id}/v2.0/adminconsent?${query}`
    const done = await cloud.change('consent', { link })
    expect(done.location).toContain('admin_consent=True')
  })

  it('is deleted with its service principal at home, listed, and restored with it', async () => {
    const cloud = await startCloud()
    const token = await cloud.signIn('Alice')
    const { app, principal } = await installed(cloud, token)
    const before = snapshotOf(cloud.world)
    expect((await cloud.call(token, 'DELETE', `/applications/${app.id}`)).status).toBe(204)
    expect(errorOf(await cloud.call(token, 'GET', `/servicePrincipals/${principal.id}`))).toEqual([
      404,
      'Request_ResourceNotFound',
    ])
    const list = '/directory/deletedItems/microsoft.graph.application'
    const { body } = await cloud.call(token, 'GET', `${list}?$select=id,appId,deletedDateTime`)
    expect(body.value).toEqual([{ id: app.id, appId: app.appId, deletedDateTime: '2026-03-02T09:00:00Z' }])
    expect((await cloud.call(token, 'POST', `/directory/deletedItems/${app.id}/restore`)).status).toBe(200)
    expect(snapshotOf(cloud.world)).toEqual(before)
    await cloud.call(token, 'DELETE', `/applications/${app.id}`)
    cloud.clock.advance(31 * 86_400_000)
    const later = await cloud.signIn('Alice')
    expect((await cloud.call(later, 'GET', list)).body.value).toEqual([])
  })
})

describe('a certificate of an application', () => {
  const { certificate, key } = makeCertificate('reader')
  const der = new X509Certificate(certificate).raw.toString('base64')
  const credential = { type: 'AsymmetricX509Cert', usage: 'Verify', key: der, displayName: 'one' }

  async function tokenOf(cloud: Cloud, clientId: string, privateKey: string): Promise<Answer> {
    const now = Math.floor(cloud.clock.nowMs() / 1000)
    const thumbprint = createHash('sha256').update(new X509Certificate(certificate).raw).digest('base64url')
    const assertion = await new SignJWT({ jti: 'one', nbf: now, exp: now + 600 })
      .setProtectedHeader({ alg: 'PS256', 'x5t#S256': thumbprint })
      .setAudience(`https://login.example/${home}/oauth2/v2.0/token`)
      .setIssuer(clientId)
      .setSubject(clientId)
      .sign(createPrivateKey(privateKey))
    return cloud.token(home, {
      client_id: clientId,
      client_secret: undefined,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    })
  }

  it('signs the app in with the roles that it was given, and shows its public part only when asked', async () => {
    const cloud = await startCloud()
    const token = await cloud.signIn('Alice')
    const { app, principal } = await installed(cloud, token)
    const address = `/applications/${app.id}`
    expect((await cloud.call(token, 'PATCH', address, { keyCredentials: [credential] })).status).toBe(204)
    const [kept] = (await cloud.call(token, 'GET', `${address}?$select=keyCredentials`)).body.keyCredentials
    expect(kept).toMatchObject({ key: der, displayName: 'one', keyId: expect.any(String) })
    expect((await cloud.call(token, 'GET', address)).body.keyCredentials[0].key).toBe(null)
    const resourceId = await graphPrincipal(cloud, token)
    const grant = { principalId: principal.id, resourceId, appRoleId: directoryRead }
    expect(
      (await cloud.call(token, 'POST', `/servicePrincipals/${resourceId}/appRoleAssignedTo`, grant)).status,
    ).toBe(201)
    const { body } = await tokenOf(cloud, app.appId, key)
    expect(decodeJwt(body.access_token)).toMatchObject({ appid: app.appId, roles: ['Directory.Read.All'] })
    expect((await cloud.graph(home, '/organization', body.access_token)).status).toBe(200)
    expect((await tokenOf(cloud, app.appId, makeCertificate('other').key)).body.error_codes).toEqual([700027])
    expect(
      (await cloud.call(token, 'PATCH', address, { keyCredentials: [{ ...kept, key: null }] })).status,
    ).toBe(204)
    expect((await tokenOf(cloud, app.appId, key)).status).toBe(200)
    await cloud.call(token, 'PATCH', address, { keyCredentials: [] })
    expect((await tokenOf(cloud, app.appId, key)).body.error_codes).toEqual([700027])
  })

  it('can’t outlive itself', async () => {
    const cloud = await startCloud()
    const token = await cloud.signIn('Alice')
    const body = {
      displayName: 'x',
      keyCredentials: [{ ...credential, endDateTime: '2999-01-01T00:00:00Z' }],
    }
    expect(errorOf(await cloud.call(token, 'POST', '/applications', body))).toEqual([
      400,
      'KeyCredentialsInvalidEndDate',
    ])
  })
})

describe('the API of an application', () => {
  it.each([
    [1, 'api', 'https://sts.windows.net/'],
    [2, 'id', '/v2.0'],
  ])('of token version %i names itself as the audience by its %s', async (version, _by, issuer) => {
    const cloud = await startCloud()
    const token = await cloud.signIn('Alice')
    const app = await register(cloud, token, {
      displayName: 'API',
      appRoles: [role],
      api: { requestedAccessTokenVersion: version },
    })
    await cloud.call(token, 'PATCH', `/applications/${app.id}`, { identifierUris: [`api://${app.appId}`] })
    await cloud.call(token, 'POST', '/servicePrincipals', { appId: app.appId })
    await cloud.change('add-secret', { clientId: app.appId, secret: 's' })
    const { body } = await cloud.token(home, {
      client_id: app.appId,
      client_secret: 's',
      scope: `api://${app.appId}/.default`,
    })
    const claims = decodeJwt(body.access_token)
    expect(claims.aud).toBe(version === 2 ? app.appId : `api://${app.appId}`)
    expect(claims.iss).toContain(issuer)
  })
})

describe('a service principal and its roles', () => {
  it('are made once, taken back once, and refused in the words of Graph', async () => {
    const cloud = await startCloud()
    const token = await cloud.signIn('Alice')
    const { app, principal } = await installed(cloud, token)
    const twice = await cloud.call(token, 'POST', '/servicePrincipals', { appId: app.appId })
    expect(errorOf(twice)).toEqual([409, 'Request_MultipleObjectsWithSameKeyValue'])
    const nobody = await cloud.call(token, 'POST', '/servicePrincipals', { appId: directoryRead })
    expect(nobody.body.error.details[0].code).toBe('NoBackingApplicationObject')
    const resourceId = await graphPrincipal(cloud, token)
    const address = `/servicePrincipals/${principal.id}/appRoleAssignments`
    const grant = { principalId: principal.id, resourceId, appRoleId: directoryRead }
    const made = await cloud.call(token, 'POST', address, grant)
    expect(made.status).toBe(201)
    expect(wrongShapes({ method: 'POST', address, ...made })).toEqual([])
    const [listed] = (await cloud.call(token, 'GET', address)).body.value
    expect(made.body).toMatchObject(listed)
    const again = await cloud.call(token, 'POST', address, grant)
    expect(again.body.error).toMatchObject({
      code: 'Request_BadRequest',
      message: 'Permission being assigned already exists on the object',
    })
    const unknown = await cloud.call(token, 'POST', address, { ...grant, appRoleId: home })
    expect(unknown.body.error.message).toContain('was not found on application')
    expect(errorOf(await cloud.call(token, 'POST', address, { ...grant, resourceId: home }))).toEqual([
      404,
      'Request_ResourceNotFound',
    ])
    expect((await cloud.call(token, 'DELETE', `${address}/${listed.id}`)).status).toBe(204)
    expect((await cloud.call(token, 'DELETE', `${address}/${listed.id}`)).status).toBe(404)
    expect((await cloud.call(token, 'GET', address)).body.value).toEqual([])
    expect((await cloud.call(token, 'DELETE', `/servicePrincipals/${principal.id}`)).status).toBe(204)
  })
})

describe('a federated credential', () => {
  it('is made once by name, issuer, and subject', async () => {
    const cloud = await startCloud()
    const token = await cloud.signIn('Alice')
    const { id } = await register(cloud, token, { displayName: 'Bot' })
    const address = `/applications/${id}/federatedIdentityCredentials`
    const body = {
      name: 'identity',
      issuer: `https://login.microsoftonline.com/${home}/v2.0`,
      subject: home,
      audiences: ['api://AzureADTokenExchange'],
    }
    const made = await cloud.call(token, 'POST', address, body)
    expect(made.status).toBe(201)
    expect(wrongShapes({ method: 'POST', address, ...made })).toEqual([])
    const listed = await cloud.call(token, 'GET', address)
    expect(listed.body.value).toEqual([{ ...body, id: made.body.id, description: null }])
    expect(wrongShapes({ method: 'GET', address, ...listed })).toEqual([])
    const same = 'Request_MultipleObjectsWithSameKeyValue'
    expect(errorOf(await cloud.call(token, 'POST', address, body))).toEqual([409, same])
    expect(errorOf(await cloud.call(token, 'POST', address, { ...body, name: 'other' }))).toEqual([409, same])
    expect(errorOf(await cloud.call(token, 'POST', address, { ...body, audiences: [] }))).toEqual([
      400,
      'Request_BadRequest',
    ])
    expect((await cloud.call(token, 'DELETE', `${address}/${made.body.id}`)).status).toBe(204)
    expect((await cloud.call(token, 'GET', address)).body.value).toEqual([])
  })
})

describe('who may', () => {
  it('an admin of apps registers, but can’t grant roles of Graph; who manages roles can, but can’t register for others', async () => {
    const cloud = await startCloud()
    const [olivia, bob] = [await cloud.signIn('Olivia'), await cloud.signIn('Bob')]
    const { app, principal } = await installed(cloud, olivia)
    const resourceId = await graphPrincipal(cloud, olivia)
    const grant = { principalId: principal.id, resourceId, appRoleId: directoryRead }
    const address = `/servicePrincipals/${resourceId}/appRoleAssignedTo`
    expect(errorOf(await cloud.call(olivia, 'POST', address, grant))).toEqual([
      403,
      'Authorization_RequestDenied',
    ])
    expect((await cloud.call(bob, 'POST', address, grant)).status).toBe(201)
    const denied = [403, 'Authorization_RequestDenied']
    expect(errorOf(await cloud.call(bob, 'PATCH', `/applications/${app.id}`, { tags: [] }))).toEqual(denied)
    expect(errorOf(await cloud.call(bob, 'DELETE', `/applications/${app.id}`))).toEqual(denied)
  })

  it('a person without a role has only own applications, and none where that is restricted', async () => {
    const cloud = await startCloud({ deviceConsent: 'given' })
    const token = await cloud.signIn('Victor')
    const own = await register(cloud, token, { displayName: 'Own' })
    const patch = (address: string) => cloud.call(token, 'PATCH', address, { tags: ['x'] })
    expect((await patch(`/applications/${own.id}`)).status).toBe(204)
    const denied = [403, 'Authorization_RequestDenied']
    expect(errorOf(await patch(`/applications(appId='${setOf('account-actions')}')`))).toEqual(denied)
    await cloud.change('settings', { usersCanRegister: false })
    expect(errorOf(await cloud.call(token, 'POST', '/applications', { displayName: 'Another' }))).toEqual(
      denied,
    )
    await cloud.change('set-directory-role', {
      userId: '4d4d4d4d-0000-4000-8000-000000000004',
      role: 'Application Administrator',
      holds: true,
    })
    expect((await cloud.call(token, 'POST', '/applications', { displayName: 'Another' })).status).toBe(201)
  })

  it('a token without the delegated permission writes nothing, whatever the role', async () => {
    const cloud = await startCloud()
    const { body: device } = await cloud.askDevice({ scope: 'User.Read' })
    await cloud.change('sign-in-device', {
      userCode: device.user_code,
      userId: '4d4d4d4d-0000-4000-8000-000000000001',
    })
    const token = (await cloud.poll(device.device_code)).body.access_token
    expect((await cloud.call(token, 'GET', '/me?$select=id,userPrincipalName')).body.id).toBe(
      '4d4d4d4d-0000-4000-8000-000000000001',
    )
    expect((await cloud.call(token, 'GET', '/applications')).status).toBe(403)
    expect((await cloud.call(token, 'POST', '/applications', { displayName: 'x' })).status).toBe(403)
  })

  it('people are found by ID and by name, and an app is nobody', async () => {
    const cloud = await startCloud()
    const token = await cloud.signIn('Alice')
    const { body: me } = await cloud.call(token, 'GET', '/me')
    const byName = await cloud.call(
      token,
      'GET',
      `/users/${encodeURIComponent(me.userPrincipalName.toUpperCase())}?$select=id`,
    )
    expect(byName.body.id).toBe(me.id)
    expect((await cloud.call(token, 'GET', '/users/nobody%40nowhere.example')).status).toBe(404)
    expect(
      (await cloud.call(token, 'GET', '/organization?$select=id,verifiedDomains')).body.value[0].id,
    ).toBe(home)
  })
})

describe('what was just made', () => {
  it('isn’t there yet for as many requests as the settings say', async () => {
    const cloud = await startCloud({ hiddenReads: 2 })
    const token = await cloud.signIn('Alice')
    const app = await register(cloud, token, { displayName: 'Late' })
    const read = async () => (await cloud.call(token, 'GET', `/applications/${app.id}`)).status
    expect([await read(), await read(), await read()]).toEqual([404, 404, 200])
    const principal = (await cloud.call(token, 'POST', '/servicePrincipals', { appId: app.appId })).body
    const resourceId = await graphPrincipal(cloud, token)
    const grant = { principalId: principal.id, resourceId, appRoleId: directoryRead }
    const assign = async () =>
      (await cloud.call(token, 'POST', `/servicePrincipals/${principal.id}/appRoleAssignments`, grant)).status
    expect([await assign(), await assign(), await assign()]).toEqual([404, 404, 201])
  })

  it('is asked again after a 429 or a failure', async () => {
    const cloud = await startCloud()
    const token = await cloud.signIn('Alice')
    await cloud.change('fault', {
      where: 'graph',
      path: '/applications',
      kind: 'status',
      status: 429,
      retryAfter: '2',
      times: 1,
    })
    const refused = await cloud.call(token, 'POST', '/applications', { displayName: 'x' })
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '2'])
    expect((await cloud.call(token, 'POST', '/applications', { displayName: 'x' })).status).toBe(201)
  })
})
