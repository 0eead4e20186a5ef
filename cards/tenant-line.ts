import { type FindingData, findingsOfTenant, shortFinding } from './findings.ts'
import { countsText } from './status-counts.ts'
import { needingAction } from './status-order.ts'
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
  /** Number of sets whose findings are accepted: in no status above. */
  accepted?: number
  /** First finding of the worst set. */
  finding?: FindingData
  /** Its blocked sets, and who blocked them. */
  blocks?: readonly { set: string; by: string; isClosed?: true }[]
  /** Its stored data cannot be read. */
  damaged?: boolean
  checkedAt?: Date
}

/** Whether its blocks are the thing to say: somebody looks for them, or nothing in it waits for anybody. */
const saysBlocks = ({ worst, state, blocks = [] }: TenantListRow, aboutBlocks: boolean): boolean =>
  blocks.length > 0 && state === 'connected' && (aboutBlocks || worst === 'notGranted' || worst === 'blocked')

/** The status that the line of a tenant is about. */
export function statusOfLine(row: TenantListRow, aboutBlocks: boolean): Status {
  if (row.damaged) return 'error'
  if (saysBlocks(row, aboutBlocks)) return 'blocked'
  return row.state === 'connecting' ? 'granting' : row.worst
}

/** Nothing waits for anybody, because something is accepted: no status says so, least of all granted. */
export const isOnlyAccepted = (row: TenantListRow): boolean =>
  row.worst === 'blocked' &&
  row.state === 'connected' &&
  !row.damaged &&
  (row.accepted ?? 0) > 0 &&
  (row.blocks ?? []).length === 0

/** What is wrong in a tenant and who must act, in one line: "App disabled · ask Cloud Application Administrator". */
export function tenantLine(row: TenantListRow, now: Date, aboutBlocks: boolean): string {
  const { accepted = 0, damaged, state } = row
  const mark = accepted > 0 && !damaged && state !== 'connecting' && words.exceptions.count(accepted)
  return dotted(lineOf(row, now, aboutBlocks), mark)
}

function lineOf(row: TenantListRow, now: Date, aboutBlocks: boolean): string {
  const { tenantList } = words
  const { worst, state, counts, finding, blocks = [] } = row
  // Status and counts come from the same damaged rows, so they are not shown, least of all as granted.
  if (row.damaged) return dotted(tenantList.damaged.what, tenantList.ask(tenantList.damaged.who))
  if (state === 'connecting') return tenantList.connecting
  if (saysBlocks(row, aboutBlocks)) return blocksText(blocks)
  const checked = row.checkedAt ? words.checked(age(row.checkedAt, now)) : words.neverChecked
  if (worst === 'granted' || worst === 'notGranted' || isOnlyAccepted(row) || !finding)
    return dotted(countsText(counts), checked)
  const code = state === 'lost' ? 'CONNECTION_LOST' : finding.code
  // What is about the whole tenant holds for each of its sets, so their number says nothing.
  const others = needingAction.includes(worst) && !findingsOfTenant.includes(code) ? openSets(counts) - 1 : 0
  const { what, who } = shortFinding({ ...finding, code })
  return dotted(others > 0 ? tenantList.others(what, others) : what, who && tenantList.ask(who))
}

const openSets = (counts: Readonly<Partial<Record<Status, number>>>): number =>
  needingAction.reduce((sum, status) => sum + (counts[status] ?? 0), 0)

const blocksText = (blocks: NonNullable<TenantListRow['blocks']>): string =>
  list(
    blocks.map(({ set, by, isClosed }) =>
      isClosed
        ? words.openings.isClosed(escapeMarkdown(set, 60))
        : words.tenantList.blocked(escapeMarkdown(set, 60), by ? escapeMarkdown(by, 60) : ''),
    ),
    2,
  )
