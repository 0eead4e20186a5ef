import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addMessages } from '#edge/http/messages.ts'
import { closeServer, listen, makeServer } from '#edge/http/server.ts'
import type { TeamsActivity } from '#edge/teams/channel/activity.ts'
import { WrittenBody } from '#edge/teams/channel/card-response.ts'
import type { ActivityResponse } from '#edge/teams/channel/teams-sdk.ts'
import { silentLog } from '#platform/base/log.ts'
import { runs } from '../../support/runs.ts'

const activity = {
  type: 'message',
  id: 'f:1',
  channelId: 'msteams',
  serviceUrl: 'http://127.0.0.1:9/',
  from: { id: '29:1', aadObjectId: 'aaaaaaaa-0000-4000-8000-000000000001' },
  recipient: { id: '28:bot' },
  conversation: { id: 'a:1' },
  text: 'help',
}

let server: ReturnType<typeof makeServer>
let port: number
let handled: TeamsActivity[]
let refused: number[]
let handle: (activity: TeamsActivity) => Promise<ActivityResponse>

beforeEach(async () => {
  handled = []
  refused = []
  handle = async () => ({ status: 200 })
  server = makeServer({ log: silentLog })
  const teams = {
    mayAnswerTo: (serviceUrl: string) => serviceUrl === activity.serviceUrl,
    handle: (given: TeamsActivity) => {
      handled.push(given)
      return handle(given)
    },
  }
  addMessages(server, { teams, authenticator: 'off', onRefused: ({ status }) => void refused.push(status) })
  port = await listen(server, { port: 0, host: '127.0.0.1' })
})
afterEach(async () => {
  server.server.closeAllConnections()
  await closeServer(server)
})

const json = { 'Content-Type': 'application/json' }
const post = (body: string | Uint8Array, headers: Record<string, string> = json, method = 'POST') =>
  fetch(`http://127.0.0.1:${port}/api/messages`, { method, headers, ...(method === 'POST' && { body }) })

/** A request whose body is shorter than announced. */
const half =
  'POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n'

/** The response to these bytes, until the server closes the connection. */
const speak = (bytes: string, to = port) =>
  new Promise<string>((resolve) => {
    let heard = ''
    const socket = connect(to, '127.0.0.1', () => socket.write(bytes))
    socket.setEncoding('utf8').on('data', (text) => {
      heard += text
    })
    socket.on('close', () => resolve(heard))
  })

/** The status of a response without a body. */
async function silentStatus(response: Response): Promise<number> {
  expect(await response.text()).toBe('')
  return response.status
}

describe('an activity', () => {
  it('is handed on once its shape is right, and answered with what comes back', async () => {
    handle = async () => ({ status: 200, body: { statusCode: 200 } })
    const response = await post(JSON.stringify(activity))
    expect([response.status, await response.json()]).toEqual([200, { statusCode: 200 }])
    expect(handled).toEqual([activity])
  })

  it('is answered with a body that is written already, byte for byte', async () => {
    const body = new WrittenBody(JSON.stringify({ statusCode: 200, value: { text: 'Ünïcode 例 🛡️' } }))
    handle = async () => ({ status: 200, body })
    const response = await post(JSON.stringify(activity))
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(await response.text()).toBe('{"statusCode":200,"value":{"text":"Ünïcode 例 🛡️"}}')
  })

  it.each([1, 20_000, 30_000])('is answered with %i letters, each of them whole', async (count) => {
    const text = `${'🛡️ü'.repeat(count / 4)}x`
    handle = async () => ({ status: 200, body: new WrittenBody('{"text":', JSON.stringify(text), '}') })
    expect(await (await post(JSON.stringify(activity))).json()).toEqual({ text })
  })

  it('is read after one that is no text', async () => {
    expect(await silentStatus(await post(new Uint8Array([0x7b, 0xe4, 0xb8])))).toBe(400)
    expect(await silentStatus(await post(JSON.stringify(activity)))).toBe(200)
  })

  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"'])(
    'may come as %s',
    async (type) => {
      expect(await silentStatus(await post(JSON.stringify(activity), { 'Content-Type': type }))).toBe(200)
    },
  )

  it.each([
    ['no id', { id: undefined }],
    ['no type', { type: undefined }],
    ['no sender', { from: undefined }],
    ['a sender that is a list', { from: [] }],
    ['a conversation that is a text', { conversation: 'a:1' }],
    ['no address', { serviceUrl: undefined }],
    ['text that is a number', { text: 5 }],
    ['text without end', { text: 'x'.repeat(100_001) }],
    ['no channel', { channelId: undefined }],
  ])('with %s is malformed', async (_, change) => {
    expect(await silentStatus(await post(JSON.stringify({ ...activity, ...change })))).toBe(400)
    expect([handled, refused]).toEqual([[], [400]])
  })

  it.each([
    ['of another channel', { channelId: 'directline' }],
    ['of another channel in other letters', { channelId: 'AseChannel' }],
    ['with another address', { serviceUrl: 'https://evil.example/' }],
  ])('%s is forbidden', async (_, change) => {
    expect(await silentStatus(await post(JSON.stringify({ ...activity, ...change })))).toBe(403)
    expect(handled).toEqual([])
  })
})

