import { createHash } from 'node:crypto'
import { hours } from '#platform/base/time.ts'
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

/** SHA-256 of client ID and sorted permission keys: equal exactly when the same consent is needed. */
export function requirementVersion(clientId: string, keys: readonly PermissionKey[]): string {
  const text = [clientId.toLowerCase(), ...[...new Set(keys)].toSorted()].join('\n')
  return createHash('sha256').update(text).digest('hex')
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
    ...openForOf(set),
    ...(set.formerClientIds && { formerClientIds: set.formerClientIds }),
    version,
    source,
  }
}

/** Of a set that is closed by default: how long it can be opened at most. */
export function openForOf({ openFor }: Pick<PermissionSet, 'openFor'>): Pick<Requirement, 'openForMs'> {
  if (!openFor) return {}
  const n = Number.parseInt(openFor.max, 10)
  return { openForMs: hours(openFor.max.endsWith('d') ? 24 * n : n) }
}

export function requirementFromCatalog(set: PermissionSet, clientId: string): Requirement {
  return makeRequirement(set, clientId, set.permissions, 'catalog')
}

function nameRegistered(registered: RegisteredPermission, names: PermissionNames): Permission {
  const { type } = registered
  const resourceAppId = registered.resourceAppId.toLowerCase()
  const id = registered.id.toLowerCase()
  const known = names.byKey(permissionKey(registered))
  if (known) {
    const { api, value, tier, tierSource, allows: reason } = known
    return {
      api,
      resourceAppId,
      type,
      id,
      value,
      tier,
      tierSource,
      reason,
      without: '',
      knowledge: 'nameOnly',
    }
  }
  // Nobody has rated it, so it is the worst case.
  const api = names.api(resourceAppId) ?? resourceAppId
  return { api, resourceAppId, type, id, value: id, tier: 0, reason: '', without: '', knowledge: 'none' }
}

/**
 * The requirement of an app registration in the home tenant, explained by the catalog where possible. Unknown GUIDs stay:
 * an application permission is compared by its GUID; a delegated one, which Entra stores by name, never counts as granted.
 * An empty registration gives an empty requirement, which is never evaluated as granted.
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
