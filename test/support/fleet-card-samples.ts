import { type ActionGroup, type NextActionsData, nextActionsCard } from '../../cards/next-actions.ts'
import { type OverviewData, type OverviewRow, overviewCard } from '../../cards/overview.ts'
import type { Card } from '../../cards/render.ts'
import type { SetRef, TenantRef } from '../../cards/subjects.ts'
import type { Status } from '../../cards/words/codes.ts'
import {
  accountActions,
  activity,
  adatum,
  all,
  contoso,
  directoryData,
  fabrikam,
  hostileTenants,
  labels,
  litware,
  longTenants,
  none,
  northwind,
  now,
  posture,
} from './card-subjects.ts'

const fiveSets = [directoryData, activity, accountActions, labels, posture]
const branchOf = ({ id, name, domain }: TenantRef, where: string): TenantRef => ({
  id: id.replace(/^./, '9'),
  name: `${name} ${where}`,
  domain: `${where.toLowerCase()}.${domain}`,
})

const row = (
  tenant: TenantRef,
  statuses: readonly Status[],
  given: Partial<OverviewRow> = {},
): OverviewRow => ({
  tenant,
  state: 'connected',
  worst: statuses[0] ?? 'granted',
  statuses: Object.fromEntries(fiveSets.map(({ id }, at) => [id, statuses[at] ?? 'granted'])),
  ...given,
})

const tenRows: readonly OverviewRow[] = [
  row(contoso, ['granted', 'updateRequired', 'error', 'notGranted'], { worst: 'error' }),
  row(branchOf(contoso, 'Europe'), [], { state: 'lost', worst: 'error' }),
  row(branchOf(northwind, 'Asia'), ['unknown', 'unknown'], { worst: 'unknown' }),
  row(fabrikam, ['notGranted', 'updateRequired'], { elsewhere: new Set([directoryData.id]) }),
  row(branchOf(fabrikam, 'Europe'), ['granted', 'updateRequired'], { worst: 'updateRequired' }),
  row(northwind, ['granted', 'granted', 'settingsRequired'], { worst: 'settingsRequired' }),
  row(branchOf(adatum, 'Asia'), ['granted', 'granting'], { worst: 'granting' }),
  row(litware, [], { state: 'connecting', worst: 'notGranted', statuses: {} }),
  row(branchOf(adatum, 'Europe'), ['granted', 'granted', 'granted', 'granted', 'blocked'], {
    worst: 'blocked',
  }),
  row(adatum, []),
]

const overview = (given: Partial<OverviewData> = {}): Card =>
  overviewCard({
    sets: fiveSets,
    firstSet: 1,
    rows: tenRows,
    page: 1,
    pageSize: 10,
    total: 12,
    needsAction: 6,
    counts: {
      error: 1,
      unknown: 2,
      updateRequired: 4,
      settingsRequired: 1,
      granting: 1,
      notGranted: 3,
      blocked: 1,
      granted: 37,
    },
    connecting: 1,
    lost: 1,
    elsewhere: 1,
    accepted: 0,
    ...given,
  })

const manySets = (count: number): SetRef[] =>
  longTenants(count).map(({ id, name }) => ({
    id: `a-long-set-id-${id}`.slice(0, 60),
    name: name.slice(0, 120),
  }))
const rowsOf = (tenants: readonly TenantRef[], given: Partial<OverviewRow> = {}): OverviewRow[] =>
  tenants.map((tenant) => row(tenant, ['updateRequired'], given))

const privileged = 'privilegedRoleAdministrator'
const groups: readonly ActionGroup[] = [
  {
    who: 'cloudApplicationAdministrator',
    code: 'APP_DISABLED_BY_ADMIN',
    set: accountActions,
    status: 'error',
    tenants: [contoso],
  },
  { who: privileged, code: 'CONNECTION_LOST', status: 'error', tenants: [branchOf(contoso, 'Europe')] },
  {
    who: privileged,
    code: 'PERMISSIONS_NEW',
    set: activity,
    status: 'updateRequired',
    tenants: [contoso, fabrikam, northwind, adatum, branchOf(fabrikam, 'Europe')],
  },
  {
    who: privileged,
    code: 'SETTING_MISSING',
    setting: 'Role Password Administrator',
    set: accountActions,
    status: 'settingsRequired',
    tenants: [northwind, litware],
  },
]

const nextActions = (given: Partial<NextActionsData> = {}): Card =>
  nextActionsCard({ now, groups, tenants: 7, isCut: false, mostAtOnce: 200, rights: all, page: 1, ...given })

/** The cards about all tenants. */
export const fleetSamples: Readonly<Record<string, () => Card>> = {
  'next-actions/four': () => nextActions(),
  'next-actions/viewer': () => nextActions({ rights: none }),
  'next-actions/none': () => nextActions({ groups: [], tenants: 0 }),
  'next-actions/hostile': () =>
    nextActions({
      groups: hostileTenants.map((tenant, n) => ({
        who: n % 2 ? 'operator' : privileged,
        ...(n > 0 ? { code: 'PERMISSIONS_REMOVED' as const } : {}),
        set: { id: `set-${n}`, name: tenant.name },
        status: 'error',
        tenants: hostileTenants,
      })),
      notice: { kind: 'info', code: 'CARD_OUTDATED' },
    }),
  'next-actions/worst-size': () =>
    nextActions({
      isCut: true,
      tenants: 4_711,
      page: 2,
      groups: manySets(30).map((set) => ({
        who: privileged,
        code: 'PERMISSIONS_NEW',
        set,
        status: 'updateRequired',
        tenants: longTenants(300),
      })),
    }),
  'overview/ten': () => overview(),
  'overview/empty': () =>
    overview({ rows: [], total: 0, needsAction: 0, counts: {}, connecting: 0, lost: 0, elsewhere: 0 }),
  'overview/damaged': () => overview({ rows: [row(contoso, [], { damaged: true }), row(adatum, [])] }),
  'overview/many-sets': () => overview({ sets: manySets(30), firstSet: 6, page: 2 }),
  'overview/hostile': () =>
    overview({
      rows: rowsOf(hostileTenants),
      sets: hostileTenants.map(({ name }, n) => ({ id: `set-${n}`, name })),
    }),
  'overview/worst-size': () =>
    overview({
      rows: rowsOf(longTenants(10), { state: 'lost' }),
      sets: manySets(30),
      page: 2,
      firstSet: 2,
      total: 5_000,
    }),
}
