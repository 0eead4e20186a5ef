import { attentionOf, exceptedAs, worstOf } from '../status/rank.ts'
import type { Status } from '../status/status.ts'
import type { TenantSummary } from './tenant.ts'

/** A tenant without grants is listed with those that are not granted. */
const withoutGrants: Status = 'notGranted'

/** Equal counts must be equal JSON, but PostgreSQL returns groups in any order. */
const byStatus = ([a]: readonly [string, number], [b]: readonly [string, number]): number => (a < b ? -1 : 1)

/** The columns of a tenant that summarize its grants for the tenant list. What is accepted counts as that and as no status. */
export function summaryColumns(rows: readonly { status: string; count: number; excepted?: number }[]) {
  const open = rows.filter(({ excepted }) => excepted !== 1)
  const excepted = rows.filter((row) => row.excepted === 1).reduce((sum, { count }) => sum + count, 0)
  const counts: TenantSummary['counts'] & { excepted?: number } = Object.fromEntries(
    [
      ...open.map(({ status, count }) => [status, count] as const),
      ...(excepted > 0 ? [['excepted', excepted] as const] : []),
    ].sort(byStatus),
  )
  const ranked = [...open.map(({ status }) => status as Status), ...(excepted > 0 ? [exceptedAs] : [])]
  const worst = worstOf(ranked) ?? withoutGrants
  return {
    attention: attentionOf(worst),
    counts_json: JSON.stringify(counts),
    any_blocked: counts.blocked ? 1 : 0,
  }
}

export function countsFromJson(text: string): Pick<TenantSummary, 'counts' | 'excepted'> {
  const { excepted = 0, ...counts } = JSON.parse(text) as TenantSummary['counts'] & { excepted?: number }
  return { counts, excepted }
}
