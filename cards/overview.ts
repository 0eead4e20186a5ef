import { button } from './buttons.ts'
import { statusBarParts } from './elements/status-bar.ts'
import { statusIcon } from './elements/status-marks.ts'
import { type StatusTableRow, statusTable } from './elements/status-table.ts'
import { frame, sizeAsSent } from './frame.ts'
import layoutJson from './overview.json' with { type: 'json' }
import { type Card, defineLayout, type Element } from './render.ts'
import type { SetRef, TenantRef } from './subjects.ts'
import { dotted, escapeMarkdown } from './text.ts'
import type { Status, TenantState } from './words/codes.ts'
import { en as words } from './words/en.ts'

export interface OverviewRow {
  tenant: TenantRef
  state: TenantState
  worst: Status
  /** By set id; a set without one was never read. */
  statuses: Readonly<Record<string, Status>>
  /** Sets that can't be granted here, because an app of them is used in other tenants. */
  elsewhere?: ReadonlySet<string>
  /** Sets whose findings are accepted. */
  accepted?: ReadonlySet<string>
  /** Its stored data cannot be read. */
  damaged?: boolean
}

export interface OverviewData {
  /** Of the catalog. */
  sets: readonly SetRef[]
  /** Number of the first of them that is shown, from 1; one that does not exist is the first. */
  firstSet: number
  /** Of this page, worst first. */
  rows: readonly OverviewRow[]
  page: number
  pageSize: number
  total: number
  needsAction: number
  /** Sets of the connected tenants. */
  counts: Readonly<Partial<Record<Status, number>>>
  /** Sets beside these that can't be granted where they are. */
  elsewhere: number
  /** Sets beside these whose findings are accepted. */
  accepted: number
  connecting: number
  lost: number
}

interface Filled {
  title: string
  summary: string
  bar: Element[]
  unconnected: string
  empty: string
  table: Element[]
  legend: string
  range: string
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)

/** More columns are too narrow at 320 px. */
const mostColumns = 5
/** Of a card in its message, which needs some 1.5 KB around it. */
const mostBytes = 34.5 * 1_024

/** Tenants against permission sets: the whole fleet as a picture, worst first. Every cell opens its details. */
export const overviewCard = (data: OverviewData): Card => cardThatFits(data, mostColumns)

/** With long names fewer columns fit into a message. */
function cardThatFits(data: OverviewData, columns: number): Card {
  const card = cardWith(data, columns)
  return columns > 1 && sizeAsSent(card) > mostBytes ? cardThatFits(data, columns - 1) : card
}

function cardWith(data: OverviewData, columns: number): Card {
  const { rows, total, page, pageSize } = data
  const { overview, tenantList } = words
  const summary = tenantList.summary(total, data.needsAction)
  const first = data.firstSet > data.sets.length ? 1 : data.firstSet
  const sets = data.sets.slice(first - 1, first - 1 + columns)
  const from = (page - 1) * pageSize + 1
  const filledRows = rows.map((row) => filledRow(row, sets, sets.length < data.sets.length))
  const filled = layout({
    title: overview.title,
    summary,
    bar: statusBarParts(data.counts, overview.bar),
    unconnected: overview.beside(data),
    empty: total === 0 ? tenantList.empty : '',
    table:
      rows.length > 0
        ? [
            statusTable(
              overview.tenant,
              sets.map((_set, at) => `${first + at}`),
              filledRows,
            ),
          ]
        : [],
    legend: rows.length > 0 ? legendOf(sets, first) : '',
    range: total > pageSize ? tenantList.range(from, from + rows.length - 1, total) : '',
    actions: actionsOf(data, first, sets.length),
  })
  return frame(filled, `${overview.title}: ${summary}`)
}

function filledRow(row: OverviewRow, sets: readonly SetRef[], isPart: boolean): StatusTableRow {
  const { tenant, state } = row
  const connected = state === 'connected' && !row.damaged
  const name = `**${escapeMarkdown(tenant.name, 60)}**`
  return {
    // What stands in other columns must not make a tenant look well.
    name: isPart && connected ? `${markOf(row)} ${name}` : name,
    detail: detailOf(row),
    // Where the cells say nothing yet, the tenant's own card has the way on. Fifty cells leave no room for ten more actions.
    ...(connected ? {} : { open: button('openTenant', { tenantId: tenant.id }, undefined, tenant.name) }),
    cells: sets.map((set) => ({
      icon: connected ? cellIcon(row, set) : words.overview.unknownCell,
      action: cellAction(row, set, connected),
    })),
  }
}

/** Worst of all sets; a flag where nothing is worse than accepted, and no set is blocked. */
function markOf({ worst, statuses, accepted }: OverviewRow): string {
  const isBlocked = Object.values(statuses).includes('blocked')
  return worst === 'blocked' && !isBlocked && (accepted?.size ?? 0) > 0
    ? words.exceptions.icon
    : statusIcon(worst)
}

const statusOf = ({ statuses }: OverviewRow, { id }: SetRef): Status => statuses[id] ?? 'unknown'

function cellIcon(row: OverviewRow, set: SetRef): string {
  if (row.elsewhere?.has(set.id)) return words.none
  return row.accepted?.has(set.id) ? words.exceptions.icon : statusIcon(statusOf(row, set))
}

function cellAction(row: OverviewRow, set: SetRef, connected: boolean): Element {
  const { overview, statuses } = words
  const own = row.accepted?.has(set.id) ? words.exceptions.cell : statuses[statusOf(row, set)].words
  const said = row.elsewhere?.has(set.id) ? overview.usedElsewhere : own
  const says = connected ? said : overview.notConnected
  return button('details', { tenantId: row.tenant.id, setId: set.id }, undefined, says)
}

function detailOf({ state, damaged }: OverviewRow): string {
  const { overview } = words
  if (damaged) return `${statusIcon('error')} ${overview.damaged}`
  if (state === 'lost') return `${statusIcon('error')} ${overview.lost}`
  return state === 'connecting' ? `${statusIcon('granting')} ${overview.connecting}` : ''
}

const legendOf = (sets: readonly SetRef[], first: number): string =>
  words.overview.legend(
    dotted(...sets.map(({ name }, at) => words.overview.column(first + at, escapeMarkdown(name, 60)))),
  )

function actionsOf(
  { page, pageSize, total, sets }: OverviewData,
  firstSet: number,
  shown: number,
): Element[] {
  const next = firstSet + shown > sets.length ? 1 : firstSet + shown
  return [
    button('tenants', {}),
    ...(page > 1 ? [button('previousOverview', { page: page - 1, firstSet })] : []),
    ...(page * pageSize < total ? [button('nextOverview', { page: page + 1, firstSet })] : []),
    ...(shown < sets.length ? [button('moreSets', { page, firstSet: next })] : []),
  ]
}
