import type { AlertSeverity } from '../words/codes.ts'

interface AlertVersion {
  alertId: number
  /** A version, so that a click on an outdated card does nothing. */
  v: number
}

/** The data of each button of the alerts. */
export interface AlertInputs {
  acknowledge: AlertVersion
  acknowledgeAll: { digestId: number }
  snoozeFourHours: AlertVersion & { snooze: 'fourHours' }
  snoozeTomorrow: AlertVersion & { snooze: 'tomorrow' }
  snoozeWeek: AlertVersion & { snooze: 'week' }
  snoozeUntil: AlertVersion & { snooze: 'until'; endZone: string }
  showAlert: { alertId: number }
  showDigest: { digestId: number; page?: number }
  grantInAll: { setId: string; tenantIds: readonly string[] }
  updateInAll: { setId: string; tenantIds: readonly string[] }
  alertsHere: Record<string, never>
  alertsOn: { severity?: AlertSeverity }
  alertsOff: { all: true }
  endSubscription: { tenantId?: string; setId?: string }
  quietOff: Record<string, never>
  resumeSync: { alertId: number }
  /** With the field of the card. */
  setReference: AlertVersion
  acceptGrants: { tenantId: string; setId: string }
  confirmAccept: { tenantId: string; setId: string; v: number }
  baseline: { tenantId: string; page?: number }
  previousInBaseline: { tenantId: string; page: number }
  nextInBaseline: { tenantId: string; page: number }
  /** `v`: hash of what was found, as the card named it. */
  confirmBaseline: { tenantId: string; v: string }
}

/** Which action each button runs. */
export const alertVerbs = {
  acknowledge: 'alert.acknowledge',
  acknowledgeAll: 'alert.acknowledgeAll',
  snoozeFourHours: 'alert.snooze',
  snoozeTomorrow: 'alert.snooze',
  snoozeWeek: 'alert.snooze',
  snoozeUntil: 'alert.snooze',
  showAlert: 'alert.show',
  showDigest: 'alert.digest',
  grantInAll: 'grant.plan',
  updateInAll: 'grant.plan',
  alertsHere: 'alerts.list',
  alertsOn: 'alerts.subscribe',
  alertsOff: 'alerts.unsubscribe',
  endSubscription: 'alerts.unsubscribe',
  quietOff: 'alerts.quiet',
  resumeSync: 'sync.resume',
  setReference: 'alert.reference',
  acceptGrants: 'grant.accept',
  confirmAccept: 'grant.confirmAccept',
  baseline: 'baseline.show',
  previousInBaseline: 'baseline.show',
  nextInBaseline: 'baseline.show',
  confirmBaseline: 'baseline.confirm',
} as const satisfies Record<keyof AlertInputs, string>
