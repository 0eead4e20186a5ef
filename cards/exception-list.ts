import { button } from './buttons.ts'
import { type ExceptionData, exceptionAbout, exceptionLines, type FilledException } from './exception-data.ts'
import layoutJson from './exception-list.json' with { type: 'json' }
import { frame } from './frame.ts'
import { type Notice, noticeParts } from './notice.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import type { TenantRef } from './subjects.ts'
import { capital, escapeMarkdown } from './text.ts'
import { en as words } from './words/en.ts'

export interface ExceptionListData {
  now: Date
  /** Only those of this tenant. */
  tenant?: TenantRef
  /** Those that count, the first to end first; `mayAct`: the reader can withdraw or renew it. */
  rows: readonly (ExceptionData & { mayAct: boolean })[]
  page: number
  pageSize: number
  total: number
  notice?: Notice
}

interface Filled {
  title: string
  summary: string
  empty: string
  rows: (FilledException & { acts: Element[] })[]
  range: string
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)

/** Everything that is accepted now: what, where, why, whose it is, and until when. */
export function exceptionListCard(data: ExceptionListData): Card {
  const { now, tenant, rows, page, pageSize, total } = data
  const { list } = words.exceptions
  const title = `${words.exceptions.icon} ${list.title}`
  const first = (page - 1) * pageSize + 1
  const summary = list.count(total)
  const filled = layout({
    title: tenant ? `${title} ${list.in(escapeMarkdown(tenant.name, 60))}` : title,
    summary,
    empty: total === 0 ? list.empty : '',
    rows: rows.map((row) => ({ ...filledRow(row, now), acts: actsOf(row, now) })),
    range: total > pageSize ? words.tenantList.range(first, first + rows.length - 1, total) : '',
    actions: barButtons(data),
  })
  return frame(filled, `${title}: ${summary}`, noticeParts(data.notice, now))
}

function filledRow(row: ExceptionData, now: Date): FilledException {
  const lines = exceptionLines(row, now)
  return { ...lines, what: `${words.exceptions.icon} ${lines.what}`, state: capital(lines.state) }
}

function actsOf(row: ExceptionListData['rows'][number], now: Date): Element[] {
  const { id, version, tenant, set, mayAct } = row
  const about = exceptionAbout(row, now)
  return [
    ...(mayAct
      ? [
          button('renewForm', { exceptionId: id }, about),
          button('withdrawException', { exceptionId: id, v: version }, about),
        ]
      : []),
    set
      ? button('details', { tenantId: tenant.id, setId: set.id }, about)
      : button('openTenant', { tenantId: tenant.id }, about),
  ]
}

function barButtons({ tenant, page, pageSize, total }: ExceptionListData): Element[] {
  const place = tenant ? { tenantId: tenant.id } : {}
  return [
    ...(page > 1 ? [button('previousExceptions', { ...place, page: page - 1 })] : []),
    ...(page * pageSize < total ? [button('nextExceptions', { ...place, page: page + 1 })] : []),
    ...(tenant
      ? [
          button('exceptions', {}, undefined, words.exceptions.list.all),
          button('backToTenant', { tenantId: tenant.id }, tenant.name),
        ]
      : []),
    button('tenants', {}),
  ]
}
