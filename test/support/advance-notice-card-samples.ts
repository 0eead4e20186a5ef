import { type AdvanceNoticeData, advanceNoticeCard } from '../../cards/advance-notice.ts'
import { advanceNoticeFormCard } from '../../cards/advance-notice-form.ts'
import { advanceNoticeListCard } from '../../cards/advance-notice-list.ts'
import type { Card } from '../../cards/render.ts'
import {
  activity,
  alice,
  auditLogRead,
  bob,
  daysBefore,
  hostileTenants,
  longTenants,
  manyPermissions,
  now,
  placeRead,
  posture,
} from './card-subjects.ts'

const hostile = hostileTenants.map(({ name }) => name).join(' ')

const notice = (given: Partial<AdvanceNoticeData> = {}): Card =>
  advanceNoticeCard({
    now,
    id: 4,
    version: 2,
    suite: 'Trend Vision One',
    set: activity,
    state: 'open',
    day: '2027-01-31',
    timeZone: 'Europe/Berlin',
    early: false,
    reason: 'Risk Insights will score locations and sign-ins.',
    by: alice,
    madeAt: daysBefore(3),
    sourceClientId: '7e7e7e7e-0000-4000-8000-000000000001',
    added: [placeRead, auditLogRead],
    removed: ['Sites.Read.All'],
    moved: false,
    concerned: { count: 8, names: ['Contoso Ltd', 'Fabrikam', 'Adatum', 'Litware', 'Northwind'] },
    acknowledged: [bob],
    signer: 'privilegedRoleAdministrator',
    rights: { acknowledge: true, withdraw: true },
    ...given,
  })

export const advanceNoticeSamples: Readonly<Record<string, () => Card>> = {
  'advance-notice/draft': () => notice({ state: 'draft', acknowledged: [] }),
  'advance-notice/open': () => notice(),
  'advance-notice/pasted-and-moved': () =>
    notice({
      sourceClientId: undefined,
      moved: true,
      acknowledged: [],
      rights: { acknowledge: true, withdraw: false },
    }),
  'advance-notice/only-less': () => notice({ added: [], concerned: { count: 0, names: [] } }),
  'advance-notice/fulfilled-early': () => notice({ state: 'fulfilled', early: true }),
  'advance-notice/void': () =>
    notice({ state: 'void', came: { added: ['Domain.Read.All'], removed: ['Place.Read.All'] } }),
  'advance-notice/void-none': () => notice({ state: 'void' }),
  'advance-notice/withdrawn': () => notice({ state: 'withdrawn', endedBy: alice }),
  'advance-notice/hostile': () =>
    notice({
      set: { id: 'a-set', name: hostile },
      reason: hostile,
      by: { name: hostile },
      concerned: { count: 3, names: hostileTenants.slice(0, 3).map(({ name }) => name) },
      acknowledged: hostileTenants,
    }),
  'advance-notice/worst-size': () =>
    notice({
      added: manyPermissions(40),
      removed: manyPermissions(40).map(({ value }) => value),
      reason: longTenants(9)
        .map(({ name }) => name)
        .join(' ')
        .slice(0, 500),
      concerned: { count: 5_000, names: longTenants(5).map(({ name }) => name) },
      acknowledged: longTenants(40),
    }),
  'advance-notice-form/new': () => advanceNoticeFormCard({ now, set: activity, day: '2027-01-31' }),
  'advance-notice-form/refused': () =>
    advanceNoticeFormCard({
      now,
      set: posture,
      day: '2020-01-31',
      reason: 'Risk Insights will score locations.',
      list: '[]',
      notice: { kind: 'refused', code: 'NOTICE_DAY', facts: { problem: 'past', text: '2020-01-31' } },
    }),
  'advance-notice-form/hostile': () =>
    advanceNoticeFormCard({ now, set: { id: 'a-set', name: hostile }, reason: hostile, list: hostile }),
  'advance-notice-list/some': () =>
    advanceNoticeListCard({
      rows: [
        { id: 4, set: activity, state: 'open', day: '2027-01-31' },
        { id: 2, set: posture, state: 'void', day: '2026-10-01' },
        { id: 1, set: posture, state: 'fulfilled', day: '2026-08-01' },
      ],
    }),
  'advance-notice-list/hostile': () =>
    advanceNoticeListCard({
      rows: [{ id: 1, set: { id: 'a-set', name: hostile }, state: 'open', day: '2027-01-31' }],
    }),
  'advance-notice-list/none': () => advanceNoticeListCard({ rows: [] }),
}
