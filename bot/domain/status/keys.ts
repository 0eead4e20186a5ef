import type { SetFacts } from '#platform/microsoft/facts.ts'
import { type Permission, type PermissionKey, permissionKey } from '../catalog/permission-set.ts'

/*
 * Keys of both sides of a comparison, worked out once per list: a requirement is held against every tenant, facts
 * are asked several times in one evaluation, and writing the keys costs more than all the rest of it. Neither side is ever
 * changed in place.
 */

/** One required permission with what it is found by. */
export interface RequiredKey {
  permission: Permission
  key: PermissionKey
  /** Of a delegated one whose name is known: nothing else can show it. */
  word?: string
}

interface RequiredKeys {
  /** Without repeats, worst tier first: the same list in whatever order it came. */
  sorted: readonly RequiredKey[]
  keys: ReadonlySet<PermissionKey>
  alphabetical: readonly PermissionKey[]
  /** Of every delegated one. */
  words: ReadonlySet<string>
}

interface GrantedKeys {
  /** In the order of `appRoles`; undefined where the API is unknown. */
  ofRoles: readonly (PermissionKey | undefined)[]
  /** In the order of `scopes`. */
  ofScopes: readonly string[]
  roles: ReadonlySet<PermissionKey | undefined>
  words: ReadonlySet<string>
}

const ofRequired = new WeakMap<readonly Permission[], RequiredKeys>()
const ofFacts = new WeakMap<SetFacts, GrantedKeys>()

export function keysOfRequired(permissions: readonly Permission[]): RequiredKeys {
  const known = ofRequired.get(permissions)
  if (known) return known
  const unique = new Map(permissions.map((permission) => [permissionKey(permission), permission]))
  const sorted = [...unique]
    .toSorted(([a, first], [b, second]) => first.tier - second.tier || (a < b ? -1 : 1))
    .map(([key, permission]) => ({ permission, key, ...wordOf(permission) }))
  const delegated = permissions.filter(({ type }) => type === 'delegated')
  const words = new Set(delegated.map(({ resourceAppId, value }) => scopeKey(resourceAppId, value)))
  const keys = new Set(unique.keys())
  const made = { sorted, keys, alphabetical: [...keys].toSorted(), words }
  ofRequired.set(permissions, made)
  return made
}

const wordOf = ({ type, knowledge, resourceAppId, value }: Permission): { word?: string } =>
  type === 'delegated' && knowledge !== 'none' ? { word: scopeKey(resourceAppId, value) } : {}

export function keysOfFacts(facts: SetFacts): GrantedKeys {
  const known = ofFacts.get(facts)
  if (known) return known
  const ofRoles = facts.appRoles.map(({ resourceAppId, appRoleId }) =>
    resourceAppId ? permissionKey({ resourceAppId, type: 'application', id: appRoleId }) : undefined,
  )
  const ofScopes = facts.scopes.map(({ resourceAppId, value }) => scopeKey(resourceAppId, value))
  const made = { ofRoles, ofScopes, roles: new Set(ofRoles), words: new Set(ofScopes) }
  ofFacts.set(facts, made)
  return made
}

const scopeKey = (resourceAppId: string | undefined, word: string): string =>
  `${resourceAppId?.toLowerCase()}/${word}`
