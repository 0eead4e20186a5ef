import { statusesByAttention } from './status-order.ts'
import type { Status } from './words/codes.ts'
import { en as words } from './words/en.ts'

/** "1 error, 2 need new permissions", worst first; "5 of 5 granted" when nothing needs action. */
export function countsText(counts: Readonly<Partial<Record<Status, number>>>, limit = 3): string {
  const all = Object.values(counts).reduce((sum, n) => sum + n, 0)
  if (all > 0 && counts.granted === all) return words.tenantList.allGranted(all)
  const parts = statusesByAttention.flatMap((status) => {
    const n = status === 'granted' ? 0 : (counts[status] ?? 0)
    return n > 0 ? [words.statuses[status].count(n)] : []
  })
  return parts.slice(0, limit).join(', ')
}
