import { adminOf, type Initiator, recordAudit } from './audit.ts'
import {
  changePrincipal,
  dropPrincipal,
  makePrincipal,
  principalOf,
  putPrincipal,
  withGrants,
  withMore,
  withoutAccess,
} from './directory.ts'
import { type Access, apiName, findPermission } from './permissions.ts'
import { changeDirectory, nextId, readFuture } from './tenants.ts'
import type { Registration, ServicePrincipal, Tenant, World } from './types.ts'
import { WorldError } from './world-error.ts'

/** Changes an admin of a tenant can make to an enterprise application. Each writes the tenant's audit log. */

function getPrincipal(world: World, tenant: Tenant, appId: string): ServicePrincipal {
  const principal = readFuture(world, tenant).principals.get(appId)
  if (!principal) throw new WorldError(`${appId} isn't installed in ${tenant.displayName}`)
  return principal
}

/** Sets the app's grants to exactly `wanted`; installs it first, with a new object id, where it is missing. */
export function grantAccess(
  world: World,
  tenant: Tenant,
  registration: Registration,
  wanted: readonly Access[],
  by: Initiator = adminOf(tenant),
): void {
  const nowMs = world.clock.nowMs()
  const before = readFuture(world, tenant).principals.get(registration.appId)
  const principal = before ?? principalOf(registration, nextId(world, 'principal'), nowMs)
  changeDirectory(world, tenant, (directory) =>
    putPrincipal(withGrants(directory.principals.get(registration.appId) ?? principal, wanted, nowMs))(
      directory,
    ),
  )
  const target = { id: principal.id, displayName: principal.displayName }
  if (!before) recordAudit(world, tenant, { activity: 'Add service principal', by, target, details: [] })
  for (const access of wanted) recordAudit(world, tenant, { ...named('Add', access), by, target })
  recordAudit(world, tenant, { activity: 'Consent to application', by, target, details: [] })
}

/** Adds delegated scopes or roles and removes nothing: consent to named scopes. */
export function grantMore(
  world: World,
  tenant: Tenant,
  registration: Registration,
  more: readonly Access[],
  by: Initiator = adminOf(tenant),
): void {
  const nowMs = world.clock.nowMs()
  const before = readFuture(world, tenant).principals.get(registration.appId)
  const principal = before ?? principalOf(registration, nextId(world, 'principal'), nowMs)
  changeDirectory(world, tenant, (directory) =>
    putPrincipal(withMore(directory.principals.get(registration.appId) ?? principal, more, nowMs))(directory),
  )
  const target = { id: principal.id, displayName: principal.displayName }
  for (const access of more) recordAudit(world, tenant, { ...named('Add', access), by, target })
}

export function revokeAccess(
  world: World,
  tenant: Tenant,
  appId: string,
  access: Access,
  by: Initiator = adminOf(tenant),
): void {
  const principal = getPrincipal(world, tenant, appId)
  const nowMs = world.clock.nowMs()
  changeDirectory(
    world,
    tenant,
    changePrincipal(appId, (now) => withoutAccess(now, access, nowMs)),
  )
  const target = { id: principal.id, displayName: principal.displayName }
  recordAudit(world, tenant, { ...named('Remove', access), by, target })
}

function named(verb: 'Add' | 'Remove', access: Access): { activity: string; details: AuditDetails } {
  const role =
    verb === 'Add'
      ? 'Add app role assignment to service principal'
      : 'Remove app role assignment from service principal'
  const activity = access.type === 'Role' ? role : `${verb} delegated permission grant`
  const name = access.type === 'Role' ? 'AppRole.Value' : 'DelegatedPermissionGrant.Scope'
  return { activity, details: [{ name, value: findPermission(access)?.value ?? access.id }] }
}

type AuditDetails = { name: string; value: string }[]

/** "Enabled for users to sign-in?" of the enterprise application. */
export function setAppEnabled(world: World, tenant: Tenant, appId: string, accountEnabled: boolean): void {
  const principal = getPrincipal(world, tenant, appId)
  changeDirectory(
    world,
    tenant,
    changePrincipal(appId, (now) => ({ ...now, accountEnabled })),
  )
  const activity = accountEnabled ? 'Enable service principal' : 'Disable service principal'
  recordChange(world, tenant, activity, principal)
}

/** Microsoft's own switch; `undefined` turns it off. */
export function setDisabledByMicrosoft(world: World, tenant: Tenant, appId: string, reason?: string): void {
  getPrincipal(world, tenant, appId)
  changeDirectory(
    world,
    tenant,
    changePrincipal(appId, ({ disabledByMicrosoft: _, ...now }) =>
      reason ? { ...now, disabledByMicrosoft: reason } : now,
    ),
  )
}

export function removeApp(world: World, tenant: Tenant, appId: string): void {
  const principal = getPrincipal(world, tenant, appId)
  changeDirectory(world, tenant, dropPrincipal(appId))
  recordChange(world, tenant, 'Remove service principal', principal)
}

/** Deleted and created again: another object ID, the same grants. */
export function recreateApp(world: World, tenant: Tenant, registration: Registration): void {
  const old = getPrincipal(world, tenant, registration.appId)
  const fresh = principalOf(registration, nextId(world, 'principal'), world.clock.nowMs())
  const { roles, scopes } = old
  changeDirectory(world, tenant, (directory) =>
    putPrincipal({ ...fresh, roles, scopes })(dropPrincipal(registration.appId)(directory)),
  )
  recordChange(world, tenant, 'Remove service principal', old)
  recordChange(world, tenant, 'Add service principal', fresh)
}

/** Adds or removes an API in this tenant, such as the MIP Sync Service. */
export function setApiPresent(world: World, tenant: Tenant, appId: string, present: boolean): void {
  const displayName = apiName(appId) ?? appId
  const id = nextId(world, 'api')
  const owner = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a'
  const facts = { id, appId, displayName, ownerTenantId: owner, createdAtMs: world.clock.nowMs() }
  const there = readFuture(world, tenant).principals.has(appId)
  if (there === present) return
  changeDirectory(world, tenant, present ? putPrincipal(makePrincipal(facts)) : dropPrincipal(appId))
}

function recordChange(world: World, tenant: Tenant, activity: string, principal: ServicePrincipal): void {
  const target = { id: principal.id, displayName: principal.displayName }
  recordAudit(world, tenant, { activity, by: adminOf(tenant), target, details: [] })
}
