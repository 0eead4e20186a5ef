import { UserError } from '#platform/base/errors.ts'
import type { Approval } from '#platform/base/person.ts'
import { addressKey } from '#platform/outbox/address.ts'
import { postCardOnce } from '#platform/outbox/show-card.ts'
import type { Tx } from '#platform/storage/database.ts'
import { makeLinks } from '../consent/make-links.ts'
import { planGrant } from '../consent/plan-grant.ts'
import type { Deps } from '../deps.ts'
import { blockGrantIn } from '../grants/block-grant.ts'
import { getGrant } from '../grants/change-grant.ts'
import { forgetTenantIn } from '../grants/forget-tenant.ts'
import { resetGrantIn } from '../grants/reset-grant.ts'
import { unblockGrantIn } from '../grants/unblock-grant.ts'
import { mostAlone } from '../people/second-person.ts'
import { startSyncIn } from '../sync/start-sync.ts'
import { getTenant } from '../tenants/tenants-store.ts'
import type { Request, RequestOutcome } from './request.ts'
import { insertRequestConsent } from './requests-store.ts'
import { ownChat } from './show-requests.ts'

/** What the effects of a request need. */
export type EffectDeps = Pick<
  Deps,
  'database' | 'clock' | 'random' | 'rules' | 'jobs' | 'catalog' | 'clientIds' | 'directory' | 'react'
>

/**
 * Does what was approved, in the transaction of the approval, by the same functions as a click of an approver, on behalf
 * of the requester. What stands against it in one tenant stops the others not.
 */
export async function carryOut(
  deps: EffectDeps,
  tx: Tx,
  request: Request,
  approval: Approval,
): Promise<RequestOutcome> {
  if (request.kind === 'grant') return releaseLinks(deps, tx, request, approval)
  if (request.kind === 'sync') return startRound(deps, tx, request, approval)
  const done: string[] = []
  const refused: RequestOutcome['refused'][number][] = []
  for (const tenantId of request.tenantIds) {
    try {
      await actIn(deps, tx, request, { tenantId, approval })
      done.push(tenantId)
    } catch (error) {
      // Each of these acts looks before it writes. Somebody who writes at the same time undoes the whole approval.
      if (!(error instanceof UserError) || error.code === 'CARD_OUTDATED') throw error
      refused.push({ tenantId, code: error.code })
    }
  }
  return { done, refused }
}

async function actIn(
  deps: EffectDeps,
  tx: Tx,
  { kind, setId = '', requester: by }: Request,
  { tenantId, approval }: { tenantId: string; approval: Approval },
): Promise<void> {
  if (kind === 'remove') {
    const { version } = await getTenant(tx, tenantId)
    await forgetTenantIn(deps, tx, { tenantId, version, by, approval })
    return
  }
  const { version } = await getGrant(tx, tenantId, setId)
  const order = { tenantId, setId, version, by, approval }
  if (kind === 'block') await blockGrantIn(deps, tx, order)
  if (kind === 'unblock') await unblockGrantIn(deps, tx, order)
  if (kind === 'reset') await resetGrantIn(deps, tx, order)
}

/** One consent card per ten tenants, in the own chat of whoever signs. */
async function releaseLinks(
  deps: EffectDeps,
  tx: Tx,
  request: Request,
  approval: Approval,
): Promise<RequestOutcome> {
  const { setId = '', tenantIds, requester: by, signer = by } = request
  const done: string[] = []
  const refused: RequestOutcome['refused'][number][] = []
  for (let start = 0; start < tenantIds.length; start += mostAlone) {
    const batch = tenantIds.slice(start, start + mostAlone)
    const plan = await planGrant(deps, tx, { setId, tenantIds: batch })
    for (const { tenant, refusal } of plan.tenants) {
      if (refusal) refused.push({ tenantId: tenant.id, code: refusal.code })
      else done.push(tenant.id)
    }
    const place = { conversationId: addressKey(ownChat(signer)) }
    const consent = await makeLinks(deps, tx, { plan, by, place, approval })
    if (!consent) continue
    await insertRequestConsent(tx, request.id, consent.id)
    const subject = { kind: 'consent', id: consent.id }
    await postCardOnce(tx, { subject, addresses: [ownChat(signer)], dueAt: deps.clock() })
  }
  return { done, refused }
}

async function startRound(
  deps: EffectDeps,
  tx: Tx,
  { requester: by }: Request,
  approval: Approval,
): Promise<RequestOutcome> {
  const run = await startSyncIn(deps, tx, { by, place: {}, approval })
  const subject = { kind: 'sync', id: run.id }
  await postCardOnce(tx, { subject, addresses: [ownChat(by)], dueAt: deps.clock() })
  return { done: [], refused: [], syncRunId: run.id }
}
