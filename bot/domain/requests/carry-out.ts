import { UserError } from '#platform/base/errors.ts'
import type { Approval, Person } from '#platform/base/person.ts'
import { addressKey } from '#platform/outbox/address.ts'
import { postCardOnce } from '#platform/outbox/show-card.ts'
import type { Tx } from '#platform/storage/database.ts'
import { makeConnection } from '../consent/make-connection.ts'
import { makeLinks } from '../consent/make-links.ts'
import { planGrant } from '../consent/plan-grant.ts'
import type { Deps } from '../deps.ts'
import { acceptGrantsIn } from '../grants/accept-grants.ts'
import { blockGrantIn } from '../grants/block-grant.ts'
import { getGrant } from '../grants/change-grant.ts'
import { confirmBaselineIn } from '../grants/confirm-baseline.ts'
import { forgetTenantIn } from '../grants/forget-tenant.ts'
import type { OrderDeps } from '../grants/grant-order.ts'
import { openGrantIn } from '../grants/open-grant.ts'
import { resetGrantIn } from '../grants/reset-grant.ts'
import { unblockGrantIn } from '../grants/unblock-grant.ts'
import { carryOutMove } from '../moves/carry-out-move.ts'
import { planMove } from '../moves/plan-move.ts'
import { mostAlone } from '../people/second-person.ts'
import { startSyncIn } from '../sync/start-sync.ts'
import { getTenant } from '../tenants/tenants-store.ts'
import { acceptApproved } from './accept-approved.ts'
import { type Request, type RequestOutcome, tenantsOfOrder } from './request.ts'
import { insertRequestConsent } from './requests-store.ts'
import { ownChat } from './show-requests.ts'

/** What the effects of a request need. */
export type EffectDeps = OrderDeps & Pick<Deps, 'database' | 'random' | 'directory'>

/**
 * Does what was approved, in the transaction of the approval and on behalf of the requester, with the same functions as an
 * approver's click. A refusal in one tenant does not stop the others.
 */
export async function carryOut(
  deps: EffectDeps,
  tx: Tx,
  request: Request,
  approval: Approval,
): Promise<RequestOutcome> {
  if (request.kind === 'grant') return releaseLinks(deps, tx, request, approval)
  if (request.kind === 'move') return releaseMove(deps, tx, request, approval)
  if (request.kind === 'sync') return startRun(deps, tx, request, approval)
  if (request.kind === 'add') return addTenants(deps, tx, request, approval)
  if (request.kind === 'except') return acceptApproved(deps, tx, request, approval)
  const { requester: by, reason } = request
  return carryOutEach(deps, tx, { ...request, by, reason, approval })
}

/** The requester gets the link of each connection in the own chat. */
async function addTenants(
  deps: EffectDeps,
  tx: Tx,
  { id, snapshot, requester: by }: Request,
  approval: Approval,
): Promise<RequestOutcome> {
  const place = { conversationId: addressKey(ownChat(by)) }
  for (const { id: tenantId, domain: name } of snapshot.tenants) {
    const connecting = await makeConnection(deps, tx, { tenantId, name, by, place, approval })
    if (!('consent' in connecting)) continue
    await insertRequestConsent(tx, id, connecting.consent.id)
    const subject = { kind: 'consent', id: connecting.consent.id }
    await postCardOnce(tx, { subject, addresses: [ownChat(by)], dueAt: deps.clock() })
  }
  return { done: snapshot.tenants.map((tenant) => tenant.id), refused: [] }
}

/** An order about tenants one by one, of one person with or without an approval. */
interface EachOrder extends Pick<Request, 'kind' | 'setId' | 'tenantIds' | 'until'> {
  by: Person
  reason?: string
  /** Ticket or case number of the request. */
  reference?: string
  approval?: Approval
}

/** Does it in each of the tenants, in the caller's transaction. A refusal in one of them does not stop the others. */
export async function carryOutEach(deps: EffectDeps, tx: Tx, order: EachOrder): Promise<RequestOutcome> {
  const done: string[] = []
  const refused: RequestOutcome['refused'][number][] = []
  for (const tenantId of order.tenantIds) {
    try {
      await actIn(deps, tx, order, tenantId)
      done.push(tenantId)
    } catch (error) {
      // An act that refuses has written nothing. A concurrent write rolls back all of them.
      if (!(error instanceof UserError) || error.code === 'CARD_OUTDATED') throw error
      refused.push({ tenantId, code: error.code })
    }
  }
  return { done, refused }
}

