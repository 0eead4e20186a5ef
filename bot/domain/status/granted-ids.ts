import type { SetFacts } from '#platform/microsoft/facts.ts'
import { type Permission, permissionKey } from '../catalog/permission-set.ts'
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

const ofFacts = new WeakMap<SetFacts, ReadonlySet<GrantedId>>()

/** Everything granted tenant-wide by one complete read. Cached, because facts are never changed in place. */
export function grantedIds(facts: SetFacts): ReadonlySet<GrantedId> {
  const known = ofFacts.get(facts)
  if (known) return known
  const made = new Set(
    facts.servicePrincipal
      ? [
          ...facts.appRoles.filter(grantsSomething).map(idOfRole),
          ...facts.scopes.filter(isBeyondSignIn).map(idOfScope),
        ]
      : [],
  )
  ofFacts.set(facts, made)
  return made
}
