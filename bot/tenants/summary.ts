import type { Status } from '../status/status.ts'
import type { TenantSummary } from './tenant.ts'

/** From worst to best, as the tenant list is ordered. */
const worstFirst: readonly Status[] = [
  'error',
  'unknown',
  'updateRequired',
  'settingsRequired',
  'granting',
  'notGranted',
  'blocked',
  'granted',
]

/** A tenant of which nothing is known yet stands with those that never were granted. */
const withoutGrants: Status = 'notGranted'

export const attentionOf = (status: Status): number => worstFirst.indexOf(status)

/** Statuses from the worst to this one are what somebody should look at: all that is neither awaited nor meant. */
export const lastThatNeedsAction: Status = 'settingsRequired'

export function statusAt(attention: number): Status {
  const status = worstFirst[attention]
  if (!status) throw new Error(`No status stands at ${attention}`)
  return status
}

/** The columns of a tenant that sum up its grants. */
export function summaryColumns(rows: readonly { status: string; count: number | string | bigint }[]) {
  const counts: TenantSummary['counts'] = Object.fromEntries(
    rows.map(({ status, count }) => [status, Number(count)]),
  )
  const places = rows.map(({ status }) => attentionOf(status as Status))
  return {
    attention: places.length > 0 ? Math.min(...places) : attentionOf(withoutGrants),
    counts_json: JSON.stringify(counts),
    any_blocked: counts.blocked ? 1 : 0,
  }
}
