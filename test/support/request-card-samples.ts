import type { Card } from '../../cards/render.ts'
import { requestCard } from '../../cards/request.ts'
import type { RequestCardData, RequestListPage } from '../../cards/request-data.ts'
import { requestFormCard } from '../../cards/request-form.ts'
import { requestHandOverCard } from '../../cards/request-hand-over.ts'
import { type RequestListRow, requestListCard } from '../../cards/request-list.ts'
import type { PermissionRef, TenantRef } from '../../cards/subjects.ts'
import {
  accountActions,
  activity,
  activityConsequences,
  alice,
  appDisabled,
  auditLogRead,
  bob,
  contoso,
  fabrikam,
  hostileTenants,
  litware,
  longTenants,
  manyPermissions,
  minutesAfter,
  minutesBefore,
  now,
  placeRead,
  roleManagement,
  userRead,
} from './card-subjects.ts'

const olivia = { name: 'Olivia Lind' }
const reason = 'The new sensors need it from Monday on, see change 4711'
const hostile = hostileTenants[0] ?? contoso

const request = (given: Partial<RequestCardData> = {}): Card =>
  requestCard({
    now,
    requestId: 'r'.repeat(43),
    version: 1,
    code: 'K7M-2QX',
    kind: 'grant',
    state: 'open',
    view: 'approver',
    requester: olivia,
    reason,
    set: accountActions,
    tenants: [litware],
    list: listed({ fresh: [roleManagement, auditLogRead], kept: [userRead], tenants: [litware] }),
    read: { seen: 1, proof: 'p'.repeat(32) },
    signs: 'privilegedRoleAdministrator',
    createdAt: minutesBefore(20),
    expiresAt: minutesAfter(23 * 60 + 40),
    consents: [],
    ...given,
  })

/** What was granted by nobody here, one of it required. */
const beyondList: RequestListPage = {
  ...listed({ kept: [roleManagement, auditLogRead], tenants: [litware] }),
  permissions: [
    { ...roleManagement, isNew: false, isBeyond: true },
    { ...auditLogRead, isNew: false },
  ],
}

const hostilePermissions = hostileTenants.map(({ name }) => ({
  ...placeRead,
  api: name,
  value: name,
  reason: name,
  without: name,
}))

const exceptionAsked = (): Card =>
  request({
    kind: 'except',
    set: accountActions,
    list: listed({ tenants: [litware] }),
    signs: undefined,
    exception: { findings: [appDisabled], owner: bob, endsAt: minutesAfter(90 * 24 * 60) },
  })

/** One page of what an approval binds. */
function listed({
  fresh = [],
  kept = [],
  tenants = [],
  ...rest
}: {
  fresh?: readonly PermissionRef[]
  kept?: readonly PermissionRef[]
} & Partial<Omit<RequestListPage, 'fresh' | 'permissions'>>): RequestListPage {
  const permissions = [
    ...fresh.map((each) => ({ ...each, isNew: true })),
    ...kept.map((each) => ({ ...each, isNew: false })),
  ]
  return {
    page: 1,
    pages: 1,
    permissions,
    tenants,
    total: permissions.length,
    fresh: fresh.length,
    tierZero: permissions.filter(({ tier }) => tier === 0).length,
    catalogVersion: 7,
    ...rest,
  }
}

/** Tenants as on a page, the worst first. */
const ranked = (tenants: readonly TenantRef[]): RequestListPage['tenants'] =>
  tenants.map((each, n) => ({
    ...each,
    status: (['error', 'unknown', 'updateRequired', 'notGranted', 'granted'] as const)[
      Math.floor((n * 5) / tenants.length)
    ],
  }))

const ended = { version: 2, endedAt: minutesBefore(2) }

const row = (given: Partial<RequestListRow> = {}): RequestListRow => ({
  requestId: 'r'.repeat(43),
  code: 'K7M-2QX',
  kind: 'grant',
  state: 'open',
  set: accountActions,
  tenants: [litware],
  requester: olivia,
  reason,
  tierZero: true,
  expiresAt: minutesAfter(400),
  ...given,
})

const list = (rows: readonly RequestListRow[], given: object = {}): Card =>
  requestListCard({ now, filter: 'toDecide', page: 1, pageSize: 10, total: rows.length, rows, ...given })

