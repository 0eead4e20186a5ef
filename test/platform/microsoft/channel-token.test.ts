import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { OutsideError } from '#platform/base/errors.ts'
import { hours } from '#platform/base/time.ts'
import { makeChannelToken } from '#platform/microsoft/channel-token.ts'
import type { Proof } from '#platform/microsoft/msal-client.ts'
import { json, openServer } from '../../domain/directory/odd-server.ts'
import { makeTestClock } from '../../support/clocks.ts'

const clientId = 'b0000000-0000-4000-8000-000000000001'
const tenantId = '1a1a1a1a-0000-4000-8000-000000000001'
const resource = 'https://api.botframework.us'
const federated = 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwczovL2t1YmUifQ.c2lnbmF0dXJl'

function start(loginBaseUrl: string, proof?: () => Proof) {
  const clock = makeTestClock()
  const made = makeChannelToken({
    loginBaseUrl,
    tenantId,
    clientId,
    resource,
    clock,
    ...(proof && { proof }),
  })
  return { ...made, clock }
}

async function listenTo(server: Server): Promise<string> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => void server.close().closeAllConnections())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe('the bot’s token for the channel', () => {
  test('is asked for with what a federated file holds now, of the cloud’s own channel', async () => {
    const forms: URLSearchParams[] = []
    const paths: string[] = []
    const login = createServer(async (request, response) => {
      const chunks = await request.toArray()
      paths.push(request.url?.split('?')[0] ?? '')
      forms.push(new URLSearchParams(Buffer.concat(chunks).toString()))
      json(response, 200, { access_token: `token ${forms.length}`, expires_in: 3_600 })
    })
    const url = await listenTo(login)
    let assertion = federated
    const { get, close, clock } = start(url, () => ({ assertion }))
    expect(await Promise.all([get(), get(), get()])).toEqual(['token 1', 'token 1', 'token 1'])
    assertion = `${federated}X`
    expect(await get()).toBe('token 1')
    clock.forward(hours(1))
    expect(await get()).toBe('token 2')
    await close()
    expect(forms.map((form) => form.get('client_assertion'))).toEqual([federated, `${federated}X`])
    expect(forms[0]?.get('scope')).toBe(`${resource}/.default`)
    expect(paths).toEqual(Array.from({ length: 2 }, () => `/${tenantId}/oauth2/v2.0/token`))
  })

  test('that is refused is a failure without a status, so that no message is given up for it', async () => {
    const login = await openServer((_, response) =>
      json(response, 401, {
        error: 'invalid_client',
        error_codes: [7000222],
        error_description: 'AADSTS7000222',
      }),
    )
    const { get, close } = start(login.url, () => ({ secret: 'old' }))
    const error = await get().catch((thrown: unknown) => thrown)
    await close()
    expect(error).toBeInstanceOf(OutsideError)
    expect((error as OutsideError).facts).toEqual({ service: 'login', code: '7000222' })
  })
})

describe('a managed identity', () => {
  const before = { ...process.env }
  beforeEach(() => {
    process.env.IDENTITY_HEADER = 'header of the platform'
  })
  afterEach(() => {
    for (const name of ['IDENTITY_ENDPOINT', 'IDENTITY_HEADER']) {
      if (before[name] === undefined) delete process.env[name]
      else process.env[name] = before[name]
    }
  })

  test('is asked for at the platform’s own endpoint, by the bot’s id', async () => {
    const platform = await openServer((_, response) => {
      const expiresOn = Math.floor(Date.now() / 1_000) + 7_200
      json(response, 200, {
        access_token: 'identity token',
        expires_on: String(expiresOn),
        resource,
        token_type: 'Bearer',
      })
    })
    process.env.IDENTITY_ENDPOINT = `${platform.url}/msi/token`
    const { get, close } = start('https://login.microsoftonline.us')
    expect(await get()).toBe('identity token')
    await close()
    const asked = new URL(platform.seen[0]?.url ?? '', platform.url)
    expect(asked.pathname).toBe('/msi/token')
    expect(asked.searchParams.get('client_id')).toBe(clientId)
    expect(asked.searchParams.get('resource')).toBe(resource)
  })

  test('is never asked for at another machine, whatever the variable says', async () => {
    process.env.IDENTITY_ENDPOINT = 'http://10.1.2.3/msi/token'
    const { get, close } = start('https://login.microsoftonline.us')
    await expect(get()).rejects.toBeInstanceOf(OutsideError)
    await close()
  })
})
