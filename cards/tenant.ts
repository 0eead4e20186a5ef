import { button, primary } from './buttons.ts'
import { type FindingData, findingText } from './findings.ts'
import { frame, sizeAsSent } from './frame.ts'
import { rowButtons } from './grant-buttons.ts'
import { type Notice, noticeParts } from './notice.ts'
import { pageThatFits } from './paging.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import { countsText } from './status-counts.ts'
import { byAttention } from './status-order.ts'
import type { AppRef, Rights, SetRef, TenantRef } from './subjects.ts'
import layoutJson from './tenant.json' with { type: 'json' }
import { age, capital, dotted, escapeMarkdown, list, moment, shortId } from './text.ts'
import type { Status, TenantState } from './words/codes.ts'
import { en as words } from './words/en.ts'

export interface TenantSetRow {
  set: SetRef
  /** Version of the grant. */
  version: number
  apps: readonly AppRef[]
  status: Status
  statusSince?: Date
  /** Status as of the last complete read, when the status is `unknown` or `blocked`. */
  lastKnown?: Status
  findings: readonly FindingData[]
  /** Permissions granted and required, as of the last complete read. */
  granted?: number
  required: number
  /** The consent in progress, if any. */
  consentId?: string
  /** Enterprise application in the Entra admin center, when it is installed. */
  entraUrl?: string
  /** A block can be undone until then. */
  undoUntil?: Date
}

export interface TenantCardData {
  now: Date
  tenant: TenantRef
  state: TenantState
  /** The consent for the directory connection, if one is in progress. */
  connectionConsentId?: string
  checkedAt?: Date
  /** In any order; the card shows the worst first. */
  sets: readonly TenantSetRow[]
  rights: Rights
  notice?: Notice
  /** From 1; at most eight sets a page. */
  page?: number
}

interface FilledSet {
  icon: string
  name: string
  status: string
  what: string
  who: string
  apps: string
  actions: Element[]
}

interface Filled {
  title: string
  subtitle: string
  summary: string
  connectionTitle: string
  connectionText: string
  connectionActions: Element[]
  empty: string
  sets: FilledSet[]
  pages: string
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)
const most = 8
/** Of what a message may be, with room for title, banner and bar; the layout of a row comes on top of its texts. */
const budget = 24_000
const rowLayout = 1_700

/** One tenant, a row per set: status, what is wrong, who must act, and the buttons that fit. */
export function tenantCard(data: TenantCardData): Card {
  const { tenant, now, checkedAt, state } = data
  const rows = state === 'connecting' ? [] : data.sets.toSorted((a, b) => byAttention(a.status, b.status))
  const weigh = (row: FilledSet): number => sizeAsSent(row) + rowLayout
  const filledRows = rows.map((row) => filledSet(row, data))
  const { shown, page, pages } = pageThatFits(filledRows, data.page, { most, budget, weigh })
  const checked = checkedAt ? words.checked(age(checkedAt, now)) : words.neverChecked
  const counted = rows.length > 0 ? summaryOf(rows) : ''
  const summary = counted && state === 'lost' ? capital(words.lastKnown(counted)) : counted
  const filled = layout({
    title: escapeMarkdown(tenant.name),
    subtitle: dotted(escapeMarkdown(tenant.domain), shortId(tenant.id), checked),
    summary,
    ...connection(data),
    empty: data.sets.length === 0 && state !== 'connecting' ? words.tenant.noSets : '',
    sets: [...shown],
    pages: pages > 1 ? words.page(page, pages) : '',
    actions: barButtons(data, page, pages),
  })
  const says = summary || words.connection[state] || words.tenant.noSets
  return frame(
    filled,
    `${tenant.name} (${tenant.domain}): ${says}, ${checked}`,
    noticeParts(data.notice, now),
  )
}

function summaryOf(rows: readonly TenantSetRow[]): string {
  const counts: Partial<Record<Status, number>> = {}
  for (const { status } of rows) counts[status] = (counts[status] ?? 0) + 1
  return countsText(counts, 5)
}

function connection(data: TenantCardData) {
  const { state, connectionConsentId, tenant, rights } = data
  const consentId = connectionConsentId
  const connect = primary(button('connect', { domain: tenant.id }, tenant.name))
  const show = consentId ? [primary(button('showConsent', { consentId }, tenant.name))] : []
  const { connectingTitle, connectingText } = words.tenant
  const lost = lostTexts(data)
  return {
    connectionTitle: { connecting: `⏳ ${connectingTitle}`, connected: '', lost: `❌ ${lost.title}` }[state],
    connectionText: { connecting: connectingText, connected: '', lost: lost.text }[state],
    connectionActions:
      state === 'connected' ? [] : [...show, ...(rights.grant && !consentId ? [connect] : [])],
  }
}

/** Why the connection is lost decides what to do: a new consent helps only against some of the reasons. */
function lostTexts({ sets, now, tenant }: TenantCardData): { title: string; text: string } {
  const finding = sets.flatMap(({ findings }) => findings).find(({ code }) => code === 'CONNECTION_LOST')
  const { lostTitle, lostText, reconnect } = words.tenant
  const says = finding && findingText(finding, now, tenant.domain)
  const text = `${lostText} ${says?.next ?? reconnect}`
  return { title: says?.what ?? lostTitle, text: says?.who ? `${text}\n\n${words.mustAct(says.who)}` : text }
}

function filledSet(row: TenantSetRow, { tenant, now, rights, state }: TenantCardData): FilledSet {
  const { set, status, lastKnown, undoUntil } = row
  const [finding] = row.findings
  // What the banner says for the whole tenant needs no second time.
  const isSaid = state === 'lost' && finding?.code === 'CONNECTION_LOST'
  const says =
    finding && !isSaid && !saysNothing(status, finding) ? findingText(finding, now, tenant.domain) : undefined
  const last = lastKnown && lastKnown !== status ? words.lastKnown(words.statuses[lastKnown].words) : ''
  const count = row.granted === undefined ? '' : words.tenant.granted(row.granted, row.required)
  const undo = undoUntil && undoUntil > now ? words.tenant.undoUntil(moment(undoUntil, now)) : ''
  return {
    icon: words.statuses[status].icon,
    name: escapeMarkdown(set.name, 70),
    status: dotted(words.statuses[status].words, last, status === 'granted' && count),
    what: dotted(says?.what, undo),
    who: says?.who && status !== 'blocked' ? words.mustAct(says.who) : '',
    apps: list(row.apps.map((app) => escapeMarkdown(app.name, 40))),
    actions: rowButtons({ ...row, tenantId: tenant.id, rights, now }),
  }
}

/** Findings that only repeat the status. */
const saysNothing = (status: Status, { code }: FindingData): boolean =>
  (status === 'granted' && code !== 'BOUND_ELSEWHERE') ||
  code === 'ALL_GRANTED' ||
  (status === 'notGranted' && code === 'NOT_INSTALLED')

function barButtons({ tenant, rights, state }: TenantCardData, page: number, pages: number): Element[] {
  const tenantId = tenant.id
  return [
    ...(rights.sync && state !== 'connecting' ? [button('syncNow', { tenantId }, tenant.name)] : []),
    button('refreshTenant', { tenantId, ...(page > 1 ? { page } : {}) }, tenant.name),
    ...(page > 1 ? [button('previousSets', { tenantId, page: page - 1 })] : []),
    ...(page < pages ? [button('nextSets', { tenantId, page: page + 1 })] : []),
    button('tenants', {}),
  ]
}
