import type { Outcome } from '#platform/microsoft/outcome.ts'
import type { OutcomeName } from '#platform/microsoft/outcomes.ts'
import type { Permission } from '../catalog/permission-set.ts'
import type { Who } from './status.ts'

/** Microsoft Graph, and Azure AD Graph before it: their application permissions are kept for the privileged role. */
const guardedApis: readonly string[] = [
  '00000003-0000-0000-c000-000000000000',
  '00000002-0000-0000-c000-000000000000',
]

export type Signer = Extract<Who, 'privilegedRoleAdministrator' | 'cloudApplicationAdministrator'>

/**
 * The least role that may consent to these permissions for the whole tenant. Microsoft's page asks for everything that the app
 * registration lists, granted or not: what decides is the whole requirement, not its missing part.
 */
export function leastRoleToConsent(
  permissions: readonly Pick<Permission, 'resourceAppId' | 'type'>[],
): Signer {
  const guarded = permissions.some(
    (permission) =>
      permission.type === 'application' && guardedApis.includes(permission.resourceAppId.toLowerCase()),
  )
  return guarded ? 'privilegedRoleAdministrator' : 'cloudApplicationAdministrator'
}

/** Troubles that another role than the one who consents can end. */
const fixers: Partial<Record<OutcomeName, Who>> = {
  apiMissing: 'cloudApplicationAdministrator',
  appDisabled: 'cloudApplicationAdministrator',
  readerDisabled: 'cloudApplicationAdministrator',
  resourceNotInTenant: 'cloudApplicationAdministrator',
  licenceMissing: 'billingAdministrator',
  serviceNotSetUp: 'billingAdministrator',
  tenantBlocked: 'approver',
  tenantNotFound: 'approver',
}
const fixerOf = ({ name }: Outcome): Who | undefined =>
  Object.hasOwn(fixers, name) ? fixers[name as OutcomeName] : undefined

/**
 * Who can end a failed read or a lost connection. The reader app has application permissions of Microsoft Graph, so whatever
 * the tenant must do about its consent needs the privileged role.
 */
export function whoCanFixReading(outcome: Outcome): Who {
  if (outcome.class === 'publisher') return 'publisher'
  if (outcome.class === 'passing') return 'nobody'
  return fixerOf(outcome) ?? 'privilegedRoleAdministrator'
}

/** Who can end a failed consent: our side, somebody who sends a new link, or an admin of the tenant who may sign. */
export function whoCanFixConsent(outcome: Outcome, signer: Who): Who {
  if (outcome.class === 'publisher') return 'publisher'
  const mayRetry = outcome.class === 'admin' || outcome.class === 'policy'
  return fixerOf(outcome) ?? (mayRetry ? signer : 'approver')
}
