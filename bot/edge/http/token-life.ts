import type { JWTPayload } from 'jose'
import { hours } from '#platform/base/time.ts'

/** Microsoft's tokens for bots and apps are valid for an hour or two, the longest ones for a day. */
const longestLifeMs = hours(24)

/** False for a token that was made to last longer, even if it ends soon, and for one without an end. */
export function endsInTime(
  { exp = Number.POSITIVE_INFINITY, iat }: JWTPayload,
  now: Date,
  toleranceMs = 0,
): boolean {
  return (
    exp * 1_000 - Math.min(now.getTime(), (iat ?? Number.POSITIVE_INFINITY) * 1_000) <=
    longestLifeMs + toleranceMs
  )
}
