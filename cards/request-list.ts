import { quoted } from './asking.ts'
import { button } from './buttons.ts'
import { referenceLine, shortReference } from './elements/reference.ts'
import { frame } from './frame.ts'
import { type Notice, noticeParts } from './notice.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import layoutJson from './request-list.json' with { type: 'json' }
import type { PersonRef, SetRef, TenantRef } from './subjects.ts'
import { cut, dotted, escapeMarkdown, moment, namedTenant } from './text.ts'
import type { RequestFilter, RequestKind, RequestState } from './words/codes.ts'
import { en as words } from './words/en.ts'

export interface RequestListRow {
  requestId: string
  code: string
  kind: RequestKind
  state: RequestState
  set?: SetRef
  tenants: readonly TenantRef[]
  requester: PersonRef
  reason: string
  /** Ticket or case number. */
  reference?: string
  tierZero: boolean
  expiresAt: Date
  endedAt?: Date
  decidedBy?: PersonRef
}

interface RequestListData {
  now: Date
  filter: RequestFilter
  /** Instead of the filter: those with this ticket or case number. */
  reference?: string
  page: number
  pageSize: number
  total: number
  rows: readonly RequestListRow[]
  /** In a shared conversation, for approvers: whether new requests are posted there. */
  listening?: boolean
  notice?: Notice
}

interface Filled {
  reference: string
  title: string
  listening: string
  filters: Element[]
  empty: string
  rows: {
    open: Element
    icon: string
    what: string
    where: string
    why: string
    state: string
  }[]
  range: string
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)

/** Requests that wait, the worst first, or those that ended lately. */
export function requestListCard(data: RequestListData): Card {
  const { filter, reference, page, pageSize, total, rows, listening, now } = data
  const { title } = words.requests.list
  const first = (page - 1) * pageSize + 1
  const filled = layout({
    title,
    listening: listening ? `🔔 ${words.requests.list.listening}` : '',
    reference: referenceLine(reference),
    filters: filterButtons(data),
    empty: rows.length > 0 ? '' : emptyText(data),
    rows: rows.map((row) => filledRow(row, now)),
    range: total > pageSize ? words.tenantList.range(first, first + rows.length - 1, total) : '',
    actions: barButtons(data),
  })
  const shown = reference ?? words.requests.list.filter[filter]
  return frame(filled, `${title}: ${shown} ${total}`, noticeParts(data.notice, now))
}

const emptyText = ({ filter, reference }: RequestListData): string =>
  reference === undefined
    ? words.requests.list.empty[filter]
    : words.references.noRequests(escapeMarkdown(reference, 40))

function filterButtons({ filter, reference, total }: RequestListData): Element[] {
  const { filter: titles, counted } = words.requests.list
  const titleOf = (key: RequestFilter): string =>
    counted(titles[key], total, key === filter && reference === undefined)
  return [
    button('requestsToDecide', { filter: 'toDecide' }, undefined, titleOf('toDecide')),
    button('requestsMine', { filter: 'mine' }, undefined, titleOf('mine')),
    button('requestsOpen', { filter: 'open' }, undefined, titleOf('open')),
    button('requestsEnded', { filter: 'ended' }, undefined, titleOf('ended')),
  ]
}

function filledRow(row: RequestListRow, now: Date): Filled['rows'][number] {
  const { requestId, code, kind, state, set, tenants, requester, endedAt, expiresAt } = row
  const [only, ...more] = tenants
  const what = words.requests.what[kind](escapeMarkdown(set?.name ?? '', 60))
  const { icon, words: says } = words.requests.state[state]
  const by = escapeMarkdown(row.decidedBy?.name ?? '', 60) || words.requests.nobodyElse
  return {
    open: button('openRequest', { requestId }, code),
    icon: state === 'open' && row.tierZero ? '⚠️' : icon,
    what: `**${words.requests.asks(escapeMarkdown(requester.name, 60), what)}**`,
    where: only && more.length === 0 ? words.requests.in(namedTenant(only)) : manyOf(kind, tenants),
    why: words.requests.said(quoted(cut(row.reason, 120))),
    state: dotted(
      words.requests.code(code),
      state === 'open' ? words.requests.left(moment(expiresAt, now)) : says(by),
      endedAt && moment(endedAt, now),
      shortReference(row.reference),
    ),
  }
}

function manyOf(kind: RequestKind, tenants: readonly TenantRef[]): string {
  if (tenants.length > 0) return words.requests.in(words.tenants(tenants.length))
  return kind === 'sync' ? words.requests.in(words.requests.everyTenant) : ''
}

function barButtons(data: RequestListData): Element[] {
  const { filter, reference, page, pageSize, total, listening } = data
  const own = { filter, ...(reference !== undefined && { reference }) }
  return [
    ...(page > 1 ? [button('previousRequests', { ...own, page: page - 1 })] : []),
    ...(page * pageSize < total ? [button('nextRequests', { ...own, page: page + 1 })] : []),
    ...(listening === undefined ? [] : [button(listening ? 'silenceRequests' : 'listenRequests', {})]),
    ...(reference === undefined ? [] : [button('history', { reference })]),
    button('tenants', {}),
  ]
}
