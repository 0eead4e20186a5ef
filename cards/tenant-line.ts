import { type FindingData, shortFinding } from './findings.ts'
import { countsText } from './status-counts.ts'
import { statusesByAttention } from './status-order.ts'
import type { TenantRef } from './subjects.ts'
import { age, dotted, escapeMarkdown, list } from './text.ts'
import type { Status, TenantState } from './words/codes.ts'
import { en as words } from './words/en.ts'

export interface TenantListRow {
  tenant: TenantRef
  /** Another tenant that the reader can see has the same name. */
  isNameShared?: boolean
  state: TenantState
  worst: Status
  /** Number of sets per status. */
  counts: Readonly<Partial<Record<Status, number>>>
  /** First finding of the worst set. */
  finding?: FindingData
  /** Its blocked sets, and who blocked them. */
  blocks?: readonly { set: string; by: string }[]
  /** Its stored data cannot be read. */
  damaged?: boolean
  checkedAt?: Date
}

const needingAction = statusesByAttention.slice(0, statusesByAttention.indexOf('granting'))

/** What is wrong in a tenant and who must act, in one line: "App disabled · ask Cloud Application Administrator". */
export function tenantLine(row: TenantListRow, now: Date, aboutBlocks: boolean): string {
  const { tenantList } = words
  const { worst, state, counts, finding, blocks = [] } = row
  // Status and counts come from the same damaged rows, so they are not shown, least of all as granted.
  if (row.damaged) return dotted(tenantList.damaged.what, tenantList.ask(tenantList.damaged.who))
  if (state === 'connecting') return tenantList.connecting
  if (blocks.length > 0 && (aboutBlocks || worst === 'blocked')) return blocksText(blocks)
  const isOver = worst === 'granted' || worst === 'notGranted' || !finding
  const checked = row.checkedAt ? words.checked(age(row.checkedAt, now)) : words.neverChecked
  if (isOver) return dotted(countsText(counts), checked)
  const others = needingAction.includes(worst) && state !== 'lost' ? openSets(counts) - 1 : 0
  const { what, who } = shortFinding(state === 'lost' ? { ...finding, code: 'CONNECTION_LOST' } : finding)
  return dotted(others > 0 ? tenantList.others(what, others) : what, who && tenantList.ask(who))
}

const openSets = (counts: Readonly<Partial<Record<Status, number>>>): number =>
  needingAction.reduce((sum, status) => sum + (counts[status] ?? 0), 0)

const blocksText = (blocks: NonNullable<TenantListRow['blocks']>): string =>
  list(
    blocks.map(({ set, by }) =>
      words.tenantList.blocked(escapeMarkdown(set, 60), by ? escapeMarkdown(by, 60) : ''),
    ),
    2,
  )
