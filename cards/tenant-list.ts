import type { WaitingRef } from './button-tables/fleet.ts'
import { button } from './buttons.ts'
import { compactRow } from './elements/rows.ts'
import { statusIcon } from './elements/status-marks.ts'
import { frame } from './frame.ts'
import { type Notice, noticeParts } from './notice.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import type { Rights } from './subjects.ts'
import { isOnlyAccepted, statusOfLine, type TenantListRow, tenantLine } from './tenant-line.ts'
import layoutJson from './tenant-list.json' with { type: 'json' }
import { dotted, escapeMarkdown, number, plain, shortId } from './text.ts'
import type { TenantFilter } from './words/codes.ts'
import { en as words } from './words/en.ts'

export interface TenantListData {
  now: Date
  filter: TenantFilter
  search?: string
  /** Only the tenants that wait for this are listed. */
  waiting?: WaitingRef
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
  find: Element[]
  empty: string
  rows: Element[]
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)

/** All tenants, worst first, two lines each: what is wrong and who must act. Each row opens its tenant. */
export function tenantListCard(data: TenantListData): Card {
  const { counts, now, rows, total } = data
  const search = plain(data.search ?? '', 100)
  const summary = words.tenantList.summary(counts.all, counts.needsAction)
  const first = (data.page - 1) * data.pageSize + 1
  const isPart = rows.length > 0 && (total > rows.length || total < counts.all)
  const filled = layout({
    title: words.tenantList.title,
    summary: dotted(summary, isPart && words.tenantList.range(first, first + rows.length - 1, total)),
    find: counts.all > 0 && !data.waiting ? findInputs(data, search) : [],
    empty: rows.length === 0 ? emptyText(data) : '',
    rows: rows.map((row) => filledRow(row, data)),
    actions: barButtons(data, search),
  })
  return frame(filled, `${words.tenantList.title}: ${summary}`, noticeParts(data.notice, now))
}

const filters: readonly TenantFilter[] = ['needsAction', 'error', 'blocked', 'all']

/** What is shown, as one choice, and the text to look for; one click takes both. */
function findInputs({ counts, filter }: TenantListData, search: string): Element[] {
  const { tenantList } = words
  const choice = {
    type: 'Input.ChoiceSet',
    id: 'filter',
    label: tenantList.filterLabel,
    style: 'compact',
    value: filter,
    choices: filters.map((key) => ({ title: tenantList.filter[key](number(counts[key])), value: key })),
  }
  const text = {
    type: 'Input.Text',
    id: 'search',
    label: tenantList.searchLabel,
    placeholder: tenantList.searchHint,
    maxLength: 100,
    value: search,
    inlineAction: button('search', {}),
  }
  return [
    { type: 'Column', width: 2, items: [choice] },
    { type: 'Column', width: 3, items: [text] },
  ]
}

function barButtons(data: TenantListData, search: string): Element[] {
  const { rights, filter, waiting, page, pageSize, total, counts } = data
  const place = { filter, ...(search ? { search } : {}), ...(waiting ? { waiting } : {}) }
  return [
    ...(counts.needsAction > 0 ? [button('nextActions', {})] : []),
    button('overview', {}),
    ...(rights.sync ? [button('syncAll', {})] : []),
    ...(rights.grant ? [button('addTenantForm', {})] : []),
    ...(page > 1 ? [button('previousTenants', { ...place, page: page - 1 })] : []),
    ...(page * pageSize < total ? [button('nextTenants', { ...place, page: page + 1 })] : []),
  ]
}

function filledRow(row: TenantListRow, { now, filter }: TenantListData): Element {
  const { tenant } = row
  const name = `**${escapeMarkdown(tenant.name, 60)}**`
  const domain = tenant.name !== tenant.domain && escapeMarkdown(tenant.domain, 60)
  return compactRow({
    icon: isOnlyAccepted(row) ? words.exceptions.icon : statusIcon(statusOfLine(row, filter === 'blocked')),
    // Names can be made alike, domains can't. The id stands where even a close look would not tell two of them apart.
    text: dotted(name, domain, row.isNameShared && shortId(tenant.id)),
    detail: tenantLine(row, now, filter === 'blocked'),
    action: button(
      'openTenant',
      { tenantId: tenant.id },
      row.isNameShared ? `${tenant.name} ${tenant.domain}` : tenant.name,
    ),
  })
}

function emptyText({ search, counts }: TenantListData): string {
  if (search) return words.tenantList.emptySearch(escapeMarkdown(search))
  return counts.all === 0 ? words.tenantList.empty : words.tenantList.emptyFilter
}
