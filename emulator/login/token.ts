import { randomUUID } from 'node:crypto'
import { effectOf, strike } from '../faults.ts'
import { isGuid } from '../guid.ts'
import { cut, type Exchange, readBody, retryHeaders, send, sendJson, sleep } from '../http.ts'
import { apis, findPermission } from '../world/permissions.ts'
import { findTenant, readDirectory } from '../world/tenants.ts'
import type { Effect, Registration, ServicePrincipal, Tenant, World } from '../world/types.ts'
import { type LoginFailure, loginFailure, tokenErrorBody } from './aadsts.ts'
import { checkCredential, readCredential } from './credentials.ts'
import type { Signer } from './keys.ts'

const isFailure = (value: object): value is LoginFailure => 'code' in value && 'where' in value

/** `POST /{tenant}/oauth2/v2.0/token`: client credentials only. */
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
  const slow = effectOf(effects, 'slow')
  if (slow) await sleep(slow.ms)
  if (await sendFault(exchange, effects, log)) return
  const found = await issue(exchange, signer, { tenantText, tenant, form, credential })
  if (isFailure(found)) return sendFailure(exchange, found, log)
  log(200)
  sendGrant(exchange, found.token, effects)
}

const entryOf = (exchange: Exchange) => ({
  at: exchange.world.clock.now().toISOString(),
  service: 'login' as const,
  method: exchange.method,
  path: exchange.url.pathname,
})

type Log = (status: number) => void

