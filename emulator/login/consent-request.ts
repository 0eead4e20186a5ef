import { type Access, apis, GRAPH, permissionsOfApi } from '../world/permissions.ts'
import { findTenant } from '../world/tenants.ts'
import type { Registration, Tenant, World } from '../world/types.ts'
import { type LoginFailure, loginFailure } from './aadsts.ts'

/** A consent link that Microsoft would show a page for. */
export interface ConsentRequest {
  version: 1 | 2
  /** Absent on `organizations` and `common`: the account decides. */
  tenant: Tenant | undefined
  registration: Registration
  redirectUri: string
  state: string | undefined
  /** v2 only, as sent. */
  scope: string | undefined
  /** What Accept would grant. */
  asked: readonly Access[]
  /** Named scopes add grants; everything else replaces them. */
  adds: boolean
}

export type ConsentCheck =
  | { kind: 'ask'; request: ConsentRequest }
  | { kind: 'page'; failure: LoginFailure }
  | { kind: 'redirect'; failure: LoginFailure; redirectUri: string; state: string | undefined }

/** Validates a link as Microsoft does before it shows a page. */
export function checkConsentLink(
  world: World,
  tenantText: string,
  version: 1 | 2,
  query: URLSearchParams,
): ConsentCheck {
  const client = query.get('client_id')?.toLowerCase()
  if (!client) return page(900144, { parameter: 'client_id' })
  if (version === 2 && !query.get('scope')) return page(900144, { parameter: 'scope' })
  const tenant = pickTenant(world, tenantText, version)
  if (tenant === 'unknown') return page(90002, { tenant: tenantText })
  if (tenant?.deleted) return page(5000224, { tenant: tenantText })
  const registration = world.registrations.get(client)
  if (!registration) return page(700016, { client, tenant: tenant?.displayName ?? tenantText })
  const foreign = tenant?.id !== registration.homeTenantId
  if (foreign && !registration.multiTenant) return page(50194, { client })
  if (registration.isDisabled) return page(7000112, { client, app: registration.displayName })
  const redirect = pickRedirect(registration, version, query.get('redirect_uri'))
  if (typeof redirect !== 'string') return { kind: 'page', failure: redirect }
  return checkAsked(registration, redirect, tenant, version, query)
}

const page = (code: number, facts: Record<string, string>): ConsentCheck => {
  return { kind: 'page', failure: loginFailure(code, facts) }
}

function pickTenant(world: World, text: string, version: 1 | 2): Tenant | undefined | 'unknown' {
  if (text === 'organizations' || (text === 'common' && version === 1)) return undefined
  return findTenant(world, text) ?? 'unknown'
}

function pickRedirect(
  registration: Registration,
  version: 1 | 2,
  given: string | null,
): string | LoginFailure {
  const first = registration.redirectUris[0]
  if (first === undefined) return loginFailure(500113)
  if (!given) return version === 1 ? first : loginFailure(900971)
  if (registration.redirectUris.includes(given)) return given
  return loginFailure(50011, { redirect: given, client: registration.appId })
}

function checkAsked(
  registration: Registration,
  redirectUri: string,
  tenant: Tenant | undefined,
  version: 1 | 2,
  query: URLSearchParams,
): ConsentCheck {
  const state = query.get('state') ?? undefined
  const scope = query.get('scope') ?? undefined
  const asked = readScope(registration, version === 1 ? '/.default' : (scope ?? ''))
  if ('code' in asked) return { kind: 'redirect', failure: asked, redirectUri, state }
  if (asked.list.length === 0) return { kind: 'redirect', failure: loginFailure(1003031), redirectUri, state }
  const { list, adds } = asked
  return {
    kind: 'ask',
    request: { version, tenant, registration, redirectUri, state, scope, asked: list, adds },
  }
}

/** `…/.default` requests the whole manifest of every API; named scopes request only these delegated permissions. */
function readScope(
  registration: Registration,
  scope: string,
): { list: readonly Access[]; adds: boolean } | LoginFailure {
  const words = scope.split(/\s+/).filter(Boolean)
  const wide = words.filter((word) => word.endsWith('/.default'))
  if (wide.length === words.length) return { list: registration.required, adds: false }
  if (wide.length > 0) return loginFailure(70011, { scope })
  const found = words.map(findScope)
  const unknown = found.indexOf(undefined)
  if (unknown >= 0) return loginFailure(650053, { client: registration.appId, scope: words[unknown] ?? '' })
  return { list: found.filter((access) => access !== undefined), adds: true }
}

function findScope(word: string): Access | undefined {
  const slash = word.lastIndexOf('/')
  const base = word.slice(0, Math.max(0, slash))
  const appId = slash < 0 ? GRAPH : apis.find((api) => api.audience === base || api.appId === base)?.appId
  const value = word.slice(slash + 1)
  return permissionsOfApi(appId ?? '').find((one) => one.type === 'Scope' && one.value === value)
}
