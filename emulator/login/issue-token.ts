import { randomUUID } from 'node:crypto'
import { isGuid } from '../guid.ts'
import type { Exchange } from '../http.ts'
import { apis, findPermission } from '../world/permissions.ts'
import { readDirectory } from '../world/tenants.ts'
import type { Registration, ServicePrincipal, Tenant, World } from '../world/types.ts'
import { type LoginFailure, loginFailure } from './aadsts.ts'
import { checkCredential, type TokenRequest } from './credentials.ts'
import type { Signer } from './keys.ts'

const isFailure = (value: object): value is LoginFailure => 'code' in value && 'where' in value

export const tokenLifeSeconds = 3599

export interface TokenQuestion {
  tenantText: string
  tenant: Tenant | undefined
  form: URLSearchParams
  credential: TokenRequest
}

/** Validates a token request in Microsoft's order: tenant, form, credential, app in the tenant, scope. */
export async function issueToken(
  exchange: Exchange,
  signer: Signer,
  question: TokenQuestion,
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
  const claims = makeClaims(exchange, tenant, principal, audience)
  return { token: await signer.sign(claims) }
}

function checkTenant({ tenantText, tenant }: TokenQuestion): LoginFailure | Tenant {
  if (['common', 'organizations', 'consumers'].includes(tenantText)) return loginFailure(9001023)
  if (!isGuid(tenantText) && !/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(tenantText)) {
    return loginFailure(900023, { tenant: tenantText })
  }
  if (!tenant) return loginFailure(90002, { tenant: tenantText })
  return tenant.deleted ? loginFailure(5000224) : tenant
}

function checkForm(
  world: World,
  { form, credential }: TokenQuestion,
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
  /** The API accepts tokens of version 2: their audience is its client ID, and their issuer another one. */
  isV2?: boolean
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
    const named = own.identifierUris.find((uri) => uri.toLowerCase() === text)
    if (named === undefined && own.appId !== text) continue
    const roleName = (id: string) => own.appRoles.find((role) => role.id === id)?.value
    const isV2 = own.made?.tokenVersion === 2
    const aud = isV2 ? own.appId : (named ?? own.identifierUris[0] ?? own.appId)
    return { aud, appId: own.appId, isV2, roleName }
  }
  return undefined
}

function makeClaims(
  { world, origin }: Exchange,
  tenant: Tenant,
  principal: ServicePrincipal,
  audience: Audience,
): Record<string, unknown> {
  const roles = principal.roles
    .filter((grant) => grant.resourceAppId === audience.appId)
    .map((grant) => audience.roleName(grant.appRoleId))
    .filter((value) => value !== undefined)
  const issuer = `https://sts.windows.net/${tenant.id}/`
  const ofVersion = audience.isV2
    ? { iss: `${origin}/${tenant.id}/v2.0`, azpacr: '1', ver: '2.0' }
    : { iss: issuer, appid: principal.appId, appidacr: '1', idp: issuer, ver: '1.0' }
  return {
    aud: audience.aud,
    ...ofVersion,
    ...times(world, audience),
    azp: principal.appId,
    idtyp: 'app',
    oid: principal.id,
    sub: principal.id,
    tid: tenant.id,
    roles,
    uti: randomUUID(),
  }
}

/**
 * Tokens for Graph follow the virtual clock. Tokens for other APIs are checked by programs that know only the real time, unless
 * the clock is frozen. They are not valid by both: a token that is valid for more than a day is refused.
 */
function times(world: World, audience: Audience): { iat: number; nbf: number; exp: number } {
  const virtual = Math.floor(world.clock.nowMs() / 1000)
  if (world.clock.isFrozen || audience.aud === 'https://graph.microsoft.com')
    return { iat: virtual, nbf: virtual, exp: virtual + tokenLifeSeconds }
  const real = Math.floor(Date.now() / 1000)
  return { iat: real, nbf: real, exp: real + tokenLifeSeconds }
}
