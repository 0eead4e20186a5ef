import type { Person } from '#platform/base/person.ts'
import type { Commit } from '#platform/jobs/jobs.ts'
import { postCardOnce } from '#platform/outbox/show-card.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import { enqueue, type Queues } from '../queues.ts'
import { listApprovalPlaces } from './approval-places-store.ts'
import { readApprovers } from './approvers.ts'
import { expireIfDue } from './decide-request.ts'
import { appendRequest } from './move-request.ts'
import type { Request } from './request.ts'
import { findRequest, updateRequest } from './requests-store.ts'
import { ownChat, refreshRequest } from './show-requests.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'jobs' | 'people'>

/** Reminds the approvers once at half time, and ends the request when nobody decided in time. */
export async function watchRequest(deps: Needs, { requestId }: Queues['request.watch']): Promise<Commit> {
  const seen = await findRequest(deps.database.db, requestId)
  // Who approves is asked of the directory; the end of a request waits for nobody.
  const isLate = seen !== undefined && deps.clock() >= seen.expiresAt
  const approvers = seen && !isLate ? await readApprovers(deps, seen.requester, seen.tenantIds) : []
  return async (tx) => {
    const request = await findRequest(tx, requestId)
    if (request?.state !== 'open' || (await expireIfDue(deps, tx, request))) return
    if (!request.remindedAt) await remindApprovers(deps, tx, request, approvers)
    const data = { requestId }
    await enqueue(deps.jobs, tx, { queue: 'request.watch', key: requestId, data, runAt: request.expiresAt })
  }
}

/** The version stays: what is decided on is the same. */
async function remindApprovers(
  deps: Needs,
  tx: Tx,
  request: Request,
  approvers: readonly Person[],
): Promise<void> {
  const at = deps.clock()
  if (!(await updateRequest(tx, request, { ...request, remindedAt: at }))) return
  await appendRequest(tx, request, { at, actor: 'system', action: 'request.remind' })
  await refreshRequest(tx, request.id, at)
  const places = (await listApprovalPlaces(tx)).map((conversationId) => ({ conversationId }))
  const subject = { kind: 'requestReminder', id: request.id }
  await postCardOnce(tx, { subject, addresses: [...approvers.map(ownChat), ...places], dueAt: at })
}
