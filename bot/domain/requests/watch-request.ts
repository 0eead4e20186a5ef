import type { Commit } from '#platform/jobs/jobs.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import { enqueue, type Queues } from '../queues.ts'
import { readApprovalPlaces } from './approval-place.ts'
import { readApprovers } from './approvers.ts'
import { expireIfDue } from './decidable.ts'
import { appendRequest } from './move-request.ts'
import type { Request } from './request.ts'
import { findRequest, updateRequest } from './requests-store.ts'
import { type Deciders, postToApprovers, refreshRequest } from './show-requests.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'jobs' | 'people'>

/** Reminds the approvers once at half time, and expires the request when its time is up. */
export async function watchRequest(deps: Needs, { requestId }: Queues['request.watch']): Promise<Commit> {
  const seen = await findRequest(deps.database.db, requestId)
  // Reading the approvers can fail at the directory; the expiration of a request must not wait for that.
  const isLate = seen !== undefined && deps.clock() >= seen.expiresAt
  const deciders =
    seen && !isLate
      ? {
          approvers: await readApprovers(deps, seen.requester, seen),
          places: await readApprovalPlaces(deps, seen),
        }
      : { approvers: [], places: [] }
  return async (tx) => {
    const request = await findRequest(tx, requestId)
    if (request?.state !== 'open' || (await expireIfDue(deps, tx, request))) return
    if (!request.remindedAt) await remindApprovers(tx, request, deciders, deps.clock())
    const data = { requestId }
    await enqueue(deps.jobs, tx, { queue: 'request.watch', key: requestId, data, runAt: request.expiresAt })
  }
}

/** The version stays the same, so that cards already posted can still be used. */
async function remindApprovers(tx: Tx, request: Request, deciders: Deciders, at: Date): Promise<void> {
  if (!(await updateRequest(tx, request, { ...request, remindedAt: at }))) return
  await appendRequest(tx, request, { at, actor: 'system', action: 'request.remind' })
  await refreshRequest(tx, request.id, at)
  await postToApprovers(tx, { kind: 'requestReminder', id: request.id }, deciders, at)
}
