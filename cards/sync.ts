import { button, namesOf } from './buttons.ts'
import { progressParts } from './elements/progress-bar.ts'
import { frame } from './frame.ts'
import { type Notice, noticeParts } from './notice.ts'
import { type OutcomeData, outcomeHint, outcomeText, whoText } from './outcome.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import type { AppRef, PersonRef, Rights, TenantRef } from './subjects.ts'
import layoutJson from './sync.json' with { type: 'json' }
import { dotted, escapeMarkdown, list, moment } from './text.ts'
import { timeLeftText } from './time-left.ts'
import { en as words } from './words/en.ts'

export interface SyncCardData {
  now: Date
  runId: string
  /** Absent: all tenants. */
  tenant?: TenantRef
  /** If only a few tenants are read. */
  among?: readonly TenantRef[]
  state: 'running' | 'done' | 'cancelled'
  total: number
  /** Tenants tried, whether they could be read or not. */
  done: number
  failed: number
  /** Grants whose status changed. */
  changed: number
  startedAt: Date
  endedAt?: Date
  /** Absent: by schedule. */
  by?: PersonRef
  /** Failures grouped by reason, the most frequent first, with a few tenants each. */
  failures: readonly SyncFailureData[]
  /** Apps that a manual sync does not refresh. */
  notRefreshed: readonly AppRef[]
  rights: Rights
  notice?: Notice
}

interface SyncFailureData {
  outcome: OutcomeData
  count: number
  tenants: readonly TenantRef[]
}

interface Filled {
  title: string
  subject: string
  progress: Element[]
  result: string
  changed: string
  notReached: string
  failuresTitle: string
  keeps: string
  failures: { what: string; remedy: string; who: string; tenants: string }[]
  otherReasons: string
  notRefreshed: string
  trace: string
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)
const shownReasons = 5

const amongOf = ({ among = [] }: SyncCardData): string => list(among.map(({ name }) => escapeMarkdown(name)))

/** A sync while it runs, updated in place, and its result: tenants read, changes, and failures by reason. */
export function syncCard(data: SyncCardData): Card {
  const { state, tenant, failures, notRefreshed } = data
  const says = result(data)
  const apps = notRefreshed.map((app) => escapeMarkdown(app.name))
  const filled = layout({
    ...says,
    title: `${says.icon} ${says.title}`,
    subject: tenant
      ? dotted(escapeMarkdown(tenant.name), escapeMarkdown(tenant.domain))
      : amongOf(data) || words.sync.allTenants,
    ...failuresPart(data),
    otherReasons:
      failures.length > shownReasons ? words.sync.otherReasons(failures.length - shownReasons) : '',
    notRefreshed: apps.length > 0 ? `ℹ️ ${words.sync.notRefreshed(list(apps, 6))}` : '',
    trace: trace(data),
    actions: state === 'running' ? runningButtons(data) : endedButtons(data),
  })
  const { done, total, failed } = data
  const how = state === 'running' ? words.sync.progress(done, total, failed) : says.result
  const about = tenant?.name ?? (namesOf(data.among ?? []) || words.sync.allTenants)
  return frame(filled, `${says.title}: ${about}. ${how}`, noticeParts(data.notice, data.now))
}

type Result = Pick<Filled, 'title' | 'progress' | 'result' | 'changed' | 'notReached'> & { icon: string }

function result(data: SyncCardData): Result {
  const { state, tenant, total, done, failed, changed } = data
  const title = words.sync.title[state]
  const said = { title, progress: [], result: '', changed: '', notReached: '' }
  if (state === 'running') return { ...said, icon: '⏳', progress: progressOf(data) }
  if (tenant && failed > 0)
    return { ...said, icon: '❌', title: words.sync.failuresTitle, result: words.sync.keeps(1) }
  return {
    ...said,
    icon: state === 'cancelled' ? '⊘' : failed > 0 ? '⚠️' : '✅',
    result: tenant && done > 0 ? words.sync.tenantRead : words.sync.result(done - failed, total),
    changed: words.sync.changed(changed),
    notReached: done < total ? words.sync.notReached(total - done) : '',
  }
}

function progressOf({ startedAt, now, done, total, failed }: SyncCardData): Element[] {
  const text = words.sync.progress(done, total, failed)
  const left = timeLeftText({ startedAt, now, done, total })
  const line = { type: 'TextBlock', text: left, isSubtle: true, spacing: 'None', wrap: true }
  return [...progressParts({ done, total, text, trouble: failed > 0 }), line]
}

function failuresPart({
  failures,
  failed,
  tenant,
}: SyncCardData): Pick<Filled, 'failuresTitle' | 'keeps' | 'failures'> {
  const many = failures.length > 0 && !tenant
  return {
    failuresTitle: many ? `❌ ${words.sync.failuresTitle}` : '',
    keeps: many ? words.sync.keeps(failed) : '',
    failures: failures.slice(0, shownReasons).map((failure) => filledFailure(failure, tenant)),
  }
}

function filledFailure({ outcome, count, tenants }: SyncFailureData, one: TenantRef | undefined) {
  const says = outcomeText(outcome, one?.domain)
  const what = `**${says ? says.title : words.sync.unknownReason}**`
  const names = tenants.map((tenant) =>
    words.sync.tenant(escapeMarkdown(tenant.name, 60), escapeMarkdown(tenant.domain, 60)),
  )
  const more = count - names.length
  return {
    what: dotted(one ? what : words.sync.failure(count, what), outcomeHint(outcome)),
    remedy: says?.remedy ?? words.sync.unknownRemedy,
    who: words.mustAct(whoText(outcome.who, one?.domain)),
    tenants: one ? '' : [...names, ...(more > 0 ? [words.more(more)] : [])].join(', '),
  }
}

function trace({ startedAt, endedAt, by, now }: SyncCardData): string {
  const started = words.sync.started(moment(startedAt, now), by ? escapeMarkdown(by.name) : '')
  const seconds = endedAt && Math.max(1, Math.round((endedAt.getTime() - startedAt.getTime()) / 1_000))
  return dotted(started, seconds !== undefined && words.sync.took(seconds))
}

function runningButtons({ runId, rights }: SyncCardData): Element[] {
  return [button('refreshSync', { runId }), ...(rights.sync ? [button('cancelSync', { runId })] : [])]
}

function endedButtons({ tenant, rights }: SyncCardData): Element[] {
  if (!tenant) return [button('tenants', {}), ...(rights.sync ? [button('syncAll', {})] : [])]
  const input = { tenantId: tenant.id }
  return [
    button('openTenant', input, tenant.name, words.openTenant),
    ...(rights.sync ? [button('syncNow', input, tenant.name)] : []),
  ]
}
