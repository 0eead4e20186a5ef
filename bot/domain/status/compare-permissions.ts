import type { SetFacts } from '#platform/microsoft/facts.ts'
import { knownNames, type PermissionNames } from '../catalog/known-permissions.ts'
import {
  type Permission,
  type PermissionKey,
  permissionKey,
  type Requirement,
  type Tier,
} from '../catalog/permission-set.ts'
import { keysOfFacts, keysOfRequired, type RequiredKey } from './keys.ts'
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

/** Required permissions that the facts do not show, literally (same API, same type, same GUID or the whole same word), worst tier first. */
export function findGaps(required: readonly Permission[], facts: SetFacts): Permission[] {
  return missingKeys(required, facts).map(({ permission }) => permission)
}

function missingKeys(required: readonly Permission[], facts: SetFacts): readonly RequiredKey[] {
  const { sorted } = keysOfRequired(required)
  // Grants of an enterprise application that is not there any more grant nothing.
  if (!facts.servicePrincipal) return sorted
  const { roles, words } = keysOfFacts(facts)
  return sorted.filter(({ permission, key, word }) =>
    permission.type === 'application' ? !roles.has(key) : word === undefined || !words.has(word),
  )
}

/** Holds a requirement against one complete read, literally. `names` names the extras. */
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

/** What a complete read last verified for this enterprise application; nothing that another client id once held. */
export function verifiedKeys(requirement: Requirement, memory: GrantMemory): Set<PermissionKey> {
  const keys = verifiedHere(requirement, memory)
  return new Set(keys.map((key) => key.toLowerCase() as PermissionKey))
}

/** Whether a complete read ever verified anything for this enterprise application. */
export const wasVerified = (requirement: Requirement, memory: GrantMemory): boolean =>
  verifiedHere(requirement, memory).length > 0

function verifiedHere({ clientId }: Requirement, { verified }: GrantMemory): readonly PermissionKey[] {
  const same = (verified?.clientId ?? clientId).toLowerCase() === clientId.toLowerCase()
  return verified && same ? verified.permissions : []
}

/**
 * Keys that were verified before, are still required and are not there now. What is no longer required may go: consent replaces.
 * When the enterprise application itself is gone, everything verified is lost.
 */
export function findLost(requirement: Requirement, memory: GrantMemory, facts: SetFacts): PermissionKey[] {
  if (!facts.servicePrincipal) return [...verifiedKeys(requirement, memory)].toSorted()
  const missing = missingKeys(requirement.permissions, facts)
  if (missing.length === 0) return []
  const verified = verifiedKeys(requirement, memory)
  return missing.map(({ key }) => key).filter((key) => verified.has(key))
}

/** Grants that the requirement does not name, by name; each once. */
function findExtras(requirement: Requirement, facts: SetFacts, names: PermissionNames): Extra[] {
  if (!facts.servicePrincipal) return []
  const required = keysOfRequired(requirement.permissions)
  const { ofRoles, ofScopes } = keysOfFacts(facts)
  const isRequired = (key: PermissionKey | undefined): boolean => key !== undefined && required.keys.has(key)
  const roles = facts.appRoles
    .filter(({ appRoleId }, at) => appRoleId !== defaultAccess && !isRequired(ofRoles[at]))
    .map((role) => nameRole(role, names))
  const scopes = facts.scopes
    .filter(({ value }, at) => !signInWords.includes(value) && !required.words.has(ofScopes[at] ?? ''))
    .map((scope) => nameScope(scope, names))
  if (roles.length + scopes.length === 0) return []
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
  const key = permissionKey({ resourceAppId: role.resourceAppId, type: 'application', id })
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
