import { createHash } from 'node:crypto'
import { knownNames, type PermissionNames } from './known-permissions.ts'
import {
  type Permission,
  type PermissionKey,
  type PermissionSet,
  type PermissionType,
  permissionKey,
  type Requirement,
} from './permission-set.ts'

/** One entry of `requiredResourceAccess`, flattened. */
interface RegisteredPermission {
  resourceAppId: string
  type: PermissionType
  id: string
}

/** sha-256 over client id and sorted permission keys: the same exactly when the same consent is needed. */
export function requirementVersion(clientId: string, keys: readonly PermissionKey[]): string {
  const sorted = [...new Set(keys)].toSorted()
  return createHash('sha256')
    .update([clientId.toLowerCase(), ...sorted].join('\n'))
    .digest('hex')
}

function makeRequirement(
  set: PermissionSet,
  clientId: string,
  permissions: readonly Permission[],
  source: Requirement['source'],
): Requirement {
  const version = requirementVersion(clientId, permissions.map(permissionKey))
  return {
    setId: set.id,
    clientId: clientId.toLowerCase(),
    permissions,
    settings: set.settings,
    version,
    source,
  }
}

/** What the catalog says the set needs. */
export function requirementFromCatalog(set: PermissionSet, clientId: string): Requirement {
  return makeRequirement(set, clientId, set.permissions, 'catalog')
}

function nameRegistered(registered: RegisteredPermission, names: PermissionNames): Permission {
  const { type } = registered
  const resourceAppId = registered.resourceAppId.toLowerCase()
  const id = registered.id.toLowerCase()
  const known = names.byKey(permissionKey(registered))
  if (known) {
    const { api, value, tier, allows } = known
    return { api, resourceAppId, type, id, value, tier, reason: allows, without: '', knowledge: 'nameOnly' }
  }
  // Nobody can rate what has no name; 1 keeps it from looking harmless.
  const api = names.api(resourceAppId) ?? resourceAppId
  return { api, resourceAppId, type, id, value: id, tier: 1, reason: '', without: '', knowledge: 'none' }
}

/**
 * What the app registration in the home tenant asks for; the catalog explains what it can. Unknown GUIDs stay in the list:
 * an application permission is compared by its GUID, a delegated one can never be seen as granted, because only its unknown
 * name would show it. An empty registration gives an empty requirement, which the evaluation never calls granted.
 */
export function requirementFromRegistration(
  set: PermissionSet,
  clientId: string,
  requiredResourceAccess: readonly RegisteredPermission[],
  names: PermissionNames = knownNames,
): Requirement {
  const explained = new Map(set.permissions.map((permission) => [permissionKey(permission), permission]))
  const registered = new Map(requiredResourceAccess.map((entry) => [permissionKey(entry), entry]))
  const permissions = [...registered].map(
    ([key, entry]) => explained.get(key) ?? nameRegistered(entry, names),
  )
  return makeRequirement(set, clientId, permissions, 'registration')
}
