import type { FindingData } from '../../cards/findings.ts'
import type { AppRef, PermissionRef, SetRef, TenantRef } from '../../cards/subjects.ts'

/** The time of every sample card. */
export const now = new Date('2026-11-23T10:16:00Z')

export const minutesBefore = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000)
export const minutesAfter = (minutes: number): Date => minutesBefore(-minutes)
export const daysBefore = (days: number): Date => minutesBefore(days * 24 * 60)

export const all = { sync: true, grant: true }
export const none = { sync: false, grant: false }
export const alice = { name: 'Alice Moreau' }
export const bob = { name: 'Bob Okafor' }

const tenant = (n: number, name: string, domain: string): TenantRef => ({
  id: `${(0x3f2a91c4 + n * 7919).toString(16)}-0000-4000-8000-${`${n}`.padStart(12, '0')}`,
  name,
  domain,
})

export const contoso = tenant(1, 'Contoso Ltd', 'contoso.com')
export const fabrikam = tenant(2, 'Fabrikam', 'fabrikam.com')
export const northwind = tenant(3, 'Northwind Traders', 'northwind.com')
export const adatum = tenant(4, 'Adatum', 'adatum.com')
export const litware = tenant(5, 'Litware', 'litware.onmicrosoft.com')

/** Names that imitate a link, a mention, a template, a heading, another tenant, or all of these. */
export const hostileTenants: readonly TenantRef[] = [
  tenant(21, '[Contoso](https://evil.example) **Ltd**', 'evil.example'),
  tenant(22, '<at>Everyone</at> ${$root.code} {{DATE(2026-01-01T00:00:00Z,SHORT)}}', 'x${y}.example'),
  tenant(23, '# Contoso\n- list\u202Eoc.osotnoc\u200B', 'контосо.example'),
  tenant(
    24,
    '👩‍👩‍👧‍👦'.repeat(60),
    'a-very-long-domain-name-that-goes-on-and-on.subsidiary.example.onmicrosoft.com',
  ),
  tenant(25, 'W'.repeat(256), `${'w'.repeat(60)}.onmicrosoft.com`),
]

/** As many and as long as Entra allows; the names differ at their start. */
export const longTenants = (count: number): TenantRef[] =>
  Array.from({ length: count }, (_, n) =>
    tenant(
      100 + n,
      `${n} ${'Контора “Рога & Копыта” <Holding> *International* '.repeat(6)}`.slice(0, 256),
      `${n}-${'subsidiary-of-a-holding'.repeat(2)}.onmicrosoft.com`,
    ),
  )

export const directoryData: SetRef = { id: 'directory-data', name: 'Directory data' }
export const activity: SetRef = {
  id: 'user-device-activity',
  name: 'User, device and activity',
}
export const accountActions: SetRef = { id: 'account-actions', name: 'Manage user accounts' }
export const labels: SetRef = { id: 'protected-content', name: 'Read labels and protected content' }
export const posture: SetRef = { id: 'saas-posture', name: 'Read SaaS security posture' }
export const clientId = '9d1f4c2e-0000-4000-8000-0000000000aa'

const app = (id: string, name: string): AppRef => ({ id, name })
export const mobileSecurity = app('mobile-security', 'Mobile Security')
export const zeroTrust = app('zero-trust-secure-access', 'Zero Trust Secure Access')
export const riskInsights = app('risk-insights', 'Risk Insights')
export const search = app('search', 'Search')
export const workbench = app('workbench', 'Workbench')
export const identitySecurity = app('identity-security', 'Identity Security')
export const userAccounts = app('user-accounts', 'User Accounts')
export const activityApps = [riskInsights, identitySecurity, search, userAccounts, workbench]

export const placeRead: PermissionRef = {
  api: 'Microsoft Graph',
  value: 'Place.Read.All',
  type: 'application',
  tier: 2,
  reason: 'Rooms and offices with their locations, to locate devices and sign-ins',
  without: "Risk by location isn't available",
}
export const auditLogRead: PermissionRef = {
  api: 'Microsoft Graph',
  value: 'AuditLog.Read.All',
  type: 'application',
  tier: 1,
  reason: 'Sign-ins and directory changes: who, from where, with what result',
  without: 'No sign-in activity and no record of directory changes reach the apps',
}
export const roleManagement: PermissionRef = {
  api: 'Microsoft Graph',
  value: 'RoleManagement.ReadWrite.Directory',
  type: 'application',
  tier: 0,
  reason: 'Takes a role away from a compromised account',
  without: 'A compromised admin keeps the role until an admin acts manually',
}
export const userRead: PermissionRef = {
  api: 'Microsoft Graph',
  value: 'User.Read',
  type: 'delegated',
  tier: 2,
  reason: 'Sign-in of the person who consents',
  without: "Consent and sign-in to the app can't be completed",
}
export const activityFeed: PermissionRef = {
  api: 'Office 365 Management APIs',
  value: 'ActivityFeed.Read',
  type: 'application',
  tier: 1,
  reason: 'Activity of people in SharePoint, Exchange, and Teams',
  without: "Activity in Microsoft 365 isn't seen",
}