describe('what is no activity', () => {
  it.each([
    'text/plain',
    'application/xml',
    'multipart/form-data; boundary=x',
    'application/json; charset=utf-16',
    '',
  ])('because it is called %j gets 415', async (type) => {
    expect(await silentStatus(await post(JSON.stringify(activity), { 'Content-Type': type }))).toBe(415)
  })

  it.each(['gzip', 'deflate', 'br', 'gzip, identity', 'x'])(
    'because it is packed with %s gets 415',
    async (encoding) => {
      const headers = { ...json, 'Content-Encoding': encoding }
      expect(await silentStatus(await post(JSON.stringify(activity), headers))).toBe(415)
    },
  )

  it('because it is a bomb is not unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(100_000_000))
    const before = process.memoryUsage().rss
    expect(await silentStatus(await post(bomb, { ...json, 'Content-Encoding': 'gzip' }))).toBe(415)
    expect(await silentStatus(await post(bomb))).toBe(400)
    expect(process.memoryUsage().rss - before).toBeLessThan(60_000_000)
    expect(await silentStatus(await post(JSON.stringify(activity)))).toBe(200)
  })

  it('because it is no gzip, though it says so, does not end the process', async () => {
    expect(await silentStatus(await post('not gzip', { ...json, 'Content-Encoding': 'gzip' }))).toBe(415)
    expect(await silentStatus(await post(JSON.stringify(activity)))).toBe(200)
  })

  it.each([
    '',
    '{',
    'null',
    '5',
    '"text"',
    '[]',
    '[{"type":"message"}]',
    '{"type":"message"} x',
    '{"__proto__":{"type":"message"}}',
    '\ufeff{}',
  ])('because it is %j gets 400', async (body) => {
    expect(await silentStatus(await post(body))).toBe(400)
  })

  it('because its text is no UTF-8 gets 400', async () => {
    const bytes = Buffer.concat([Buffer.from('{"type":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')])
    expect(await silentStatus(await post(bytes))).toBe(400)
  })

  it.each(['[', '{"a":'])('because it is nested deep (%s) gets 400', async (opening) => {
    const closing = opening === '[' ? ']' : '}'
    const nested = (depth: number) =>
      JSON.stringify({ ...activity, value: 0 }).replace(
        '"value":0',
        `"value":${opening.repeat(depth)}0${closing.repeat(depth)}`,
      )
    expect(await silentStatus(await post(nested(30)))).toBe(200)
    expect(await silentStatus(await post(nested(40)))).toBe(400)
    expect(await silentStatus(await post(nested(20_000)))).toBe(400)
  })

  it('because it is too big gets 413, whether it says its size or not', async () => {
    const big = JSON.stringify({ ...activity, text: 'x'.repeat(300_000) })
    expect(await silentStatus(await post(big))).toBe(413)
    const stream = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(big))
        controller.close()
      },
    })
    const streamed = await fetch(`http://127.0.0.1:${port}/api/messages`, {
      method: 'POST',
      headers: json,
      body: stream,
      duplex: 'half',
    })
    expect(await silentStatus(streamed)).toBe(413)
    expect(handled).toEqual([])
  })

  it('because it says that it will be too big gets 413 before it comes', async () => {
    const heard = await speak(half.replace('99', '300000'))
    expect(heard).toMatch(/^HTTP\/1.1 413 /)
  })

  it('because it reaches for a prototype gets 400', async () => {
    const body = JSON.stringify(activity).replace('"text"', '"value":{"__proto__":{"a":1}},"text"')
    expect(await silentStatus(await post(body))).toBe(400)
    expect(await silentStatus(await post(body.replace('__proto__', 'proto')))).toBe(200)
  })

  it('is never answered with 5xx, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.object().map((o) => JSON.stringify(o)),
        ),
        async (body) => {
          const response = await post(body)
          expect([400, 403]).toContain(await silentStatus(response))
        },
      ),
      runs(300),
    )
  })

  it('in one field, is never answered with 5xx either', async () => {
    const field = fc.constantFrom(
      ...Object.keys(activity),
      'value',
      'entities',
      'channelData',
      'replyToId',
      'action',
    )
    await fc.assert(
      fc.asyncProperty(field, fc.jsonValue(), async (name, value) => {
        expect([200, 400, 403]).toContain(
          await silentStatus(await post(JSON.stringify({ ...activity, [name]: value }))),
        )
      }),
      runs(300),
    )
  })
})

