import { type ButtonName, button } from './buttons.ts'
import { type FindingData, findingText } from './findings.ts'
import { frame } from './frame.ts'
import { type Notice, noticeParts } from './notice.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import { countsText } from './status-counts.ts'
import type { Rights, TenantRef } from './subjects.ts'
import layoutJson from './tenant-list.json' with { type: 'json' }
import { age, capital, dotted, escapeMarkdown, namedTenant, plain } from './text.ts'
import type { Status, TenantFilter, TenantState } from './words/codes.ts'
import { en as words } from './words/en.ts'

export interface TenantListRow {
  tenant: TenantRef
  state: TenantState
  worst: Status
  /** Number of sets per status. */
  counts: Readonly<Partial<Record<Status, number>>>
  /** First finding of the worst set. */
  finding?: FindingData
  /** Its stored data cannot be read. */
  damaged?: boolean
  checkedAt?: Date
}

export interface TenantListData {
  now: Date
  filter: TenantFilter
  search?: string
  /** From 1. */
  page: number
  /** Tenants that fit filter and search. */
  total: number
  pageSize: number
  counts: Readonly<Record<TenantFilter, number>>
  /** Of this page, worst first. */
  rows: readonly TenantListRow[]
  rights: Rights
  notice?: Notice
}

interface Filled {
  title: string
  summary: string
  filters: Element[]
  searchLabel: string
  searchHint: string
  search: string
  searchAction: Element
  empty: string
  rows: { open: Element; icon: string; name: string; state: string; detail: string }[]
  range: string
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)

/** All tenants, worst first: what is wrong and who must act; each row opens its tenant. */
export function tenantListCard(data: TenantListData): Card {
  const { counts, filter, now, rows } = data
  const search = plain(data.search ?? '', 100)
  const summary = words.tenantList.summary(counts.all, counts.needsAction)
  const first = (data.page - 1) * data.pageSize + 1
  const filled = layout({
    title: words.tenantList.title,
    summary,
    filters: filterButtons(data, search),
    searchLabel: words.tenantList.searchLabel,
    searchHint: words.tenantList.searchHint,
    search,
    searchAction: button('search', { filter }),
    empty: rows.length === 0 ? emptyText(data) : '',
    rows: rows.map((row) => filledRow(row, now)),
    range: data.total > 0 ? words.tenantList.range(first, first + rows.length - 1, data.total) : '',
    actions: barButtons(data, search),
  })
  return frame(filled, `${words.tenantList.title}: ${summary}`, noticeParts(data.notice, now))
}

function filterButtons({ counts, filter }: TenantListData, search: string): Element[] {
  const one = (name: ButtonName, key: TenantFilter): Element => {
    const title = words.tenantList.filter(words.buttons[name], counts[key], key === filter)
    return button(name, { filter: key, ...(search ? { search } : {}) } as never, undefined, title)
  }
  return [
    one('filterNeedsAction', 'needsAction'),
    one('filterErrors', 'error'),
    one('filterBlocked', 'blocked'),
    one('filterAll', 'all'),
  ]
}

function barButtons({ rights, filter, page, pageSize, total }: TenantListData, search: string): Element[] {
  const place = { filter, ...(search ? { search } : {}) }
  return [
    ...(rights.sync ? [button('syncAll', {})] : []),
    ...(rights.grant ? [button('addTenantForm', {})] : []),
    ...(page > 1 ? [button('previousTenants', { ...place, page: page - 1 })] : []),
    ...(page * pageSize < total ? [button('nextTenants', { ...place, page: page + 1 })] : []),
  ]
}

function filledRow(row: TenantListRow, now: Date): Filled['rows'][number] {
  if (row.damaged) return damagedRow(row)
  const { tenant, finding, checkedAt, worst } = row
  const connecting = row.state === 'connecting'
  const checked = checkedAt ? words.checked(age(checkedAt, now)) : words.neverChecked
  const says = finding && worst !== 'granted' && !connecting ? findingText(finding, now) : undefined
  const counted = row.state === 'lost' ? capital(words.connection.lost) : countsText(row.counts)
  return {
    open: button('openTenant', { tenantId: tenant.id }, tenant.name),
    icon: words.statuses[connecting ? 'granting' : worst].icon,
    name: namedTenant(tenant),
    state: connecting ? words.tenantList.connecting : counted,
    detail: says ? dotted(says.what, says.who && words.ask(says.who)) : checked,
  }
}

/** Status and counts come from the same damaged rows, so they are not shown, least of all as granted. */
const damagedRow = ({ tenant }: TenantListRow): Filled['rows'][number] => ({
  open: button('openTenant', { tenantId: tenant.id }, tenant.name),
  icon: words.statuses.error.icon,
  name: namedTenant(tenant),
  state: words.tenantList.damaged.state,
  detail: words.tenantList.damaged.detail,
})

function emptyText({ search, counts }: TenantListData): string {
  if (search) return words.tenantList.emptySearch(escapeMarkdown(search))
  return counts.all === 0 ? words.tenantList.empty : words.tenantList.emptyFilter
}
