import { makeGuid } from '../guid.ts'
import { type Access, accessKey, apiName, findPermission, permissionsOfApi } from './permissions.ts'
import type { Directory, DirectoryChange, Registration, RoleGrant, ServicePrincipal } from './types.ts'

/** Pure changes of a directory. Each returns a new directory and does not modify the old one. */

export function putPrincipal(principal: ServicePrincipal): DirectoryChange {
  return (directory) => ({
    ...directory,
    principals: new Map(directory.principals).set(principal.appId, principal),
  })
}

export function changePrincipal(
  appId: string,
  change: (principal: ServicePrincipal) => ServicePrincipal,
): DirectoryChange {
  return (directory) => {
    const principal = directory.principals.get(appId)
    return principal ? putPrincipal(change(principal))(directory) : directory
  }
}

/** Removes the principal, its grants, the grants on it, and its directory roles. */
export function dropPrincipal(appId: string): DirectoryChange {
  return (directory) => {
    const gone = directory.principals.get(appId)
    if (!gone) return directory
    const principals = new Map<string, ServicePrincipal>()
    for (const [key, principal] of directory.principals) {
      if (key !== appId) principals.set(key, withoutResource(principal, appId))
    }
    const groups = directory.groups.map((group) => ({
      ...group,
      memberIds: group.memberIds.filter((id) => id !== gone.id),
    }))
    const roleAssignments = directory.roleAssignments.filter((role) => role.principalId !== gone.id)
    return { ...directory, principals, groups, roleAssignments }
  }
}

function withoutResource(principal: ServicePrincipal, resourceAppId: string): ServicePrincipal {
  const stays = (grant: { resourceAppId: string }): boolean => grant.resourceAppId !== resourceAppId
  if (principal.roles.every(stays) && principal.scopes.every(stays)) return principal
  return { ...principal, roles: principal.roles.filter(stays), scopes: principal.scopes.filter(stays) }
}

export function makePrincipal(facts: {
  id: string
  appId: string
  displayName: string
  ownerTenantId: string
  createdAtMs: number
}): ServicePrincipal {
  return { ...facts, accountEnabled: true, roles: [], scopes: [] }
}

/** Sets the grants to exactly this list, as an admin consent does: permissions no longer requested are removed. */
export function withGrants(
  principal: ServicePrincipal,
  wanted: readonly Access[],
  nowMs: number,
): ServicePrincipal {
  const roles = wanted
    .filter((access) => access.type === 'Role')
    .map((access) => findRole(principal, access) ?? makeRole(access, nowMs))
  const userOwn = principal.scopes.filter((grant) => grant.principalId !== undefined)
  const byApi = Map.groupBy(
    wanted.filter((access) => access.type === 'Scope'),
    (access) => access.resourceAppId,
  )
  const scopes = [...byApi].map(([resourceAppId, list]) => ({ resourceAppId, words: list.map(scopeWord) }))
  return { ...principal, roles, scopes: [...scopes, ...userOwn] }
}

/** Adds grants; removes none. */
export function withMore(
  principal: ServicePrincipal,
  more: readonly Access[],
  nowMs: number,
): ServicePrincipal {
  return withGrants(principal, unique([...grantedAccess(principal), ...more]), nowMs)
}

export function withoutAccess(principal: ServicePrincipal, gone: Access, nowMs: number): ServicePrincipal {
  const left = grantedAccess(principal).filter(
    (access) =>
      access.resourceAppId !== gone.resourceAppId || access.type !== gone.type || access.id !== gone.id,
  )
  return withGrants(principal, left, nowMs)
}

/** Everything granted tenant-wide. Unknown scopes are left out. */
export function grantedAccess(principal: ServicePrincipal): Access[] {
  const roles = principal.roles.map((grant): Access => {
    return { resourceAppId: grant.resourceAppId, type: 'Role', id: grant.appRoleId }
  })
  const scopes = principal.scopes
    .filter((grant) => grant.principalId === undefined)
    .flatMap((grant) => grant.words.map((word) => scopeAccess(grant.resourceAppId, word)))
    .filter((access) => access !== undefined)
  return [...roles, ...scopes]
}

/** Is it granted tenant-wide? */
export const holdsAccess = (principal: ServicePrincipal, access: Access): boolean =>
  grantedAccess(principal).some((held) => accessKey(held) === accessKey(access))

function findRole(principal: ServicePrincipal, access: Access): RoleGrant | undefined {
  return principal.roles.find(
    (grant) => grant.appRoleId === access.id && grant.resourceAppId === access.resourceAppId,
  )
}

function makeRole(access: Access, nowMs: number): RoleGrant {
  return { resourceAppId: access.resourceAppId, appRoleId: access.id, createdAtMs: nowMs }
}

/** Graph's IDs of grants are opaque base64url texts, not GUIDs. Here, one half encodes the principal, the other the grant. */
export function grantId(principalId: string, what: string): string {
  const known = halves.get(what) ?? opaqueId(what).slice(0, 21)
  if (halves.size < 5_000) halves.set(what, known)
  return Buffer.from(principalId.replaceAll('-', ''), 'hex').toString('base64url') + known
}

const halves = new Map<string, string>()

export function opaqueId(seed: string): string {
  const hex = (makeGuid(seed) + makeGuid(`${seed}#`)).replaceAll('-', '')
  return Buffer.from(hex, 'hex').toString('base64url')
}

const scopeWord = (access: Access): string => findPermission(access)?.value ?? access.id

function scopeAccess(resourceAppId: string, word: string): Access | undefined {
  const found = permissionsOfApi(resourceAppId).find((p) => p.type === 'Scope' && p.value === word)
  return found && { resourceAppId, type: 'Scope', id: found.id }
}

function unique(list: readonly Access[]): Access[] {
  const seen = new Map(list.map((access) => [`${access.resourceAppId}/${access.type}/${access.id}`, access]))
  return [...seen.values()]
}

/** Name of an API as people see it in this tenant. */
export function resourceName(directory: Directory, appId: string): string {
  return directory.principals.get(appId)?.displayName ?? apiName(appId) ?? appId
}

export function principalOf(registration: Registration, id: string, createdAtMs: number): ServicePrincipal {
  return makePrincipal({
    id,
    appId: registration.appId,
    displayName: registration.displayName,
    ownerTenantId: registration.homeTenantId,
    createdAtMs,
  })
}
