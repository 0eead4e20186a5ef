import { UserError } from '#platform/base/errors.ts'
import { hours, later } from '#platform/base/time.ts'
import { addDays, findDate, instantOf } from '#platform/base/zoned-time.ts'

/** Further ahead, nobody knows a list. */
const mostAheadMs = hours(366 * 24)

export interface CalendarDay {
  /** `2027-01-31`, in this zone. */
  day: string
  timeZone: string
  startsAt: Date
  endsAt: Date
}

/**
 * A day ahead, from its start to its end in this zone.
 * @throws UserError NOTICE_DAY with `problem`: none, unreadable, past, or far
 */
export function readComingDay(text: string, timeZone: string, now: Date): CalendarDay {
  if (text === '') throw new UserError('NOTICE_DAY', { problem: 'none' })
  const found = findDate(text)
  if (!found) throw new UserError('NOTICE_DAY', { problem: 'unreadable', text: text.slice(0, 40) })
  const date = { ...found, minute: 0 }
  const startsAt = instantOf(date, timeZone)
  if (startsAt <= now) throw new UserError('NOTICE_DAY', { problem: 'past', text })
  if (startsAt > later(now, mostAheadMs)) throw new UserError('NOTICE_DAY', { problem: 'far', text })
  return { day: text, timeZone, startsAt, endsAt: instantOf(addDays(date, 1), timeZone) }
}
