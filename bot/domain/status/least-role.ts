import type { Who } from '#platform/microsoft/outcome.ts'
import { graphAppId } from '../catalog/graph-app-id.ts'
import type { Permission } from '../catalog/permission-set.ts'

/** Microsoft Graph and Azure AD Graph: only the privileged role can consent to their application permissions. */
const guardedApis: readonly string[] = [graphAppId, '00000002-0000-0000-c000-000000000000']

export type Signer = Extract<Who, 'privilegedRoleAdministrator' | 'cloudApplicationAdministrator'>

/**
 * The least role that can consent to these permissions tenant-wide. Pass the whole requirement, not its missing part:
 * Microsoft's page asks for everything that the app registration lists.
 */
export function leastRoleToConsent(
  permissions: readonly Pick<Permission, 'resourceAppId' | 'type'>[],
): Signer {
  const guarded = permissions.some(({ type, resourceAppId }) => {
    return type === 'application' && guardedApis.includes(resourceAppId.toLowerCase())
  })
  return guarded ? 'privilegedRoleAdministrator' : 'cloudApplicationAdministrator'
}
