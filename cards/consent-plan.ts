import type { ErrorData } from './error.ts'
import { frame } from './frame.ts'
import type { Notice } from './notice.ts'
import type { Card } from './render.ts'
import type { AppRef, PermissionRef, PersonRef, SetRef, TenantRef } from './subjects.ts'

export interface PlanTenant {
  tenant: TenantRef
  /** Values of the permissions that consent adds here. */
  adds: readonly string[]
  /** How many required permissions are granted already. */
  keeps: number
  /** The directory connection must be made first. */
  needsConnection: boolean
  /** A rule or fact that stands against it; this tenant is then left out. */
  refusal?: Pick<ErrorData, 'code' | 'facts'>
}

export interface ConsentPlanData {
  now: Date
  set: SetRef
  apps: readonly AppRef[]
  kind: 'grant' | 'update'
  /** Permissions that are added in at least one tenant. */
  permissions: readonly PermissionRef[]
  tenants: readonly PlanTenant[]
  /** Hash over tenants, set, permissions and catalog; sent back by the button. */
  v: string
  /** Least role of the signer: with tier-0 application permissions still the same; a code of `words/who`. */
  signer: 'privilegedRoleAdministrator' | 'cloudApplicationAdministrator'
  /** false: nothing can start (every tenant is refused); the start button is not shown. */
  canStart: boolean
  /** Additional settings to make afterwards: their names. */
  settings?: readonly string[]
  requestedBy?: PersonRef
  notice?: Notice
}

export function consentPlanCard(data: ConsentPlanData): Card {
  return frame({
    fallbackText: 'Plan',
    body: [{ type: 'TextBlock', text: JSON.stringify(data), wrap: true }],
  })
}
