import type { FindingData } from './findings.ts'
import type { Notice } from './notice.ts'
import type { OutcomeData } from './outcome.ts'
import type { AppRef, PersonRef, SetRef, TenantRef } from './subjects.ts'
import type { AlertCondition, AlertEnd, AlertSeverity, AlertState, HolderProblem } from './words/codes.ts'

/** Which buttons of an alert a card shows. A shared card shows all. */
export interface AlertRights {
  /** Acknowledge, snooze, sync. */
  act: boolean
  /** The fix itself, or the request for it. */
  fix: boolean
}

/** An alert as cards show it. */
export interface AlertData {
  now: Date
  id: number
  version: number
  condition: AlertCondition
  severity: AlertSeverity
  state: AlertState
  openedAt: Date
  resolvedAt?: Date
  snoozedUntil?: Date
  /** Absent: an alarm about this installation itself. */
  tenant?: TenantRef
  set?: SetRef
  /** Several only of the same kind, such as settings that are missing. */
  findings: readonly FindingData[]
  /** Names and figures of an operator alarm. */
  facts: Readonly<Record<string, string>>
  /** Of an operator alarm: what Microsoft answered, and who must act. */
  outcome?: OutcomeData
  changedBy?: { name: string; at: Date }
  acknowledged?: { by: PersonRef; at: Date }
  snoozed?: { by: PersonRef; at: Date; reason?: string }
  accepted?: { by: PersonRef; until: Date }
  ended?: { because: AlertEnd; by?: PersonRef }
  /** Ticket or case number. */
  reference?: string
}

/** The whole card of one alert. */
export interface AlertCardData extends AlertData {
  /** What is lost without the permissions that are missing. */
  losses: readonly string[]
  apps: readonly AppRef[]
  /** Where it can be fixed in Entra. */
  entraUrl?: string
  rights: AlertRights
  /** To whom it belongs, and who is told what they don't answer. */
  owner?: string
  deputy?: string
  /** Why the reader has it in their own chat who doesn't own it. */
  passed?: { as: 'deputy' } | { as: 'approvers'; name: string; problem: HolderProblem }
  /** What it is about can be accepted. */
  canAccept?: boolean
  /** The longest snooze. */
  snoozeDays: number
  /** The reason and the day of a snooze that were typed so far. */
  typed?: { reason?: string; until?: Date }
  /** The click that led here came too late. */
  outdated?: boolean
  /** What else the click came to. */
  notice?: Notice
}
