import type { FindingData } from '../../cards/findings.ts'
import type { Card } from '../../cards/render.ts'
import type { TenantRef } from '../../cards/subjects.ts'
import { tenantCard } from '../../cards/tenant.ts'
import type { TenantCardData, TenantSetRow } from '../../cards/tenant-data.ts'
import type { TenantListRow } from '../../cards/tenant-line.ts'
import { type TenantListData, tenantListCard } from '../../cards/tenant-list.ts'
import { advanceNoticeSamples } from './advance-notice-card-samples.ts'
import { alertSamples } from './alert-card-samples.ts'
import { baselineSamples } from './baseline-card-samples.ts'
import { campaignSamples } from './campaign-card-samples.ts'
import {
  accountActions,
  activity,
  activityApps,
  adatum,
  alice,
  all,
  allGranted,
  appDisabled,
  clientId,
  contoso,
  daysBefore,
  directoryData,
  fabrikam,
  hostileTenants,
  identitySecurity,
  labels,
  litware,
  longTenants,
  lostConnection,
  minutesAfter,
  minutesBefore,
  mobileSecurity,
  neverGranted,
  newPermission,
  none,
  northwind,
  now,
  posture,
  refusedByPolicy,
  removed,
  rightMissing,
  roleMissing,
  search,
  userAccounts,
  workbench,
  zeroTrust,
} from './card-subjects.ts'
import { elementSamples } from './element-samples.ts'
import { exceptionSamples } from './exception-card-samples.ts'
import { fleetSamples } from './fleet-card-samples.ts'
import { grantSamples } from './grant-card-samples.ts'
import { leavingSamples } from './leaving-card-samples.ts'
import { openingSamples } from './opening-card-samples.ts'
import { ownerSamples } from './owner-card-samples.ts'
import { preflightSamples } from './preflight-card-samples.ts'
import { requestSamples } from './request-card-samples.ts'
import { smallSamples } from './small-card-samples.ts'
import { whatIfSamples } from './what-if-card-samples.ts'

const row = (given: Partial<TenantListRow> & Pick<TenantListRow, 'tenant' | 'worst'>): TenantListRow => ({
  state: 'connected',
  counts: { granted: 5 },
  checkedAt: minutesBefore(14),
  ...given,
})

const listRows: TenantListRow[] = [
  row({
    tenant: contoso,
    worst: 'error',
    counts: { error: 1, updateRequired: 1, granted: 3 },
    finding: appDisabled,
  }),
  row({
    tenant: fabrikam,
    worst: 'updateRequired',
    counts: { updateRequired: 2, granted: 3 },
    finding: newPermission,
  }),
  row({
    tenant: northwind,
    worst: 'settingsRequired',
    counts: { settingsRequired: 1, granted: 4 },
    finding: roleMissing,
  }),
  row({ tenant: litware, worst: 'unknown', state: 'connecting', counts: {}, checkedAt: undefined }),
  row({ tenant: adatum, worst: 'granted', finding: allGranted }),
]

const branchOf = ({ id, name, domain }: TenantRef): TenantRef => ({
  id: id.replace(/^./, '9'),
  name: `${name} Europe`,
  domain: `eu.${domain}`,
})

const list = (given: Partial<TenantListData> = {}): Card =>
  tenantListCard({
    now,
    filter: 'all',
    page: 1,
    total: 5,
    pageSize: 10,
    counts: { all: 5, needsAction: 3, error: 1, blocked: 0 },
    rows: listRows,
    rights: all,
    ...given,
  })

const entraUrl = `https://entra.microsoft.com/${contoso.id}/#view/Microsoft_AAD_IAM/ManagedAppMenuBlade/~/Permissions/objectId/${clientId}/appId/${clientId}`

const setRow = (given: Partial<TenantSetRow> & Pick<TenantSetRow, 'set' | 'status'>): TenantSetRow => ({
  version: 7,
  apps: activityApps,
  findings: [],
  granted: 18,
  required: 18,
  entraUrl,
  ...given,
})

