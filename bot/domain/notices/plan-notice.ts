import { UserError } from '#platform/base/errors.ts'
import { type Person, plainPerson } from '#platform/base/person.ts'
import { hours, later } from '#platform/base/time.ts'
import { assertReason } from '#platform/text/reason.ts'
import type { Deps } from '../deps.ts'
import { assertStillMay } from '../people/assert-may.ts'
import type { AdvanceNotice } from './advance-notice.ts'
import { deleteDraftsBefore, findOpenNotice, insertNotice } from './advance-notices-store.ts'
import { readComingDay } from './calendar-day.ts'
import { readComingList } from './read-coming-list.ts'

type Needs = Pick<
  Deps,
  'database' | 'clock' | 'people' | 'directory' | 'catalog' | 'clientIds' | 'rules' | 'log'
>

export interface NoticeWish {
  setId: string
  /** `2027-01-31`. */
  day: string
  timeZone: string
  reason: string
  /** ID of a preview registration, or the list as JSON. */
  list: string
  by: Person
}

/** A plan that nobody announced is forgotten after this long. */
const draftMs = hours(24)

/**
 * Plans a notice: everything that it would announce is read and kept as a draft, which only its maker sees. For all tenants of
 * a set, so it takes an approver of all.
 * @throws UserError REASON_TOO_SHORT, NOTICE_DAY, COMING_LIST, NOTICE_EXISTS, and as `assertStillMay`
 */
export async function planNotice(deps: Needs, wish: NoticeWish): Promise<AdvanceNotice> {
  const { setId, by } = wish
  await assertStillMay(deps, by, 'approver', 'all')
  const reason = assertReason(wish.reason)
  const ahead = readComingDay(wish.day, wish.timeZone, deps.clock())
  const { coming, today, sourceClientId } = await readComingList(deps, setId, wish.list)
  return deps.database.transaction(async (tx) => {
    const open = await findOpenNotice(tx, setId)
    if (open) throw new UserError('NOTICE_EXISTS', { day: open.day, by: open.by.name })
    const madeAt = deps.clock()
    await deleteDraftsBefore(tx, later(madeAt, -draftMs))
    return insertNotice(tx, {
      setId,
      state: 'draft',
      version: 1,
      ...ahead,
      reason,
      ...(sourceClientId && { sourceClientId }),
      listVersion: coming.version,
      list: coming.permissions,
      beforeVersion: today.version,
      before: today.permissions,
      by: plainPerson(by),
      madeAt,
    })
  })
}
