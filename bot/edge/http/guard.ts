import type { Next, Request, RequestHandler, Response } from 'restify'
import type { DoorLog } from './door-log.ts'

export interface GuardOptions {
  /** Browsers reach this server by https only, and are told to keep to it. */
  isSecure?: boolean
  onRefused?: DoorLog
}

/** The bot's own URLs are shorter; the longest is Microsoft's redirect with its error texts. */
const longestUrl = 8_192

/**
 * The only spelling of a path. The router also takes others for the same, but a proxy in front that keeps `/metrics` inside
 * doesn't: no escapes, no empty or dotted parts, nothing at the end.
 */
const plainPath = /^(?:\/(?!\.+(?:\/|$))[\w.~-]+)+$/
/** The endpoint of the channel also has this spelling, because people register it so. */
const otherSpelling = '/api/messages/'

/** Headers of every response unless a page overrides them: no framing, no sniffing, no caching. */
const safeHeaders: readonly [string, string][] = [
  ['X-Content-Type-Options', 'nosniff'],
  ['Cache-Control', 'no-store'],
  ['Referrer-Policy', 'no-referrer'],
  ['Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'"],
]
/** Two years, as browsers ask for. Not for subdomains, which are not ours to decide about. */
const onlyHttps = 'max-age=63072000'

/** Runs before every route: sets the headers and refuses what no route may see. */
export function makeGuard({ isSecure = false, onRefused }: GuardOptions): RequestHandler {
  return (request: Request, response: Response, next: Next): void => {
    for (const [name, value] of safeHeaders) response.setHeader(name, value)
    if (isSecure) response.setHeader('Strict-Transport-Security', onlyHttps)
    const refusal = judge(request)
    if (!refusal) {
      next()
      return
    }
    onRefused?.(request, { door: 'server', ...refusal })
    response.setHeader('Connection', 'close')
    response.writeHead(refusal.status, { 'Content-Length': 0 })
    response.end()
    next(false)
  }
}

function judge({ url = '', headers }: Request): { status: number; reason: string } | undefined {
  if (url.length > longestUrl) return { status: 414, reason: 'length' }
  const encoding = headers['content-encoding']
  // A compressed body can become huge, and restify's own decompression can be made to end the process.
  if (encoding !== undefined && encoding !== 'identity') return { status: 415, reason: 'encoding' }
  const [path = ''] = url.split('?', 1)
  const isSpelled = plainPath.test(path) || path === otherSpelling
  return isSpelled ? undefined : { status: 404, reason: 'path' }
}
