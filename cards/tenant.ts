import { button, primary } from './buttons.ts'
import { isElsewhere } from './elsewhere.ts'
import type { FindingData } from './findings.ts'
import { finishParts, frame, sizeAsSent, sizeOfFinished } from './frame.ts'
import { noticeParts } from './notice.ts'
import { pageThatFits } from './paging.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import { countsText } from './status-counts.ts'
import { byAttention } from './status-order.ts'
import layoutJson from './tenant.json' with { type: 'json' }
import type { TenantCardData, TenantSetRow } from './tenant-data.ts'
import {
  elsewhereSet,
  foldedSet,
  knownSet,
  needsAction,
  type OpenSet,
  openSet,
  warningsOf,
} from './tenant-rows.ts'
import { findTrouble, type TroubleBox, troubleBox } from './tenant-trouble.ts'
import { age, dotted, escapeMarkdown, shortId } from './text.ts'
import type { Status } from './words/codes.ts'
import { en as words } from './words/en.ts'
import { writeCard } from './written-card.ts'

interface Filled {
  title: string
  subtitle: string
  summary: string
  unconfirmed: string
  boxStyle: string
  boxTitle: string
  boxText: string
  boxWho: string
  boxActions: Element[]
  empty: string
  sets: OpenSet[]
  rows: Element[]
  pages: string
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)
const most = 8
/** Of what a message may be, with room for title, banner and bar; the layout of a row comes on top of its texts. */
const budget = 24_000
const rowLayout = 1_700

/** One tenant: what needs action is open, what is well takes a line; what can't be read now is told once. */
export function tenantCard(data: TenantCardData): Card {
  const { state } = data
  const rows =
    state === 'connecting' ? [] : data.sets.toSorted((a, b) => byAttention(rankedAs(a), rankedAs(b)))
  const trouble = state === 'connecting' ? undefined : findTrouble(data)
  const box = troubleBox(data, trouble)
  const drawn = rows.map(drawRow(data, rows, box.boxTitle !== ''))
  const draw = (shown: Shown): Card => drawCard(data, { rows, trouble, box, ...shown })
  // Nearly every card is whole and small, and is sent as it was written for its size.
  const isOnePage = drawn.length <= most && drawn.every(({ open }) => !open)
  const whole = isOnePage ? draw({ shown: drawn, page: 1, pages: 1 }) : undefined
  if (whole && 2 * writeCard(whole).length <= budget) return whole
  const weigh = ({ open, parts }: DrawnRow): number =>
    open ? sizeAsSent(open) + rowLayout : sizeOfFinished(parts)
  const page = pageThatFits(drawn, data.page, { most, budget, weigh })
  return whole && page.pages === 1 ? whole : draw(page)
}

interface Shown {
  shown: readonly DrawnRow[]
  page: number
  pages: number
}

interface Drawn extends Shown {
  /** Of all pages. */
  rows: readonly TenantSetRow[]
  trouble: FindingData | undefined
  box: TroubleBox
}

function drawCard(data: TenantCardData, { rows, trouble, box, shown, page, pages }: Drawn): Card {
  const { tenant, now, state } = data
  const summary = box.boxTitle === '' && rows.length > 0 ? summaryOf(rows) : ''
  const folded = shown.flatMap(({ parts = [] }) => parts)
  const filled = layout({
    title: escapeMarkdown(tenant.name),
    subtitle: dotted(escapeMarkdown(tenant.domain), shortId(tenant.id), checkedText(data)),
    summary,
    unconfirmed: data.isUnconfirmed ? words.baselines.unconfirmed : '',
    boxStyle: state === 'lost' ? 'attention' : 'emphasis',
    ...box,
    empty: data.sets.length === 0 && state !== 'connecting' ? words.tenant.noSets : '',
    sets: withPrimary(
      shown.flatMap(({ open }) => open ?? []),
      box.boxActions,
    ),
    rows: folded,
    pages: pages > 1 ? words.page(page, pages) : '',
    actions: barButtons(data, { page, pages, inBox: box.boxActions }),
  })
  const says = words.connection[state] || (trouble ? box.boxTitle : countsOf(rows)) || words.tenant.noSets
  return frame(
    filled,
    `${tenant.name} (${tenant.domain}): ${says}, ${checkedText(data)}`,
    noticeParts(data.notice, now),
    folded,
  )
}

