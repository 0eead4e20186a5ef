import { UserError } from '#platform/base/errors.ts'
import { type Person, plainPerson } from '#platform/base/person.ts'
import { randomToken, readableCode } from '#platform/base/secret-token.ts'
import { hours, later } from '#platform/base/time.ts'
import { placeCard } from '#platform/outbox/show-card.ts'
import type { Tx } from '#platform/storage/database.ts'
import { assertReason } from '#platform/text/reason.ts'
import { readReference } from '../audit/ticket-reference.ts'
import type { Deps } from '../deps.ts'
import { noteEvent } from '../events/note-event.ts'
import { assertOwner } from '../exceptions/assert-terms.ts'
import { assertStillMay } from '../people/assert-may.ts'
import { windowMinutes, windowStart } from '../people/own-acts-window.ts'
import { enqueue } from '../queues.ts'
import { getOpenPlan } from '../what-if/carry-out-plan.ts'
import { setRequestOfPlan } from '../what-if/plans-store.ts'
import { readApprovalPlaces } from './approval-place.ts'
import { readApprovers } from './approvers.ts'
import { assertSensible } from './assert-sensible.ts'
import { appendRequest } from './move-request.ts'
import { type Order, type Request, type RequestSnapshot, tenantsOfOrder } from './request.ts'
import { requestEvent } from './request-event.ts'
import { countRequestsOf, insertRequest } from './requests-store.ts'
import { type Deciders, ownChat, postToApprovers } from './show-requests.ts'
import { formHash, readSnapshot, snapshotHash } from './snapshot.ts'

const requestLifetimeMs = hours(24)

interface NewRequest {
  order: Order
  /** Beginning of the snapshot hash on the card the person saw. */
  seen: string
  reason: string
  /** Ticket or case number, as it was typed. */
  reference?: string
  by: Person
  /** The recipient of the consent links, if not the requester. */
  signer?: Person
  /** The card the person clicked in the personal chat, which becomes the card of the request. */
  card?: { conversationId: string; activityId: string }
  /** The "what if" plan of this person that it asks for: the approval carries out exactly that. */
  planId?: string | undefined
}

type Needs = Pick<
  Deps,
  'database' | 'clock' | 'random' | 'rules' | 'jobs' | 'catalog' | 'clientIds' | 'people' | 'directory'
>

/**
 * Sends a request to the approvers. Returns the open request if the person has requested the same before.
 * @throws UserError CARD_OUTDATED when the card showed another effect, REASON_TOO_SHORT, REFERENCE_INVALID, EXCEPTION_OWNER_UNFIT, NO_SECOND_APPROVER, ROLE_MISSING,
 * TOO_MANY_REQUESTS,
 * or the refusal if every tenant refuses
 */
export async function makeRequest(deps: Needs, given: NewRequest): Promise<Request> {
  const { order, by, seen } = given
  const reason = assertReason(given.reason)
  const reference = readReference(given.reference)
  if (order.kind === 'open' && reference === undefined) throw new UserError('REFERENCE_MISSING')
  await assertStillMay(deps, by, 'operator', tenantsOfOrder(order))
  const { exception, tenantIds } = order
  if (exception) await assertOwner(deps, { tenantId: tenantIds[0] ?? '', owner: exception.owner, by })
  if (order.kind === 'add') await assertNamed(deps, order)
  const approvers = await readApprovers(deps, by, order)
  if (approvers.length === 0) throw new UserError('NO_SECOND_APPROVER')
  const deciders = { approvers, places: await readApprovalPlaces(deps, order) }
  return deps.database.transaction(async (tx) => {
    const snapshot = await readSnapshot(deps, tx, order)
    if (seen === '' || !formHash(snapshot).startsWith(seen)) throw new UserError('CARD_OUTDATED')
    await assertSensible(deps, tx, order)
    const request = newRequest(deps, { ...given, reason, reference }, snapshot)
    const stored = await insertRequest(tx, request)
    if (stored.id === request.id) {
      await assertRoom(deps, tx, by)
      await announce(deps, tx, request, deciders)
    }
    if (given.planId) await bindPlan(deps, tx, { planId: given.planId, by, requestId: stored.id })
    await placeOwnCard(tx, stored, given)
    return stored
  })
}

