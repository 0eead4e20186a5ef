import { type LeavingCardData, leavingCard } from '../../cards/leaving.ts'
import { leavingListCard } from '../../cards/leaving-list.ts'
import type { Card } from '../../cards/render.ts'
import {
  accountActions,
  activity,
  adatum,
  alice,
  all,
  contoso,
  daysBefore,
  fabrikam,
  hostileTenants,
  longTenants,
  minutesBefore,
  none,
  now,
  posture,
} from './card-subjects.ts'

const objectId = 'c0c0c0c0-0000-4000-8000-000000000001'
const url = `https://entra.microsoft.com/${contoso.id}/#view/Microsoft_AAD_IAM/ManagedAppMenuBlade/~/Overview/objectId/${objectId}`
const row = (
  set: { id: string; name: string } | undefined,
  given: Partial<LeavingCardData['rows'][number]> = {},
): LeavingCardData['rows'][number] => ({
  ...(set && { set }),
  isFormer: false,
  state: 'there',
  since: daysBefore(1),
  held: set ? 18 : 0,
  objectId,
  url,
  ...given,
})
const gone = { state: 'gone', since: minutesBefore(20) } as const

const leaving = (given: Partial<LeavingCardData> = {}): Card =>
  leavingCard({
    now,
    id: 3,
    tenant: { ...contoso, isRemoved: true },
    state: 'open',
    by: alice,
    startedAt: minutesBefore(40),
    checkedAt: minutesBefore(4),
    readerNext: false,
    lost: false,
    rows: [
      row(activity),
      row(accountActions, { state: 'missing', since: minutesBefore(4) }),
      row(posture, gone),
      row(posture, { isFormer: true, held: 2 }),
      row(undefined),
    ],
    rights: all,
    ...given,
  })

export const leavingSamples: Readonly<Record<string, () => Card>> = {
  'leaving/open': () => leaving(),
  'leaving/just-removed': () => leaving({ checkedAt: undefined, startedAt: now }),
  'leaving/viewer': () => leaving({ rights: none }),
  'leaving/reader-next': () =>
    leaving({ readerNext: true, rows: [row(activity, gone), row(posture, gone), row(undefined)] }),
  'leaving/read-failed': () => leaving({ failure: { name: 'graphThrottled', who: 'nobody' } }),
  'leaving/cannot-be-checked': () =>
    leaving({
      state: 'unreadable',
      rows: [row(activity, gone), row(posture), row(undefined)],
      startedAt: daysBefore(3),
      checkedAt: daysBefore(1),
    }),
  'leaving/stopped': () => leaving({ state: 'stopped', endedBy: alice }),
  'leaving/set': () => leaving({ set: posture, rows: [row(posture)] }),
  'leaving/set-gone': () => leaving({ set: posture, state: 'gone', rows: [row(posture, gone)] }),
  'leaving/hostile': () =>
    leaving({
      tenant: hostileTenants[0] ?? contoso,
      by: { name: hostileTenants[1]?.name ?? '' },
      rows: hostileTenants.map(({ name }) => row({ id: 'a', name })),
    }),
  'leaving/worst-size': () =>
    leaving({
      rows: longTenants(30).flatMap(({ id, name }) => [
        row({ id, name }),
        row({ id, name }, { isFormer: true }),
      ]),
    }),
  'leaving-list/some': () =>
    leavingListCard({
      now,
      rows: [
        { id: 3, tenant: contoso, state: 'open', left: 4, startedAt: minutesBefore(40) },
        { id: 2, tenant: fabrikam, set: posture, state: 'open', left: 1, startedAt: daysBefore(2) },
        { id: 1, tenant: adatum, state: 'unreadable', left: 2, startedAt: daysBefore(9) },
      ],
      hasMore: true,
    }),
  'leaving-list/none': () => leavingListCard({ now, rows: [], hasMore: false }),
  'leaving-list/hostile': () =>
    leavingListCard({
      now,
      rows: hostileTenants.map((tenant, id) => ({
        id: id + 1,
        tenant,
        state: 'stopped',
        left: 0,
        startedAt: now,
      })),
      hasMore: false,
    }),
}
