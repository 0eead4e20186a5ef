import { button, primary } from './buttons.ts'
import { packIds } from './pack-ids.ts'
import { pageThatFits } from './paging.ts'
import type { Element } from './render.ts'
import type { RequestKind } from './words/codes.ts'
import { en as words } from './words/en.ts'

/** What is planned over a list that goes on over several pages; its button is on the last one. */
export interface PlannedOrder {
  kind: RequestKind
  setId?: string
  tenantIds: readonly string[]
  /** ISO 8601, of access for a time. */
  until?: string
  /** The "what if" plan that it asks for. */
  plan?: string | undefined
}

interface Place {
  page: number
  pages: number
}

/** The ids of more tenants leave no room for a second button that carries them. */
const mostForPrevious = 60
/** Characters of a page beside the ids of 200 tenants, and beside few. */
const room = { few: 9_000, many: 4_500 } as const

/** The page of a list of rows that leaves room for the buttons. A page past the end is the last one. */
export function planPage<T>(rows: readonly T[], page: number | undefined, { tenantIds }: PlannedOrder) {
  const budget = tenantIds.length > mostForPrevious ? room.many : room.few
  return pageThatFits(rows, page, { most: 40, budget, weigh: (row) => JSON.stringify(row).length + 60 })
}

/** Next, on a page that isn't the last; Previous where it fits. */
export function planPageButtons(
  { kind, setId, tenantIds, until, plan }: PlannedOrder,
  { page, pages }: Place,
): { next: Element[]; previous: Element[] } {
  const order = {
    kind,
    tenants: packIds(tenantIds),
    ...(setId !== undefined && { setId }),
    ...(until && { until }),
    ...(plan && { plan }),
  }
  const goesBack = page > 1 && tenantIds.length <= mostForPrevious
  return {
    next: page < pages ? [primary(button('nextPlanPage', { ...order, page: page + 1 }))] : [],
    previous: goesBack ? [button('previousPlanPage', { ...order, page: page - 1 })] : [],
  }
}

/** '' for a list on one page. */
export const planPageText = ({ page, pages }: Place): string =>
  pages > 1 ? words.requests.planPage(page, pages) : ''
