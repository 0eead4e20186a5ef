import { UserError } from '#platform/base/errors.ts'
import { type Person, plainPerson } from '#platform/base/person.ts'
import { randomToken, readableCode } from '#platform/base/secret-token.ts'
import { hours, later } from '#platform/base/time.ts'
import type { Address } from '#platform/outbox/address.ts'
import { insertPostedCard, setPostedMessage } from '#platform/outbox/posted-cards-store.ts'
import { postCardOnce } from '#platform/outbox/show-card.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import { assertStillMay } from '../people/assert-may.ts'
import { enqueue } from '../queues.ts'
import { listApprovalPlaces } from './approval-places-store.ts'
import { readApprovers } from './approvers.ts'
import { assertSensible } from './assert-sensible.ts'
import { appendRequest } from './move-request.ts'
import type { Order, Request } from './request.ts'
import { insertRequest } from './requests-store.ts'
import { ownChat } from './show-requests.ts'
import { readSnapshot, snapshotHash } from './snapshot.ts'

const shortestReason = 10
export const longestReason = 500
/** How long somebody may decide. */
const requestLifetimeMs = hours(24)
/** When approvers are asked once more. */
const remindMs = requestLifetimeMs / 2

interface NewRequest {
  order: Order
  /** Beginning of the hash that the person saw. */
  seen: string
  reason: string
  by: Person
  /** Who gets the consent links, if not the requester. */
  signer?: Person
  /** The clicked card of the person's own chat, which becomes the card of the request. */
  card?: { conversationId: string; activityId: string }
}

type Needs = Pick<
  Deps,
  'database' | 'clock' | 'random' | 'rules' | 'jobs' | 'catalog' | 'clientIds' | 'people'
>

/**
 * Asks the approvers. Asking twice for the same is one request.
 * @throws UserError CARD_OUTDATED when it is not what the person saw, REASON_TOO_SHORT, NO_SECOND_APPROVER, ROLE_MISSING, or
 * what stands against the order in every tenant
 */
export async function makeRequest(deps: Needs, given: NewRequest): Promise<Request> {
  const { order, by, seen } = given
  const reason = given.reason.trim()
  if (reason.length < shortestReason || reason.length > longestReason) throw new UserError('REASON_TOO_SHORT')
  await assertStillMay(deps, by, 'operator', order.tenantIds)
  const approvers = await readApprovers(deps, by, order.tenantIds)
  if (approvers.length === 0) throw new UserError('NO_SECOND_APPROVER')
  const made = await deps.database.transaction(async (tx) => {
    const snapshot = await readSnapshot(deps, tx, order)
    const hash = snapshotHash(snapshot)
    if (seen === '' || !hash.startsWith(seen)) throw new UserError('CARD_OUTDATED')
    await assertSensible(deps, tx, order)
    const createdAt = deps.clock()
    const request: Request = {
      ...order,
      id: randomToken(deps.random),
      code: readableCode(deps.random),
      reason,
      requester: plainPerson(by),
      ...(given.signer && { signer: given.signer }),
      state: 'open',
      version: 1,
      hash,
      snapshot,
      createdAt,
      expiresAt: later(createdAt, requestLifetimeMs),
    }
    const stored = await insertRequest(tx, request)
    if (stored.id === request.id) await announce(deps, tx, request, approvers)
    await placeOwnCard(tx, stored, given)
    return stored
  })
  return made
}

/** History, cards for everybody who may decide, and the clock that ends it. */
async function announce(deps: Needs, tx: Tx, request: Request, approvers: readonly Person[]): Promise<void> {
  const { createdAt: at, requester } = request
  await appendRequest(tx, request, {
    at,
    actor: requester,
    action: 'request.make',
    reason: request.reason,
    detail: { permissions: request.snapshot.permissions.map(({ value }) => value) },
  })
  const addresses: Address[] = [
    ...approvers.map(ownChat),
    ...(await listApprovalPlaces(tx)).map((conversationId) => ({ conversationId })),
  ]
  await postCardOnce(tx, { subject: { kind: 'request', id: request.id }, addresses, dueAt: at })
  await enqueue(deps.jobs, tx, {
    queue: 'request.watch',
    key: request.id,
    data: { requestId: request.id },
    runAt: later(at, remindMs),
  })
}

/** The requester's card follows too: the one that was clicked, or a new one in their own chat. */
async function placeOwnCard(tx: Tx, request: Request, { card }: NewRequest): Promise<void> {
  const subject = { kind: 'request', id: request.id }
  const address = ownChat(request.requester)
  if (!card) return postCardOnce(tx, { subject, addresses: [address], dueAt: request.createdAt })
  await insertPostedCard(tx, subject, address)
  await setPostedMessage(tx, subject, address, card)
}
