import { button, dangerous, primary } from './buttons.ts'
import type { Element } from './render.ts'
import type { RequestCardData } from './request-data.ts'
import { en as words } from './words/en.ts'

/** The actions available to the reader; each is checked again. */
export function requestButtons(data: RequestCardData): Element[] {
  const { view, state, requestId, code, set, kind, read } = data
  const ids = { requestId }
  const versioned = { requestId, v: data.version }
  const every =
    set && (kind === 'grant' || kind === 'unblock' || kind === 'move' || kind === 'open')
      ? [button('set', { setId: set.id }, set.name, words.plan.everyPermission)]
      : []
  const emphasized = kind === 'block' || kind === 'move' ? dangerous : primary
  const { next, previous } = pageButtons(data)
  if (state !== 'open') return endedButtons(data)
  if (view === 'approver') {
    return [
      ...(next.length > 0
        ? next
        : [emphasized(button('approve', { ...versioned, ...(read && { read }) }, code))]),
      ...previous,
      button('deny', versioned, code),
      button('handOverForm', versioned, code),
      ...every,
    ]
  }
  if (view === 'requester')
    return [
      button('withdrawRequest', versioned, code),
      button('refreshRequest', ids, code),
      ...previous,
      ...next,
    ]
  if (view === 'shared') return [primary(button('reviewRequest', ids, code))]
  return [button('refreshRequest', ids, code), ...previous, ...next]
}

/** Approve is on the last page only. */
function pageButtons({ requestId, code, list, read, view }: RequestCardData) {
  const { page, pages } = list
  const place = { requestId, ...(read && { read }) }
  const further = page < pages ? [button('nextRequestPage', { ...place, page: page + 1 }, code)] : []
  return {
    next: view === 'approver' ? further.map(primary) : further,
    previous: page > 1 ? [button('previousRequestPage', { ...place, page: page - 1 }, code)] : [],
  }
}

function endedButtons({
  view,
  state,
  requestId,
  code,
  consents,
  syncRunId,
  tenants,
}: RequestCardData): Element[] {
  const [first] = consents
  const mayAgain = view === 'requester' && (state === 'denied' || state === 'lapsed' || state === 'voided')
  const only = tenants.length === 1 ? tenants[0] : undefined
  return [
    ...(mayAgain ? [primary(button('askAgain', { requestId }, code))] : []),
    ...(first && consents.length === 1 ? [button('showConsent', { consentId: first.id }, code)] : []),
    ...(syncRunId ? [button('refreshSync', { runId: syncRunId }, code)] : []),
    ...(only ? [button('backToTenant', { tenantId: only.id }, only.name)] : []),
    button('requests', {}),
  ]
}

/** Clients that know it ask by themselves, for these accounts only, and show them their own card. Reads, never acts. */
export function reviewAction({ requestId, code }: RequestCardData, accounts: readonly string[]) {
  const { verb, data, title } = button('reviewRequest', { requestId }, code)
  return { action: { type: 'Action.Execute', title, verb, data }, userIds: accounts.slice(0, 60) }
}
