import type { AlertData } from '../../cards/alert-data.ts'
import { type MineRow, mineCard } from '../../cards/mine.ts'
import { type OwnerCardPart, ownerCard } from '../../cards/owner.ts'
import type { Card } from '../../cards/render.ts'
import {
  accountActions,
  activity,
  alice,
  appDisabled,
  bob,
  contoso,
  daysBefore,
  directoryData,
  fabrikam,
  hostileTenants,
  longTenants,
  minutesAfter,
  minutesBefore,
  northwind,
  now,
} from './card-subjects.ts'

const held: OwnerCardPart = {
  name: 'Olivia Lind',
  isGroup: false,
  isInherited: false,
  from: 'tenant',
  by: alice,
  at: daysBefore(2),
}
const leads: OwnerCardPart = {
  ...held,
  name: 'Security leads',
  isGroup: true,
  isInherited: true,
  from: 'set',
}
const deputyAfterMs = 4 * 3_600_000

const alert = (id: number, rest: Partial<AlertData> = {}): AlertData => ({
  now,
  id,
  version: 1,
  condition: 'appDisabled',
  severity: 'critical',
  state: 'open',
  openedAt: minutesBefore(19),
  tenant: contoso,
  set: accountActions,
  findings: [appDisabled],
  facts: {},
  ...rest,
})

const request: Extract<MineRow, { kind: 'request' }> = {
  kind: 'request',
  request: {
    requestId: 'r1',
    code: 'K7M-2QX',
    kind: 'grant',
    state: 'open',
    set: activity,
    tenants: [contoso],
    requester: { name: 'Olivia Lind' },
    reason: 'The new sensors need it from Monday on',
    tierZero: true,
    expiresAt: minutesAfter(600),
  },
}
const link: Extract<MineRow, { kind: 'link' }> = {
  kind: 'link',
  consentId: 'c1',
  code: 'P4N-9TR',
  createdAt: minutesBefore(12),
  set: directoryData,
  tenants: [fabrikam],
  isUnopened: true,
}
const all: MineRow[] = [
  request,
  link,
  { kind: 'alert', alert: alert(1_042), as: 'owner' },
  {
    kind: 'alert',
    alert: alert(1_043, { state: 'acknowledged', acknowledged: { by: bob, at: minutesBefore(5) } }),
    as: 'owner',
  },
  { kind: 'alert', alert: alert(1_044, { tenant: northwind }), as: 'deputy' },
  {
    kind: 'exception',
    exception: {
      ...{ id: 'e1', version: 1, tenant: fabrikam, set: accountActions, finding: appDisabled },
      ...{ reason: 'The customer wants it so', owner: bob, by: alice },
      acceptedAt: daysBefore(3),
      endsAt: minutesAfter(60 * 24 * 20),
    },
  },
  { kind: 'baseline', tenant: northwind },
]

const [first, second] = hostileTenants
const hostile = first?.name ?? ''

/** Cards about owners and what waits for one person. */
export const ownerSamples: Readonly<Record<string, () => Card>> = {
  'mine/several': () => mineCard({ now, rows: all, unreadGroups: [], page: 1 }),
  'mine/nothing': () => mineCard({ now, rows: [], unreadGroups: [], page: 1 }),
  'mine/unread': () => mineCard({ now, rows: [link], unreadGroups: ['Security leads'], page: 1 }),
  'mine/pages': () =>
    mineCard({
      now,
      rows: Array.from({ length: 34 }, (_, n) => ({
        kind: 'alert',
        alert: alert(2_000 + n),
        as: 'approvers',
      })),
      unreadGroups: [],
      page: 2,
    }),
  'mine/hostile': () =>
    mineCard({
      now,
      rows: [
        {
          ...request,
          request: {
            ...request.request,
            requester: { name: hostile },
            set: { id: 'a', name: hostile },
            tenants: hostileTenants,
          },
        },
        ...hostileTenants.map((tenant): MineRow => ({ ...link, tenants: [tenant] })),
        ...longTenants(8).map(
          (tenant, n): MineRow => ({ kind: 'alert', alert: alert(n, { tenant }), as: 'deputy' }),
        ),
      ],
      unreadGroups: [hostile],
      page: 1,
    }),
  'owner/tenant': () =>
    ownerCard({
      now,
      part: 'owner',
      tenant: contoso,
      owner: held,
      deputy: leads,
      deputyAfterMs,
      maySet: true,
    }),
  'owner/named': () =>
    ownerCard({
      now,
      part: 'owner',
      tenant: contoso,
      set: accountActions,
      owner: { ...held, from: 'pair' },
      deputy: undefined,
      deputyAfterMs,
      maySet: true,
      notice: { kind: 'done', code: 'OWNER_SET', facts: { part: 'owner' }, by: alice, at: now },
    }),
  'owner/nobody': () =>
    ownerCard({
      now,
      part: 'owner',
      set: activity,
      owner: undefined,
      deputy: undefined,
      deputyAfterMs,
      maySet: false,
    }),
  'owner/unfit': () =>
    ownerCard({
      now,
      part: 'deputy',
      tenant: contoso,
      owner: { ...held, unfit: 'noRole' },
      deputy: { ...leads, isInherited: false, unfit: 'groupEmpty' },
      deputyAfterMs,
      maySet: true,
    }),
  'owner/hostile': () =>
    ownerCard({
      now,
      part: 'owner',
      ...(second && { tenant: second }),
      set: { id: 'a-set', name: hostile },
      owner: { ...held, name: hostile, by: { name: hostile }, unfit: 'missing' },
      deputy: { ...leads, name: hostile, unfit: 'unread' },
      deputyAfterMs,
      maySet: true,
    }),
}
