import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Request, Response, Server } from 'restify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addHealth } from '#edge/http/health.ts'
import { addMetrics, makeMetrics } from '#edge/http/metrics.ts'
import { closeServer, listen, makeServer } from '#edge/http/server.ts'
import { makeTestLog } from '../../support/logs.ts'

let server: Server
let port: number
let log: ReturnType<typeof makeTestLog>
let databaseWorks: boolean
let metrics: ReturnType<typeof makeMetrics>
let slow: { asked: Promise<void>; finish(): void }

beforeEach(async () => {
  log = makeTestLog()
  databaseWorks = true
  metrics = makeMetrics({ process: false })
  server = makeServer({ log })
  const database = async () => {
    if (!databaseWorks) throw new Error('the password is hunter2')
  }
  addHealth(server, () => ({ checks: { database, disk: async () => {} } }))
  addMetrics(server, metrics)
  server.get('/fails', async () => {
    throw new Error('the password is hunter2')
  })
  slow = addSlowRoute(server)
  port = await listen(server, { port: 0, host: '127.0.0.1' })
})
afterEach(async () => {
  server.server.closeAllConnections()
  await closeServer(server)
})

/** Routes whose responses the test ends; one has started by then. */
function addSlowRoute(to: Server) {
  const asked = Promise.withResolvers<void>()
  const finished = Promise.withResolvers<void>()
  to.get('/slow', async (_request: Request, response: Response) => {
    asked.resolve()
    await finished.promise
    response.sendRaw(200, 'done')
  })
  for (const method of ['get', 'post'] as const)
    to[method]('/half', async (_request: Request, response: Response) => {
      response.write('half')
      asked.resolve()
      await finished.promise
      response.end('done')
    })
  return { asked: asked.promise, finish: () => finished.resolve() }
}

const ask = (path: string, init: RequestInit = {}) => fetch(`http://127.0.0.1:${port}${path}`, init)

/** The response to these bytes, until the server closes the connection. */
const speak = (bytes: string) =>
  new Promise<string>((resolve) => {
    let heard = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    socket.setEncoding('utf8').on('data', (text) => {
      heard += text
    })
    socket.on('error', () => {}).on('close', () => resolve(heard))
  })

