import { randomUUID } from 'node:crypto'
import { type Exchange, readBody, sendHtml } from '../http.ts'
import { consentPage } from '../pages/consent-page.ts'
import { loginErrorPage, silentPage } from '../pages/login-error-page.ts'
import type { LogEntry } from '../request-log.ts'
import { findTenant, listTenants, readFuture } from '../world/tenants.ts'
import type { Tenant } from '../world/types.ts'
import type { LoginFailure } from './aadsts.ts'
import { type ConsentResult, type Decision, decideConsent, type Signer, signers } from './consent-decision.ts'
import { openPage } from './consent-desk.ts'
import { failureRedirect, type Variation } from './consent-redirect.ts'
import { type ConsentCheck, type ConsentRequest, checkConsentLink } from './consent-request.ts'

const variationOf = (exchange: Exchange): Variation => {
  const variation = { number: exchange.desk.redirects, origin: exchange.origin, clock: exchange.world.clock }
  exchange.desk.redirects += 1
  return variation
}

/** `GET /{tenant}/[v2.0/]adminconsent`. */
export function answerConsentLink(exchange: Exchange, version: 1 | 2): void {
  const tenantText = decodeURIComponent(exchange.segments[0] ?? '').toLowerCase()
  const check = checkConsentLink(exchange.world, tenantText, version, exchange.url.searchParams)
  const tenantId = findTenant(exchange.world, tenantText)?.id
  const known = tenantId === undefined ? {} : { tenantId }
  if (check.kind === 'page') showFailure(exchange, check.failure, known)
  else if (check.kind === 'redirect') {
    const variation = variationOf(exchange)
    redirect(exchange, failureRedirect(check.redirectUri, check.failure, check.state, variation), known)
  } else ask(exchange, check.request)
}

function ask(exchange: Exchange, request: ConsentRequest): void {
  const key = randomUUID()
  openPage(exchange.desk, key, request)
  show(exchange, key, request)
}

function show(exchange: Exchange, key: string, request: ConsentRequest): void {
  log(exchange, 200, knownOf(request))
  sendHtml(exchange.response, 200, pageOf(exchange, key, request))
}

function pageOf(exchange: Exchange, key: string, request: ConsentRequest): string {
  const { world } = exchange
  const choices = request.tenant ? [] : listTenants(world, 0, 50).tenants.filter((tenant) => !tenant.deleted)
  const installed =
    request.tenant && readFuture(world, request.tenant).principals.get(request.registration.appId)
  return consentPage({ key, request, choices, before: installed })
}

/** `POST /common/consent/set`: a button of the page was selected. */
export async function answerConsentChoice(exchange: Exchange): Promise<void> {
  const { world, desk } = exchange
  const form = new URLSearchParams(await readBody(exchange.request))
  const key = form.get('key') ?? ''
  const shown = desk.open.get(key)
  const tenant = shown?.tenant ?? findTenant(world, form.get('tenant') ?? '')
  if (!shown) refuse(exchange, 'This page is no longer open. Use the link again.')
  else if (!tenant) refuse(exchange, 'Organization not found.')
  else {
    // The signer stays in that organization on the next page.
    const request = { ...shown, tenant }
    openPage(desk, key, request)
    if (form.get('decision') === 'again') show(exchange, key, request)
    else {
      const result = decideConsent(world, request, readChoice(form), variationOf(exchange))
      answer(exchange, result, key, knownOf(request))
    }
  }
}

function refuse(exchange: Exchange, words: string): void {
  log(exchange, 400, {})
  sendHtml(exchange.response, 400, silentPage(words))
}

export function readChoice(form: { get(name: string): string | null }): {
  decision: Decision
  signer: Signer
} {
  const decision = form.get('decision')
  const signer = form.get('signer') ?? 'globalAdministrator'
  return {
    decision: decision === 'accept' || decision === 'back' ? decision : 'cancel',
    signer: Object.hasOwn(signers, signer) ? (signer as Signer) : 'user',
  }
}

function answer(exchange: Exchange, result: ConsentResult, key: string, known: Known): void {
  if (result.kind === 'redirect') {
    exchange.desk.open.delete(key)
    redirect(exchange, result.location, known)
  } else if (result.kind === 'page') showFailure(exchange, result.failure, known, key)
  else {
    log(exchange, 200, known)
    sendHtml(exchange.response, 200, silentPage('You can close this window.'))
  }
}

function showFailure(exchange: Exchange, failure: LoginFailure, known: Known, key?: string): void {
  log(exchange, 200, known)
  const at = exchange.world.clock.now()
  sendHtml(exchange.response, 200, loginErrorPage(failure, at, key))
}

function redirect(exchange: Exchange, location: string, known: Known): void {
  log(exchange, 302, known)
  exchange.response.writeHead(302, { location, 'cache-control': 'no-store' })
  exchange.response.end()
}

type Known = Pick<LogEntry, 'tenantId' | 'clientId'>

const knownOf = ({ tenant, registration }: ConsentRequest): Known => {
  return { clientId: registration.appId, ...(tenant ? { tenantId: tenant.id } : {}) }
}

function log(exchange: Exchange, status: number, known: Known): void {
  exchange.log.add({
    at: exchange.world.clock.now().toISOString(),
    service: 'login',
    method: exchange.method,
    path: exchange.url.pathname,
    status,
    ...known,
  })
}

/** Selects a button without a browser, for tests of other programs. Returns what the browser would get. */
export function consentWithoutBrowser(
  exchange: Exchange,
  link: string,
  choice: { decision: Decision; signer: Signer },
): { location: string } | { page: number } {
  const url = new URL(link)
  const segments = url.pathname.split('/').filter(Boolean)
  const version = segments[1] === 'v2.0' ? 2 : 1
  const tenantText = (segments[0] ?? '').toLowerCase()
  const check: ConsentCheck = checkConsentLink(exchange.world, tenantText, version, url.searchParams)
  if (check.kind === 'page') return { page: check.failure.code }
  const variation = variationOf(exchange)
  if (check.kind === 'redirect') {
    return { location: failureRedirect(check.redirectUri, check.failure, check.state, variation) }
  }
  const tenant: Tenant | undefined = check.request.tenant
  if (!tenant) return { page: 90002 }
  const result = decideConsent(exchange.world, { ...check.request, tenant }, choice, variation)
  if (result.kind === 'redirect') return { location: result.location }
  return { page: result.kind === 'page' ? result.failure.code : 0 }
}
