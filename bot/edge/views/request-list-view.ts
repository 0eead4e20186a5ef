import type { Deps } from '#domain/deps.ts'
import { covers, scopeOf } from '#domain/people/scope.ts'
import { listApprovalPlaces } from '#domain/requests/approval-places-store.ts'
import { type Request, tenantsOfOrder } from '#domain/requests/request.ts'
import { listRequests } from '#domain/requests/requests-store.ts'
import { hours, later } from '#platform/base/time.ts'
import type { Notice } from '../../../cards/notice.ts'
import type { Card } from '../../../cards/render.ts'
import { type RequestListRow, requestListCard } from '../../../cards/request-list.ts'
import type { RequestFilter } from '../../../cards/words/codes.ts'
import { type Actor, may } from '../teams/actions/actor.ts'
import { nameOf } from './people-names.ts'
import type { Viewer } from './tenant-view.ts'

const pageSize = 10
const mostScanned = 1_000
/** How long an ended request is listed. */
const endedMs = hours(7 * 24)

interface Asked {
  filter?: RequestFilter
  /** Instead of a filter: all with this ticket or case number, however they ended. */
  reference?: string
}

type Shown = Asked & { filter: RequestFilter }

/** One page of requests. A page past the end is the last one. */
export async function showRequestList(
  deps: Deps,
  { actor, turn }: Viewer,
  asked: Asked & { page: number; notice?: Notice },
): Promise<Card> {
  const { filter = filterFor(actor), reference, page, notice } = asked
  const { db } = deps.database
  const read = (at: number) => readPage(deps, actor, { filter, reference }, at)
  const first = await read(page)
  const shown = Math.min(page, Math.max(1, Math.ceil(first.total / pageSize)))
  const { requests, total } = shown === page ? first : await read(shown)
  const rows: RequestListRow[] = []
  for (const request of requests) rows.push(await requestListRow(deps, request))
  const isShared = turn.conversationKind !== 'personal' && may(actor, 'approver')
  const listening = isShared && (await listApprovalPlaces(db)).includes(turn.conversationId)
  return requestListCard({
    now: deps.clock(),
    filter,
    ...(reference !== undefined && { reference }),
    page: shown,
    pageSize,
    total,
    rows,
    ...(isShared && { listening }),
    notice,
  })
}

/** One page without the requests about tenants that the person may not see. */
async function readPage(deps: Deps, actor: Actor, asked: Shown, page: number) {
  const { db } = deps.database
  const scope = scopeOf(actor, 'viewer')
  const offset = (page - 1) * pageSize
  const query = wanted(deps, actor, asked)
  if (scope === 'all') return listRequests(db, query, { limit: pageSize, offset })
  const { requests } = await listRequests(db, query, { limit: mostScanned, offset: 0 })
  const seen = requests.filter((request) => covers(scope, tenantsOfOrder(request)))
  return { requests: seen.slice(offset, offset + pageSize), total: seen.length }
}

const filterFor = (actor: Actor): RequestFilter => (may(actor, 'approver') ? 'toDecide' : 'mine')

function wanted({ clock }: Deps, person: Actor, { filter, reference }: Shown) {
  if (reference !== undefined) return { show: 'reference', reference } as const
  if (filter === 'ended') return { show: 'ended', since: later(clock(), -endedMs) } as const
  if (filter === 'open') return { show: 'open' } as const
  return { show: filter === 'mine' ? 'mine' : 'others', person } as const
}

export async function requestListRow(deps: Deps, request: Request): Promise<RequestListRow> {
  const { snapshot, decision } = request
  const set = deps.catalog.sets.find(({ id }) => id === request.setId)
  return {
    requestId: request.id,
    code: request.code,
    kind: request.kind,
    state: request.state,
    ...(set && { set: { id: set.id, name: set.name } }),
    tenants: snapshot.tenants,
    requester: { name: await nameOf(deps.database.db, request.requester) },
    reason: request.reason,
    ...(request.reference !== undefined && { reference: request.reference }),
    tierZero: snapshot.permissions.some(({ tier }) => tier === 0),
    expiresAt: request.expiresAt,
    endedAt: request.endedAt,
    ...(decision?.by && { decidedBy: { name: await nameOf(deps.database.db, decision.by) } }),
  }
}
