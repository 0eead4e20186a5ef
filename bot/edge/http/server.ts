import {
  createServer,
  type Next,
  type Request,
  type Response,
  type Server,
  type ServerOptions,
} from 'restify'
import type { Log } from '#platform/base/log.ts'
import { type ConnectionLimit, limitConnections } from './connection-limit.ts'

export interface ServerSettings {
  log: Log
  /** A request must have arrived whole within this time. */
  requestTimeoutMs?: number
  headersTimeoutMs?: number
  /** How often requests that take too long are looked for. */
  checkEveryMs?: number
  /** Limit of open connections: each costs memory and a file descriptor. */
  mostConnections?: number
}

/** Longer addresses are none of ours; the longest is Microsoft's redirect with its texts. */
const longestUrl = 8_192

/** What every answer says unless a page says more. Nothing here is meant to be framed, sniffed or kept. */
const safeHeaders: readonly [string, string][] = [
  ['X-Content-Type-Options', 'nosniff'],
  ['Cache-Control', 'no-store'],
  ['Referrer-Policy', 'no-referrer'],
  ['Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'"],
]

/**
 * A server without routes. Routes are async functions, because restify turns what these throw into an answer, while
 * what a plain function throws ends the process. No failure says more than its status.
 */
export function makeServer({
  log,
  requestTimeoutMs = 20_000,
  headersTimeoutMs = 10_000,
  checkEveryMs = 5_000,
  mostConnections = 1_000,
}: ServerSettings): Server {
  const options = { name: '', log: quietLog, handleUncaughtExceptions: false, maxParamLength: 200 }
  const server = createServer(options as unknown as ServerOptions)
  Object.assign(server.server, {
    requestTimeout: requestTimeoutMs,
    headersTimeout: headersTimeoutMs,
    // Node takes it as an option of its own server, which restify makes without any, and reads it when it listens.
    connectionsCheckingInterval: checkEveryMs,
    // Longer than the idle time of the usual proxies in front, so that they are the ones to hang up.
    keepAliveTimeout: 75_000,
  })
  connectionLimits.set(server, limitConnections(server.server, mostConnections))
  server.pre(guard)
  server.on('restifyError', (_request: Request, response: Response, error: unknown, done: () => void) => {
    answerError(log, response, error)
    done()
  })
  return server
}

/** Resolves with the port that is listened on; rejects if it is taken. */
export function listen(server: Server, { port, host }: { port: number; host: string }): Promise<number> {
  return new Promise((resolve, reject) => {
    // Restify says again what its own server says, and would end the process if nobody listened here.
    server.once('error', reject)
    server.listen(port, host, () => {
      server.removeListener('error', reject)
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}

const connectionLimits = new WeakMap<Server, ConnectionLimit>()

/** Takes no more connections and resolves when the requests under way have been answered. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    connectionLimits.get(server)?.end()
  })
}

/** Ends the answer without restify's formatters; `body` is what shall be sent as it is. */
export function answer(response: Response, status: number, type?: string, body: string | Buffer = ''): void {
  response.writeHead(status, {
    ...(type !== undefined && { 'Content-Type': type }),
    'Content-Length': Buffer.byteLength(body),
  })
  response.end(body)
}

export function answerJson(response: Response, status: number, value: unknown): void {
  answer(response, status, jsonType, JSON.stringify(value))
}

/** The same for what nobody changes any more: given again, it is not put into words again. */
export function answerLasting(response: Response, status: number, value: object): void {
  answer(response, status, jsonType, wordsOf(value))
}

const jsonType = 'application/json; charset=utf-8'
/** Of those given twice: most are given once. */
const words = new WeakMap<object, Buffer | 'given once'>()

function wordsOf(value: object): Buffer {
  const known = words.get(value)
  if (known instanceof Buffer) return known
  const made = Buffer.from(JSON.stringify(value))
  words.set(value, known === undefined ? 'given once' : made)
  return made
}

function guard(request: Request, response: Response, next: Next): void {
  for (const [name, value] of safeHeaders) response.setHeader(name, value)
  const { url = '' } = request
  const encoding = request.headers['content-encoding']
  if (url.length > longestUrl) refuse(response, 414, next)
  // Unpacking is the one way to make a small request big, and restify's own unpacking can be made to end the process.
  else if (encoding !== undefined && encoding !== 'identity') refuse(response, 415, next)
  else next()
}

function refuse(response: Response, status: number, next: Next): void {
  response.setHeader('Connection', 'close')
  answer(response, status)
  next(false)
}

function answerError(log: Log, response: Response, error: unknown): void {
  const stated = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  // Only what restify itself says about an address or a method is the caller's to know.
  const status = stated === 404 || stated === 405 || stated === 400 ? stated : 500
  if (status === 500) log.error({ error }, 'a route failed')
  if (response.headersSent) return
  response.sendRaw(status, '')
}

/** Restify logs whole requests, headers with tokens among them; what matters is logged by whoever answers. */
const quietLog: Record<string, unknown> = {
  level: 'silent',
  child: () => quietLog,
}
for (const method of ['trace', 'debug', 'info', 'warn', 'error', 'fatal']) quietLog[method] = () => false