describe('a request for nothing', () => {
  it.each([
    '/',
    '/api',
    '/api/messages/',
    '/%2e%2e/etc/passwd',
    '/consent',
    '/favicon.ico',
    '//evil.example',
  ])('at %s gets 404 and no word', async (path) => {
    const response = await ask(path)
    expect([response.status, await response.text()]).toEqual([404, ''])
  })

  it('with a broken address gets 4xx and no word', async () => {
    expect(await speak('GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toMatch(
      /^HTTP\/1.1 40[04] /,
    )
    expect((await ask('/healthz')).status).toBe(200)
  })

  it('with an endless address gets 414', async () => {
    expect((await ask(`/${'x'.repeat(9_000)}`)).status).toBe(414)
  })

  it('with endless headers gets 431', async () => {
    const heard = await speak(`GET /healthz HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`)
    expect(heard).toMatch(/^HTTP\/1.1 431 /)
  })

  it('that is no HTTP gets 400', async () => {
    expect(await speak('hello\r\n\r\n')).toMatch(/^HTTP\/1.1 400 /)
  })

  it('that smuggles a second one gets 400', async () => {
    const heard = await speak(
      'POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    )
    expect(heard).toMatch(/^HTTP\/1.1 400 /)
  })
})

describe('every answer', () => {
  it.each(['/healthz', '/fails', '/nowhere'])('at %s is not to be kept, sniffed or framed', async (path) => {
    const { headers } = await ask(path)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('server') ?? '').not.toMatch(/restify/i)
  })

  it('of a failure has its status and no word; the log has the rest', async () => {
    const response = await ask('/fails')
    expect([response.status, await response.text()]).toEqual([500, ''])
    expect(log.lines).toMatchObject([{ level: 'error', facts: { error: expect.any(Error) } }])
  })
})

describe('a slow caller', () => {
  it('is not waited for without end', () => {
    const { requestTimeout, headersTimeout, keepAliveTimeout } = server.server
    expect({ requestTimeout, headersTimeout }).toEqual({ requestTimeout: 20_000, headersTimeout: 10_000 })
    expect(keepAliveTimeout).toBeGreaterThan(60_000)
  })

  it('is cut off', async () => {
    const strict = makeServer({ log, requestTimeoutMs: 60, headersTimeoutMs: 50, checkEveryMs: 20 })
    port = await listen(strict, { port: 0, host: '127.0.0.1' })
    expect(await speak('GET /healthz HTTP/1.1\r\nHost: x\r\n')).toMatch(/^HTTP\/1.1 408 /)
    await closeServer(strict)
  })
})

describe('one connection too many', () => {
  let strict: Server
  let posted: PromiseWithResolvers<void>
  beforeEach(async () => {
    strict = makeServer({ log, mostConnections: 2 })
    slow = addSlowRoute(strict)
    posted = Promise.withResolvers()
    strict.post('/slow', async () => posted.resolve())
    port = await listen(strict, { port: 0, host: '127.0.0.1' })
  })
  afterEach(() => closeServer(strict))

  /** A kept connection after its first answer. */
  async function openAndAsk(): Promise<Socket> {
    const socket = connect(port, '127.0.0.1')
    socket.write('GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n')
    await once(socket, 'data')
    return socket
  }

  it('costs the place of the one that has been idle the longest, answered or not', async () => {
    const first = await openAndAsk()
    const gone = once(first, 'close')
    const others = [await openAndAsk(), await openAndAsk()]
    await gone
    for (const each of others) {
      each.write('GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n')
      expect(String(await once(each, 'data'))).toMatch(/^HTTP\/1.1 404 /)
      each.destroy()
    }
  })

  it.each([
    ['has announced a body', 'Expect: 100-continue\r\n', ''],
    ['sends its body slowly', '', 'h'],
  ])(
    'costs the place of a client that %s before one that waits for an answer',
    async (_name, header, sent) => {
      const answer = ask('/slow')
      await slow.asked
      const cut = speak(`POST /slow HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n${header}\r\n${sent}`)
      await posted.promise
      const other = await speak('GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
      expect([(await cut).includes(' 200 '), other.slice(0, 12)]).toEqual([false, 'HTTP/1.1 404'])
      slow.finish()
      expect(await (await answer).text()).toBe('done')
    },
  )

  it('costs the place of whoever has been silent the longest', async () => {
    const answer = ask('/slow')
    await slow.asked
    const cut = speak('GET /slow HTTP/1.1\r\nHost: x\r\n')
    // There is no other connection, and the slow one is closed for it.
    const other = await speak('GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
    expect([await cut, other.slice(0, 12)]).toEqual(['', 'HTTP/1.1 404'])
    slow.finish()
    expect(await (await answer).text()).toBe('done')
  })

  it('costs no announced body that has arrived its answer', async () => {
    const asked = speak(
      'POST /half HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx',
    )
    await slow.asked
    const answer = await ask('/half')
    await expect(ask('/half')).rejects.toThrow('fetch failed')
    slow.finish()
    expect(await asked).toMatch(/ 200 [\s\S]*half[\s\S]*done/)
    expect(await answer.text()).toBe('halfdone')
  })

  it('costs nobody the answer for which they wait', async () => {
    const responses = [await ask('/half'), await ask('/half')]
    await expect(ask('/half')).rejects.toThrow('fetch failed')
    slow.finish()
    expect(await Promise.all(responses.map((one) => one.text()))).toEqual(['halfdone', 'halfdone'])
  })
})

describe('stopping', () => {
  it('waits for what is under way and for nothing else', async () => {
    await ask('/healthz')
    const answer = ask('/slow')
    await slow.asked
    const closed = closeServer(server)
    slow.finish()
    expect(await (await answer).text()).toBe('done')
    await closed
    await expect(ask('/healthz')).rejects.toThrow()
  })

  it('does not wait for connections that were opened and never used', async () => {
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    const hungUp = once(socket.resume(), 'close')
    await ask('/healthz')
    await closeServer(server)
    await hungUp
  })

  it('hangs up after an answer that had begun', async () => {
    const heard = speak('GET /half HTTP/1.1\r\nHost: x\r\n\r\n')
    await slow.asked
    const closed = closeServer(server)
    slow.finish()
    expect(await heard).toMatch(/half[\s\S]*done/)
    await closed
  })

  it('lets the one under way finish, and its connection ask nothing more', async () => {
    const heard = speak('GET /slow HTTP/1.1\r\nHost: x\r\n\r\n')
    await slow.asked
    const closed = closeServer(server)
    slow.finish()
    expect(await heard).toMatch(/^HTTP\/1.1 200 [\s\S]*connection: close[\s\S]*done/i)
    await closed
  })
})

describe('health', () => {
  it('says that the process answers', async () => {
    const response = await ask('/healthz')
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }])
  })

  it('says which part is not ready, and not why', async () => {
    expect(await (await ask('/readyz')).json()).toEqual({ ready: true, failed: [], noted: [] })
    databaseWorks = false
    const response = await ask('/readyz')
    expect([response.status, await response.json()]).toEqual([
      503,
      { ready: false, failed: ['database'], noted: [] },
    ])
  })
})

describe('metrics', () => {
  it('count what happened, without a word from outside', async () => {
    metrics.turnEnded({ kind: 'click', verb: 'grant.block', outcome: 'done', ms: 20 })
    metrics.requestEnded({ service: 'graph', ms: 300, status: 429 })
    metrics.requestEnded({ service: 'login', ms: 300 })
    metrics.refused({ status: 415, reason: 'media' })
    const response = await ask('/metrics')
    const text = await response.text()
    expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4')
    expect(text).toContain('grantkeeper_turn_seconds_count{kind="click",verb="grant.block",outcome="done"} 1')
    expect(text).toContain('grantkeeper_microsoft_request_seconds_count{service="graph",status="429"} 1')
    expect(text).toContain('grantkeeper_microsoft_request_seconds_count{service="login",status="none"} 1')
    expect(text).toContain('grantkeeper_refused_total{status="415",reason="media"} 1')
  })

  it('of two bots do not mix', async () => {
    makeMetrics({ process: false }).refused({ status: 415, reason: 'media' })
    expect(await metrics.text()).not.toContain('status="415"')
  })
})
