import type { AlertInputs } from '../../button-tables/alerts.ts'

/** Titles of the buttons of alerts. */
export const alertButtonsEn = {
  acknowledge: 'Acknowledge',
  acknowledgeAll: 'Acknowledge all',
  snoozeFourHours: 'In 4 hours',
  snoozeTomorrow: 'Tomorrow 8:00 AM',
  snoozeWeek: 'In 7 days',
  snoozeUntil: 'On that day',
  showAlert: 'Show',
  showDigest: 'Show all',
  grantInAll: 'Grant in all',
  updateInAll: 'Update in all',
  alertsHere: 'Alerts here',
  alertsOn: 'Alerts on',
  alertsOff: 'Alerts off',
  endSubscription: 'Unsubscribe',
  quietOff: 'No quiet hours',
  resumeSync: 'Resume sync',
  setReference: 'Save reference',
  acceptGrants: 'Accept',
  confirmAccept: 'Accept',
  baseline: 'Baseline',
  previousInBaseline: 'Previous',
  nextInBaseline: 'Next',
  confirmBaseline: 'Confirm',
} as const satisfies Record<keyof AlertInputs, string>
