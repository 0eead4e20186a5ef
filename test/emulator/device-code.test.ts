import { decodeJwt } from 'jose'
import { describe, expect, it } from 'vitest'
import { formType } from './caller.ts'
import { graphClient, home, personNamed, startCloud } from './person.ts'

const errorOf = ({ body, status }: { body: { error: string }; status: number }) => [status, body.error]

describe('a device', () => {
  it('waits for a person, who then stands in its token with scopes and roles', async () => {
    const cloud = await startCloud()
    const { body: device } = await cloud.askDevice()
    expect(device).toMatchObject({
      expires_in: 900,
      interval: 0,
      verification_uri: `${cloud.url}/common/oauth2/deviceauth`,
    })
    expect(device.message).toContain(device.user_code)
    expect(errorOf(await cloud.poll(device.device_code))).toEqual([400, 'authorization_pending'])
    const alice = personNamed('Alice')
    await cloud.change('sign-in-device', { userCode: device.user_code.toLowerCase(), userId: alice.id })
    // The name that msal-node gives the grant.
    const { status, body } = await cloud.poll(device.device_code, { grant_type: 'device_code' })
    expect(status).toBe(200)
    expect(decodeJwt(body.access_token)).toMatchObject({
      aud: 'https://graph.microsoft.com',
      tid: home,
      oid: alice.id,
      idtyp: 'user',
      appid: graphClient,
      upn: alice.userPrincipalName,
      scp: 'Application.ReadWrite.All AppRoleAssignment.ReadWrite.All User.ReadBasic.All User.Read',
      wids: ['62e90394-69f5-4237-9190-012177145e10'],
    })
    expect(decodeJwt(body.id_token)).toMatchObject({ aud: graphClient, oid: alice.id, tid: home })
    expect(JSON.parse(Buffer.from(body.client_info, 'base64url').toString())).toEqual({
      uid: alice.id,
      utid: home,
    })
    expect(errorOf(await cloud.poll(device.device_code))).toEqual([400, 'bad_verification_code'])
    const again = await cloud.poll('', { grant_type: 'refresh_token', refresh_token: body.refresh_token })
    expect(decodeJwt(again.body.access_token).oid).toBe(alice.id)
  })

  it('is told when it was declined, when the code has expired, and when it asks too often', async () => {
    const cloud = await startCloud({ deviceCodeInterval: 5 })
    const declined = (await cloud.askDevice()).body
    await cloud.change('sign-in-device', {
      userCode: declined.user_code,
      userId: personNamed('Victor').id,
      decision: 'decline',
    })
    expect(errorOf(await cloud.poll(declined.device_code))).toEqual([400, 'authorization_declined'])
    const hasty = (await cloud.askDevice()).body
    expect(errorOf(await cloud.poll(hasty.device_code))).toEqual([400, 'authorization_pending'])
    expect(errorOf(await cloud.poll(hasty.device_code))).toEqual([400, 'slow_down'])
    cloud.clock.advance(5_000)
    expect(errorOf(await cloud.poll(hasty.device_code))).toEqual([400, 'authorization_pending'])
    cloud.clock.advance(900_000)
    expect(errorOf(await cloud.poll(hasty.device_code))).toEqual([400, 'expired_token'])
    await expect(
      cloud.change('sign-in-device', { userCode: hasty.user_code, userId: personNamed('Alice').id }),
    ).rejects.toThrow('no device waits')
  })

  it.each([
    ['an unknown client', { client_id: '99999999-0000-4000-8000-000000000000' }, 'organizations', 700016],
    ['an unknown tenant', {}, '99999999-0000-4000-8000-000000000000', 90002],
    ['a scope that Graph doesn’t have', { scope: 'Nonsense.Read openid' }, 'organizations', 70011],
    ['no scope', { scope: '' }, 'organizations', 900144],
  ])('gets no code for %s', async (_name, change, tenant, code) => {
    const cloud = await startCloud()
    const { status, body } = await cloud.askDevice(change, tenant)
    expect([status, body.error_codes]).toEqual([400, [code]])
  })

  it('gets no code for an app that is no public client, and one once it is', async () => {
    const cloud = await startCloud()
    const token = await cloud.signIn('Alice')
    const app = (
      await cloud.call(token, 'POST', '/applications', {
        displayName: 'Own client',
        signInAudience: 'AzureADMyOrg',
      })
    ).body
    const change = { client_id: app.appId }
    expect((await cloud.askDevice(change, home)).body.error_codes).toEqual([7000218])
    await cloud.call(token, 'PATCH', `/applications/${app.id}`, { isFallbackPublicClient: true })
    expect((await cloud.askDevice(change, home)).status).toBe(200)
  })
})

