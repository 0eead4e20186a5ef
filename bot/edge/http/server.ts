import type { Request, Response, Server, ServerOptions } from 'restify'
// Not `createServer`: with it come plugins for what this server never does, a third of the time until it listens.
import RestifyRouter from 'restify/lib/router.js'
import RestifyServer from 'restify/lib/server.js'
import type { Log } from '#platform/base/log.ts'
import { type ConnectionLimit, limitConnections } from './connection-limit.ts'
import { type GuardOptions, makeGuard } from './guard.ts'

interface ServerSettings extends GuardOptions {
  log: Log
  /** A request must have arrived completely within this time. */
  requestTimeoutMs?: number
  headersTimeoutMs?: number
  /** How often Node checks for requests that take too long. */
  checkEveryMs?: number
  /** Limit of open connections: each costs memory and a file descriptor. */
  mostConnections?: number
  /** Limit of open connections of one public address. */
  mostPerAddress?: number
}

/** A server without routes. Routes must be async: an error of a synchronous one ends the process. Error responses have no body. */
export function makeServer({
  log,
  requestTimeoutMs = 20_000,
  headersTimeoutMs = 10_000,
  checkEveryMs = 5_000,
  mostConnections = 1_000,
  mostPerAddress = 200,
  ...guarding
}: ServerSettings): Server {
  const server = openRestify({
    name: '',
    log: quietLog,
    handleUncaughtExceptions: false,
    maxParamLength: 200,
  })
  Object.assign(server.server, {
    requestTimeout: requestTimeoutMs,
    headersTimeout: headersTimeoutMs,
    // An option of Node's server, which restify creates without options; Node reads it when it starts to listen.
    connectionsCheckingInterval: checkEveryMs,
    // Longer than the idle timeout of common proxies, so that the proxy closes the connection first.
    keepAliveTimeout: 75_000,
  })
  connectionLimits.set(
    server,
    limitConnections(server.server, { connections: mostConnections, perAddress: mostPerAddress }),
  )
  server.pre(makeGuard(guarding))
  server.on('restifyError', (request: Request, response: Response, error: unknown, done: () => void) => {
    const status = answerError(log, response, error)
    if (status !== 500) guarding.onRefused?.(request, { door: 'server', status, reason: 'route' })
    done()
  })
  return server
}

/** As restify's `createServer`; its types know neither our log nor the options of its router. */
function openRestify(settings: object): Server {
  const options = settings as ServerOptions
  return new RestifyServer({ ...options, router: new RestifyRouter(options) })
}

/** Resolves with the port; rejects if it is taken. */
export function listen(server: Server, { port, host }: { port: number; host: string }): Promise<number> {
  return new Promise((resolve, reject) => {
    // Restify re-emits the errors of its server, and an error without a listener would end the process.
    server.once('error', reject)
    server.listen(port, host, () => {
      server.removeListener('error', reject)
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}

const connectionLimits = new WeakMap<Server, ConnectionLimit>()

/** Accepts no more connections and resolves when the requests in progress have been answered. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    connectionLimits.get(server)?.end()
  })
}

/** Sends a response without restify's formatters; `body` is sent as it is. */
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

/** The same for JSON that is written already. */
export function answerWritten(response: Response, status: number, bytes: Buffer): void {
  answer(response, status, jsonType, bytes)
}

const jsonType = 'application/json; charset=utf-8'

/** Returns the status. */
function answerError(log: Log, response: Response, error: unknown): number {
  const stated = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  // The caller may know only what restify itself says about a URL or a method.
  const status = stated === 404 || stated === 405 || stated === 400 ? stated : 500
  if (status === 500) log.error({ error }, 'a route failed')
  if (!response.headersSent) response.sendRaw(status, '')
  return status
}

/** Restify would log whole requests, including headers with tokens. The routes log what matters. */
const quietLog: Record<string, unknown> = {
  level: 'silent',
  child: () => quietLog,
}
for (const method of ['trace', 'debug', 'info', 'warn', 'error', 'fatal']) quietLog[method] = () => false
