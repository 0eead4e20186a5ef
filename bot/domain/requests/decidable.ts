import { UserError } from '#platform/base/errors.ts'
import { isSamePerson, type Person } from '#platform/base/person.ts'
import type { Tx } from '#platform/storage/database.ts'
import { type Move, type MoveDeps, moveRequest } from './move-request.ts'
import type { Request } from './request.ts'
import { getRequest } from './requests-store.ts'

export interface Click {
  requestId: string
  /** Version of the request on the card the person saw. */
  version: number
  by: Person
  reason?: string
}

/** An open request of another person, as the card showed it. @throws UserError OWN_REQUEST, REQUEST_ENDED, CARD_OUTDATED */
export async function getDecidable(tx: Tx, click: Click): Promise<Request> {
  const { requester } = await getRequest(tx, click.requestId)
  if (isSamePerson(click.by, requester)) throw new UserError('OWN_REQUEST')
  return getOpen(tx, click)
}

/** @throws UserError REQUEST_ENDED, CARD_OUTDATED */
export async function getOpen(tx: Tx, { requestId, version }: Click): Promise<Request> {
  const request = await getRequest(tx, requestId)
  if (request.state !== 'open') throw new UserError('REQUEST_ENDED')
  if (request.version !== version) throw new UserError('CARD_OUTDATED')
  return request
}

/** Expires the request if its time is up, whether or not its job has run. */
export async function expireIfDue(deps: MoveDeps, tx: Tx, request: Request): Promise<boolean> {
  if (deps.clock() < request.expiresAt) return false
  await mustMove(deps, tx, request, { state: 'lapsed' })
  return true
}

/** @throws UserError REQUEST_ENDED */
export async function mustMove(deps: MoveDeps, tx: Tx, request: Request, move: Move): Promise<void> {
  if (!(await moveRequest(deps, tx, request, move))) throw new UserError('REQUEST_ENDED')
}
