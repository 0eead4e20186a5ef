import { UserError } from './errors.ts'
import { hours, later } from './time.ts'

export const dayMs = hours(24)

/**
 * An end for which a day was picked: the rest of the last day counts.
 * @throws UserError DATE_PAST, DATE_TOO_LATE with `days`
 */
export function assertEndDay(endsAt: Date, { now, days }: { now: Date; days: number }): void {
  if (endsAt <= now) throw new UserError('DATE_PAST')
  if (endsAt > later(now, (days + 1) * dayMs)) throw new UserError('DATE_TOO_LATE', { days })
}
