import { effectOf, strike } from '../faults.ts'
import { grantAccess, grantMore } from '../world/change-apps.ts'
import type { Effect } from '../world/effects.ts'
import { type Access, apiName, GRAPH } from '../world/permissions.ts'
import { readFuture } from '../world/tenants.ts'
import type { Tenant, World } from '../world/types.ts'
import { type LoginFailure, loginFailure } from './aadsts.ts'
import {
  backRedirect,
  failureRedirect,
  givenRedirect,
  successRedirect,
  type Variation,
} from './consent-redirect.ts'
import type { ConsentRequest } from './consent-request.ts'

/** Who signs in, and what such a person may consent to. */
export const signers = {
  globalAdministrator: { words: 'Global Administrator', may: 'everything' },
  privilegedRoleAdministrator: { words: 'Privileged Role Administrator', may: 'everything' },
  cloudApplicationAdministrator: { words: 'Cloud Application Administrator', may: 'noGraphRoles' },
  user: { words: 'A person without an admin role', may: 'nothing' },
  foreign: { words: 'An account in another tenant', may: 'nothing' },
} as const

export type Signer = keyof typeof signers
export type Decision = 'accept' | 'cancel' | 'back'

export type ConsentResult =
  | { kind: 'redirect'; location: string }
  | { kind: 'page'; failure: LoginFailure }
  /** Stays on Microsoft's page forever. */
  | { kind: 'silence' }

/** The result when this signer selects that button. Only Accept changes the tenant. */
export function decideConsent(
  world: World,
  request: ConsentRequest & { tenant: Tenant },
  choice: { decision: Decision; signer: Signer },
  variation: Variation,
): ConsentResult {
  const { redirectUri, state } = request
  const back = (failure: LoginFailure): ConsentResult => {
    if (failure.where === 'page') return { kind: 'page', failure }
    return { kind: 'redirect', location: failureRedirect(redirectUri, failure, state, variation) }
  }
  if (choice.decision === 'back')
    return { kind: 'redirect', location: backRedirect(redirectUri, state, variation) }
  if (choice.decision === 'cancel') return back(loginFailure(65004))
  const struck = strikeConsent(world, request, back)
  if (struck) return struck
  const refused = refuse(world, request, choice.signer)
  if (refused) return back(refused)
  accept(world, request)
  const facts = { tenantId: request.tenant.id, state, scope: request.scope }
  return { kind: 'redirect', location: successRedirect(redirectUri, facts, variation) }
}

function strikeConsent(
  world: World,
  request: ConsentRequest & { tenant: Tenant },
  back: (failure: LoginFailure) => ConsentResult,
): ConsentResult | undefined {
  const where = 'consent' as const
  const clientId = request.registration.appId
  const effects: Effect[] = strike(world, {
    where,
    tenantId: request.tenant.id,
    clientId,
    path: request.redirectUri,
  })
  const aadsts = effectOf(effects, 'aadsts')
  const given = effectOf(effects, 'redirect')
  if (effectOf(effects, 'neverReturns')) return { kind: 'silence' }
  if (given) {
    return { kind: 'redirect', location: givenRedirect(request.redirectUri, given.query, request.state) }
  }
  if (!aadsts) return undefined
  const failure = loginFailure(aadsts.code, factsOf(request))
  const { error = failure.error, separator } = aadsts
  return back({ ...failure, error, ...(separator ? { separator } : {}) })
}

function factsOf(request: ConsentRequest & { tenant: Tenant }): Record<string, string> {
  return {
    client: request.registration.appId,
    app: request.registration.displayName,
    tenant: request.tenant.displayName,
    user: 'sam@other-tenant.example',
    foreign: '0a0a0a0a-0000-4000-8000-00000000000a',
  }
}

function refuse(
  world: World,
  request: ConsentRequest & { tenant: Tenant },
  signer: Signer,
): LoginFailure | undefined {
  const facts = factsOf(request)
  if (signer === 'foreign') return loginFailure(50020, facts)
  if (!mayGrant(signer, request.asked)) return loginFailure(90094, facts)
  const { principals } = readFuture(world, request.tenant)
  const absent = request.asked.find((access) => !principals.has(access.resourceAppId))
  if (!absent) return undefined
  return loginFailure(650052, { ...facts, resource: apiName(absent.resourceAppId) ?? absent.resourceAppId })
}

export function mayGrant(signer: Signer, asked: readonly Access[]): boolean {
  const { may } = signers[signer]
  if (may === 'everything') return true
  if (may === 'nothing') return false
  return !asked.some((access) => access.type === 'Role' && access.resourceAppId === GRAPH)
}

function accept(world: World, request: ConsentRequest & { tenant: Tenant }): void {
  const grant = request.adds ? grantMore : grantAccess
  grant(world, request.tenant, request.registration, request.asked)
}