/** What is to end sooner needs no approval afterwards. */
function expiryOf({ until }: Order, createdAt: Date): Date {
  const latest = later(createdAt, requestLifetimeMs)
  const end = until === undefined ? latest : new Date(until)
  return end < latest ? end : latest
}

/** An open request as it is stored. */
export function newRequest(
  deps: Pick<Deps, 'clock' | 'random'>,
  given: Pick<NewRequest, 'order' | 'by' | 'reason' | 'reference' | 'signer'>,
  snapshot: RequestSnapshot,
): Request {
  const { order, by, reason, reference, signer } = given
  const createdAt = deps.clock()
  const { domain: _, ...bound } = order
  return {
    ...bound,
    id: randomToken(deps.random),
    code: readableCode(deps.random),
    reason,
    ...(reference !== undefined && { reference }),
    requester: plainPerson(by),
    ...(signer && { signer }),
    state: 'open',
    version: 1,
    hash: snapshotHash(snapshot),
    snapshot,
    createdAt,
    expiresAt: expiryOf(order, createdAt),
  }
}

/** @throws UserError WHAT_IF_UNKNOWN, WHAT_IF_ENDED */
async function bindPlan(
  { clock }: Pick<Deps, 'clock'>,
  tx: Tx,
  { planId, by, requestId }: { planId: string; by: Person; requestId: string },
): Promise<void> {
  await getOpenPlan({ db: tx, clock }, by, planId)
  await setRequestOfPlan(tx, planId, requestId)
}

/** The approver reads the domain, so it must be that of the tenant that is added. @throws UserError INPUT_INVALID */
async function assertNamed(
  { directory }: Pick<Deps, 'directory'>,
  { tenantIds, domain = '' }: Order,
): Promise<void> {
  const [tenantId, ...more] = tenantIds
  if (more.length > 0 || tenantId === undefined || (await directory.resolveTenant(domain)) !== tenantId)
    throw new UserError('INPUT_INVALID', { field: 'domain' })
}

/** The new request counts too. Every request is a card for every approver, so nobody can flood them, not even by withdrawing. */
async function assertRoom(deps: Needs, tx: Tx, by: Person): Promise<void> {
  const limit = deps.rules.openRequestsLimit
  if ((await countRequestsOf(tx, by, windowStart(deps))) > limit)
    throw new UserError('TOO_MANY_REQUESTS', { limit, minutes: windowMinutes(deps.rules) })
}

/** Adds the audit entry, posts the cards for the approvers and schedules the job that expires the request. */
async function announce(deps: Needs, tx: Tx, request: Request, deciders: Deciders): Promise<void> {
  const { createdAt: at, requester } = request
  const { id, reason } = request
  const { permissions, until } = request.snapshot
  const detail = {
    permissions: permissions.map(({ value }) => value),
    ...(until !== undefined && { until }),
  }
  noteEvent(tx, requestEvent(request, at))
  await appendRequest(tx, request, { at, actor: requester, action: 'request.make', reason, detail })
  await postToApprovers(tx, { kind: 'request', id }, deciders, at)
  // Approvers are reminded at half time.
  const runAt = later(at, (request.expiresAt.getTime() - at.getTime()) / 2)
  await enqueue(deps.jobs, tx, { queue: 'request.watch', key: id, data: { requestId: id }, runAt })
}

/** The requester's card of the request: the clicked one, or a new one in the personal chat. */
async function placeOwnCard(tx: Tx, request: Request, { card }: NewRequest): Promise<void> {
  const subject = { kind: 'request', id: request.id }
  const address = ownChat(request.requester)
  await placeCard(tx, { subject, address, card, dueAt: request.createdAt })
}
