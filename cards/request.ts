import { quoted, reasonInput, tenantLines } from './asking.ts'
import { consequencesParts } from './consequences.ts'
import { referenceLine } from './elements/reference.ts'
import { permissionRow, tierZeroWarning } from './explained-permissions.ts'
import { findingText } from './findings.ts'
import { formatEnd } from './format-time.ts'
import { frame } from './frame.ts'
import { noticeParts } from './notice.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import layoutJson from './request.json' with { type: 'json' }
import { requestButtons, reviewAction } from './request-buttons.ts'
import type { RequestCardData } from './request-data.ts'
import { type FilledState, filledState } from './request-state.ts'
import type { TenantRef } from './subjects.ts'
import { dotted, escapeMarkdown, moment, namedTenant } from './text.ts'
import type { Status } from './words/codes.ts'
import { en as words } from './words/en.ts'

interface Filled extends FilledState {
  banner: string
  title: string
  where: { line: string }[]
  reason: string
  reference: string
  consequences: Element[]
  fresh: string
  tierZero: string
  explained: { name: string; reason: string; without: string }[]
  others: { line: string }[]
  tenantsTitle: string
  tenants: { line: string }[]
  binds: string
  signs: string
  effect: string
  hint: string
  inputs: Element[]
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)

/** Requester, subject, reason, added permissions and state of a request, with the decision buttons for approvers. */
export function requestCard(data: RequestCardData): Card {
  const { tenants, reason, now, state, refreshFor = [] } = data
  const filled = layout({
    banner: bannerOf(data),
    title: titleOf(data, (name) => escapeMarkdown(name, 60)),
    where: [...whereOf(data), ...untilOf(data), ...exceptionLinesOf(data)].map((line) => ({ line })),
    reason: words.requests.reason(quoted(reason)),
    reference: referenceLine(data.reference),
    ...filledState(data),
    consequences: state === 'open' ? consequencesParts(data.consequences) : [],
    ...listOf(data),
    ...conditionsOf(data),
    inputs: mayDecide(data) ? [decideInput(data.typed)] : [],
    actions: requestButtons(data),
  })
  const place = tenants.length === 1 ? (tenants[0]?.name ?? '') : words.tenants(tenants.length)
  const said = words.requests.state[state].words(data.decision?.by?.name ?? words.requests.nobodyElse)
  const spoken = `${titleOf(data, (name) => name)} ${tenants.length > 0 ? words.requests.in(place) : ''}: ${said}`
  const card = frame(filled, spoken, noticeParts(data.notice, now))
  return refreshFor.length > 0 ? { ...card, refresh: reviewAction(data, refreshFor) } : card
}

const mayDecide = ({ view, state }: Pick<RequestCardData, 'view' | 'state'>): boolean =>
  view === 'approver' && state === 'open'

function bannerOf({ again, handed, state }: RequestCardData): string {
  if (state !== 'open' || !again) return ''
  return again === 'reminder'
    ? `⏰ ${words.requests.reminder}`
    : `👉 ${words.requests.handedHere(escapeMarkdown(handed?.by.name ?? '', 60))}`
}

function titleOf({ view, requester, kind, set }: RequestCardData, said: (name: string) => string): string {
  const what = words.requests.what[kind](said(set?.name ?? ''))
  return view === 'requester' ? words.requests.yours(what) : words.requests.asks(said(requester.name), what)
}

function whereOf({ kind, tenants, state, movesTo }: RequestCardData): string[] {
  if (movesTo !== undefined) return movedLines(tenants, movesTo)
  const [only, ...more] = tenants
  if (!only) return kind === 'sync' ? [words.requests.in(words.requests.everyTenant)] : []
  if (more.length === 0) return [words.requests.in(namedTenant(only))]
  const count = words.requests.in(words.tenants(tenants.length))
  // While it's open, all of them are on the pages.
  return state === 'open' ? [count] : [count, ...tenantLines(tenants, (each) => `• ${namedTenant(each)}`)]
}

/** Until when it gives access. */
const untilOf = ({ until }: RequestCardData): string[] =>
  until ? [words.openings.until(formatEnd(until))] : []

/** Everything that the approver decides about beside the reason. */
function exceptionLinesOf({ exception, now, tenants: [tenant] }: RequestCardData): string[] {
  if (!exception) return []
  const { hides, until, owner } = words.exceptions.request
  return [
    ...exception.findings.map((finding) => hides(findingText(finding, now, tenant?.domain).what)),
    until(moment(exception.endsAt, now)),
    owner(escapeMarkdown(exception.owner.name, 60)),
  ]
}

