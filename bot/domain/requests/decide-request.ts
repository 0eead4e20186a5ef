import { UserError } from '#platform/base/errors.ts'
import { isSamePerson, plainPerson } from '#platform/base/person.ts'
import type { Tx } from '#platform/storage/database.ts'
import { visibleText } from '#platform/text/visible-text.ts'
import type { Deps } from '../deps.ts'
import { assertOwner } from '../exceptions/assert-terms.ts'
import { assertStillMay } from '../people/assert-may.ts'
import { asPlanned, PlanChangedError } from '../what-if/carry-out-plan.ts'
import { endOpenPlan, findPlanOfRequest } from '../what-if/plans-store.ts'
import { approveIn, assertOrderListed } from './approve.ts'
import { checkParties, type Unfit } from './approvers.ts'
import type { EffectDeps } from './carry-out.ts'
import { type Click, expireIfDue, getDecidable, getOpen, mustMove } from './decidable.ts'
import { invalidateIfChanged } from './invalidate-requests.ts'
import { assertRead, type Read } from './read-proof.ts'
import { type OrderedException, type Request, tenantsOfOrder } from './request.ts'
import { getRequest } from './requests-store.ts'
import { readSnapshot } from './snapshot.ts'

type Needs = EffectDeps & Pick<Deps, 'people' | 'log'>

/**
 * Approves a request and carries it out in the same transaction; for a grant, that releases the links. Checks approver,
 * requester and signer again, and that the approver was shown everything. Invalidates the request instead if its effect would
 * no longer be what was requested.
 * @throws UserError as `checkParties`, OWN_REQUEST, REQUEST_ENDED, CARD_OUTDATED, LIST_UNREAD, REGISTRATION_MISMATCH,
 * LIST_CHANGED, EXCEPTION_OWNER_UNFIT
 */
export async function approveRequest(deps: Needs, click: Click & { read?: Read | undefined }): Promise<void> {
  const seen = await getRequest(deps.database.db, click.requestId)
  const unfit = await checkParties(deps, seen, click.by)
  if (seen.exception && seen.state === 'open') await assertOwnerFits(deps, seen, seen.exception)
  if (seen.state === 'open') await assertStillListed(deps, seen)
  await deps.database
    .transaction(async (tx) => {
      const request = await getDecidable(tx, click)
      if (await endIfNotApprovable(deps, tx, request, unfit)) return
      assertRead(deps.rules, { request, person: click.by }, click.read)
      const by = plainPerson(click.by)
      const approving = () => approveIn(deps, tx, request, { by, reason: click.reason })
      const plan = await findPlanOfRequest(tx, request.id)
      if (plan) await asPlanned(deps, tx, { plan, by }, approving)
      else await approving()
    })
    .catch((error: unknown) => endAsChanged(deps, click, error))
}

/** What was approved is exactly what its plan foresaw, or the request ends. */
async function endAsChanged(deps: Needs, click: Click, error: unknown): Promise<void> {
  if (!(error instanceof PlanChangedError)) throw error
  await deps.database.transaction(async (tx) => {
    const request = await getDecidable(tx, click)
    const basis = await readSnapshot(deps, tx, request)
    await mustMove(deps, tx, request, { state: 'voided', decision: { cause: 'changed', basis } })
    const plan = await findPlanOfRequest(tx, request.id)
    if (plan) await endOpenPlan(tx, plan.id, 'void')
  })
}

/** The owner can have lost the role since; the request stays open, and can be made again with another. */
const assertOwnerFits = (
  deps: Needs,
  { tenantIds, requester: by }: Request,
  { owner }: OrderedException,
): Promise<void> => assertOwner(deps, { tenantId: tenantIds[0] ?? '', owner, by })

/** A list that has changed invalidates the request, which then shows the difference. */
async function assertStillListed(deps: Needs, request: Request): Promise<void> {
  await assertOrderListed(deps, request).catch(async (error: unknown) => {
    const isOpen = (await getRequest(deps.database.db, request.id)).state === 'open'
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

async function endIfNotApprovable(deps: Needs, tx: Tx, request: Request, unfit?: Unfit): Promise<boolean> {
  if (await expireIfDue(deps, tx, request)) return true
  if (unfit) {
    await mustMove(deps, tx, request, { state: 'voided', decision: { cause: unfit } })
    return true
  }
  return invalidateIfChanged(deps, tx, request)
}
