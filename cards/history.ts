import { button } from './buttons.ts'
import { frame } from './frame.ts'
import layoutJson from './history.json' with { type: 'json' }
import { findOutcomeWords } from './outcome.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import type { SetRef, TenantRef } from './subjects.ts'
import { dotted, escapeMarkdown, moment } from './text.ts'
import type { HistoryArea, HistoryResult, HistoryWho, Status } from './words/codes.ts'
import { en as words } from './words/en.ts'

export interface HistoryRow {
  at: Date
  /** Absent: Grantkeeper itself. */
  by?: { name: string }
  /** `grant.block`, `sync.all` … */
  action: string
  tenant?: TenantRef
  set?: SetRef
  result: HistoryResult
  /** From one status to another. */
  change?: { from: string; to: string }
  /** A second person decided that it may be done; the readable code of the request. */
  approval?: { by: string; code: string }
  /** A code of this program, or words of a person. */
  reason?: string
}

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
  /** The reader can export the history. */
  mayExport?: boolean
}

interface Filled {
  title: string
  subtitle: string
  empty: string
  rows: { icon: string; what: string; subject: string; change: string; when: string }[]
  filters: Element[]
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)

/** Who did what to which tenant and set, when, and with what result; newest first. */
export function historyCard(data: HistoryData): Card {
  const { tenant, set, rows, older } = data
  const about = dotted(set && escapeMarkdown(set.name), tenant && escapeMarkdown(tenant.name))
  const of = about ? words.history.of(about) : words.history.everything
  const filled = layout({
    title: words.history.title,
    subtitle: dotted(of, older && words.history.older),
    empty: rows.length > 0 ? '' : isFiltered(data) ? words.history.noMatch : words.history.empty,
    rows: rows.map((row) => filledRow(row, data)),
    filters: filters(data),
    actions: buttons(data),
  })
  const plainAbout = [set?.name, tenant?.name].filter(Boolean).join(', ')
  return frame(
    filled,
    `${words.history.title} ${plainAbout ? words.history.of(plainAbout) : words.history.everything}`,
  )
}

function filledRow(row: HistoryRow, { tenant, set, now }: HistoryData): Filled['rows'][number] {
  const { at, by, action, result, reason, change, approval } = row
  const known = Object.hasOwn(words.history.actions, action) ? words.history.actions[action] : undefined
  const [did, tries] = known ?? [escapeMarkdown(action)]
  return {
    icon: words.history.icon[result],
    what: `**${by ? escapeMarkdown(by.name, 60) : words.history.system}** ${result === 'done' || !tries ? did : words.history.tried(tries)}`,
    subject: dotted(
      !set && row.set && escapeMarkdown(row.set.name),
      !tenant && row.tenant && escapeMarkdown(row.tenant.name),
    ),
    change: change ? words.history.change(statusText(change.from), statusText(change.to)) : '',
    when: dotted(
      moment(at, now),
      words.history.result[result],
      approval &&
        words.history.approvedBy(escapeMarkdown(approval.by, 60), escapeMarkdown(approval.code, 20)),
      reason && words.history.reason(reasonText(reason)),
    ),
  }
}

/** With its icon, as every other card shows it. */
function statusText(status: string): string {
  const known = Object.hasOwn(words.statuses, status) ? words.statuses[status as Status] : undefined
  return known ? `${known.icon} ${known.words}` : escapeMarkdown(status)
}

/** Codes become their sentence; anything else was typed by a person. */
function reasonText(reason: string): string {
  const error = Object.hasOwn(words.errors, reason)
    ? words.errors[reason as keyof typeof words.errors]
    : undefined
  const own = Object.hasOwn(words.history.reasons, reason) ? words.history.reasons[reason] : undefined
  return own ?? error?.title ?? findOutcomeWords(reason)?.title ?? escapeMarkdown(reason, 300)
}

const isFiltered = ({ who = 'anybody', area = 'all' }: HistoryData): boolean =>
  who !== 'anybody' || area !== 'all'

/** Two inputs, sent by the button next to the paging buttons. */
function filters({ who = 'anybody', area = 'all' }: HistoryData): Element[] {
  const text = words.history
  const choice = <T extends string>(id: string, value: T, titles: Readonly<Record<T, string>>) => ({
    type: 'Input.ChoiceSet',
    id,
    label: text.choose[id as 'who' | 'area'],
    style: 'compact',
    value,
    choices: Object.entries(titles).map(([each, title]) => ({ title, value: each })),
  })
  return [choice('who', who, text.who), choice('area', area, text.area)]
}

const subjectOf = (tenant: TenantRef | undefined): { tenantId?: string } =>
  tenant ? { tenantId: tenant.id } : {}

function buttons(data: HistoryData): Element[] {
  const { tenant, set, nextBefore, older, who, area, mayExport } = data
  const subject = { ...subjectOf(tenant), ...(set && { setId: set.id }) }
  const about = { ...subject, ...(isFiltered(data) && { who, area }) }
  return [
    button('filterHistory', subject),
    ...(older ? [button('newestHistory', about)] : []),
    ...(nextBefore === undefined ? [] : [button('nextHistory', { ...about, before: nextBefore })]),
    ...(mayExport ? [button('exportHistory', { format: 'csv', ...subjectOf(tenant) })] : []),
    ...(tenant && tenant.domain !== '' ? [button('backToTenant', { tenantId: tenant.id }, tenant.name)] : []),
  ]
}
