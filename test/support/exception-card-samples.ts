import type { ExceptionData } from '../../cards/exception-data.ts'
import { exceptionEventCard } from '../../cards/exception-event.ts'
import { exceptionFormCard } from '../../cards/exception-form.ts'
import { type ExceptionListData, exceptionListCard } from '../../cards/exception-list.ts'
import type { Card } from '../../cards/render.ts'
import {
  accountActions,
  activity,
  alice,
  appDisabled,
  bob,
  contoso,
  daysBefore,
  hostileTenants,
  longTenants,
  minutesAfter,
  newPermission,
  northwind,
  now,
  roleMissing,
} from './card-subjects.ts'

const daysAfter = (days: number): Date => minutesAfter(days * 1_440)
const reason = 'The break-glass role follows with the project in spring, see change 4711'
const hash = (n: number): string => String(n).repeat(32)

const exception = (given: Partial<ExceptionData> = {}): ExceptionData => ({
  id: 'x'.repeat(43),
  version: 1,
  tenant: northwind,
  set: accountActions,
  finding: roleMissing,
  reason,
  owner: bob,
  by: alice,
  acceptedAt: daysBefore(20),
  endsAt: daysAfter(70),
  ...given,
})

type FormData = Parameters<typeof exceptionFormCard>[0]
const form = (given: Partial<FormData> = {}): Card =>
  exceptionFormCard({
    now,
    tenant: northwind,
    set: accountActions,
    findings: [{ ...roleMissing, hash: hash(1) }],
    owners: [
      { id: '00000000-0000-4000-8000-000000000001', name: 'Bob Okafor' },
      { id: '00000000-0000-4000-8000-000000000002', name: 'Olivia Lind' },
    ],
    until: daysAfter(90),
    latest: daysAfter(365),
    mostDays: 365,
    ...given,
  })

const rows: ExceptionListData['rows'] = [
  {
    ...exception({ endsAt: daysAfter(5), approvedBy: bob, finding: appDisabled, tenant: contoso }),
    mayAct: true,
  },
  { ...exception(), mayAct: true },
  { ...exception({ set: activity, finding: newPermission, tenant: contoso }), mayAct: false },
]
const list = (given: Partial<ExceptionListData> = {}): Card =>
  exceptionListCard({ now, rows, page: 1, pageSize: 5, total: rows.length, ...given })

const event = (given: Partial<ExceptionData> = {}, standsIn = false): Card =>
  exceptionEventCard({ now, exception: exception(given), mayAct: true, standsIn })

/** The cards of exceptions in their relevant states, by `card/state`. */
export const exceptionSamples: Readonly<Record<string, () => Card>> = {
  'exception-form/one': () => form(),
  'exception-form/second-person': () =>
    form({ tenant: contoso, findings: [{ ...appDisabled, hash: hash(1) }], why: 'error' }),
  'exception-form/several': () =>
    form({
      findings: [
        { ...roleMissing, hash: hash(1), accepted: { until: daysAfter(5), owner: bob } },
        { ...newPermission, hash: hash(2) },
      ],
      notice: { kind: 'refused', code: 'DATE_PAST' },
      typed: { reason, until: daysBefore(1), picked: [hash(2)] },
    }),
  'exception-form/hostile': () =>
    form({
      tenant: hostileTenants[0] ?? contoso,
      set: { id: 'a', name: hostileTenants[1]?.name ?? '' },
      owners: hostileTenants.map(({ id, name }) => ({ id, name })),
      typed: { reason: hostileTenants.map(({ name }) => name).join(' ') },
    }),
  'exception-list/three': () => list(),
  'exception-list/of-tenant': () => list({ tenant: northwind, rows: rows.slice(1, 2), total: 1 }),
  'exception-list/none': () => list({ rows: [], total: 0 }),
  'exception-list/withdrawn': () => list({ notice: { kind: 'done', code: 'EXCEPTION_WITHDRAWN' } }),
  'exception-list/hostile': () =>
    list({
      rows: hostileTenants.map((tenant) => ({
        ...exception({ tenant, reason: tenant.name, owner: tenant, by: tenant }),
        mayAct: true,
      })),
    }),
  'exception-list/worst-size': () =>
    list({
      page: 2,
      total: 4_000,
      rows: longTenants(5).map((tenant) => ({
        ...exception({ tenant, reason: tenant.name.repeat(9).slice(0, 500), owner: tenant, by: tenant }),
        mayAct: true,
      })),
    }),
  'exception-event/reminder': () => event({ endsAt: daysAfter(7) }),
  'exception-event/stand-in': () => event({ endsAt: daysAfter(7) }, true),
  'exception-event/ended': () => event({ ended: { because: 'expired' }, endsAt: now }),
  'exception-event/woken': () => event({ ended: { because: 'woken' } }),
  'exception-event/withdrawn': () => event({ ended: { because: 'withdrawn', by: alice } }),
  'exception-event/hostile': () =>
    event({
      tenant: hostileTenants[2] ?? contoso,
      reason: hostileTenants[1]?.name ?? '',
      owner: hostileTenants[0] ?? bob,
    }),
}
