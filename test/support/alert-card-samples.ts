import { alertCard } from '../../cards/alert.ts'
import type { AlertCardData, AlertData } from '../../cards/alert-data.ts'
import { type AlertDigestData, alertDigestCard } from '../../cards/alert-digest.ts'
import { type AlertEventData, alertEventCard } from '../../cards/alert-event.ts'
import { type AlertsHereData, alertsHereCard } from '../../cards/alerts-here.ts'
import type { FindingData } from '../../cards/findings.ts'
import type { Card } from '../../cards/render.ts'
import {
  accountActions,
  activity,
  activityApps,
  adatum,
  alice,
  apiLimited,
  appDisabled,
  auditLogRead,
  bob,
  contoso,
  directoryData,
  fabrikam,
  fullAccess,
  hostileTenants,
  litware,
  longTenants,
  minutesAfter,
  minutesBefore,
  newPermission,
  northwind,
  now,
  posture,
  removed,
  riskInsights,
  roleMissing,
} from './card-subjects.ts'
import { withWho } from './with-who.ts'

const alert = (given: Partial<AlertData> = {}): AlertData => ({
  now,
  id: 1_042,
  version: 1,
  condition: 'permissionsRemoved',
  severity: 'critical',
  state: 'open',
  openedAt: minutesBefore(19),
  tenant: contoso,
  set: activity,
  findings: [{ ...removed, permissionValues: ['AuditLog.Read.All'] }],
  facts: {},
  ...given,
})

const all = { act: true, fix: true }
const hostile = hostileTenants[0]?.name ?? ''
const entraUrl = `https://entra.microsoft.com/${contoso.id}/#view/Microsoft_AAD_IAM/ManagedAppMenuBlade`

const one = (given: Partial<AlertCardData> = {}): Card =>
  alertCard({
    ...alert(given),
    losses: [auditLogRead.without],
    apps: activityApps,
    rights: all,
    snoozeDays: (given.severity ?? 'critical') === 'critical' ? 7 : 30,
    ...given,
  })

const changedBy = { name: 'admin@contoso.com', at: minutesBefore(22) }
const disabled: Partial<AlertCardData> = {
  condition: 'appDisabled',
  set: accountActions,
  findings: [appDisabled],
  losses: [],
  entraUrl,
}
const grown: Partial<AlertData> = {
  condition: 'permissionsNew',
  severity: 'warning',
  findings: [newPermission],
}
const setting: Partial<AlertData> = {
  condition: 'settingMissing',
  severity: 'info',
  findings: [{ ...roleMissing, facts: { ...roleMissing.facts, coach: 'Assign the role to the app.' } }],
}
const added: FindingData = {
  code: 'GRANTS_UNEXPLAINED',
  who: 'cloudApplicationAdministrator',
  since: minutesBefore(21),
  facts: { count: '1', tier: '1', names: 'Mail.Read (Microsoft Graph)' },
}
const unexplained: Partial<AlertCardData> = {
  condition: 'grantsUnexplained',
  severity: 'warning',
  findings: [added],
  losses: [],
  entraUrl,
}
const lost: Partial<AlertData> = {
  condition: 'connectionLost',
  set: undefined,
  findings: [
    {
      code: 'CONNECTION_LOST',
      who: 'privilegedRoleAdministrator',
      since: minutesBefore(19),
      facts: { outcome: 'appNotInTenant' },
      reconnects: true,
    },
  ],
}
const failedConsent: Partial<AlertData> = {
  condition: 'consentFailed',
  severity: 'warning',
  findings: [
    {
      code: 'CONSENT_FAILED',
      who: 'privilegedRoleAdministrator',
      since: minutesBefore(3),
      facts: { outcome: 'consentDeclined' },
    },
  ],
}
const ofOperator = { tenant: undefined, findings: [], losses: [], apps: [] }

const ofApi = {
  ...ofOperator,
  condition: 'apiEnding',
  severity: 'warning',
  set: posture,
  facts: { ...apiLimited.facts, names: 'full_access_as_app', source: fullAccess.retires?.source ?? '' },
} as const
const byAdminOf = (domain: string) => ({ changedBy: { name: `admin@${domain}`, at: minutesBefore(20) } })
const many: AlertData[] = [
  alert(byAdminOf('contoso.com')),
  alert({ id: 1_043, tenant: fabrikam, ...byAdminOf('fabrikam.com') }),
  alert({ id: 1_049, tenant: litware, ...byAdminOf('litware.com'), state: 'acknowledged' }),
  alert({ id: 1_044, tenant: northwind, ...lost }),
  alert({ id: 1_045, tenant: adatum, ...grown }),
  alert({ id: 1_046, tenant: fabrikam, ...grown, state: 'acknowledged' }),
  alert({ id: 1_047, ...setting }),
  alert({ id: 1_048, condition: 'appDisabled', findings: [appDisabled], state: 'resolved' }),
  alert({
    id: 1_050,
    tenant: litware,
    ...grown,
    state: 'accepted',
    accepted: { by: bob, until: minutesAfter(9_999) },
  }),
]

