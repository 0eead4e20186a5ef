import { knownNames, type PermissionNames } from '../catalog/known-permissions.ts'
import {
  type Permission,
  type PermissionKey,
  permissionKey,
  type Requirement,
  type Tier,
} from '../catalog/permission-set.ts'
import type { SetFacts } from '../graph/facts.ts'
import type { GrantMemory } from './memory.ts'

/** A grant that nobody required. `key` is absent when its GUID or its API is unknown. */
export interface Extra {
  key?: PermissionKey
  /** `Mail.Read (Microsoft Graph)`, or the GUID when nobody knows the name. */
  name: string
  privileged: boolean
}

/** A required permission that is not granted. */
export interface Gap {
  permission: Permission
  /** The tenant has no service principal of this API, so consent cannot succeed before somebody adds it. */
  apiAbsent: boolean
}

export interface Comparison {
  /** Worst tier first; empty = every required permission is granted tenant-wide. */
  gaps: readonly Gap[]
  extras: readonly Extra[]
}

/** Entra writes this id for "default access"; it grants nothing. */
const defaultAccess = '00000000-0000-0000-0000-000000000000'
/** Entra adds these words by itself when somebody signs in or consents. */
const signInWords: readonly string[] = ['openid', 'profile', 'email', 'offline_access']

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const scopeKey = (resourceAppId: string | undefined, word: string): string =>
  `${resourceAppId?.toLowerCase()}/${word}`
const applicationKey = (resourceAppId: string, id: string): PermissionKey =>
  permissionKey({ resourceAppId, type: 'application', id })

/** Required permissions without repeats, worst tier first: the same list in whatever order it came. */
function sortPermissions(permissions: readonly Permission[]): Permission[] {
  const unique = new Map(permissions.map((permission) => [permissionKey(permission), permission]))
  return [...unique.entries()]
    .toSorted(([a, first], [b, second]) => first.tier - second.tier || compareText(a, b))
    .map(([, permission]) => permission)
}

/** Says of a permission whether the facts show it, literally: same API, same type, same GUID or the whole same word. */
function grantReader(facts: SetFacts): (permission: Permission) => boolean {
  // Grants of an enterprise application that is not there any more grant nothing.
  if (!facts.servicePrincipal) return () => false
  const roles = new Set(
    facts.appRoles.flatMap((role) =>
      role.resourceAppId ? [applicationKey(role.resourceAppId, role.appRoleId)] : [],
    ),
  )
  const words = new Set(facts.scopes.map((scope) => scopeKey(scope.resourceAppId, scope.value)))
  return (permission) => {
    if (permission.type === 'application') return roles.has(permissionKey(permission))
    return permission.knowledge !== 'none' && words.has(scopeKey(permission.resourceAppId, permission.value))
  }
}

/** Required permissions that the facts do not show, worst tier first. */
export function findGaps(required: readonly Permission[], facts: SetFacts): Permission[] {
  const isGranted = grantReader(facts)
  return sortPermissions(required).filter((permission) => !isGranted(permission))
}

/** Holds a requirement against one complete read, literally. `names` names the extras. */
export function comparePermissions(
  requirement: Requirement,
  facts: SetFacts,
  names: PermissionNames = knownNames,
): Comparison {
  const present = new Set(facts.resources.map((appId) => appId.toLowerCase()))
  const gaps = findGaps(requirement.permissions, facts).map((permission) => {
    return { permission, apiAbsent: !present.has(permission.resourceAppId.toLowerCase()) }
  })
  return { gaps, extras: findExtras(requirement, facts, names) }
}

/** What a complete read last verified for this enterprise application; nothing that another client id once held. */
export function verifiedKeys(requirement: Requirement, memory: GrantMemory): Set<PermissionKey> {
  const { verified } = memory
  const clientId = verified?.clientId?.toLowerCase() ?? requirement.clientId.toLowerCase()
  if (!verified || clientId !== requirement.clientId.toLowerCase()) return new Set()
  return new Set(verified.permissions.map((key) => key.toLowerCase() as PermissionKey))
}

/**
 * Keys that were verified before, are still required and are not there now. What is no longer required may go: consent replaces.
 * When the enterprise application itself is gone, everything verified is lost.
 */
export function findLost(requirement: Requirement, memory: GrantMemory, facts: SetFacts): PermissionKey[] {
  const verified = verifiedKeys(requirement, memory)
  if (!facts.servicePrincipal) return [...verified].toSorted()
  return findGaps(requirement.permissions, facts)
    .map(permissionKey)
    .filter((key) => verified.has(key))
}

/** Grants that the requirement does not name, by name; each once. */
export function findExtras(requirement: Requirement, facts: SetFacts, names: PermissionNames): Extra[] {
  if (!facts.servicePrincipal) return []
  const required = new Set(requirement.permissions.map(permissionKey))
  const requiredWords = new Set(
    requirement.permissions.flatMap((p) =>
      p.type === 'delegated' ? [scopeKey(p.resourceAppId, p.value)] : [],
    ),
  )
  const roles = facts.appRoles
    .filter((role) => role.appRoleId !== defaultAccess)
    .filter(
      (role) => !role.resourceAppId || !required.has(applicationKey(role.resourceAppId, role.appRoleId)),
    )
    .map((role) => nameRole(role, names))
  const scopes = facts.scopes
    .filter((scope) => !signInWords.includes(scope.value))
    .filter((scope) => !requiredWords.has(scopeKey(scope.resourceAppId, scope.value)))
    .map((scope) => nameScope(scope, names))
  const unique = new Map([...roles, ...scopes].map((extra) => [extra.key ?? extra.name, extra]))
  return [...unique.values()].toSorted(
    (a, b) => compareText(a.name, b.name) || compareText(a.key ?? '', b.key ?? ''),
  )
}

const isPrivileged = (known?: { privileged: boolean; tier: Tier }): boolean =>
  known !== undefined && (known.privileged || known.tier < 2)

function nameRole(role: SetFacts['appRoles'][number], names: PermissionNames): Extra {
  const id = role.appRoleId.toLowerCase()
  if (!role.resourceAppId) return { name: `${id} (${role.resourceName})`, privileged: false }
  const key = applicationKey(role.resourceAppId, id)
  const known = names.byKey(key)
  const api = known?.api ?? names.api(role.resourceAppId) ?? role.resourceName
  return { key, name: `${known?.value ?? id} (${api})`, privileged: isPrivileged(known) }
}

function nameScope(scope: SetFacts['scopes'][number], names: PermissionNames): Extra {
  if (!scope.resourceAppId) return { name: `${scope.value} (delegated)`, privileged: false }
  const known = names.byValue(scope.resourceAppId, 'delegated', scope.value)
  const api = known?.api ?? names.api(scope.resourceAppId) ?? scope.resourceAppId.toLowerCase()
  const key = known ? { key: permissionKey(known) } : {}
  return { ...key, name: `${scope.value} (${api}, delegated)`, privileged: isPrivileged(known) }
}