const contosoSets: TenantSetRow[] = [
  setRow({
    set: directoryData,
    status: 'granted',
    apps: [mobileSecurity, zeroTrust, userAccounts],
    granted: 4,
    required: 4,
    findings: [allGranted],
  }),
  setRow({ set: activity, status: 'updateRequired', findings: [newPermission], granted: 17 }),
  setRow({
    set: accountActions,
    status: 'error',
    apps: [search, workbench, identitySecurity],
    findings: [appDisabled],
  }),
  setRow({
    set: labels,
    entraUrl: undefined,
    status: 'notGranted',
    apps: [zeroTrust],
    findings: [neverGranted],
    granted: 0,
    required: 6,
  }),
  setRow({
    set: posture,
    status: 'blocked',
    lastKnown: 'granted',
    findings: [
      { code: 'BLOCKED_HERE', who: 'approver', since: minutesBefore(3), facts: { by: 'Alice Moreau' } },
    ],
    undoUntil: minutesAfter(7),
  }),
]

/** The sets of a tenant that can't be read now, for one reason; of each, what was last known. */
const unreadSets = (finding: FindingData): TenantSetRow[] =>
  contosoSets.map((each) => ({
    ...each,
    status: each.status === 'blocked' ? 'blocked' : finding.code === 'CONNECTION_LOST' ? 'error' : 'unknown',
    lastKnown: each.lastKnown ?? each.status,
    readAt: minutesBefore(185),
    findings: each.status === 'blocked' ? each.findings : [finding],
  }))

const oneTenant = (given: Partial<TenantCardData> = {}): Card =>
  tenantCard({
    now,
    tenant: contoso,
    state: 'connected',
    checkedAt: minutesBefore(14),
    sets: contosoSets,
    rights: all,
    ...given,
  })

