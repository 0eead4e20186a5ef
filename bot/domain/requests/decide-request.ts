import { UserError } from '#platform/base/errors.ts'
import { isSamePerson, type Person, plainPerson } from '#platform/base/person.ts'
import type { Tx } from '#platform/storage/database.ts'
import { visibleText } from '#platform/text/visible-text.ts'
import { assertRegistered } from '../consent/assert-registered.ts'
import { planGrant } from '../consent/plan-grant.ts'
import type { Deps } from '../deps.ts'
import { assertStillMay } from '../people/assert-may.ts'
import { checkParties, type Unfit } from './approvers.ts'
import { carryOut, type EffectDeps } from './carry-out.ts'
import { invalidateIfChanged } from './invalidate-requests.ts'
import { type Move, type MoveDeps, moveRequest } from './move-request.ts'
import { assertRead, type Read } from './read-proof.ts'
import { type Request, type RequestOutcome, tenantsOfOrder } from './request.ts'
import { getRequest, updateRequest } from './requests-store.ts'

type Needs = EffectDeps & Pick<Deps, 'people' | 'log'>

export interface Click {
  requestId: string
  /** Version of the request on the card the person saw. */
  version: number
  by: Person
  reason?: string
}

/**
 * Approves a request and carries it out in the same transaction; for a grant, that releases the links. Checks approver,
 * requester and signer again, and that the approver was shown everything. Invalidates the request instead if its effect would
 * no longer be what was requested.
 * @throws UserError as `checkParties`, OWN_REQUEST, REQUEST_ENDED, CARD_OUTDATED, LIST_UNREAD, REGISTRATION_MISMATCH,
 * LIST_CHANGED
 */
export async function approveRequest(deps: Needs, click: Click & { read?: Read | undefined }): Promise<void> {
  const seen = await getRequest(deps.database.db, click.requestId)
  const unfit = await checkParties(deps, seen, click.by)
  if (seen.kind === 'grant' && seen.state === 'open') await assertStillListed(deps, seen)
  await deps.database.transaction(async (tx) => {
    const request = await getDecidable(tx, click)
    if (await endIfNotApprovable(deps, tx, request, unfit)) return
    assertRead(deps.rules, { request, person: click.by }, click.read)
    const by = plainPerson(click.by)
    const decision = { by, ...(click.reason && { reason: click.reason }) }
    await mustMove(deps, tx, request, { state: 'approved', decision })
    const outcome = await carryOut(deps, tx, request, { requestId: request.id, code: request.code, by })
    await keepOutcome(deps, tx, request, outcome)
  })
}

/** A list that has changed invalidates the request, which then shows the difference. */
async function assertStillListed(deps: Needs, { id, setId = '', tenantIds }: Request): Promise<void> {
  const { db } = deps.database
  const { requirement, tenants } = await planGrant(deps, db, { setId, tenantIds })
  const reader = tenants.some(({ needsConnection, refusal }) => needsConnection && !refusal)
  await assertRegistered(deps, requirement, { reader }).catch(async (error: unknown) => {
    const isOpen = (await getRequest(db, id)).state === 'open'
    const isEnded = error instanceof UserError && error.code === 'LIST_CHANGED' && !isOpen
    if (!isEnded) throw error
  })
}

/** Denies a request. The requester sees the reason. @throws UserError as `approveRequest`, REASON_MISSING */
export async function denyRequest(deps: Needs, click: Click): Promise<void> {
  const reason = visibleText(click.reason ?? '')
  if (reason === '') throw new UserError('REASON_MISSING')
  const seen = await getRequest(deps.database.db, click.requestId)
  await assertStillMay(deps, click.by, 'approver', tenantsOfOrder(seen))
  await deps.database.transaction(async (tx) => {
    const request = await getDecidable(tx, click)
    if (await expireIfDue(deps, tx, request)) return
    await mustMove(deps, tx, request, { state: 'denied', decision: { by: plainPerson(click.by), reason } })
  })
}

/** Withdraws the person's own request. @throws UserError NOT_YOUR_REQUEST, REQUEST_ENDED, CARD_OUTDATED */
export async function withdrawRequest(deps: Needs, click: Click): Promise<void> {
  await deps.database.transaction(async (tx) => {
    const request = await getOpen(tx, click)
    if (!isSamePerson(click.by, request.requester)) throw new UserError('NOT_YOUR_REQUEST')
    if (await expireIfDue(deps, tx, request)) return
    await mustMove(deps, tx, request, { state: 'withdrawn', decision: { by: plainPerson(click.by) } })
  })
}

/** An open request of another person, as the card showed it. @throws UserError OWN_REQUEST, REQUEST_ENDED, CARD_OUTDATED */
export async function getDecidable(tx: Tx, click: Click): Promise<Request> {
  const { requester } = await getRequest(tx, click.requestId)
  if (isSamePerson(click.by, requester)) throw new UserError('OWN_REQUEST')
  return getOpen(tx, click)
}

async function getOpen(tx: Tx, { requestId, version }: Click): Promise<Request> {
  const request = await getRequest(tx, requestId)
  if (request.state !== 'open') throw new UserError('REQUEST_ENDED')
  if (request.version !== version) throw new UserError('CARD_OUTDATED')
  return request
}

async function endIfNotApprovable(deps: Needs, tx: Tx, request: Request, unfit?: Unfit): Promise<boolean> {
  if (await expireIfDue(deps, tx, request)) return true
  if (unfit) {
    await mustMove(deps, tx, request, { state: 'voided', decision: { cause: unfit } })
    return true
  }
  return invalidateIfChanged(deps, tx, request)
}

/** Expires the request if its time is up, whether or not its job has run. */
export async function expireIfDue(deps: MoveDeps, tx: Tx, request: Request): Promise<boolean> {
  if (deps.clock() < request.expiresAt) return false
  await mustMove(deps, tx, request, { state: 'lapsed' })
  return true
}

async function mustMove(deps: MoveDeps, tx: Tx, request: Request, move: Move): Promise<void> {
  if (!(await moveRequest(deps, tx, request, move))) throw new UserError('REQUEST_ENDED')
}

/** Stores the outcome. If every tenant refused, the request ends as invalid instead of approved. */
async function keepOutcome(deps: Needs, tx: Tx, { id }: Request, outcome: RequestOutcome): Promise<void> {
  const approved = await getRequest(tx, id)
  const isEmpty = outcome.done.length === 0 && outcome.syncRunId === undefined
  const decision = { ...approved.decision, cause: 'nothingLeft' as const }
  if (isEmpty) return mustMove(deps, tx, approved, { state: 'voided', decision, outcome })
  const kept = { ...approved, outcome, version: approved.version + 1 }
  if (!(await updateRequest(tx, approved, kept))) throw new UserError('REQUEST_ENDED')
}
