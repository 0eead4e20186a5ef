import type { Permission } from '../catalog/permission-set.ts'
import type { Outcome } from '../graph/outcome.ts'
import type { Who } from './status.ts'

/** Microsoft Graph, and Azure AD Graph before it: their application permissions are kept for the privileged role. */
const guardedApis: readonly string[] = [
  '00000003-0000-0000-c000-000000000000',
  '00000002-0000-0000-c000-000000000000',
]

/** The least role that may consent to these permissions for the whole tenant. */
export function leastRole(permissions: readonly Pick<Permission, 'resourceAppId' | 'type'>[]): Who {
  const guarded = permissions.some(
    (permission) =>
      permission.type === 'application' && guardedApis.includes(permission.resourceAppId.toLowerCase()),
  )
  return guarded ? 'privilegedRoleAdministrator' : 'cloudApplicationAdministrator'
}

/**
 * Who can end a failed read or a lost connection. The reader app has application permissions of Microsoft Graph, so whatever
 * the tenant must do about its consent needs the privileged role.
 */
export function whoMendsReading(outcome: Outcome): Who {
  if (outcome.class === 'publisher') return 'publisher'
  return outcome.class === 'passing' ? 'nobody' : 'privilegedRoleAdministrator'
}

/** Who can end a failed consent: our side, somebody who sends a new link, or an admin of the tenant who may sign. */
export function whoMendsConsent(outcome: Outcome, signer: Who): Who {
  if (outcome.class === 'publisher') return 'publisher'
  return outcome.class === 'admin' || outcome.class === 'policy' ? signer : 'approver'
}