describe('a person without the rights', () => {
  it('can’t consent for everybody, and the device goes on waiting', async () => {
    const cloud = await startCloud()
    const { body: device } = await cloud.askDevice()
    const victor = { userCode: device.user_code, userId: personNamed('Victor').id }
    await expect(cloud.change('sign-in-device', victor)).rejects.toThrow('AADSTS90094')
    expect(errorOf(await cloud.poll(device.device_code))).toEqual([400, 'authorization_pending'])
    await cloud.change('settings', { deviceConsent: 'given' })
    await cloud.change('sign-in-device', victor)
    expect((await cloud.poll(device.device_code)).status).toBe(200)
  })

  it('is refused with a disabled account, also after the sign-in', async () => {
    const cloud = await startCloud()
    const { id } = personNamed('Alice')
    const token = await cloud.signIn('Alice')
    await cloud.change('set-user', { userId: id, accountEnabled: false })
    const { body: device } = await cloud.askDevice()
    await expect(cloud.change('sign-in-device', { userCode: device.user_code, userId: id })).rejects.toThrow(
      'AADSTS50057',
    )
    expect((await cloud.call(token, 'GET', '/me')).status).toBe(401)
  })
})

describe('the page', () => {
  it('asks for the code, then for the person, and says what was wrong', async () => {
    const cloud = await startCloud()
    const post = async (fields: Record<string, string>) =>
      (await cloud.post('/common/oauth2/deviceauth', new URLSearchParams(fields).toString(), formType))
        .body as string
    expect((await cloud.get('/common/oauth2/deviceauth')).body).toContain('Enter the code')
    expect(await post({ code: 'WRONG' })).toContain("That code isn't known")
    const { body: device } = await cloud.askDevice()
    const code = ` ${device.user_code.toLowerCase()} `
    const asking = await post({ code })
    expect(asking).toContain('Microsoft Graph Command Line Tools')
    expect(asking).toContain('Alice Moreau · ')
    expect(asking).toContain('Global Administrator')
    const as = (name: string) => `${home}/${personNamed(name).id}`
    expect(await post({ code, person: as('Victor'), decision: 'accept' })).toContain('AADSTS90094')
    expect(await post({ code, person: as('Alice'), decision: 'accept' })).toContain('You have signed in')
    expect((await cloud.poll(device.device_code)).status).toBe(200)
    expect(await post({ code })).toContain("That code isn't known")
  })
})

it('a client that doesn’t know the host is told which cloud it is', async () => {
  const cloud = await startCloud()
  const asked = encodeURIComponent(`${cloud.url}/${home}/oauth2/v2.0/authorize`)
  const { body } = await cloud.get(
    `/common/discovery/instance?api-version=1.1&authorization_endpoint=${asked}`,
  )
  const { host } = new URL(cloud.url)
  expect(body.metadata).toEqual([{ preferred_network: host, preferred_cache: host, aliases: [host] }])
  const { body: found } = await cloud.get(body.tenant_discovery_endpoint.slice(cloud.url.length))
  expect(found.device_authorization_endpoint).toBe(`${cloud.url}/${home}/oauth2/v2.0/devicecode`)
})
