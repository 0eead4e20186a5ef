import type { AlertData } from './alert-data.ts'
import { alertText } from './alert-text.ts'
import { button } from './buttons.ts'
import { type CompactRow, compactRow } from './elements/rows.ts'
import { type ExceptionData, exceptionAbout } from './exception-data.ts'
import { findingText } from './findings.ts'
import { frame } from './frame.ts'
import layoutJson from './mine.json' with { type: 'json' }
import { pageOf } from './paging.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import type { RequestListRow } from './request-list.ts'
import type { SetRef, TenantRef } from './subjects.ts'
import { age, dotted, escapeMarkdown, list, moment, plain, unmarked } from './text.ts'
import { en as words } from './words/en.ts'

/** One thing that waits for one person. */
export type MineRow =
  | { kind: 'request'; request: RequestListRow }
  | {
      kind: 'link'
      consentId: string
      code: string
      createdAt: Date
      set?: SetRef
      tenants: readonly TenantRef[]
      isUnopened: boolean
    }
  | { kind: 'alert'; alert: AlertData; as: 'owner' | 'deputy' | 'approvers' }
  | { kind: 'exception'; exception: ExceptionData }
  | { kind: 'baseline'; tenant: TenantRef }

interface MineData {
  now: Date
  rows: readonly MineRow[]
  /** Groups whose members can't be read now. */
  unreadGroups: readonly string[]
  page: number
}

interface Filled {
  title: string
  none: string
  sections: { title: string; rows: Element[] }[]
  unread: string
  range: string
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)
const text = words.owners.mine
const pageSize = 10

/** What waits for one person: one row and one click for each. */
export function mineCard(data: MineData): Card {
  const { rows, unreadGroups, now } = data
  const { shown, page, pages } = pageOf(rows, data.page, pageSize)
  const sections = [...Map.groupBy(rows, ({ kind }) => kind)].map(([kind, own]) =>
    text.sections[kind](own.length),
  )
  const said = rows.length === 0 ? text.none : dotted(...sections)
  const first = (page - 1) * pageSize + 1
  const filled = layout({
    title: text.title,
    none: rows.length === 0 ? text.none : '',
    sections: [...Map.groupBy(shown, ({ kind }) => kind)].map(([kind, own]) => ({
      title: text.sections[kind](rows.filter((row) => row.kind === kind).length),
      rows: own.map((row) => compactRow(mineRow(row, now))),
    })),
    unread:
      unreadGroups.length > 0
        ? `⚠️ ${text.unread(list(unreadGroups.map((name) => escapeMarkdown(name, 60))))}`
        : '',
    range: pages > 1 ? text.range(first, first + shown.length - 1, rows.length) : '',
    actions: [
      ...(page > 1 ? [button('previousMine', { page: page - 1 })] : []),
      ...(page < pages ? [button('nextMine', { page: page + 1 })] : []),
      button('requests', {}),
      button('tenants', {}),
    ],
  })
  return frame(filled, `${text.title}: ${said}`)
}

/** What a row says, and what a click on it shows. */
export function mineRow(row: MineRow, now: Date): CompactRow {
  if (row.kind === 'request') return requestRow(row, now)
  if (row.kind === 'baseline') return baselineRow(row)
  if (row.kind === 'exception') return exceptionRow(row, now)
  return row.kind === 'link' ? linkRow(row, now) : alertRow(row, now)
}

function requestRow({ request }: Extract<MineRow, { kind: 'request' }>, now: Date): CompactRow {
  const { requestId, code, kind, set, tenants, requester, expiresAt, tierZero } = request
  const what = words.requests.what[kind](escapeMarkdown(set?.name ?? '', 60))
  const asks = words.requests.asks(escapeMarkdown(requester.name, 60), what)
  const where = tenants.length > 0 ? whereOf(tenants) : words.requests.everyTenant
  return {
    icon: tierZero ? '⚠️' : words.requests.state.open.icon,
    text: `${asks} ${words.requests.in(where)}`,
    detail: dotted(words.requests.code(code), words.requests.left(moment(expiresAt, now))),
    action: button('openRequest', { requestId }, undefined, words.requests.code(code)),
  }
}

function linkRow(row: Extract<MineRow, { kind: 'link' }>, now: Date): CompactRow {
  const { consentId, code, set, tenants, isUnopened, createdAt } = row
  const what = set ? text.link(escapeMarkdown(set.name, 60)) : text.connection
  return {
    icon: words.statuses.granting.icon,
    text: `${what} ${words.requests.in(whereOf(tenants))}`,
    detail: dotted(isUnopened ? text.unopened : text.opened, text.made(age(createdAt, now)), code),
    action: button('showConsent', { consentId }, undefined, unmarked(what)),
  }
}

function alertRow({ alert, as }: Extract<MineRow, { kind: 'alert' }>, now: Date): CompactRow {
  const { id, set, state, acknowledged, openedAt } = alert
  const { icon, title } = alertText(alert)
  const number = words.alerts.number(id)
  const handled =
    state === 'acknowledged' && text.acknowledged(escapeMarkdown(acknowledged?.by.name ?? '', 60))
  return {
    icon,
    text: title,
    detail: dotted(
      set && escapeMarkdown(set.name, 60),
      number,
      words.alerts.opened(moment(openedAt, now)),
      handled,
      text.as[as],
    ),
    action: button('showAlert', { alertId: id }, undefined, plain(number)),
  }
}

function exceptionRow({ exception }: Extract<MineRow, { kind: 'exception' }>, now: Date): CompactRow {
  const { tenant, set, finding, endsAt } = exception
  const { what } = findingText(finding, now, tenant.domain)
  return {
    icon: words.exceptions.icon,
    text: `${what} ${words.requests.in(whereOf([tenant]))}`,
    detail: dotted(set && escapeMarkdown(set.name, 60), words.exceptions.list.until(moment(endsAt, now))),
    action: button('exceptionsOf', { tenantId: tenant.id }, undefined, exceptionAbout(exception, now)),
  }
}

const baselineRow = ({ tenant }: Extract<MineRow, { kind: 'baseline' }>): CompactRow => ({
  icon: '📋',
  text: text.baseline(whereOf([tenant])),
  action: button('baseline', { tenantId: tenant.id }, undefined, text.baseline(plain(tenant.name, 60))),
})

/** One tenant by name, several by their number; the card behind the row says the rest. */
function whereOf(tenants: readonly TenantRef[]): string {
  const [only, ...more] = tenants
  return only && more.length === 0 ? `**${escapeMarkdown(only.name, 60)}**` : words.tenants(tenants.length)
}