async function actIn(
  deps: EffectDeps,
  tx: Tx,
  { kind, setId = '', until, by, reason, reference, approval }: EachOrder,
  tenantId: string,
): Promise<void> {
  const who = { by, ...(reason !== undefined && { reason }), ...(approval && { approval }) }
  if (kind === 'remove') {
    const { version } = await getTenant(tx, tenantId)
    await forgetTenantIn(deps, tx, { tenantId, version, ...who })
    return
  }
  if (kind === 'baseline') return confirmBaselineIn(deps, tx, { tenantId, ...who })
  const { version } = await getGrant(tx, tenantId, setId)
  const order = { tenantId, setId, version, ...who }
  const end = until !== undefined && { until: new Date(until) }
  if (kind === 'block') await blockGrantIn(deps, tx, order)
  if (kind === 'unblock') await unblockGrantIn(deps, tx, { ...order, ...end })
  if (kind === 'open' && end)
    await openGrantIn(
      deps,
      tx,
      { ...order, ...end, ...(reference && { reference }) },
      { action: 'grant.open' },
    )
  if (kind === 'reset') await resetGrantIn(deps, tx, order)
  if (kind === 'accept') await acceptGrantsIn(deps, tx, order)
}

/** Posts one consent card per ten tenants in the personal chat of the signer. */
async function releaseLinks(
  deps: EffectDeps,
  tx: Tx,
  request: Request,
  approval: Approval,
): Promise<RequestOutcome> {
  const { setId = '', tenantIds, requester: by, signer = by, reason, reference } = request
  const until = request.until === undefined ? undefined : new Date(request.until)
  const done: string[] = []
  const refused: RequestOutcome['refused'][number][] = []
  for (let start = 0; start < tenantIds.length; start += mostAlone) {
    const batch = tenantIds.slice(start, start + mostAlone)
    const plan = await planGrant(deps, tx, { setId, tenantIds: batch, until })
    for (const { tenant, refusal } of plan.tenants) {
      if (refusal) refused.push({ tenantId: tenant.id, code: refusal.code })
      else done.push(tenant.id)
    }
    const place = { conversationId: addressKey(ownChat(signer)) }
    const consent = await makeLinks(deps, tx, {
      ...{ plan, by, place, approval, signer: request.signer },
      because: { reason, reference },
    })
    if (consent) await followReleased(deps, tx, { request, consentId: consent.id })
  }
  return { done, refused }
}

/** Blocks where the app is and posts the consent card for where it goes. A rule that refuses it has written nothing. */
async function releaseMove(
  deps: EffectDeps,
  tx: Tx,
  request: Request,
  approval: Approval,
): Promise<RequestOutcome> {
  const { setId = '', tenantIds, requester: by, signer = by, reason } = request
  const [tenantId = '', from] = tenantIds
  const plan = await planMove(deps, tx, { setId, tenantId, from, namesOf: tenantIds })
  const code = plan ? plan.refusal?.code : 'MOVE_NOT_LIMITED'
  if (!plan || code) return { done: [], refused: [{ tenantId, code: code ?? 'MOVE_NOT_LIMITED' }] }
  const place = { conversationId: addressKey(ownChat(signer)) }
  const moving = { plan, by, place, reason, approval, signer: request.signer }
  const consent = await carryOutMove(deps, tx, moving)
  if (consent) await followReleased(deps, tx, { request, consentId: consent.id })
  return { done: tenantIds, refused: [] }
}

/** The card of released links, in the personal chat of whoever consents. */
async function followReleased(
  deps: EffectDeps,
  tx: Tx,
  { request, consentId }: { request: Request; consentId: string },
): Promise<void> {
  await insertRequestConsent(tx, request.id, consentId)
  const subject = { kind: 'consent', id: consentId }
  const addresses = [ownChat(request.signer ?? request.requester)]
  await postCardOnce(tx, { subject, addresses, dueAt: deps.clock() })
}

async function startRun(
  deps: EffectDeps,
  tx: Tx,
  request: Request,
  approval: Approval,
): Promise<RequestOutcome> {
  const { requester: by } = request
  const run = await startSyncIn(deps, tx, { by, scope: tenantsOfOrder(request), place: {}, approval })
  const subject = { kind: 'sync', id: run.id }
  await postCardOnce(tx, { subject, addresses: [ownChat(by)], dueAt: deps.clock() })
  return { done: [], refused: [], syncRunId: run.id }
}