/** What moves names both sides, as far as the reader may see them. */
function movedLines(tenants: readonly TenantRef[], to: string): string[] {
  const from = tenants.filter(({ id }) => id !== to).map((each) => words.requests.from(namedTenant(each)))
  const target = tenants.filter(({ id }) => id === to).map((each) => words.requests.to(namedTenant(each)))
  return [...from, ...target]
}

const noList = {
  fresh: '',
  tierZero: '',
  explained: [],
  others: [],
  tenantsTitle: '',
  tenants: [],
  binds: '',
}

/** Only while the request is open; an ended one shows its result. */
function listOf(data: RequestCardData) {
  const { state, list, tenants } = data
  if (state !== 'open') return noList
  const many = tenants.length > 1 && data.movesTo === undefined ? list.tenants : []
  return {
    ...permissionsOf(data),
    tenantsTitle: many.length > 0 ? words.requests.worstFirst(tenants.length) : '',
    tenants: many.map((each) => ({ line: tenantLine(each) })),
    binds: bindsOf(data),
  }
}

/** Every kind binds the list of the set; only what gives access says what is new and warns. */
function permissionsOf({ kind, list, set, now }: RequestCardData) {
  const { permissions, total, fresh, tierZero } = list
  const gives = kind === 'grant' || kind === 'unblock' || kind === 'move' || kind === 'open'
  const accepts = kind === 'accept' || kind === 'baseline'
  const { added, there, beyond, beyondReason, notRequired } = words.requests
  const markOf = ({ isNew, isBeyond }: (typeof permissions)[number]) => {
    if (accepts) return isBeyond ? notRequired : ''
    return isBeyond ? beyond : isNew ? added : there
  }
  const rows = permissions
    .map((each) => (each.isBeyond && gives ? { ...each, reason: beyondReason } : each))
    .map((each) => permissionRow(each, { total, now, mark: gives || accepts ? markOf(each) : '' }))
  const isHeaded = rows.length > 0 || (gives && total === 0)
  const heading = gives ? words.requests.permissions(total, fresh) : headingOf(kind, total)
  return {
    fresh: (set || accepts) && isHeaded ? heading : '',
    tierZero: (gives || accepts) && isHeaded ? tierZeroWarning(tierZero) : '',
    explained: rows.flatMap(({ explained }) => explained ?? []),
    others: rows.flatMap(({ other }) => other ?? []),
  }
}

function headingOf(kind: RequestCardData['kind'], total: number): string {
  const { toAccept, foundThere, ofTheSet } = words.requests
  if (kind === 'accept') return toAccept(total)
  return kind === 'baseline' ? foundThere(total) : ofTheSet(total)
}

function tenantLine(tenant: TenantRef & { status?: Status }): string {
  const { icon = '•', words: said } = tenant.status ? words.statuses[tenant.status] : {}
  return `${icon} ${dotted(namedTenant(tenant), said)}`
}

/** What exactly is approved, and where Approve is. */
function bindsOf({ list: { page, pages, catalogVersion }, view }: RequestCardData): string {
  const { exactly, page: pageWords, approveIsLast } = words.requests
  if (pages === 1) return exactly(catalogVersion)
  const last = view === 'approver' && page < pages ? approveIsLast : ''
  return [exactly(catalogVersion), pageWords(page, pages), last].filter(Boolean).join(' ')
}

function conditionsOf(data: RequestCardData): Pick<Filled, 'signs' | 'effect' | 'hint'> {
  const { kind, state, view, signs, signer, requester, tenants } = data
  if (state !== 'open') return { signs: '', effect: '', hint: '' }
  const signed = tenants.length === 1 ? tenants[0] : tenants.find(({ id }) => id === data.movesTo)
  const where = signed ? escapeMarkdown(signed.domain, 60) : words.plan.eachTenant
  const goesTo = words.requests.linkGoesTo(escapeMarkdown((signer ?? requester).name, 60))
  const { ownHint, sharedHint, approverHint } = words.requests
  return {
    signs: signs ? `${words.requests.signs(words.who[signs](where))}. ${goesTo}` : '',
    effect: words.requests.effect[kind],
    hint: { requester: ownHint, shared: sharedHint, approver: approverHint, reader: '' }[view],
  }
}

const decideInput = (value = ''): Element =>
  reasonInput({ label: words.requests.decideLabel, hint: words.requests.decideHint, value })
