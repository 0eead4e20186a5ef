import { makeClock } from '../../emulator/clock.ts'
import { demo } from '../../emulator/demo-world.ts'
import { makeFreshWorld } from '../../emulator/fresh-world.ts'
import { type Answer, type Caller, formType, type Json, startCaller } from './caller.ts'

export const graphClient = '14d82eec-204b-4c2f-b7e8-296a70dab67e'
export const home = demo.homeTenantId
const scopes = [
  'Application.ReadWrite.All',
  'AppRoleAssignment.ReadWrite.All',
  'User.ReadBasic.All',
  'User.Read',
]

export const personNamed = (name: string) => {
  const person = demo.people.find((one) => one.name.startsWith(name))
  if (!person) throw new Error(`Expected ${name} in the demo`)
  return person
}

/** A fresh cloud and the calls that a device and a person make to it. */
export interface Cloud extends Caller {
  askDevice(change?: Record<string, string>, tenant?: string): Promise<Answer>
  poll(deviceCode: string, change?: Record<string, string>): Promise<Answer>
  /** Signs a person in and gives the token for Graph. */
  signIn(name: string): Promise<string>
  call(
    token: string,
    method: string,
    address: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>
}

export async function startCloud(settings: Record<string, unknown> = {}): Promise<Cloud> {
  const clock = makeClock({ startAt: new Date('2026-03-02T09:00:00Z') })
  const caller = await startCaller(makeFreshWorld({ clock }))
  await caller.change('settings', { deviceCodeInterval: 0, ...settings })
  const form = (fields: Record<string, string>): string => new URLSearchParams(fields).toString()
  const askDevice: Cloud['askDevice'] = (change = {}, tenant = 'organizations') => {
    const scope = [...scopes, 'openid', 'profile', 'offline_access'].join(' ')
    return caller.post(
      `/${tenant}/oauth2/v2.0/devicecode`,
      form({ client_id: graphClient, scope, ...change }),
      formType,
    )
  }
  const poll: Cloud['poll'] = (deviceCode, change = {}) => {
    const grant = 'urn:ietf:params:oauth:grant-type:device_code'
    const fields = { grant_type: grant, client_id: graphClient, device_code: deviceCode, ...change }
    return caller.post('/organizations/oauth2/v2.0/token', form(fields), formType)
  }
  return {
    ...caller,
    askDevice,
    poll,
    signIn: async (name) => {
      const { body } = await askDevice()
      await caller.change('sign-in-device', { userCode: body.user_code, userId: personNamed(name).id })
      return (await poll(body.device_code)).body.access_token
    },
    call: async (token, method, address, body, headers = {}) => {
      const response = await fetch(`${caller.url}/v1.0${address}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const text = await response.text()
      const json: Json = text === '' ? undefined : JSON.parse(text)
      return { status: response.status, headers: response.headers, body: json }
    },
  }
}

/** Creates an application and gives its body. */
export async function register(cloud: Cloud, token: string, body: object): Promise<Json> {
  const answer = await cloud.call(token, 'POST', '/applications', body)
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
  return answer.body
}
