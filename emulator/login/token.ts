import { randomUUID } from 'node:crypto'
import { effectOf, strike } from '../faults.ts'
import { type Exchange, outlast, readBody, retryHeaders, send, sendJson } from '../http.ts'
import type { Effect } from '../world/effects.ts'
import { findTenant } from '../world/tenants.ts'
import { type LoginFailure, loginFailure, tokenErrorBody } from './aadsts.ts'
import { readCredential } from './credentials.ts'
import { deviceGrants, redeemDevice } from './device-token.ts'
import { issueToken, tokenLifeSeconds } from './issue-token.ts'
import type { Signer } from './keys.ts'

/** `POST /{tenant}/oauth2/v2.0/token`: client credentials, and devices to which a person signed in. */
export async function answerToken(exchange: Exchange, signer: Signer): Promise<void> {
  const { world, request } = exchange
  const form = new URLSearchParams(await readBody(request))
  const credential = readCredential(form, request.headers.authorization, exchange.url.pathname)
  const tenantText = decodeURIComponent(exchange.segments[0] ?? '').toLowerCase()
  const tenant = findTenant(world, tenantText)
  const tenantId = tenant?.id ?? tenantText
  const effects = strike(world, {
    where: 'token',
    tenantId,
    clientId: credential.clientId,
    path: exchange.url.pathname,
  })
  const log = (status: number): void => {
    const { clientId } = credential
    exchange.log.add({ ...entryOf(exchange), tenantId, ...(clientId ? { clientId } : {}), status })
  }
  if (!(await outlast(exchange.response, effects))) return log(0)
  if (sendFault(exchange, effects, log)) return
  if (deviceGrants.includes(form.get('grant_type') ?? '')) {
    const body = await redeemDevice(exchange, signer, form, tokenLifeSeconds)
    if (isFailure(body)) return sendFailure(exchange, body, log)
    log(200)
    return sendJson(exchange.response, 200, body, loginHeaders(exchange))
  }
  const found = await issueToken(exchange, signer, { tenantText, tenant, form, credential })
  if ('code' in found) return sendFailure(exchange, found, log)
  log(200)
  sendGrant(exchange, found.token, effects)
}

const isFailure = (answer: object): answer is LoginFailure => 'code' in answer && 'where' in answer

const entryOf = (exchange: Exchange) => ({
  at: exchange.world.clock.now().toISOString(),
  service: 'login' as const,
  method: exchange.method,
  path: exchange.url.pathname,
})

type Log = (status: number) => void

function sendFault(exchange: Exchange, effects: readonly Effect[], log: Log): boolean {
  const aadsts = effectOf(effects, 'aadsts')
  const status = effectOf(effects, 'status')
  if (aadsts) {
    const base = loginFailure(aadsts.code, { client: '', tenant: '' })
    sendFailure(exchange, { ...base, ...given(aadsts) }, log)
  } else if (status) {
    log(status.status)
    const headers = retryHeaders(status.retryAfter)
    const html = `<html><head><title>${status.status}</title></head><body>The service is unavailable.</body></html>`
    send(exchange.response, status.status, { 'content-type': 'text/html', ...headers }, html)
  } else return false
  return true
}

function given(effect: Extract<Effect, { kind: 'aadsts' }>): Partial<LoginFailure> {
  const { kind: _kind, code: _code, ...rest } = effect
  return rest
}

function sendFailure(exchange: Exchange, failure: LoginFailure, log: Log): void {
  log(failure.status)
  const headers = {
    ...loginHeaders(exchange),
    ...retryHeaders(failure.retryAfter),
  }
  const body = tokenErrorBody(failure, exchange.world.clock.now(), exchange.origin)
  sendJson(exchange.response, failure.status, body, headers)
}

function loginHeaders(exchange: Exchange): Record<string, string> {
  const id = exchange.request.headers['client-request-id']
  return {
    'cache-control': 'no-store, no-cache',
    'x-ms-request-id': randomUUID(),
    'x-ms-ests-server': '2.1.0 - emulator',
    ...(typeof id === 'string' ? { 'client-request-id': id } : {}),
  }
}

function sendGrant(exchange: Exchange, token: string, effects: readonly Effect[]): void {
  const odd = effectOf(effects, 'token')
  const expiresIn = odd?.expiresIn ?? tokenLifeSeconds
  const body = {
    token_type: 'Bearer',
    expires_in: expiresIn,
    ext_expires_in: expiresIn,
    ...(odd?.refreshIn === undefined ? {} : { refresh_in: odd.refreshIn }),
    ...(odd?.withoutToken ? {} : { access_token: token }),
  }
  if (!effectOf(effects, 'truncate')) sendJson(exchange.response, 200, body, loginHeaders(exchange))
  else {
    const text = JSON.stringify(body)
    const half = text.slice(0, text.length / 2)
    send(exchange.response, 200, { 'content-type': 'application/json' }, half)
  }
}
