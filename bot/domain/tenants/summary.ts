import { attentionOf, worstOf } from '../status/rank.ts'
import type { Status } from '../status/status.ts'
import type { TenantSummary } from './tenant.ts'

/** A tenant without grants is listed with those that are not granted. */
const withoutGrants: Status = 'notGranted'

/** Equal counts must be equal JSON, but PostgreSQL returns groups in any order. */
const byStatus = ([a]: readonly [string, number], [b]: readonly [string, number]): number => (a < b ? -1 : 1)

/** The columns of a tenant that summarize its grants for the tenant list. */
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
