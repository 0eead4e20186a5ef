import { onTestFinished } from 'vitest'
import { makeClock } from '../../emulator/clock.ts'
import { demo, makeDemoWorld } from '../../emulator/demo-world.ts'
import { type Emulator, startEmulator } from '../../emulator/server.ts'
import type { World } from '../../emulator/world/types.ts'

export const contoso = '2f2a91c4-0000-4000-8000-000000000001'
export const adatum = '5a60f7b3-0000-4000-8000-000000000004'
export const proseware = '74d7a9f0-0000-4000-8000-000000000006'
export const wingtip = '905c6d71-0000-4000-8000-000000000008'
export const callback = 'https://bot.example/consent/callback'

// biome-ignore lint/suspicious/noExplicitAny: the tests look into JSON of many shapes.
export type Json = any

export interface Answer {
  status: number
  headers: Headers
  body: Json
}

/** An emulator of this test alone, whose clock stands still, and the calls a client makes to it. */
export interface Caller extends Emulator {
  token(tenantId: string, change?: Record<string, string | undefined>): Promise<Answer>
  /** A GET under /v1.0, with a token of the reader unless another is given. */
  graph(tenantId: string, address: string, token?: string): Promise<Answer>
  batch(tenantId: string, requests: unknown, token?: string): Promise<Answer>
  /** A call of the control API that must succeed. */
  change(name: string, input?: Record<string, unknown>): Promise<Json>
  get(address: string): Promise<Answer>
  post(address: string, body: unknown, type?: string): Promise<Answer>
}

/** Starts the demo world, or another one, on a free port until the test ends. */
export async function startCaller(world?: World, options: { botUrl?: string } = {}): Promise<Caller> {
  const clock = makeClock({ startAt: new Date('2026-03-02T09:00:00Z') })
  const emulator = await startEmulator({
    world: world ?? makeDemoWorld({ redirectUri: callback, clock }),
    ...options,
  })
  onTestFinished(() => emulator.close())
  const { url } = emulator
  const read = async (response: Response): Promise<Answer> => {
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json')
    return { status: response.status, headers: response.headers, body: isJson ? parse(text) : text }
  }
  const send = async (address: string, init: RequestInit = {}): Promise<Answer> =>
    read(await fetch(url + address, { redirect: 'manual', ...init }))
  const post = (address: string, body: unknown, type = 'application/json'): Promise<Answer> =>
    send(address, {
      method: 'POST',
      headers: { 'content-type': type },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  const token: Caller['token'] = (tenantId, change = {}) => {
    const form = Object.entries({ ...readerForm, ...change }).filter(([, value]) => value !== undefined)
    return post(
      `/${tenantId}/oauth2/v2.0/token`,
      new URLSearchParams(form as [string, string][]).toString(),
      formType,
    )
  }
  const bearer = async (tenantId: string, given?: string): Promise<Record<string, string>> => {
    return { authorization: `Bearer ${given ?? (await token(tenantId)).body.access_token}` }
  }
  return {
    ...emulator,
    post,
    token,
    get: (address) => send(address),
    graph: async (tenantId, address, given) =>
      send(`/v1.0${address}`, { headers: await bearer(tenantId, given) }),
    batch: async (tenantId, requests, given) => {
      const headers = { ...(await bearer(tenantId, given)), 'content-type': 'application/json' }
      return send('/v1.0/$batch', { method: 'POST', headers, body: JSON.stringify({ requests }) })
    },
    change: async (name, input = {}) => {
      const answer = await post(`/world/api/${name}`, input)
      if (answer.status !== 200) throw new Error(`${name}: ${answer.body.message}`)
      return answer.body
    },
  }
}

export const formType = 'application/x-www-form-urlencoded'

const readerForm = {
  grant_type: 'client_credentials',
  client_id: demo.reader.clientId,
  client_secret: demo.reader.secret,
  scope: 'https://graph.microsoft.com/.default',
}

function parse(text: string): Json {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** One GET of a batch. */
export const part = (id: string, url: string) => ({ id, method: 'GET', url })

/** Client id of a set of the demo. */
export const setOf = (id: string): string => demo.sets[id] ?? id
