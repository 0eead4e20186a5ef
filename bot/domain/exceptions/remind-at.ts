import { hours } from '#platform/base/time.ts'
import type { Exception } from './exception.ts'

const longestMs = hours(7 * 24)

/** When the owner is reminded: a week before the end, or halfway if there are less than two. */
export function remindAt({ acceptedAt, endsAt }: Pick<Exception, 'acceptedAt' | 'endsAt'>): Date {
  const half = (endsAt.getTime() - acceptedAt.getTime()) / 2
  return new Date(endsAt.getTime() - Math.min(longestMs, half))
}
