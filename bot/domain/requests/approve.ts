import { UserError } from '#platform/base/errors.ts'
import type { Person } from '#platform/base/person.ts'
import type { Tx } from '#platform/storage/database.ts'
import { rehearse, rehearsing } from '#platform/storage/rehearse.ts'
import { assertReaderRegistered, assertRegistered } from '../consent/assert-registered.ts'
import { planGrant } from '../consent/plan-grant.ts'
import { hasLinks } from '../people/act-kinds.ts'
import type { RefreshDeps } from '../requirements/refresh-requirements.ts'
import type { Effects } from '../what-if/effects.ts'
import { observe } from '../what-if/observe.ts'
import { assertSensible } from './assert-sensible.ts'
import { carryOut, type EffectDeps } from './carry-out.ts'
import { mustMove } from './decidable.ts'
import { newRequest } from './make-request.ts'
import type { Decision, Order, Request, RequestOutcome } from './request.ts'
import { getRequest, insertRequest, updateRequest } from './requests-store.ts'
import { readSnapshot } from './snapshot.ts'

/** The registrations list exactly what an order with links binds. @throws UserError REGISTRATION_MISMATCH, LIST_CHANGED */
export async function assertOrderListed(
  deps: RefreshDeps,
  { kind, setId = '', tenantIds: all }: Order,
): Promise<void> {
  if (kind === 'add') return assertReaderRegistered(deps)
  if (!hasLinks(kind)) return
  const tenantIds = kind === 'move' ? all.slice(0, 1) : all
  const { requirement, tenants } = await planGrant(deps, deps.database.db, { setId, tenantIds })
  const reader = tenants.some(
    ({ needsConnection, refusal }) => needsConnection && (kind === 'move' || !refusal),
  )
  await assertRegistered(deps, requirement, { reader })
}

/** In the caller's transaction, after everybody was asked: moves the request and carries it out. */
export async function approveIn(
  deps: EffectDeps,
  tx: Tx,
  request: Request,
  { by, reason }: Pick<Decision, 'reason'> & { by: Person },
): Promise<void> {
  await mustMove(deps, tx, request, { state: 'approved', decision: { by, ...(reason && { reason }) } })
  const { id: requestId, code, reference } = request
  const approval = { requestId, code, by, ...(reference !== undefined && { reference }) }
  const outcome = await carryOut(deps, tx, request, approval)
  await keepOutcome(deps, tx, request, outcome)
}

/** Stores the outcome. If every tenant refused, the request ends as invalid instead of approved. */
async function keepOutcome(
  deps: EffectDeps,
  tx: Tx,
  { id }: Request,
  outcome: RequestOutcome,
): Promise<void> {
  const approved = await getRequest(tx, id)
  const isEmpty = outcome.done.length === 0 && outcome.syncRunId === undefined
  const decision = { ...approved.decision, cause: 'nothingLeft' as const }
  if (isEmpty) return mustMove(deps, tx, approved, { state: 'voided', decision, outcome })
  const kept = { ...approved, outcome, version: approved.version + 1 }
  if (!(await updateRequest(tx, approved, kept))) throw new UserError('REQUEST_ENDED')
}

/** Whoever approves. */
const somebody: Person = { tenantId: 'approver', objectId: 'approver', name: '' }

/**
 * What an order would do once a second person has approved it: makes the request and approves it, in a transaction that is
 * rolled back. @throws UserError the rule that stands against it even then
 */
export async function foreseeApproval(
  deps: EffectDeps & RefreshDeps,
  { order, by, tenantIds }: { order: Order; by: Person; tenantIds: readonly string[] },
): Promise<Effects> {
  await assertOrderListed({ ...deps, database: rehearsing(deps.database) }, order)
  return rehearse(deps.database, async (tx) => {
    await assertSensible(deps, tx, order)
    const made = newRequest(deps, { order, by, reason: '' }, await readSnapshot(deps, tx, order))
    const request = await insertRequest(tx, made)
    const watch = { by: somebody, tenantIds }
    const approving = () => approveIn(deps, tx, request, { by: somebody })
    return (await observe(deps, tx, watch, approving)).effects
  })
}
