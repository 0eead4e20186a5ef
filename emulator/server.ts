import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { makeSuite } from './apps/suite.ts'
import type { VirtualClock } from './clock.ts'
import { answerControlApi } from './control/control-api.ts'
import { makeDemoWorld } from './demo-world.ts'
import { answerGraph } from './graph/graph.ts'
import { BodyTooLarge, type Exchange, type GraphListener, sendJson } from './http.ts'
import { answerConsentChoice, answerConsentLink } from './login/consent.ts'
import { makeConsentDesk } from './login/consent-desk.ts'
import { answerDeviceCode } from './login/device-code.ts'
import { devicePath, makeDeviceDesk } from './login/device-desk.ts'
import { answerDeviceChoice, answerDevicePage } from './login/device-page.ts'
import { makeSigner, type Signer } from './login/keys.ts'
import { answerInstances, answerKeys, answerOpenIdConfiguration } from './login/openid.ts'
import { answerToken } from './login/token.ts'
import { isLoopbackName, sendMisdirected } from './loopback-host.ts'
import { answerAppsPage } from './pages/apps-page.ts'
import { answerLiveScript } from './pages/live-script.ts'
import { answerWorldPage } from './pages/world/world-page.ts'
import { makeRequestLog, type RequestLog } from './request-log.ts'
import type { World } from './world/types.ts'

export interface Emulator {
  /** `http://127.0.0.1:4100`: login, Graph (under /v1.0), world page and control API. */
  url: string
  world: World
  log: RequestLog
  clock: VirtualClock
  /** Ends every connection and waits. */
  close(): Promise<void>
}

export interface EmulatorOptions {
  /** 0 = any free port. */
  port?: number
  host?: string
  /** Default: the demo world. */
  world?: World
  /** Where the bot is, for the page that plays associated apps. */
  botUrl?: string
  /** Latency before a request is answered; none by default. */
  lagMs?: (method: string, path: string) => number
  /** Hears every answer of Graph, for example to check its shape. */
  onGraphAnswer?: GraphListener
}

/** Starts login and Graph on one origin. Throws what `listen` throws, for example EADDRINUSE. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { port = 0, host = '127.0.0.1', world = makeDemoWorld(), botUrl, lagMs, onGraphAnswer } = options
  const signer = await makeSigner()
  const log = makeRequestLog()
  const desk = makeConsentDesk()
  const devices = makeDeviceDesk()
  const suite = makeSuite({ loginUrl: () => originOf(server, host), botUrl })
  const parts = {
    world,
    log,
    desk,
    devices,
    suite,
    ...(botUrl && { botUrl }),
    ...(onGraphAnswer && { onGraphAnswer }),
  }
  const server = createServer((request, response) => {
    if (!isLoopbackName(request.headers.host)) return sendMisdirected(response)
    response.setHeader('date', world.clock.now().toUTCString())
    const exchange = { request, response, ...parts, ...place(request, originOf(server, host)) }
    const ms = lagMs?.(exchange.method, exchange.url.pathname)
    if (ms === undefined) void answer(exchange, signer)
    else void pause(ms).then(() => answer(exchange, signer))
  })
  server.keepAliveTimeout = 60_000
  await listen(server, port, host)
  const close = (): Promise<void> =>
    new Promise((done) => {
      server.close(() => done())
      server.closeAllConnections()
    })
  return { url: originOf(server, host), world, log, clock: world.clock, close }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', fail)
    server.listen(port, host, () => {
      server.off('error', fail)
      done()
    })
  })
}

const originOf = (server: Server, host: string): string =>
  `http://${host}:${(server.address() as AddressInfo).port}`

function place(
  request: IncomingMessage,
  origin: string,
): Pick<Exchange, 'url' | 'segments' | 'method' | 'origin'> {
  const text = request.url ?? '/'
  const url = URL.canParse(text, origin) ? new URL(text, origin) : new URL(origin)
  return { url, segments: url.pathname.split('/').filter(Boolean), method: request.method ?? 'GET', origin }
}

async function answer(exchange: Exchange, signer: Signer): Promise<void> {
  try {
    await route(exchange, signer)
  } catch (error) {
    if (exchange.response.headersSent) {
      exchange.response.destroy()
      return
    }
    // URIError: a URL that is not encoded correctly.
    const status = error instanceof BodyTooLarge ? 413 : error instanceof URIError ? 400 : 500
    sendJson(exchange.response, status, { error: 'emulator', message: String(error) })
  }
}

async function route(exchange: Exchange, signer: Signer): Promise<void> {
  const { segments, method, url } = exchange
  if (segments[0] === 'v1.0') return answerGraph(exchange, signer)
  if (segments[0] === 'world' && segments[1] === 'api') return answerControlApi(exchange)
  if (url.pathname === '/apps') return answerAppsPage(exchange)
  if (url.pathname === '/world/live.js') return answerLiveScript(exchange)
  if (segments[0] === 'world' || segments.length === 0) return answerWorldPage(exchange)
  const rest = segments.slice(1).join('/')
  if (method === 'POST' && rest === 'oauth2/v2.0/token') return answerToken(exchange, signer)
  if (method === 'POST' && rest === 'oauth2/v2.0/devicecode') return answerDeviceCode(exchange)
  if (method === 'GET' && url.pathname === devicePath) return answerDevicePage(exchange)
  if (method === 'POST' && url.pathname === devicePath) return answerDeviceChoice(exchange)
  if (method === 'GET' && rest === 'discovery/instance') return answerInstances(exchange)
  if (method === 'POST' && url.pathname === '/common/consent/set') return answerConsentChoice(exchange)
  if (method === 'GET' && rest.endsWith('.well-known/openid-configuration'))
    return answerOpenIdConfiguration(exchange)
  if (method === 'GET' && /^discovery\/(v2\.0\/)?keys$/.test(rest)) return answerKeys(exchange, signer)
  if (method === 'GET' && rest === 'adminconsent') return answerConsentLink(exchange, 1)
  if (method === 'GET' && rest === 'v2.0/adminconsent') return answerConsentLink(exchange, 2)
  sendJson(exchange.response, 404, { error: 'not_found', message: 'The emulator has no such address.' })
}
