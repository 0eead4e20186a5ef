import type { Request, Response, Server } from 'restify'
import type { Departure } from '#domain/consent/open-link.ts'
import type { LinkPage } from '#domain/consent/show-link.ts'
import { OutsideError, UserError, type UserErrorCode } from '#platform/base/errors.ts'
import type { Log } from '#platform/base/log.ts'
import type { Clock } from '#platform/base/time.ts'
import { cookieName, readCookie, setCookie } from './consent-cookie.ts'
import { type DoorLog, makeDoorLog } from './door-log.ts'
import { styleHash } from './page-style.ts'
import { bugPage, errorPage, startPage, thanksPage, unavailablePage } from './pages.ts'

export interface ConsentPages {
  /** Reads the link without using it. All three throw `UserError`. */
  showLink(token: string): Promise<LinkPage>
  openLink(token: string): Promise<Departure>
  handleCallback(reply: { query: URLSearchParams; cookie?: string }): Promise<void>
  clock: Clock
  log: Log
  publicUrl: string
  loginBaseUrl: string
  /** A short reference that is on the page and in the log after an error. */
  newReference(): string
}

type Pages = ConsentPages & { headers: Readonly<Record<string, string>>; onRefused: DoorLog }

/** Tokens and states are 256 random bits; any other format was not issued here and is not looked up. */
const tokenPattern = /^[A-Za-z0-9_-]{43}$/

const statusOf: Partial<Record<UserErrorCode, number>> = {
  LINK_UNKNOWN: 404,
  LINK_USED: 410,
  LINK_EXPIRED: 410,
  LINK_CANCELLED: 410,
  LINK_HELD_BACK: 403,
  ROLES_UNREADABLE: 503,
  ACCOUNT_UNREADABLE: 503,
  LIST_CHANGED: 410,
  STATE_UNKNOWN: 400,
  COOKIE_MISSING: 400,
  CALLBACK_MALFORMED: 400,
  OUTSIDE_UNAVAILABLE: 503,
  BUSY: 503,
}

/** Adds the pages between chat and Microsoft. Only the button (POST) and the redirect back with its cookie change anything. */
export function addConsentPages(server: Server, options: ConsentPages): void {
  const pages = { ...options, headers: pageHeaders(options.loginBaseUrl), onRefused: makeDoorLog(options) }
  const answerHead = async (_request: Request, response: Response) => send(response, pages, 200, '')
  server.head('/consent/callback', answerHead)
  server.head('/consent/:token', answerHead)
  server.get('/consent/callback', guarded(pages, takeBack))
  server.get('/consent/:token', guarded(pages, showStart))
  server.post('/consent/:token', guarded(pages, depart))
}

type Route = (pages: Pages, request: Request, response: Response) => Promise<void>

async function showStart(pages: Pages, request: Request, response: Response): Promise<void> {
  const link = await pages.showLink(readToken(request))
  send(response, pages, 200, startPage(link, new URL(pages.loginBaseUrl).host, pages.clock()))
}

async function depart(pages: Pages, request: Request, response: Response): Promise<void> {
  if (!isOwnForm(request, pages.publicUrl)) throw new UserError('LINK_UNKNOWN')
  const { location, cookie } = await pages.openLink(readToken(request))
  const name = cookieName(pages.publicUrl, new URL(location).searchParams.get('state') ?? '')
  send(response, pages, 303, '', {
    Location: location,
    'Set-Cookie': setCookie(name, cookie.value, cookie.maxAgeSeconds),
  })
}

async function takeBack(pages: Pages, request: Request, response: Response): Promise<void> {
  const query = new URL(request.url ?? '', 'http://any').searchParams
  const [state = '', ...more] = query.getAll('state')
  if (state === '' || more.length > 0) throw new UserError('CALLBACK_MALFORMED')
  if (!tokenPattern.test(state)) throw new UserError('STATE_UNKNOWN')
  const name = cookieName(pages.publicUrl, state)
  const cookie = readCookie(request.headers.cookie, name)
  await pages.handleCallback({ query, ...(cookie !== undefined && { cookie }) })
  send(response, pages, 200, thanksPage(), { 'Set-Cookie': setCookie(name, '', 0) })
}

function readToken(request: Request): string {
  const token: unknown = request.params?.token
  if (typeof token !== 'string' || !tokenPattern.test(token)) throw new UserError('LINK_UNKNOWN')
  return token
}

/**
 * Another site must not submit the form for the person, who would get to Microsoft without having read the page.
 * `Origin` is no help: with `no-referrer` browsers send `null`, and old ones send none.
 */
function isOwnForm({ headers }: Request, publicUrl: string): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  return headers.origin === undefined || headers.origin === 'null' || headers.origin === publicUrl
}

/** Turns an error of a route into a page. No part of the request gets into the page or the log. */
function guarded(pages: Pages, route: Route) {
  return async (request: Request, response: Response): Promise<void> => {
    try {
      await route(pages, request, response)
    } catch (error) {
      if (error instanceof UserError) {
        const status = statusOf[error.code] ?? 409
        pages.onRefused(request, { door: 'consent', status, reason: error.code })
        send(response, pages, status, errorPage(error.code, error.facts))
      } else if (error instanceof OutsideError) {
        pages.log.warn({ ...error.facts }, 'consent page unavailable')
        send(response, pages, 503, unavailablePage())
      } else {
        const reference = pages.newReference()
        pages.log.error({ err: error, reference }, 'consent page failed')
        send(response, pages, 500, bugPage(reference))
      }
    }
  }
}

/**
 * In Chromium `form-action` also applies to the redirects after the button. Microsoft can redirect to the sign-in page of
 * the person's company, whose host is unknown here: with an https login, any https host is allowed.
 */
function pageHeaders(loginBaseUrl: string): Readonly<Record<string, string>> {
  const onward = loginBaseUrl.startsWith('https:') ? 'https:' : new URL(loginBaseUrl).origin
  const policy = [
    "default-src 'none'",
    `style-src '${styleHash}'`,
    `form-action 'self' ${onward}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ]
  return {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': policy.join('; '),
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'X-Robots-Tag': 'noindex',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
  }
}

function send(
  response: Response,
  pages: Pages,
  status: number,
  body: string,
  extra: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { ...pages.headers, ...extra })
  response.end(body)
}
