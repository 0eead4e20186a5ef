import type { Person } from '#platform/base/person.ts'
import type { Finding } from '../status/status.ts'

/** Conditions of a set in a tenant. Operator conditions, below, concern this installation. */
export const grantConditions = [
  'permissionsRemoved',
  'appRemoved',
  'appDisabled',
  'consentFailed',
  'otherError',
  'permissionsNew',
  'settingMissing',
  'grantsUnexplained',
] as const
export type GrantCondition = (typeof grantConditions)[number]
type OperatorCondition =
  | 'credentialEnding'
  | 'credentialRefused'
  | 'registrationWrong'
  | 'syncStopped'
  | 'webhookFailing'
/** Of a set, in all its tenants at once: an API behind a permission ends, or needs more than the grant; one alert for each day. */
type RetirementCondition = 'apiEnding' | 'apiNeedsMore'
/** `grantedBeyond`: a consent granted more than its link named; one alert per link. */
export type Condition =
  | GrantCondition
  | 'connectionLost'
  | 'grantedBeyond'
  | OperatorCondition
  | RetirementCondition

/** Conditions that the tenant's audit log can attribute to an account. */
export const canHaveChangedBy = (condition: Condition): boolean =>
  condition === 'permissionsRemoved' ||
  condition === 'appRemoved' ||
  condition === 'appDisabled' ||
  condition === 'grantedBeyond' ||
  condition === 'grantsUnexplained'

/** Least severe first. */
export const severities = ['info', 'warning', 'critical'] as const
export type Severity = (typeof severities)[number]

/** Default severity. */
export const severityOf: Readonly<Record<Condition, Severity>> = {
  permissionsRemoved: 'critical',
  appRemoved: 'critical',
  appDisabled: 'critical',
  connectionLost: 'critical',
  consentFailed: 'warning',
  otherError: 'warning',
  permissionsNew: 'warning',
  settingMissing: 'info',
  /** Critical with tier 0. */
  grantsUnexplained: 'warning',
  grantedBeyond: 'warning',
  credentialEnding: 'info',
  credentialRefused: 'critical',
  registrationWrong: 'warning',
  syncStopped: 'critical',
  webhookFailing: 'warning',
  apiEnding: 'warning',
  apiNeedsMore: 'warning',
}

export const isAtLeast = (severity: Severity, least: Severity): boolean =>
  severities.indexOf(severity) >= severities.indexOf(least)

/** `accepted`: it sleeps while everything it is about is accepted. */
export const alertStates = ['open', 'acknowledged', 'snoozed', 'accepted', 'resolved'] as const
export type AlertState = (typeof alertStates)[number]

/** What is wrong, as stored: enough to draw the card without another read. */
export interface AlertDetail {
  /** The findings behind a condition of a grant. */
  findings?: readonly Finding[]
  /** Last known object ID of the enterprise application in the tenant. */
  objectId?: string
  /** Names and figures of an operator alarm. */
  facts?: Readonly<Record<string, string>>
}

export interface Mark {
  by: Person
  at: Date
}

/** Why an alert was resolved. `closed`: by the catalog, or at the end of access for a time. `replaced`: a later day of the same matter has come. `granted`: by a consent; its `by` is who had the link. */
export type Because =
  | 'recovered'
  | 'granted'
  | 'accepted'
  | 'blocked'
  | 'closed'
  | 'reset'
  | 'superseded'
  | 'removed'
  | 'resumed'
  | 'replaced'
  | 'dropped'

/** Who caused an alert and when, according to the tenant's directory audit log. */
export interface ChangedBy {
  name: string
  at: Date
}

/** Who accepted what an alert is about, and when the first of it ends. */
export interface AcceptedMark extends Mark {
  until: Date
}

export interface AlertMarks {
  acknowledged?: Mark
  snoozed?: Mark & { reason?: string }
  accepted?: AcceptedMark
  ended?: { because: Because; by?: Person }
}

/** One per key: a condition that returns reopens the same alert. */
export interface Alert {
  /** The number shown to people. */
  id: number
  key: string
  tenantId?: string
  setId?: string
  condition: Condition
  severity: Severity
  state: AlertState
  /** Incremented by every change that a person must have seen before they act. */
  version: number
  /** When it was last opened or reopened. */
  openedAt: Date
  resolvedAt?: Date
  snoozedUntil?: Date
  detail: AlertDetail
  marks: AlertMarks
  changedBy?: ChangedBy
  /** Ticket or case number in another system. */
  reference?: string
}

/** Nobody is told of it now. */
export const isSilent = ({ state }: Pick<Alert, 'state'>): boolean =>
  state === 'resolved' || state === 'snoozed' || state === 'accepted'

/** Subject of an alert; with `edition` its identity. */
export interface About {
  tenantId?: string
  setId?: string
  condition: Condition
  /** Version of the requirement, or of anything else whose change makes it another alert. */
  edition: string
}

export const alertKey = ({ tenantId, setId, condition, edition }: About): string =>
  [tenantId ?? '', setId ?? '', condition, edition].join('|')