const checkedText = ({ checkedAt, now }: TenantCardData): string =>
  checkedAt ? words.checked(age(checkedAt, now)) : words.neverChecked

interface DrawnRow {
  open?: OpenSet
  /** Finished. */
  parts?: Element[]
}

/** A tenant where nothing needs action shows how the first set is granted. */
const drawRow = (data: TenantCardData, rows: readonly TenantSetRow[], isUnread: boolean) => {
  const next = rows.some(needsAction)
    ? undefined
    : rows.find((row) => row.status === 'notGranted' && !isElsewhere(row))
  return (row: TenantSetRow): DrawnRow => {
    if (isUnread) return { parts: finishParts([knownSet(row, data)]) }
    if (isElsewhere(row)) return { parts: finishParts(elsewhereSet(row, data)) }
    if (needsAction(row) || row === next) return { open: openSet(row, data) }
    return { parts: finishParts(foldedSet(row, data)) }
  }
}

/** The first button that mends something, unless the box has one. */
function withPrimary(sets: OpenSet[], inBox: readonly Element[]): OpenSet[] {
  const mends = ([first]: readonly Element[]): boolean =>
    first !== undefined && first.verb !== 'grant.details'
  const at = inBox.length > 0 ? -1 : sets.findIndex(({ actions }) => mends(actions))
  return sets.map((set, index) => {
    const [first, ...rest] = set.actions
    return index === at && first ? { ...set, actions: [primary(first), ...rest] } : set
  })
}

/** What can't be granted here stands with what is well. */
const rankedAs = (row: TenantSetRow): Status => {
  if (isElsewhere(row)) return 'granted'
  return row.isExcepted ? 'blocked' : row.status
}

const isWarned = (row: TenantSetRow): boolean =>
  row.status === 'granted' && !isElsewhere(row) && warningsOf(row).length > 0

function summaryOf(rows: readonly TenantSetRow[]): string {
  const needing = rows.filter(needsAction).length
  const warned = rows.filter(isWarned).length
  return needing === 0 && warned > 0
    ? words.tenant.warned(warned, rows.length)
    : words.tenant.summary(needing, rows.length)
}

function countsOf(rows: readonly TenantSetRow[]): string {
  const counts: Partial<Record<Status, number>> = {}
  const here = rows.filter((row) => !isElsewhere(row))
  const open = here.filter(({ isExcepted }) => !isExcepted)
  for (const { status } of open) counts[status] = (counts[status] ?? 0) + 1
  const elsewhere = rows.length - here.length
  const accepted = here.length - open.length
  return dotted(
    countsText(counts, 5),
    accepted > 0 && words.exceptions.count(accepted),
    elsewhere > 0 && words.moves.countElsewhere(elsewhere),
  )
}

function barButtons(
  { tenant, rights, state, isUnconfirmed }: TenantCardData,
  { page, pages, inBox }: { page: number; pages: number; inBox: readonly Element[] },
): Element[] {
  const tenantId = tenant.id
  const isThere = inBox.some(({ verb }) => verb === 'sync.tenant')
  const sync = rights.sync && state !== 'connecting' && !isThere
  return [
    ...(sync ? [button('syncNow', { tenantId }, tenant.name)] : []),
    ...(isUnconfirmed ? [button('baseline', { tenantId }, tenant.name)] : []),
    button('refreshTenant', { tenantId, ...(page > 1 ? { page } : {}) }, tenant.name),
    ...(page > 1 ? [button('previousSets', { tenantId, page: page - 1 })] : []),
    ...(page < pages ? [button('nextSets', { tenantId, page: page + 1 })] : []),
    button('tenants', {}),
  ]
}
