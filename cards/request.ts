import { quoted, reasonInput, tenantLines } from './asking.ts'
import { explainPermissions } from './explained-permissions.ts'
import { frame } from './frame.ts'
import { noticeParts } from './notice.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import layoutJson from './request.json' with { type: 'json' }
import { requestButtons, reviewAction } from './request-buttons.ts'
import type { RequestCardData } from './request-data.ts'
import { type FilledState, filledState } from './request-state.ts'
import { escapeMarkdown, list, namedTenant } from './text.ts'
import { en as words } from './words/en.ts'

interface Filled extends FilledState {
  banner: string
  title: string
  where: { line: string }[]
  reason: string
  fresh: string
  tierZero: string
  explained: { name: string; reason: string; without: string }[]
  others: { line: string }[]
  kept: string
  signs: string
  effect: string
  hint: string
  inputs: Element[]
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)
const mostKept = 30

/** Requester, subject, reason, added permissions and state of a request, with the decision buttons for approvers. */
export function requestCard(data: RequestCardData): Card {
  const { tenants, reason, now, state, refreshFor = [] } = data
  const filled = layout({
    banner: bannerOf(data),
    title: titleOf(data, (name) => escapeMarkdown(name, 60)),
    where: whereOf(data).map((line) => ({ line })),
    reason: words.requests.reason(quoted(reason)),
    ...filledState(data),
    ...permissionsOf(data),
    ...conditionsOf(data),
    inputs: mayDecide(data) ? [decideInput()] : [],
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

function whereOf({ kind, tenants }: RequestCardData): string[] {
  const [only, ...more] = tenants
  if (!only) return kind === 'sync' ? [words.requests.in(words.requests.everyTenant)] : []
  return more.length === 0
    ? [words.requests.in(namedTenant(only))]
    : [
        words.requests.in(words.tenants(tenants.length)),
        ...tenantLines(tenants, (each) => `• ${namedTenant(each)}`),
      ]
}

/** Only while the request is open or no longer valid; an ended one shows its result. */
function permissionsOf({ kind, fresh, kept, state }: RequestCardData) {
  const gives = kind === 'grant' || kind === 'unblock'
  const isTold = gives && (state === 'open' || state === 'voided')
  if (!isTold) return { fresh: '', tierZero: '', explained: [], others: [], kept: '' }
  const names = kept.map(({ value }) => escapeMarkdown(value, 60))
  return {
    ...explainPermissions(fresh),
    fresh: words.requests.fresh(fresh.length),
    kept: names.length > 0 ? words.requests.kept(names.length, list(names, mostKept)) : '',
  }
}

function conditionsOf(data: RequestCardData): Pick<Filled, 'signs' | 'effect' | 'hint'> {
  const { kind, state, view, signs, signer, requester, tenants } = data
  if (state !== 'open') return { signs: '', effect: '', hint: '' }
  const where = tenants.length === 1 ? escapeMarkdown(tenants[0]?.domain ?? '', 60) : words.plan.eachTenant
  const goesTo = words.requests.linkGoesTo(escapeMarkdown((signer ?? requester).name, 60))
  const { ownHint, sharedHint, approverHint } = words.requests
  return {
    signs: signs ? `${words.requests.signs(words.who[signs](where))}. ${goesTo}` : '',
    effect: words.requests.effect[kind],
    hint: { requester: ownHint, shared: sharedHint, approver: approverHint, reader: '' }[view],
  }
}

const decideInput = (): Element =>
  reasonInput({ label: words.requests.decideLabel, hint: words.requests.decideHint, value: '' })
