import { memoize } from '#platform/base/memoize.ts'
import type { SetFacts } from '#platform/microsoft/facts.ts'
import { type Permission, type PermissionKey, permissionKey } from '../catalog/permission-set.ts'
import type { GrantedId } from './granted-id.ts'

/** The app role ID of "default access" in Entra, which grants nothing. */
const defaultAccess = '00000000-0000-0000-0000-000000000000'
/** Entra adds these scopes automatically at sign-in or consent. */
const signInScopes: readonly string[] = ['openid', 'profile', 'email', 'offline_access']

export const grantsSomething = ({ appRoleId }: { appRoleId: string }): boolean => appRoleId !== defaultAccess
export const isBeyondSignIn = ({ value }: { value: string }): boolean => !signInScopes.includes(value)

/** An API without a known app ID has its name, marked: a name could look like an ID. */
const apiOf = (resourceAppId: string | undefined, name = ''): string =>
  resourceAppId?.toLowerCase() ?? `?${name.replaceAll('/', ' ')}`

export const idOfRole = ({
  resourceAppId,
  resourceName,
  appRoleId,
}: SetFacts['appRoles'][number]): GrantedId =>
  `${apiOf(resourceAppId, resourceName)}/application/${appRoleId.toLowerCase()}`

export const idOfScope = ({ resourceAppId, value }: { resourceAppId?: string; value: string }): GrantedId =>
  `${apiOf(resourceAppId)}/delegated/${value}`

export const idOfPermission = (permission: Permission): GrantedId =>
  permission.type === 'application' ? permissionKey(permission) : idOfScope(permission)

/** API, type, and rest of an ID. `api`: undefined if only `apiName` is known. */
export function partsOfId(id: GrantedId): {
  api: string | undefined
  apiName: string
  type: Permission['type']
  value: string
} {
  const [api = '', type = '', ...rest] = id.split('/')
  const isNamed = api.startsWith('?')
  return {
    api: isNamed ? undefined : api,
    apiName: isNamed ? api.slice(1) : api,
    type: type === 'delegated' ? 'delegated' : 'application',
    value: rest.join('/'),
  }
}

/*
 * Both sides of a comparison, cached because making them costs more than the rest of an evaluation. Lists and facts are never
 * changed in place.
 */

/** A required permission with its keys. */
export interface RequiredKey {
  permission: Permission
  key: PermissionKey
  /** As what it is granted; absent for a delegated permission whose name isn't known: a grant lists only that. */
  id?: GrantedId
}

interface RequiredKeys {
  /** Without duplicates, worst tier first, independent of the order of the list. */
  sorted: readonly RequiredKey[]
  byKey: ReadonlyMap<PermissionKey, Permission>
  alphabetical: readonly PermissionKey[]
  /** As what they are granted. */
  ids: ReadonlySet<GrantedId>
}

export const keysOfRequired = memoize((permissions: readonly Permission[]): RequiredKeys => {
  const unique = new Map(permissions.map((permission) => [permissionKey(permission), permission]))
  const sorted = [...unique]
    .toSorted(([a, first], [b, second]) => first.tier - second.tier || (a < b ? -1 : 1))
    .map(([key, permission]) => ({ permission, key, ...grantedAs(permission) }))
  const ids = new Set(permissions.map(idOfPermission))
  return { sorted, byKey: unique, alphabetical: [...unique.keys()].toSorted(), ids }
})

const isNamed = ({ knowledge }: Permission): boolean => knowledge !== 'none' && knowledge !== 'unpublished'

const grantedAs = (permission: Permission): { id?: GrantedId } =>
  permission.type === 'application' || isNamed(permission) ? { id: idOfPermission(permission) } : {}

interface FactIds {
  /** In the order of `appRoles`. */
  roles: readonly GrantedId[]
  /** In the order of `scopes`. */
  scopes: readonly GrantedId[]
  /** Every row of the read, also those that grant nothing. */
  listed: ReadonlySet<GrantedId>
  granted: ReadonlySet<GrantedId>
}

/**
 * Of the facts that are being judged. Not in a weak map: V8 keeps the values of short-lived keys there until it collects all
 * of the heap.
 */
const ofFacts = new Map<SetFacts, FactIds>()
const mostFacts = 50

/** The IDs of one complete read. */
export function idsOfFacts(facts: SetFacts): FactIds {
  const known = ofFacts.get(facts)
  if (known) return known
  if (ofFacts.size >= mostFacts) ofFacts.clear()
  const roles = facts.appRoles.map(idOfRole)
  const scopes = facts.scopes.map(idOfScope)
  const listed = new Set([...roles, ...scopes])
  const made = { roles, scopes, listed, granted: grantedOf(facts, listed) }
  ofFacts.set(facts, made)
  return made
}

/** Most reads list nothing but what grants something. */
function grantedOf(facts: SetFacts, listed: ReadonlySet<GrantedId>): ReadonlySet<GrantedId> {
  if (!facts.servicePrincipal) return new Set()
  if (facts.appRoles.every(grantsSomething) && facts.scopes.every(isBeyondSignIn)) return listed
  return new Set([
    ...facts.appRoles.filter(grantsSomething).map(idOfRole),
    ...facts.scopes.filter(isBeyondSignIn).map(idOfScope),
  ])
}

/** Everything granted tenant-wide by one complete read. */
export const grantedIds = (facts: SetFacts): ReadonlySet<GrantedId> => idsOfFacts(facts).granted

/** Whether all of these are among the others. */
export function areAmong(ids: ReadonlySet<GrantedId>, others: ReadonlySet<GrantedId>): boolean {
  for (const id of ids) if (!others.has(id)) return false
  return true
}