/** The same, drawn each time: for whoever reads. */
export const sampleMakers: Readonly<Record<string, () => Card>> = {
  ...advanceNoticeSamples,
  ...campaignSamples,
  ...baselineSamples,
  ...leavingSamples,
  ...smallSamples,
  ...alertSamples,
  ...openingSamples,
  ...elementSamples,
  ...exceptionSamples,
  ...fleetSamples,
  ...grantSamples,
  ...ownerSamples,
  ...preflightSamples,
  ...requestSamples,
  ...whatIfSamples,
  'tenant-list/five': () => list(),
  'tenant-list/ten': () =>
    list({
      total: 12,
      counts: { all: 12, needsAction: 7, error: 2, blocked: 1 },
      rows: listRows.flatMap((each) => [each, { ...each, tenant: branchOf(each.tenant) }]),
    }),
  'tenant-list/blocked': () =>
    list({
      filter: 'blocked',
      total: 2,
      counts: { all: 12, needsAction: 7, error: 2, blocked: 2 },
      rows: [
        row({
          tenant: contoso,
          worst: 'error',
          counts: { error: 1, blocked: 2, granted: 2 },
          finding: appDisabled,
          blocks: [posture, labels].map(({ name }) => ({ set: name, by: alice.name })),
        }),
        row({
          tenant: adatum,
          worst: 'blocked',
          counts: { blocked: 1, granted: 4 },
          blocks: [{ set: posture.name, by: alice.name }],
        }),
      ],
    }),
  'tenant-list/accepted': () =>
    list({
      total: 2,
      counts: { all: 2, needsAction: 1, error: 1, blocked: 0 },
      rows: [
        row({
          tenant: contoso,
          worst: 'error',
          counts: { error: 1, granted: 3 },
          finding: appDisabled,
          accepted: 1,
        }),
        row({ tenant: northwind, worst: 'blocked', counts: { granted: 4 }, accepted: 1 }),
      ],
    }),
  'tenant-list/one-name': () =>
    list({
      total: 2,
      rows: [adatum, branchOf(adatum)].map((tenant) =>
        row({ tenant: { ...tenant, name: adatum.name }, worst: 'granted', isNameShared: true }),
      ),
    }),
  'tenant-list/viewer': () =>
    list({ rights: none, filter: 'needsAction', total: 3, rows: listRows.slice(0, 3) }),
  'tenant-list/empty': () =>
    list({ total: 0, rows: [], counts: { all: 0, needsAction: 0, error: 0, blocked: 0 } }),
  'tenant-list/damaged': () =>
    list({ rows: listRows.map((each) => (each.tenant === adatum ? { ...each, damaged: true } : each)) }),
  'tenant-list/nothing-found': () => list({ total: 0, rows: [], search: '**wingtip** ${x}' }),
  'tenant-list/hostile': () =>
    list({
      rows: hostileTenants.map((tenant) =>
        row({ tenant, worst: 'error', counts: { error: 2, granted: 3 }, finding: removed }),
      ),
    }),
  'tenant-list/worst-size': () =>
    list({
      page: 2,
      total: 5_000,
      search: 'ж'.repeat(100),
      counts: { all: 5_000, needsAction: 4_800, error: 1_200, blocked: 700 },
      rows: longTenants(10).map((tenant) =>
        row({
          tenant,
          worst: 'error',
          state: 'lost',
          counts: { error: 12, updateRequired: 11, settingsRequired: 10, unknown: 9 },
          finding: removed,
        }),
      ),
      notice: {
        kind: 'done',
        code: 'TENANT_REMOVED',
        facts: { tenant: longTenants(1)[0]?.name ?? '' },
        by: alice,
        at: now,
      },
    }),
  'tenant/five-sets': () => oneTenant(),
  'tenant/accepted': () =>
    oneTenant({
      sets: contosoSets.map((each) =>
        each.set === activity
          ? {
              ...each,
              isExcepted: true,
              findings: [{ ...newPermission, accepted: { until: minutesAfter(60 * 24 * 60), owner: alice } }],
            }
          : each,
      ),
    }),
  'tenant/used-elsewhere': () =>
    oneTenant({
      sets: [
        setRow({
          set: directoryData,
          status: 'notGranted',
          granted: 0,
          elsewhere: { limit: 1, tenants: ['Adatum'], hasHidden: false },
        }),
        setRow({ set: activity, status: 'granted' }),
        setRow({
          set: labels,
          status: 'blocked',
          lastKnown: 'granted',
          elsewhere: { limit: 2, tenants: [], hasHidden: true },
        }),
      ],
    }),
  'tenant/unconfirmed': () => oneTenant({ isUnconfirmed: true }),
  'tenant/viewer': () => oneTenant({ rights: none }),
  'tenant/blocked-now': () =>
    oneTenant({
      notice: {
        kind: 'done',
        code: 'BLOCKED',
        facts: { set: posture.name },
        by: alice,
        at: now,
        until: minutesAfter(10),
        buttons: [{ button: 'undo', input: { tenantId: contoso.id, setId: posture.id, v: 8 } }],
      },
    }),
  'tenant/other-states': () =>
    oneTenant({
      tenant: fabrikam,
      sets: [
        setRow({
          set: directoryData,
          status: 'granting',
          granted: 0,
          required: 4,
          findings: [{ code: 'LINK_OUT', who: 'privilegedRoleAdministrator', since: minutesBefore(6) }],
          consentId: 'c1',
        }),
        setRow({
          set: activity,
          status: 'unknown',
          lastKnown: 'granted',
          findings: [{ code: 'READ_TOO_OLD', who: 'operator', since: daysBefore(2) }],
        }),
        setRow({ set: accountActions, status: 'settingsRequired', findings: [roleMissing] }),
        setRow({ set: labels, status: 'error', findings: [removed], granted: 4, required: 6 }),
      ],
    }),
  'tenant/connecting': () =>
    oneTenant({
      tenant: litware,
      state: 'connecting',
      checkedAt: undefined,
      sets: [],
      connectionConsentId: 'c9',
    }),
  'tenant/lost': () =>
    oneTenant({ state: 'lost', checkedAt: minutesBefore(185), sets: unreadSets(lostConnection) }),
  'tenant/lost-by-policy': () =>
    oneTenant({ state: 'lost', checkedAt: minutesBefore(185), sets: unreadSets(refusedByPolicy) }),
  'tenant/right-missing': () => oneTenant({ checkedAt: minutesBefore(185), sets: unreadSets(rightMissing) }),
  'tenant/never-granted': () =>
    oneTenant({
      sets: contosoSets.map((each) => ({
        ...each,
        status: 'notGranted',
        findings: [neverGranted],
        granted: 0,
      })),
    }),
  'tenant/hostile': () => oneTenant({ tenant: hostileTenants[0] ?? contoso }),
  'tenant/worst-size': () =>
    oneTenant({
      tenant: longTenants(1)[0] ?? contoso,
      state: 'lost',
      page: 2,
      sets: longTenants(30).map((each) =>
        setRow({
          set: { id: `a-long-set-id-${each.id}`, name: each.name },
          status: 'error',
          findings: [removed],
          apps: longTenants(4),
          lastKnown: 'granted',
        }),
      ),
    }),
}

/** Drawn once, although every test of all cards asks for each. */
function once(make: () => Card): () => Card {
  let drawn: Card | undefined
  return () => {
    drawn ??= make()
    return structuredClone(drawn)
  }
}

/** Every card in its relevant states, by `card/state`. */
export const samples: Readonly<Record<string, () => Card>> = Object.fromEntries(
  Object.entries(sampleMakers).map(([name, make]) => [name, once(make)]),
)