const digest = (given: Partial<AlertDigestData> = {}): Card =>
  alertDigestCard({
    now,
    digestId: 7,
    openedAt: minutesBefore(4),
    alerts: many,
    mayAct: true,
    mayGrantIn,
    ...given,
  })
const mayGrantIn = [contoso, fabrikam, litware, northwind, adatum].map(({ id }) => id)

const event = (given: Partial<AlertEventData> = {}): Card =>
  alertEventCard({
    now,
    at: minutesBefore(1),
    kind: 'acknowledged',
    by: alice,
    alert: alert(),
    withButton: false,
    ...given,
  })

const here = (given: Partial<AlertsHereData> = {}): Card =>
  alertsHereCard({
    now,
    place: 'channel',
    subscriptions: [
      { severity: 'critical' },
      { tenant: contoso, severity: 'info' },
      { tenant: fabrikam, set: directoryData, severity: 'warning' },
    ],
    quiet: { from: '22:00', to: '07:00', zone: 'Europe/Berlin' },
    alerts: many.slice(0, 5),
    live: 7,
    ...given,
  })

/** The alert cards in their relevant states, by `card/state`. */
export const alertSamples: Readonly<Record<string, () => Card>> = {
  'alert/removed': () => one({ changedBy }),
  'alert/with-reference': () => one({ changedBy, reference: 'INC0012345' }),
  'alert/reference-read-only': () => one({ reference: 'INC0012345', rights: { act: false, fix: false } }),
  'alert/removed-many': () =>
    one({ findings: [{ ...removed, permissionValues: ['A.Read', 'B.Read', 'C.Read', 'D.Read', 'E.Read'] }] }),
  'alert/of-owner': () => one({ changedBy, owner: 'Olivia Lind', deputy: 'Bob Okafor' }),
  'alert/passed-on': () =>
    one({ changedBy, owner: 'Olivia Lind', deputy: 'Bob Okafor', passed: { as: 'deputy' } }),
  'alert/fallen-back': () =>
    one({
      ...disabled,
      owner: 'Olivia Lind',
      passed: { as: 'approvers', name: 'Olivia Lind', problem: 'noRole' },
    }),
  'alert/app-removed': () => one({ condition: 'appRemoved' }),
  'alert/acknowledged': () =>
    one({ changedBy, state: 'acknowledged', acknowledged: { by: alice, at: minutesBefore(5) } }),
  'alert/snoozed': () =>
    one({
      state: 'snoozed',
      snoozed: { by: bob, at: minutesBefore(5), reason: 'The owner is on leave until Monday' },
      snoozedUntil: minutesAfter(240),
    }),
  'alert/snoozing': () =>
    one({
      ...disabled,
      canAccept: true,
      typed: { reason: 'on leave' },
      notice: { kind: 'refused', code: 'REASON_TOO_SHORT', facts: { least: 10, most: 500 } },
    }),
  'alert/excepted': () =>
    one({ ...disabled, state: 'accepted', accepted: { by: bob, until: minutesAfter(60 * 24 * 30) } }),
  'alert/resolved': () =>
    one({ changedBy, state: 'resolved', resolvedAt: minutesBefore(1), ended: { because: 'recovered' } }),
  'alert/resolved-by-grant': () =>
    one({
      changedBy,
      state: 'resolved',
      resolvedAt: minutesBefore(1),
      ended: { because: 'granted', by: bob },
    }),
  'alert/blocked': () =>
    one({ state: 'resolved', resolvedAt: minutesBefore(1), ended: { because: 'blocked', by: bob } }),
  'alert/outdated': () =>
    one({ state: 'acknowledged', acknowledged: { by: bob, at: minutesBefore(1) }, outdated: true }),
  'alert/disabled': () => one({ ...disabled, changedBy }),
  'alert/disabled-by-nobody': () => one(disabled),
  'alert/unexplained': () => one({ ...unexplained, changedBy }),
  'alert/unexplained-tier-zero': () =>
    one({
      ...unexplained,
      severity: 'critical',
      findings: [
        {
          ...added,
          facts: {
            count: '2',
            tier: '0',
            tierZero: '1',
            names:
              'RoleManagement.ReadWrite.Directory (Microsoft Graph), Mail.Read (Microsoft Graph, delegated)',
          },
        },
      ],
    }),
  'alert/unexplained-passed-on': () =>
    one({
      ...unexplained,
      owner: 'Olivia Lind',
      passed: { as: 'approvers', name: 'Olivia Lind', problem: 'noRole' },
    }),
  'alert/accepted': () =>
    one({
      ...unexplained,
      changedBy,
      state: 'resolved',
      resolvedAt: minutesBefore(1),
      ended: { because: 'accepted', by: bob },
    }),
  'alert/new-permission': () => one({ ...grown, losses: [] }),
  'alert/setting': () => one({ ...setting, losses: [], entraUrl }),
  'alert/connection-lost': () => one({ ...lost, losses: [], apps: [] }),
  'alert/consent-failed': () => one({ ...failedConsent, losses: [] }),
  'alert/viewer': () => one({ rights: { act: false, fix: false } }),
  'alert/credential': () =>
    one({
      ...ofOperator,
      condition: 'credentialEnding',
      severity: 'warning',
      set: undefined,
      facts: { app: 'reader', endsAt: minutesAfter(29 * 1_440 + 60).toISOString() },
    }),
  'alert/api-needs-more': () =>
    one({
      ...ofApi,
      condition: 'apiNeedsMore',
      apps: [riskInsights],
      facts: { ...ofApi.facts, date: '2026-10-01', step: '0' },
    }),
  'alert/api-ending': () => one({ ...ofApi, apps: [riskInsights], facts: { ...ofApi.facts, step: '90' } }),
  'alert/credential-refused': () =>
    one({
      ...ofOperator,
      condition: 'credentialRefused',
      severity: 'critical',
      set: undefined,
      facts: { app: 'reader', outcome: 'secretExpired', code: 'AADSTS7000222' },
      outcome: withWho({ name: 'secretExpired', code: 'AADSTS7000222' }),
    }),
  'alert/registration': () =>
    one({
      ...ofOperator,
      condition: 'registrationWrong',
      severity: 'warning',
      facts: { problem: 'replyAddressMissing' },
    }),
  'alert/sync-stopped': () =>
    one({
      ...ofOperator,
      condition: 'syncStopped',
      set: undefined,
      facts: { count: '3' },
      outcome: { name: 'secretExpired', who: 'operator', code: '7000222' },
    }),
  'alert/webhook-failing': () =>
    one({
      ...ofOperator,
      condition: 'webhookFailing',
      severity: 'warning',
      set: undefined,
      facts: { target: 'siem', failure: '503', since: minutesBefore(62).toISOString() },
    }),
  'alert/hostile': () =>
    one({
      tenant: hostileTenants[1] ?? contoso,
      set: { id: 'directory-data', name: hostile },
      findings: [{ ...removed, permissionValues: hostileTenants.map(({ name }) => name) }],
      changedBy: { name: hostile, at: minutesBefore(22) },
      losses: hostileTenants.map(({ name }) => name),
      state: 'acknowledged',
      acknowledged: { by: { name: hostile }, at: minutesBefore(2) },
    }),
  'alert-digest/seven': () => digest(),
  'alert-digest/over': () => digest({ alerts: many.map((each) => ({ ...each, state: 'resolved' })) }),
  'alert-digest/viewer': () => digest({ mayAct: false, mayGrantIn: [] }),
  'alert-digest/hostile': () =>
    digest({ alerts: hostileTenants.map((tenant, n) => alert({ id: n + 1, tenant })) }),
  'alert-digest/worst-size': () =>
    digest({ page: 2, alerts: longTenants(35).map((tenant, n) => alert({ id: 1_000_000 + n, tenant })) }),
  'alert-event/acknowledged': () => event(),
  'alert-event/resolved': () =>
    event({ kind: 'resolved', by: undefined, alert: alert({ state: 'resolved' }) }),
  'alert-event/reopened': () => event({ kind: 'reopened', by: undefined, withButton: true }),
  'alert-event/hostile': () =>
    event({ kind: 'snoozed', by: { name: hostile }, alert: alert({ tenant: hostileTenants[0] }) }),
  'alerts-here/channel': () => here(),
  'alerts-here/on': () => here({ place: 'personal', done: 'on', quiet: undefined, live: 5 }),
  'alerts-here/none': () => here({ subscriptions: [], quiet: undefined, alerts: [], live: 0 }),
  'alerts-here/hostile': () =>
    here({
      subscriptions: hostileTenants.map((tenant) => ({ tenant, severity: 'info' })),
      alerts: hostileTenants.slice(0, 4).map((tenant, n) => alert({ id: n + 1, tenant })),
      quiet: { from: '22:00', to: '07:00', zone: hostile },
    }),
}
