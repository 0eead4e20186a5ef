import { graphAppId } from '../catalog/graph-app-id.ts'
import { knownNames } from '../catalog/known-permissions.ts'
import { type Permission, type PermissionType, permissionKey } from '../catalog/permission-set.ts'
import { requirementFromRegistration } from '../catalog/requirement.ts'
import type { Registration } from './registration.ts'

/** Everything the reader app may ask a tenant for; `docs/going-live.md` says which of them an installation needs. */
export const readerRights: readonly Permission[] = [
  right('application', 'Directory.Read.All'),
  right('application', 'AuditLog.Read.All'),
  right('application', 'Application.Read.All'),
  right('application', 'Organization.Read.All'),
  right('application', 'RoleManagement.Read.Directory'),
  // The portal adds it to every new app registration.
  right('delegated', 'User.Read'),
]

function right(type: PermissionType, value: string): Permission {
  const known = knownNames.byValue(graphAppId, type, value)
  if (!known) throw new Error(`Expected ${value} among the known permissions`)
  const { api, resourceAppId, id, tier, tierSource, allows: reason } = known
  return { api, resourceAppId, type, id, value, tier, tierSource, reason, without: '' }
}

/** What the registration of the reader lists beyond the documented rights. */
export function beyondReaderRights(registration: Registration | undefined): Permission[] {
  const set = {
    id: '',
    name: '',
    aliases: [],
    apps: [],
    permissions: readerRights,
    settings: [],
    coupled: [],
  }
  const documented = new Set(readerRights.map(permissionKey))
  const listed = requirementFromRegistration(set, '', registration?.requiredResourceAccess ?? [])
  return listed.permissions.filter((permission) => !documented.has(permissionKey(permission)))
}
