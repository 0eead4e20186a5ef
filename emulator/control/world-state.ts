import { listTenants } from '../world/tenants.ts'
import type { Registration, World } from '../world/types.ts'
import { faultState } from './fault-state.ts'
import { nameAccess } from './named-access.ts'
import { tenantSummary } from './tenant-state.ts'

export interface Page {
  offset: number
  limit: number
}

/** Everything except tenant details, with one page of tenants. */
export function worldState(world: World, page: Page) {
  const { tenants, total } = listTenants(world, page.offset, page.limit)
  return {
    clock: { now: world.clock.now().toISOString(), movedMs: world.clock.movedMs() },
    homeTenantId: world.homeTenantId,
    settings: world.settings,
    faults: world.faults.map(faultState),
    registrations: [...world.registrations.values()].map((one) => registrationState(world, one)),
    tenants: tenants.map((tenant) => tenantSummary(world, tenant)),
    totalTenants: total,
  }
}

export type WorldState = ReturnType<typeof worldState>

/** An app registration without its secrets. */
export function registrationState(world: World, registration: Registration) {
  const { appId, key, part, displayName, isDisabled, multiTenant, verifiedPublisher } = registration
  const ends = [...registration.secrets, ...registration.certificates].map((one) => one.endsAtMs)
  return {
    clientId: appId,
    key,
    part,
    displayName,
    isDisabled,
    multiTenant,
    verifiedPublisher,
    redirectUris: registration.redirectUris,
    required: registration.required.map((access) => nameAccess(world, access)),
    ...(ends.length > 0 ? { credentialsEndAt: new Date(Math.max(...ends)).toISOString() } : {}),
  }
}

export type RegistrationState = ReturnType<typeof registrationState>
