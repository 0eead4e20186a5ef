import type { Person } from '#platform/base/person.ts'
import { postCardOnce } from '#platform/outbox/show-card.ts'
import type { Tx } from '#platform/storage/database.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { noteEvent } from '../events/note-event.ts'
import { hasLinks } from '../people/act-kinds.ts'
import { type Request, type RequestState, tenantsOfOrder } from './request.ts'
import { requestEvent } from './request-event.ts'
import { updateRequest } from './requests-store.ts'
import { ownChat, refreshRequest } from './show-requests.ts'

export type MoveDeps = Pick<Deps, 'clock' | 'jobs'>

const actionOf: Readonly<Record<Exclude<RequestState, 'open'>, string>> = {
  approved: 'request.approve',
  denied: 'request.deny',
  withdrawn: 'request.withdraw',
  lapsed: 'request.lapse',
  voided: 'request.void',
}

export interface Move {
  state: Exclude<RequestState, 'open'>
  decision?: Request['decision']
  outcome?: Request['outcome']
}

/**
 * Ends a request: stores its state, adds the audit entry, updates its cards and notifies the requester. Does nothing and
 * returns false if the stored request has another version or state.
 */
export async function moveRequest(deps: MoveDeps, tx: Tx, request: Request, move: Move): Promise<boolean> {
  const at = deps.clock()
  const moved: Request = { ...request, ...move, version: request.version + 1, endedAt: at }
  if (!(await updateRequest(tx, request, moved))) return false
  noteEvent(tx, requestEvent(moved, at))
  await deps.jobs.cancel(tx, 'request.watch', request.id)
  await appendRequest(tx, moved, {
    at,
    actor: move.decision?.by ?? 'system',
    action: actionOf[move.state],
    reason: move.decision?.reason ?? move.decision?.cause,
  })
  await refreshRequest(tx, request.id, at)
  if (!needsNoNotice(moved)) await notifyRequester(tx, moved, at)
  return true
}

/**
 * Adds an audit entry about a request for each of its tenants, with everything by which it can be found. None names another
 * tenant, because who reads the history of one may not see the others.
 */
export async function appendRequest(
  tx: Tx,
  request: Request,
  entry: { at: Date; actor: Person | 'system'; action: string; reason?: string; detail?: object },
): Promise<void> {
  const tenants = tenantsOfOrder(request)
  for (const tenantId of tenants === 'all' ? [undefined] : tenants) {
    await append(tx, {
      ...entry,
      tenantId,
      setId: request.setId,
      result: 'done',
      detail: {
        id: request.id,
        to: request.state,
        request: request.code,
        kind: request.kind,
        requester: { objectId: request.requester.objectId, name: request.requester.name },
        hash: request.hash,
        ...(request.reference !== undefined && { reference: request.reference }),
        ...entry.detail,
      },
    })
  }
}

/** The requester withdrew it, or gets the outcome on a card of its own: released links, a sync. */
const needsNoNotice = ({ state, kind, signer }: Request): boolean =>
  state === 'withdrawn' || (state === 'approved' && ((hasLinks(kind) && !signer) || kind === 'sync'))

/** Posts a new message, because Teams does not notify of an updated one. */
async function notifyRequester(tx: Tx, request: Request, dueAt: Date): Promise<void> {
  const subject = { kind: 'requestResult', id: request.id }
  await postCardOnce(tx, { subject, addresses: [ownChat(request.requester)], dueAt })
}
