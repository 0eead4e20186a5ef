import { button } from './buttons.ts'
import { shortReference } from './elements/reference.ts'
import { moreParts } from './elements/rows.ts'
import { frame } from './frame.ts'
import layoutJson from './history.json' with { type: 'json' }
import { type HistoryGroup, type HistoryRow, historyGroups } from './history-groups.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import type { SetRef, TenantRef } from './subjects.ts'
import { dotted, escapeMarkdown } from './text.ts'
import { type HistoryArea, type HistoryWho, historyAreas, historyWho } from './words/codes.ts'
import { en as words } from './words/en.ts'

export interface HistoryData {
  now: Date
  tenant?: TenantRef
  set?: SetRef
  rows: readonly HistoryRow[]
  /** The place after the last row, when there is more. */
  nextBefore?: number
  /** Not the newest page. */
  older: boolean
  /** Absent: all people and all areas. */
  who?: HistoryWho
  area?: HistoryArea
  /** The ticket or case number that was searched for. */
  reference?: string
  /** The reader can export the history. */
  mayExport?: boolean
}

interface Filled {
  title: string
  subtitle: string
  empty: string
  groups: HistoryGroup[]
  filters: Element[]
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)

/** Who did what to which tenant and set, when, and with what result; newest first. */
export function historyCard(data: HistoryData): Card {
  const { tenant, set, reference, rows, older } = data
  const removed = tenant?.isRemoved ? ` (${words.history.removed})` : ''
  const about = dotted(
    set && escapeMarkdown(set.name),
    tenant && `${escapeMarkdown(tenant.name)}${removed}`,
    shortReference(reference),
  )
  const of = about ? words.history.of(about) : words.history.everything
  const filled = layout({
    title: words.history.title,
    subtitle: dotted(of, older && words.history.older),
    empty: rows.length > 0 ? '' : emptyText(data),
    groups: historyGroups(rows, {
      now: data.now,
      isOfTenant: tenant !== undefined,
      isOfSet: set !== undefined,
    }),
    filters: filterParts(data),
    actions: buttons(data),
  })
  const plainAbout = [set?.name, tenant?.name, reference].filter(Boolean).join(', ')
  return frame(
    filled,
    `${words.history.title} ${plainAbout ? words.history.of(plainAbout) : words.history.everything}`,
  )
}

function emptyText(data: HistoryData): string {
  if (isFiltered(data)) return words.history.noMatch
  const { reference } = data
  return reference === undefined
    ? words.history.empty
    : words.references.noEntries(escapeMarkdown(reference, 40))
}

const isFiltered = ({ who = 'anybody', area = 'all' }: HistoryData): boolean =>
  who !== 'anybody' || area !== 'all'

/** One line that says what is shown; a click opens a button for each other choice. */
function filterParts(data: HistoryData): Element[] {
  const { who = 'anybody', area = 'all' } = data
  const text = words.history
  const own = subjectOf(data)
  const choice = (chosen: Pick<HistoryData, 'who' | 'area'>, title: string, isOn: boolean): Element =>
    button('filterHistory', { ...own, ...chosen }, undefined, isOn ? `● ${title}` : title)
  const areas = historyAreas.map((each) => choice({ who, area: each }, text.area[each], each === area))
  const people = historyWho.map((each) => choice({ who: each, area }, text.who[each], each === who))
  const title = text.filter(text.area[area], text.who[who])
  return moreParts('history-filter', title, [
    { type: 'ActionSet', actions: areas },
    { type: 'ActionSet', spacing: 'Small', actions: people },
  ])
}

const tenantOf = (tenant: TenantRef | undefined): { tenantId?: string } =>
  tenant ? { tenantId: tenant.id } : {}

const subjectOf = ({ tenant, set, reference }: HistoryData) => ({
  ...tenantOf(tenant),
  ...(set && { setId: set.id }),
  ...(reference !== undefined && { reference }),
})

function buttons(data: HistoryData): Element[] {
  const { tenant, nextBefore, older, who, area, reference } = data
  // The file would have everything, not what is shown.
  const mayExport = data.mayExport && reference === undefined
  const about = { ...subjectOf(data), ...(isFiltered(data) && { who, area }) }
  return [
    ...(older ? [button('newestHistory', about)] : []),
    ...(nextBefore === undefined ? [] : [button('nextHistory', { ...about, before: nextBefore })]),
    ...(mayExport ? [button('exportHistory', { format: 'csv', ...tenantOf(tenant) })] : []),
    ...(tenant && !tenant.isRemoved ? [button('backToTenant', { tenantId: tenant.id }, tenant.name)] : []),
  ]
}
