import type { SetFacts } from '#platform/microsoft/facts.ts'
import { knownNames, type PermissionNames } from '../catalog/known-permissions.ts'
import {
  type Permission,
  type PermissionKey,
  permissionKey,
  type Requirement,
  type Tier,
} from '../catalog/permission-set.ts'
import type { GrantedId } from './granted-id.ts'
import {
  grantsSomething,
  idOfPermission,
  idOfRole,
  idOfScope,
  idsOfFacts,
  isBeyondSignIn,
  keysOfRequired,
  partsOfId,
  type RequiredKey,
} from './granted-ids.ts'
import type { GrantMemory } from './memory.ts'

/** A grant that is not required. `key` is absent when its GUID or its API is unknown. */
export interface Extra {
  id: GrantedId
  key?: PermissionKey
  /** `Mail.Read (Microsoft Graph)`, or the GUID if the name is unknown. */
  name: string
  value: string
  api: string
  type: Permission['type']
  /** 0 if nobody has rated it. */
  tier: Tier
  privileged: boolean
}

/** A required permission that is not granted. */
export interface Gap {
  permission: Permission
  /** The tenant has no service principal of this API; consent cannot succeed until one is added. */
  apiAbsent: boolean
}

export interface Comparison {
  /** Worst tier first; empty = every required permission is granted tenant-wide. */
  gaps: readonly Gap[]
  extras: readonly Extra[]
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Required permissions that are not granted, worst tier first. Matched by API, type, and GUID or whole scope name. */
export function findGaps(required: readonly Permission[], facts: SetFacts): Permission[] {
  return missingKeys(required, facts).map(({ permission }) => permission)
}

function missingKeys(required: readonly Permission[], facts: SetFacts): readonly RequiredKey[] {
  const { sorted } = keysOfRequired(required)
  // Without the enterprise application its grants have no effect.
  if (!facts.servicePrincipal) return sorted
  const { listed } = idsOfFacts(facts)
  return sorted.filter(({ id }) => id === undefined || !listed.has(id))
}

/** Compares a requirement with one complete read. `names` has the names for extras. */
export function comparePermissions(
  requirement: Requirement,
  facts: SetFacts,
  names: PermissionNames = knownNames,
): Comparison {
  const missing = findGaps(requirement.permissions, facts)
  const extras = findExtras(requirement, facts, names)
  if (missing.length === 0) return { gaps: [], extras }
  const present = new Set(facts.resources.map((appId) => appId.toLowerCase()))
  const gaps = missing.map((permission) => {
    return { permission, apiAbsent: !present.has(permission.resourceAppId.toLowerCase()) }
  })
  return { gaps, extras }
}

/** The permissions a complete read last verified for this enterprise application, not for an earlier client ID. */
function verifiedKeys(requirement: Requirement, memory: GrantMemory): Set<PermissionKey> {
  const keys = verifiedHere(requirement, memory)
  return new Set(keys.map((key) => key.toLowerCase() as PermissionKey))
}

/** Whether exactly `keys`, sorted and without duplicates, were verified last. Stored in this order, they are compared in it first. */
export function wasVerifiedAs(
  requirement: Requirement,
  memory: GrantMemory,
  keys: readonly PermissionKey[],
): boolean {
  const before = verifiedHere(requirement, memory)
  if (before.length === keys.length && keys.every((key, at) => key === before[at])) return true
  const known = verifiedKeys(requirement, memory)
  return known.size === keys.length && keys.every((key) => known.has(key))
}

/** Whether a complete read ever verified this enterprise application. */
export const wasVerified = (requirement: Requirement, memory: GrantMemory): boolean =>
  verifiedHere(requirement, memory).length > 0

function verifiedHere({ clientId }: Requirement, { verified }: GrantMemory): readonly PermissionKey[] {
  const same = (verified?.clientId ?? clientId).toLowerCase() === clientId.toLowerCase()
  return verified && same ? verified.permissions : []
}

/**
 * Permissions that were verified, are still required and are not granted now; consent may remove those no longer required.
 * If the enterprise application was deleted, everything verified is lost.
 */
export function findLost(requirement: Requirement, memory: GrantMemory, facts: SetFacts): PermissionKey[] {
  if (!facts.servicePrincipal) return [...verifiedKeys(requirement, memory)].toSorted()
  const missing = missingKeys(requirement.permissions, facts)
  if (missing.length === 0) return []
  const verified = verifiedKeys(requirement, memory)
  return missing.map(({ key }) => key).filter((key) => verified.has(key))
}

/** Grants that are not required, worst tier first, without duplicates. */
function findExtras(requirement: Requirement, facts: SetFacts, names: PermissionNames): Extra[] {
  if (!facts.servicePrincipal) return []
  const required = keysOfRequired(requirement.permissions).ids
  const ids = idsOfFacts(facts)
  const isExtra = (id: GrantedId | undefined): boolean => id === undefined || !required.has(id)
  const roles = facts.appRoles
    .filter((role, at) => isExtra(ids.roles[at]) && grantsSomething(role))
    .map((role) => nameRole(role, names))
  const scopes = facts.scopes
    .filter((scope, at) => isExtra(ids.scopes[at]) && isBeyondSignIn(scope))
    .map((scope) => nameScope(scope, names))
  if (roles.length + scopes.length === 0) return []
  const unique = new Map([...roles, ...scopes].map((extra) => [extra.key ?? extra.name, extra]))
  return [...unique.values()].toSorted(worstFirst)
}

const worstFirst = (a: Extra, b: Extra): number =>
  a.tier - b.tier || compareText(a.name, b.name) || compareText(a.key ?? '', b.key ?? '')

/** What was granted, with names and tiers: by the list for what it requires, else by what is known. Worst tier first. */
export function nameGranted(
  ids: readonly GrantedId[],
  { permissions }: Pick<Requirement, 'permissions'>,
  names: PermissionNames = knownNames,
): Extra[] {
  if (ids.length === 0) return []
  const required = new Map(permissions.map((permission) => [idOfPermission(permission), permission]))
  return ids.map((id) => nameOne(id, required.get(id), names)).toSorted(worstFirst)
}

function nameOne(id: GrantedId, listed: Permission | undefined, names: PermissionNames): Extra {
  const { api: resourceAppId, apiName: resourceName, type, value } = partsOfId(id)
  if (listed) {
    const { api, tier } = listed
    const name = `${listed.value} (${api}${type === 'delegated' ? ', delegated' : ''})`
    return {
      id,
      key: permissionKey(listed),
      name,
      value: listed.value,
      api,
      type,
      tier,
      privileged: tier < 2,
    }
  }
  const ofApi = resourceAppId === undefined ? {} : { resourceAppId }
  return type === 'application'
    ? nameRole({ ...ofApi, resourceName, appRoleId: value }, names)
    : nameScope({ ...ofApi, value }, names)
}

/** What nobody has rated is the worst case, not a harmless one. */
function rate(known?: { privileged: boolean; tier: Tier }): Pick<Extra, 'tier' | 'privileged'> {
  const tier = known?.tier ?? 0
  return { tier, privileged: tier < 2 || known?.privileged === true }
}

function nameRole(role: SetFacts['appRoles'][number], names: PermissionNames): Extra {
  const guid = role.appRoleId.toLowerCase()
  const [id, type] = [idOfRole(role), 'application' as const]
  if (!role.resourceAppId) {
    const api = role.resourceName
    return { id, name: `${guid} (${api})`, value: guid, api, type, ...rate() }
  }
  const key = permissionKey({ resourceAppId: role.resourceAppId, type, id: guid })
  const known = names.byKey(key)
  const api = known?.api ?? names.api(role.resourceAppId) ?? role.resourceName
  const value = known?.value ?? guid
  return { id, key, name: `${value} (${api})`, value, api, type, ...rate(known) }
}

function nameScope(scope: SetFacts['scopes'][number], names: PermissionNames): Extra {
  const { value } = scope
  const [id, type] = [idOfScope(scope), 'delegated' as const]
  if (!scope.resourceAppId) return { id, name: `${value} (delegated)`, value, api: '', type, ...rate() }
  const known = names.byValue(scope.resourceAppId, 'delegated', scope.value)
  const api = known?.api ?? names.api(scope.resourceAppId) ?? scope.resourceAppId.toLowerCase()
  const key = known ? { key: permissionKey(known) } : {}
  return { id, ...key, name: `${value} (${api}, delegated)`, value, api, type, ...rate(known) }
}
