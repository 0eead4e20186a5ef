import { button } from './buttons.ts'
import { frame } from './frame.ts'
import { type Notice, noticeParts } from './notice.ts'
import { findOutcomeWords, type OutcomeData } from './outcome.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import type { AppRef, PersonRef, Rights, TenantRef } from './subjects.ts'
import layoutJson from './sync.json' with { type: 'json' }
import { dotted, escapeMarkdown, list, moment, plain } from './text.ts'
import { en as words } from './words/en.ts'

export interface SyncCardData {
  now: Date
  runId: string
  /** Absent: all tenants. */
  tenant?: TenantRef
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

export interface SyncFailureData {
  outcome: OutcomeData
  count: number
  tenants: readonly TenantRef[]
}

interface Filled {
  title: string
  subject: string
  progress: string
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
const icons: Readonly<Record<SyncCardData['state'], string>> = { running: '⏳', done: '✅', cancelled: '⊘' }

/** A sync while it runs, updated in place, and what came of it: read, changed, and what failed for which reason. */
export function syncCard(data: SyncCardData): Card {
  const { state, total, done, failed, tenant, failures, notRefreshed } = data
  const title = words.sync.title[state]
  const icon = state === 'done' && failed > 0 ? '⚠️' : icons[state]
  const says = outcome(data)
  const apps = notRefreshed.map((app) => escapeMarkdown(app.name))
  const filled = layout({
    title: `${icon} ${title}`,
    subject: tenant
      ? dotted(escapeMarkdown(tenant.name), escapeMarkdown(tenant.domain))
      : words.sync.allTenants,
    progress: says.progress,
    result: says.result,
    changed: state === 'running' ? '' : words.sync.changed(data.changed),
    notReached: state === 'cancelled' && done < total ? words.sync.notReached(total - done) : '',
    failuresTitle: failures.length > 0 ? `❌ ${words.sync.failuresTitle}` : '',
    keeps: failures.length > 0 ? words.sync.keeps(failed) : '',
    failures: failures.slice(0, shownReasons).map((failure) => filledFailure(failure, tenant)),
    otherReasons:
      failures.length > shownReasons ? words.sync.otherReasons(failures.length - shownReasons) : '',
    notRefreshed: apps.length > 0 ? `ℹ️ ${words.sync.notRefreshed(list(apps, 6))}` : '',
    trace: trace(data),
    actions: buttons(data),
  })
  const fallback = `${title}: ${tenant?.name ?? words.sync.allTenants}. ${says.progress || says.result}`
  return frame(filled, fallback, noticeParts(data.notice, data.now))
}

function outcome({ state, tenant, total, done, failed }: SyncCardData): { progress: string; result: string } {
  if (state === 'running') return { progress: words.sync.progress(done, total, failed), result: '' }
  if (tenant && done > 0)
    return { progress: '', result: failed > 0 ? words.sync.one.failed : words.sync.one.read }
  return { progress: '', result: words.sync.result(done - failed, total) }
}

function filledFailure({ outcome, count, tenants }: SyncFailureData, one: TenantRef | undefined) {
  const says = findOutcomeWords(outcome.name)
  const what = `**${says ? says.title : words.sync.unknownReason}**`
  const names = tenants.map((tenant) =>
    words.sync.tenant(escapeMarkdown(tenant.name, 60), escapeMarkdown(tenant.domain, 60)),
  )
  const more = count - names.length
  return {
    what: dotted(
      one ? what : words.sync.failure(count, what),
      outcome.code && words.doctor.code(escapeMarkdown(outcome.code, 40)),
    ),
    remedy: says?.remedy ?? words.sync.unknownRemedy,
    who: says ? words.mustAct(says.who) : '',
    tenants: one ? '' : [...names, ...(more > 0 ? [words.more(more)] : [])].join(', '),
  }
}

function trace({ startedAt, endedAt, by, now }: SyncCardData): string {
  const started = words.sync.started(moment(startedAt, now), by ? escapeMarkdown(by.name) : '')
  const seconds = endedAt && Math.max(1, Math.round((endedAt.getTime() - startedAt.getTime()) / 1_000))
  return dotted(started, seconds !== undefined && words.sync.took(seconds))
}

function buttons({ state, runId, tenant, rights }: SyncCardData): Element[] {
  const cancel = rights.sync ? [button('cancelSync', { runId })] : []
  if (state === 'running') return [button('refreshSync', { runId }), ...cancel]
  const about = tenant && plain(tenant.name)
  return [
    ...(tenant ? [button('openTenant', { tenantId: tenant.id }, about)] : []),
    button('tenants', {}),
    ...(rights.sync
      ? [tenant ? button('syncNow', { tenantId: tenant.id }, about) : button('syncAll', {})]
      : []),
  ]
}