async function sendFault(exchange: Exchange, effects: readonly Effect[], log: Log): Promise<boolean> {
  const aadsts = effectOf(effects, 'aadsts')
  const status = effectOf(effects, 'status')
  if (effectOf(effects, 'cut')) {
    log(0)
    cut(exchange.response)
  } else if (aadsts) {
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
  const expiresIn = odd?.expiresIn ?? lifetimeSeconds
  const body = {
    token_type: 'Bearer',
    expires_in: expiresIn,
    ext_expires_in: expiresIn,
    ...(odd?.refreshIn === undefined ? {} : { refresh_in: odd.refreshIn }),
    ...(odd?.withoutToken ? {} : { access_token: token }),
  }
  if (effectOf(effects, 'truncate')) {
    const text = JSON.stringify(body)
    return send(
      exchange.response,
      200,
      { 'content-type': 'application/json' },
      text.slice(0, text.length / 2),
    )
  }
  sendJson(exchange.response, 200, body, loginHeaders(exchange))
}

const lifetimeSeconds = 3599

interface Question {
  tenantText: string
  tenant: Tenant | undefined
  form: URLSearchParams
  credential: ReturnType<typeof readCredential>
}

async function issue(
  exchange: Exchange,
  signer: Signer,
  question: Question,
): Promise<LoginFailure | { token: string }> {
  const { world } = exchange
  const tenant = checkTenant(question)
  if (isFailure(tenant)) return tenant
  const registration = checkForm(world, question, tenant)
  if (isFailure(registration)) return registration
  const refused = await checkCredential(world, registration, question.credential)
  if (refused) return refused
  const principal = checkPrincipal(world, tenant, registration)
  if (isFailure(principal)) return principal
  const audience = checkScope(exchange, tenant, question.form.get('scope') ?? '')
  if (isFailure(audience)) return audience
  const claims = makeClaims(world, tenant, principal, audience)
  return { token: await signer.sign(claims) }
}

function checkTenant({ tenantText, tenant }: Question): LoginFailure | Tenant {
  if (['common', 'organizations', 'consumers'].includes(tenantText)) return loginFailure(9001023)
  if (!isGuid(tenantText) && !/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(tenantText)) {
    return loginFailure(900023, { tenant: tenantText })
  }
  if (!tenant) return loginFailure(90002, { tenant: tenantText })
  return tenant.deleted ? loginFailure(5000224) : tenant
}

function checkForm(
  world: World,
  { form, credential }: Question,
  tenant: Tenant,
): LoginFailure | Registration {
  const grant = form.get('grant_type')
  if (!grant) return loginFailure(900144, { parameter: 'grant_type' })
  if (grant !== 'client_credentials') return loginFailure(70003, { grant })
  if (!credential.clientId) return loginFailure(900144, { parameter: 'client_id' })
  if (!form.get('scope')) return loginFailure(900144, { parameter: 'scope' })
  const registration = world.registrations.get(credential.clientId)
  return registration ?? loginFailure(700016, { client: credential.clientId, tenant: tenant.displayName })
}

function checkPrincipal(
  world: World,
  tenant: Tenant,
  registration: Registration,
): LoginFailure | ServicePrincipal {
  const facts = { client: registration.appId, app: registration.displayName, tenant: tenant.displayName }
  const principal = readDirectory(world, tenant).principals.get(registration.appId)
  if (!principal) return loginFailure(world.settings.missingPrincipalCode, facts)
  const enabled = principal.accountEnabled && !registration.isDisabled && !principal.disabledByMicrosoft
  return enabled ? principal : loginFailure(7000112, facts)
}

interface Audience {
  aud: string
  appId: string
  roleName(id: string): string | undefined
}

function checkScope(exchange: Exchange, tenant: Tenant, scope: string): LoginFailure | Audience {
  const words = scope.split(/\s+/).filter(Boolean)
  if (words.length > 1)
    return loginFailure(words.every((word) => word.endsWith('/.default')) ? 28002 : 70011, { scope })
  const resource = words[0]?.endsWith('/.default') ? words[0].slice(0, -'/.default'.length) : undefined
  if (!resource) return loginFailure(70011, { scope })
  const audience = findAudience(exchange, resource)
  const facts = { resource, tenant: tenant.displayName }
  if (!audience) return loginFailure(500011, facts)
  return readDirectory(exchange.world, tenant).principals.has(audience.appId)
    ? audience
    : loginFailure(500011, facts)
}

/** Microsoft's APIs by address or app id, other registrations by identifier URI or client id. */
function findAudience(exchange: Exchange, resource: string): Audience | undefined {
  const text = resource.replace(/\/$/, '').toLowerCase()
  const atGraph = text === exchange.origin ? 'https://graph.microsoft.com' : text
  const api = apis.find((one) => one.audience === atGraph || one.appId === atGraph)
  if (api) {
    const roleName = (id: string) => findPermission({ resourceAppId: api.appId, type: 'Role', id })?.value
    return { aud: api.audience ?? api.appId, appId: api.appId, roleName }
  }
  for (const own of exchange.world.registrations.values()) {
    if (own.identifierUri?.toLowerCase() !== text && own.appId !== text) continue
    const roleName = (id: string) => own.appRoles.find((role) => role.id === id)?.value
    return { aud: own.identifierUri ?? own.appId, appId: own.appId, roleName }
  }
  return undefined
}

function makeClaims(
  world: World,
  tenant: Tenant,
  principal: ServicePrincipal,
  audience: Audience,
): Record<string, unknown> {
  const roles = principal.roles
    .filter((grant) => grant.resourceAppId === audience.appId)
    .map((grant) => audience.roleName(grant.appRoleId))
    .filter((value) => value !== undefined)
  return {
    aud: audience.aud,
    iss: `https://sts.windows.net/${tenant.id}/`,
    ...times(world, audience),
    appid: principal.appId,
    azp: principal.appId,
    appidacr: '1',
    idtyp: 'app',
    idp: `https://sts.windows.net/${tenant.id}/`,
    oid: principal.id,
    sub: principal.id,
    tid: tenant.id,
    roles,
    uti: randomUUID(),
    ver: '1.0',
  }
}

/**
 * Tokens for Graph live by the virtual clock. Those for other APIs are checked by programs that know the real time
 * only, so they are good by both clocks.
 */
function times(world: World, audience: Audience): { iat: number; nbf: number; exp: number } {
  const virtual = Math.floor(world.clock.nowMs() / 1000)
  if (audience.aud === 'https://graph.microsoft.com')
    return { iat: virtual, nbf: virtual, exp: virtual + lifetimeSeconds }
  const real = Math.floor(Date.now() / 1000)
  const from = Math.min(virtual, real)
  return { iat: from, nbf: from, exp: Math.max(virtual, real) + lifetimeSeconds }
}