export const requestSamples: Readonly<Record<string, () => Card>> = {
  'request/to-decide': () => request(),
  'request/with-reference': () => request({ reference: 'INC0012345' }),
  'request/exception': exceptionAsked,
  'request/accept': () => request({ kind: 'accept', list: beyondList, tenants: [litware], signs: undefined }),
  'request/baseline': () =>
    request({ kind: 'baseline', set: undefined, list: beyondList, tenants: [litware], signs: undefined }),
  'request/reminder': () =>
    request({ again: 'reminder', createdAt: minutesBefore(720), remindedAt: minutesBefore(0) }),
  'request/handed': () =>
    request({ again: 'handover', handed: { by: alice, to: bob, at: minutesBefore(3) }, version: 2 }),
  'request/update': () =>
    request({ set: activity, tenants: [fabrikam], list: listed({ fresh: [placeRead], kept: [userRead] }) }),
  'request/unblock-beyond': () => {
    const beyond = { ...roleManagement, reason: '', without: '', isNew: false, isBeyond: true as const }
    const list = listed({ kept: [placeRead] })
    return request({
      kind: 'unblock',
      list: { ...list, permissions: [beyond, ...list.permissions], total: 2, tierZero: 1 },
    })
  },
  'request/many': () =>
    request({
      kind: 'block',
      consequences: activityConsequences,
      tenants: longTenants(12),
      list: listed({ kept: [roleManagement, userRead], tenants: ranked(longTenants(12)) }),
      signs: undefined,
    }),
  'request/first-page': () =>
    request({
      tenants: longTenants(190),
      list: listed({
        pages: 8,
        fresh: [roleManagement, ...manyPermissions(10)],
        kept: [userRead],
        tenants: ranked(longTenants(10)),
      }),
    }),
  'request/page-between': () =>
    request({
      tenants: longTenants(190),
      list: listed({
        page: 3,
        pages: 8,
        tenants: ranked(longTenants(30)),
        total: 12,
        tierZero: 3,
      }),
      typed: 'Not for the subsidiaries',
    }),
  'request/last-page': () =>
    request({
      tenants: longTenants(190),
      list: listed({ page: 8, pages: 8, tenants: ranked(longTenants(9)), total: 12, tierZero: 3 }),
    }),
  'request/own-page': () =>
    request({
      view: 'requester',
      tenants: longTenants(40),
      list: listed({ page: 2, pages: 3, tenants: ranked(longTenants(30)) }),
    }),
  'request/shared': () => request({ view: 'shared', refreshFor: ['29:alice', '29:bob'] }),
  'request/own': () => request({ view: 'requester' }),
  'request/reader': () => request({ view: 'reader' }),
  'request/approved': () =>
    request({
      ...ended,
      view: 'requester',
      state: 'approved',
      decision: { by: bob, reason: 'Fine with me' },
      signer: alice,
      outcome: { done: 1, refused: [] },
      consents: [{ id: 'c'.repeat(43), verified: 0, total: 1 }],
    }),
  'request/partly': () =>
    request({
      ...ended,
      kind: 'block',
      consequences: activityConsequences,
      state: 'approved',
      decision: { by: bob },
      tenants: [litware, fabrikam],
      outcome: { done: 1, refused: [{ tenant: 'Fabrikam', why: 'Already blocked' }] },
    }),
  'request/denied': () =>
    request({
      ...ended,
      view: 'requester',
      state: 'denied',
      decision: { by: bob, reason: 'Not before the audit is over' },
    }),
  'request/too-late': () =>
    request({
      ...ended,
      state: 'approved',
      decision: { by: bob },
      outcome: { done: 1, refused: [] },
      consents: [{ id: 'c'.repeat(43), verified: 1, total: 1 }],
      notice: {
        kind: 'refused',
        code: 'REQUEST_WAS_ENDED',
        facts: { by: 'Bob Okafor', state: 'approved', time: '10:14 UTC' },
      },
    }),
  'request/withdrawn': () => request({ ...ended, state: 'withdrawn', decision: { by: olivia } }),
  'request/lapsed': () => request({ ...ended, view: 'requester', state: 'lapsed' }),
  'request/void': () =>
    request({
      ...ended,
      view: 'requester',
      state: 'voided',
      decision: { cause: 'changed' },
      difference: {
        added: [{ value: 'Chat.Read.All', type: 'application', tier: 1 }],
        removed: [{ value: 'User.Read', type: 'delegated', tier: 2 }],
        gone: [contoso],
        blocked: [fabrikam],
        unblocked: [],
        catalogVersion: 8,
      },
    }),
  'request/hostile': () =>
    request({
      requester: hostile,
      reason: hostile.name.repeat(5),
      tenants: hostileTenants,
      set: { id: 'set', name: hostile.name },
      handed: { by: hostile, to: hostile, at: minutesBefore(3) },
      again: 'handover',
      list: listed({
        fresh: hostilePermissions,
        kept: hostilePermissions,
        tenants: ranked(hostileTenants),
        pages: 2,
      }),
    }),
  'request/hostile-void': () =>
    request({
      ...ended,
      state: 'voided',
      decision: { cause: 'changed', reason: hostile.name, by: hostile },
      difference: {
        added: hostileTenants.map(({ name }) => ({ value: name, type: 'application', tier: 0 as const })),
        removed: [],
        gone: hostileTenants,
        blocked: hostileTenants,
        unblocked: hostileTenants,
      },
      outcome: {
        done: 0,
        refused: hostileTenants.map(({ name }) => ({ tenant: name, why: 'Already blocked' })),
      },
    }),
  'request/worst-size': () =>
    request({
      view: 'approver',
      reason: 'x'.repeat(500),
      set: { id: 'set', name: longTenants(1)[0]?.name ?? '' },
      tenants: longTenants(200),
      list: listed({ page: 7, pages: 17, tenants: ranked(longTenants(30)) }),
      typed: 'y'.repeat(500),
    }),
  'request/worst-permissions': () =>
    request({
      view: 'approver',
      reason: 'x'.repeat(500),
      set: { id: 'set', name: longTenants(1)[0]?.name ?? '' },
      tenants: longTenants(200),
      list: listed({
        page: 2,
        pages: 17,
        fresh: manyPermissions(7).map((each) => ({ ...each, tier: 0 as const })),
        kept: manyPermissions(2).map((each) => ({ ...each, tier: 1 as const })),
      }),
      typed: 'y'.repeat(500),
    }),
  'request-form/role': () =>
    requestFormCard({
      now,
      kind: 'block',
      consequences: activityConsequences,
      set: accountActions,
      tenants: [litware],
      asking: { why: 'role', v: '0123456789abcdef' },
    }),
  'request-form/sync': () =>
    requestFormCard({ now, kind: 'sync', tenants: [], asking: { why: 'many', v: '0123456789abcdef' } }),
  'request-form/hostile': () =>
    requestFormCard({
      now,
      kind: 'unblock',
      set: { id: 'set', name: hostile.name },
      tenants: hostileTenants,
      asking: { why: 'tierZero', v: '0123456789abcdef', reason: hostile.name },
      notice: { kind: 'info', code: 'REASON_NEEDED', facts: { least: 10, most: 500 } },
    }),
  'request-form/worst-size': () =>
    requestFormCard({
      now,
      kind: 'remove',
      tenants: longTenants(200),
      asking: { why: 'many', v: '0123456789abcdef', reason: 'x'.repeat(500) },
    }),
  'request-list/to-decide': () =>
    list([
      row(),
      row({
        requestId: 's'.repeat(43),
        code: 'B4N-7RT',
        kind: 'block',
        tierZero: false,
        tenants: longTenants(12),
      }),
    ]),
  'request-list/ended': () =>
    list([row({ state: 'denied', endedAt: minutesBefore(70), decidedBy: bob })], { filter: 'ended' }),
  'request-list/listening': () => list([], { listening: true }),
  'request-list/hostile': () =>
    list(
      hostileTenants.map((tenant, n) =>
        row({
          requestId: `${n}`.repeat(43),
          code: `AAA-${n}${n}${n}`,
          requester: tenant,
          tenants: [tenant],
          reason: tenant.name,
          set: { id: 'set', name: tenant.name },
        }),
      ),
    ),
  'request-list/worst-size': () =>
    list(
      longTenants(10).map((tenant, n) =>
        row({
          requestId: `${n}`.repeat(43),
          code: `AAA-${n}${n}${n}`,
          requester: tenant,
          tenants: [tenant],
          reason: tenant.name,
          set: { id: 'set', name: tenant.name },
        }),
      ),
      { page: 2, total: 35, listening: false },
    ),
  'request-hand-over/choice': () =>
    requestHandOverCard({
      now,
      requestId: 'r'.repeat(43),
      version: 1,
      code: 'K7M-2QX',
      kind: 'grant',
      set: accountActions,
      requester: olivia,
      others: [{ id: contoso.id, name: bob.name }],
    }),
  'request-hand-over/hostile': () =>
    requestHandOverCard({
      now,
      requestId: 'r'.repeat(43),
      version: 1,
      code: 'K7M-2QX',
      kind: 'reset',
      set: { id: 'set', name: hostile.name },
      requester: hostile,
      others: hostileTenants.map(({ id, name }) => ({ id, name })),
    }),
}
