import type { Person } from '#platform/base/person.ts'
import type { Finding } from '../status/status.ts'

/** What an alert can be about. The first group is about a set in a tenant or a tenant, the second about this installation. */
export const grantConditions = [
  'permissionsRemoved',
  'appRemoved',
  'appDisabled',
  'consentFailed',
  'otherError',
  'permissionsNew',
  'settingMissing',
] as const
export type GrantCondition = (typeof grantConditions)[number]
type OperatorCondition = 'credentialEnding' | 'registrationWrong' | 'syncStopped'
export type Condition = GrantCondition | 'connectionLost' | OperatorCondition

/** Somebody in the tenant may have done it, and its audit log can say who. */
export const canHaveChangedBy = (condition: Condition): boolean =>
  condition === 'permissionsRemoved' || condition === 'appRemoved' || condition === 'appDisabled'

/** From harmless to bad. */
export const severities = ['info', 'warning', 'critical'] as const
export type Severity = (typeof severities)[number]

/** What an alert is worth when nothing else is said. */
export const severityOf: Readonly<Record<Condition, Severity>> = {
  permissionsRemoved: 'critical',
  appRemoved: 'critical',
  appDisabled: 'critical',
  connectionLost: 'critical',
  consentFailed: 'warning',
  otherError: 'warning',
  permissionsNew: 'warning',
  settingMissing: 'info',
  credentialEnding: 'info',
  registrationWrong: 'warning',
  syncStopped: 'critical',
}

export const isAtLeast = (severity: Severity, least: Severity): boolean =>
  severities.indexOf(severity) >= severities.indexOf(least)

export type AlertState = 'open' | 'acknowledged' | 'snoozed' | 'resolved'

/** What is wrong, as far as it can be told without asking again. */
export interface AlertDetail {
  /** The findings behind a condition of a grant. */
  findings?: readonly Finding[]
  /** Enterprise application in the tenant when it was last seen. */
  objectId?: string
  /** Names and figures of an operator alarm. */
  facts?: Readonly<Record<string, string>>
}

export interface Mark {
  by: Person
  at: Date
}

/** Why an alert is over. */
export type Because = 'recovered' | 'blocked' | 'reset' | 'superseded' | 'removed' | 'resumed'

/** Who caused it and when, as the tenant's own directory audit tells it. */
export interface ChangedBy {
  name: string
  at: Date
}

/** What was done about it. */
export interface AlertMarks {
  acknowledged?: Mark
  snoozed?: Mark
  ended?: { because: Because; by?: Person }
}

/** Something is so that somebody wants to know. One per key, however often it comes and goes. */
export interface Alert {
  /** The number that people read. */
  id: number
  key: string
  tenantId?: string
  setId?: string
  condition: Condition
  severity: Severity
  state: AlertState
  /** Moves with every change that a person may want to have seen before they act. */
  version: number
  /** When it was opened, or opened again, last. */
  openedAt: Date
  resolvedAt?: Date
  snoozedUntil?: Date
  detail: AlertDetail
  marks: AlertMarks
  changedBy?: ChangedBy
}

/** What an alert is about; together with `edition` its identity. */
export interface About {
  tenantId?: string
  setId?: string
  condition: Condition
  /** Version of the requirement, or of whatever else makes it another alert. */
  edition: string
}

export const alertKey = ({ tenantId, setId, condition, edition }: About): string =>
  [tenantId ?? '', setId ?? '', condition, edition].join('|')