describe('the door', () => {
  it('is the same with a slash at the end of its path, and no other', async () => {
    const at = (path: string, body: string, method = 'POST') =>
      fetch(`http://127.0.0.1:${port}${path}`, { method, headers: json, ...(method === 'POST' && { body }) })
    for (const body of [
      JSON.stringify(activity),
      '{',
      '[]',
      JSON.stringify({ ...activity, serviceUrl: 'http://x/' }),
    ]) {
      const [bare, slashed] = [await at('/api/messages', body), await at('/api/messages/', body)]
      expect([slashed.status, await slashed.text()]).toEqual([bare.status, await bare.text()])
    }
    expect(handled).toHaveLength(2)
    expect((await at('/api/messages/', '', 'GET')).status).toBe((await at('/api/messages', '', 'GET')).status)
    expect((await at('/api/messages//', JSON.stringify(activity))).status).toBe(404)
  })

  it.each(['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])(
    'refuses %s with 405 and no word',
    async (method) => {
      const response = await post('', {}, method)
      expect(await silentStatus(response)).toBe(405)
    },
  )

  it('says nothing of a failure inside', async () => {
    handle = async () => {
      throw new Error('the password is hunter2')
    }
    expect(await silentStatus(await post(JSON.stringify(activity)))).toBe(500)
    handle = async () => ({ status: 200 })
    expect(await silentStatus(await post(JSON.stringify(activity)))).toBe(200)
  })

  it.each([
    ['two tokens', ['Bearer a.b.c', 'Bearer a.b.c']],
    ['a token that is too long', [`Bearer ${'x'.repeat(8_200)}`]],
    ['no token', []],
  ])('with a lock refuses %s before it reads the body', async (_, tokens) => {
    const locked = makeServer({ log: silentLog })
    const authenticator = { authenticate: async () => expect.unreachable(), refuse: () => undefined }
    const reasons: string[] = []
    const teams = { mayAnswerTo: () => true, handle: async () => ({ status: 200 }) }
    addMessages(locked, { teams, authenticator, onRefused: ({ reason }) => void reasons.push(reason) })
    const lockedPort = await listen(locked, { port: 0, host: '127.0.0.1' })
    const headers = tokens.map((token) => `Authorization: ${token}\r\n`).join('')
    expect(await speak(half.replace('\r\n\r\n', `\r\n${headers}\r\n`), lockedPort)).toMatch(/^HTTP\/1.1 401 /)
    expect(reasons).toEqual(['authorization'])
    await closeServer(locked)
  })

  it('refuses headers without end', async () => {
    const heard = await speak(half.replace('\r\n\r\n', `\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`))
    expect(heard).toMatch(/^HTTP\/1.1 431 [^\r]*\r\nConnection: close\r\n\r\n$/)
  })

  it('does not wait without end for a body', async () => {
    const strict = makeServer({
      log: silentLog,
      requestTimeoutMs: 60,
      headersTimeoutMs: 50,
      checkEveryMs: 20,
    })
    const teams = { mayAnswerTo: () => true, handle: async () => ({ status: 200 }) }
    addMessages(strict, { teams, authenticator: 'off' })
    const strictPort = await listen(strict, { port: 0, host: '127.0.0.1' })
    expect(await speak(`${half}{"type"`, strictPort)).toMatch(/^HTTP\/1.1 408 /)
    await closeServer(strict)
  })

  it('outlives a caller that hangs up in the middle', async () => {
    await new Promise<void>((done) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write(`${half}{"a"`)
        socket.destroy()
      })
      socket.on('close', () => done())
    })
    expect(await silentStatus(await post(JSON.stringify(activity)))).toBe(200)
    expect(handled).toHaveLength(1)
  })
})
