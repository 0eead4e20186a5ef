import { adminOf, type Initiator, recordAudit, untouched } from './audit.ts'
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
  const targets = [untouched(principal)]
  if (!before) recordAudit(world, tenant, { activity: 'Add service principal', by, targets })
  for (const access of wanted) recordGrant(world, tenant, 'Add', { principal, access, by })
  recordAudit(world, tenant, { activity: 'Consent to application', by, targets })
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
  for (const access of more) recordGrant(world, tenant, 'Add', { principal, access, by })
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
  recordGrant(world, tenant, 'Remove', { principal, access, by })
}

/** `principal` is the client as it was before. A role stands alone; a scope is one word of the grant for this API. */
function recordGrant(
  world: World,
  tenant: Tenant,
  verb: 'Add' | 'Remove',
  { principal, access, by }: { principal: ServicePrincipal; access: Access; by: Initiator },
): void {
  const isRole = access.type === 'Role'
  const name = isRole ? 'AppRole.Value' : 'DelegatedPermissionGrant.Scope'
  const word = findPermission(access)?.value ?? access.id
  const others = isRole ? [] : wordsOf(principal, access.resourceAppId).filter((each) => each !== word)
  const [without, withWord] = [others.join(' '), [...others, word].join(' ')]
  const [before, after] = verb === 'Add' ? [without, withWord] : [withWord, without]
  const change = { name, ...(before && { before }), ...(after && { after }) }
  const resource = readFuture(world, tenant).principals.get(access.resourceAppId)
  const api = { id: resource?.id ?? access.resourceAppId, displayName: apiName(access.resourceAppId) ?? '' }
  recordAudit(world, tenant, {
    activity: isRole
      ? `${verb} app role assignment ${verb === 'Add' ? 'to' : 'from'} service principal`
      : `${verb} delegated permission grant`,
    by,
    targets: [{ ...api, changes: [change] }, untouched(principal)],
  })
}

const wordsOf = ({ scopes }: ServicePrincipal, resourceAppId: string): readonly string[] =>
  scopes.find((grant) => grant.resourceAppId === resourceAppId && grant.principalId === undefined)?.words ??
  []

/** "Enabled for users to sign-in?" of the enterprise application. */
export function setAppEnabled(world: World, tenant: Tenant, appId: string, accountEnabled: boolean): void {
  const principal = getPrincipal(world, tenant, appId)
  changeDirectory(
    world,
    tenant,
    changePrincipal(appId, (now) => ({ ...now, accountEnabled })),
  )
  const change = { name: 'AccountEnabled', before: `[${!accountEnabled}]`, after: `[${accountEnabled}]` }
  const targets = [{ ...untouched(principal), changes: [change] }]
  recordAudit(world, tenant, { activity: 'Update service principal', by: adminOf(tenant), targets })
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
  recordAudit(world, tenant, { activity, by: adminOf(tenant), targets: [untouched(principal)] })
}
