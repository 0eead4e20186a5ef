import type { Who } from '#platform/microsoft/outcome.ts'
import type { PermissionKey } from '../catalog/permission-set.ts'

/** In order of evaluation: the first match wins. */
export const statuses = [
  'blocked',
  'unknown',
  'error',
  'granting',
  'notGranted',
  'updateRequired',
  'settingsRequired',
  'granted',
] as const
export type Status = (typeof statuses)[number]

export type FindingCode =
  | 'BLOCKED_HERE'
  | 'CLOSED_BY_DEFAULT'
  | 'OPEN_UNTIL'
  | 'GRANTS_REMAIN_IN_ENTRA'
  | 'BOUND_ELSEWHERE'
  | 'NEVER_READ'
  | 'READ_FAILED'
  | 'READ_TOO_OLD'
  | 'LOSS_UNCONFIRMED'
  | 'CONNECTION_LOST'
  | 'APP_DISABLED_BY_ADMIN'
  | 'APP_DISABLED_BY_PUBLISHER'
  | 'APP_DISABLED_BY_MICROSOFT'
  | 'PERMISSIONS_REMOVED'
  | 'APP_REMOVED'
  | 'CONSENT_FAILED'
  | 'CONSENT_NOT_CONFIRMED'
  | 'LINK_OUT'
  | 'CONSENT_SPREADING'
  | 'NOT_INSTALLED'
  | 'PERMISSIONS_MISSING'
  | 'PERMISSIONS_NEW'
  | 'RESOURCE_NOT_IN_TENANT'
  | 'RESOURCE_DISABLED'
  | 'REQUIREMENT_UNREADABLE'
  | 'REQUIREMENT_TOO_OLD'
  | 'PERMISSION_NOT_PUBLISHED'
  | 'SETTING_MISSING'
  | 'SETTING_UNREADABLE'
  | 'SETTING_UNCONFIRMED'
  | 'API_ENDED'
  | 'API_LIMITED'
  | 'API_ENDING'
  | 'GRANTS_UNEXPLAINED'
  | 'EXTRA_PERMISSIONS'
  | 'EXTRA_PRIVILEGED_PERMISSIONS'
  | 'PREDECESSOR_REMAINS'
  | 'ALL_GRANTED'

/** One reason for a status. `cards/words` has the sentence, remedy and icon of each code. */
export interface Finding {
  code: FindingCode
  /** The least role that can act; with an outcome among the facts, the one of the outcome table. */
  who: Who
  since?: Date
  permissions?: readonly PermissionKey[]
  /** Names that are not in the catalog: extras, APIs, settings, outcome names and codes. */
  facts?: Readonly<Record<string, string>>
}

export interface Evaluation {
  status: Status
  findings: readonly Finding[]
  /** Status as of the last complete read, when `status` is `unknown` or `blocked`, or the connection is lost. */
  lastKnown?: Status
  /** Whether the associated apps may use the tenant's data: granted once and no confirmed loss. Never true when blocked. */
  usable: boolean
}