export const fullAccess: PermissionRef = {
  api: 'Office 365 Exchange Online',
  value: 'full_access_as_app',
  type: 'application',
  tier: 0,
  reason: 'Mailbox settings that only Exchange Web Services provides',
  without: 'Checks that need Exchange Web Services are left out',
  retires: {
    phase: 'limited',
    date: '2027-04-01',
    what: 'Exchange Web Services in Exchange Online',
    replacement: 'Microsoft Graph',
    alsoNeeds: {
      from: '2026-10-01',
      what: 'EWSEnabled set to True, and its client ID in EwsAllowedAppIDs',
    },
    source:
      'https://techcommunity.microsoft.com/blog/exchange/exchange-online-ews-your-time-is-almost-up/4492361',
  },
}
export const apiLimited: FindingData = {
  code: 'API_LIMITED',
  who: 'serviceAdministrator',
  permissionValues: ['full_access_as_app'],
  facts: {
    date: '2027-04-01',
    from: '2026-10-01',
    what: 'Exchange Web Services in Exchange Online',
    replacement: 'Microsoft Graph',
    alsoNeeds: 'EWSEnabled set to True, and its client ID in EwsAllowedAppIDs',
  },
}
export const settingUnconfirmed: FindingData = {
  code: 'SETTING_UNCONFIRMED',
  who: 'approver',
  facts: { setting: 'ews-allowed', name: 'Exchange Web Services allowed for this app' },
}

const apis = ['Microsoft Graph', 'Office 365 Management APIs', 'Windows Defender Advanced Threat Protection']

/** Permissions with long names and long reasons, in three APIs. */
export const manyPermissions = (count: number): PermissionRef[] =>
  Array.from({ length: count }, (_, n) => ({
    api: apis[n % apis.length] ?? '',
    value: `DeviceManagementConfiguration${n}.ReadWrite.All`,
    type: n % 9 === 8 ? 'delegated' : 'application',
    tier: n % 7 === 0 ? 0 : n % 2 === 0 ? 1 : 2,
    reason:
      'Settings of managed devices, compliance policies and their results, to judge how well a device is kept',
    without:
      'The state of managed devices is unknown, and rules that depend on it fall back to the strictest case',
  }))

export const appDisabled: FindingData = {
  code: 'APP_DISABLED_BY_ADMIN',
  who: 'cloudApplicationAdministrator',
  since: daysBefore(11),
}
export const newPermission: FindingData = {
  code: 'PERMISSIONS_NEW',
  who: 'privilegedRoleAdministrator',
  permissionValues: ['Place.Read.All'],
}
export const removed: FindingData = {
  code: 'PERMISSIONS_REMOVED',
  who: 'privilegedRoleAdministrator',
  since: minutesBefore(38),
  permissionValues: ['AuditLog.Read.All', 'Sites.Read.All'],
}
export const roleMissing: FindingData = {
  code: 'SETTING_MISSING',
  who: 'privilegedRoleAdministrator',
  facts: { setting: 'password-administrator', name: 'Role Password Administrator' },
}
export const neverGranted: FindingData = { code: 'NOT_INSTALLED', who: 'privilegedRoleAdministrator' }
export const allGranted: FindingData = { code: 'ALL_GRANTED', who: 'nobody' }

/** What stops when `activity` is blocked. */
export const activityConsequences = {
  apps: [
    { name: 'Risk Insights', whenBlocked: 'Risk scores of users and devices stop changing' },
    { name: 'Workbench', whenBlocked: 'Alerts arrive without Entra ID context' },
  ],
  coupled: ['The Office 365 data source needs Risk Insights; it stops when this set is blocked'],
}

export const lostConnection: FindingData = {
  code: 'CONNECTION_LOST',
  who: 'privilegedRoleAdministrator',
  since: minutesBefore(64),
  facts: { outcome: 'appNotInTenant', code: '700016' },
  reconnects: true,
}
export const refusedByPolicy: FindingData = {
  code: 'CONNECTION_LOST',
  who: 'conditionalAccessAdministrator',
  since: minutesBefore(64),
  facts: { outcome: 'conditionalAccess', code: '53003' },
}
export const rightMissing: FindingData = {
  code: 'READ_FAILED',
  who: 'privilegedRoleAdministrator',
  since: minutesBefore(64),
  facts: { outcome: 'readerRightMissing', code: 'Authorization_RequestDenied' },
  reconnects: true,
}
