import type { Outcome } from '#platform/microsoft/outcome.ts'
import type { OutcomeName } from '#platform/microsoft/outcomes.ts'
import type { Permission } from '../catalog/permission-set.ts'
import type { Who } from './status.ts'

/** Microsoft Graph and Azure AD Graph: only the privileged role can consent to their application permissions. */
const guardedApis: readonly string[] = [
  '00000003-0000-0000-c000-000000000000',
  '00000002-0000-0000-c000-000000000000',
]

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

/** Failures that a role other than the signer can fix. */
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
 * Who can fix a failed read or a lost connection. The reader app has application permissions of Microsoft Graph, so consent
 * to it needs the privileged role.
 */
export function whoCanFixReading(outcome: Outcome): Who {
  if (outcome.class === 'publisher') return 'publisher'
  if (outcome.class === 'passing') return 'nobody'
  return fixerOf(outcome) ?? 'privilegedRoleAdministrator'
}

/** Who can fix a failed consent: the publisher, an approver with a new link, or an admin of the tenant. */
export function whoCanFixConsent(outcome: Outcome, signer: Who): Who {
  if (outcome.class === 'publisher') return 'publisher'
  const mayRetry = outcome.class === 'admin' || outcome.class === 'policy'
  return fixerOf(outcome) ?? (mayRetry ? signer : 'approver')
}
