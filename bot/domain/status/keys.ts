import type { SetFacts } from '#platform/microsoft/facts.ts'
import { type Permission, type PermissionKey, permissionKey } from '../catalog/permission-set.ts'

/*
 * Keys of both sides of a comparison, cached per list because building them costs more than the rest of an evaluation.
 * Lists are never changed in place.
 */

/** A required permission with its keys. */
export interface RequiredKey {
  permission: Permission
  key: PermissionKey
  /** Key by scope name, for a delegated permission whose name is known: a grant lists only that. */
  scope?: string
}

interface RequiredKeys {
  /** Without duplicates, worst tier first, independent of the order of the list. */
  sorted: readonly RequiredKey[]
  keys: ReadonlySet<PermissionKey>
  alphabetical: readonly PermissionKey[]
  /** Of all delegated permissions. */
  scopes: ReadonlySet<string>
}

interface GrantedKeys {
  /** In the order of `appRoles`; undefined if the API is unknown. */
  ofRoles: readonly (PermissionKey | undefined)[]
  /** In the order of `scopes`. */
  ofScopes: readonly string[]
  roles: ReadonlySet<PermissionKey | undefined>
  scopes: ReadonlySet<string>
}

const ofRequired = new WeakMap<readonly Permission[], RequiredKeys>()
const ofFacts = new WeakMap<SetFacts, GrantedKeys>()

export function keysOfRequired(permissions: readonly Permission[]): RequiredKeys {
  const known = ofRequired.get(permissions)
  if (known) return known
  const unique = new Map(permissions.map((permission) => [permissionKey(permission), permission]))
  const sorted = [...unique]
    .toSorted(([a, first], [b, second]) => first.tier - second.tier || (a < b ? -1 : 1))
    .map(([key, permission]) => ({ permission, key, ...scopeOf(permission) }))
  const delegated = permissions.filter(({ type }) => type === 'delegated')
  const scopes = new Set(delegated.map(({ resourceAppId, value }) => scopeKey(resourceAppId, value)))
  const keys = new Set(unique.keys())
  const made = { sorted, keys, alphabetical: [...keys].toSorted(), scopes }
  ofRequired.set(permissions, made)
  return made
}

const isNamed = ({ knowledge }: Permission): boolean => knowledge !== 'none' && knowledge !== 'unpublished'

const scopeOf = (permission: Permission): { scope?: string } => {
  const { type, resourceAppId, value } = permission
  return type === 'delegated' && isNamed(permission) ? { scope: scopeKey(resourceAppId, value) } : {}
}

export function keysOfFacts(facts: SetFacts): GrantedKeys {
  const known = ofFacts.get(facts)
  if (known) return known
  const ofRoles = facts.appRoles.map(({ resourceAppId, appRoleId }) =>
    resourceAppId ? permissionKey({ resourceAppId, type: 'application', id: appRoleId }) : undefined,
  )
  const ofScopes = facts.scopes.map(({ resourceAppId, value }) => scopeKey(resourceAppId, value))
  const made = { ofRoles, ofScopes, roles: new Set(ofRoles), scopes: new Set(ofScopes) }
  ofFacts.set(facts, made)
  return made
}

const scopeKey = (resourceAppId: string | undefined, name: string): string =>
  `${resourceAppId?.toLowerCase()}/${name}`
