import { attentionOf, worstOf } from '../status/rank.ts'
import type { Status } from '../status/status.ts'
import type { TenantSummary } from './tenant.ts'

/** A tenant of which nothing is known yet stands with those that never were granted. */
const withoutGrants: Status = 'notGranted'

/** PostgreSQL gives groups in any order; equal sums are to be equal text. */
const byStatus = ([a]: readonly [string, number], [b]: readonly [string, number]): number => (a < b ? -1 : 1)

/** The columns of a tenant that sum up its grants. */
export function summaryColumns(rows: readonly { status: string; count: number }[]) {
  const counts: TenantSummary['counts'] = Object.fromEntries(
    rows.map(({ status, count }) => [status, count] as const).sort(byStatus),
  )
  const worst = worstOf(rows.map(({ status }) => status as Status)) ?? withoutGrants
  return {
    attention: attentionOf(worst),
    counts_json: JSON.stringify(counts),
    any_blocked: counts.blocked ? 1 : 0,
  }
}
