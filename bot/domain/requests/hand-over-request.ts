import { UserError } from '#platform/base/errors.ts'
import { isSamePerson, type Person, plainPerson } from '#platform/base/person.ts'
import { postCardOnce } from '#platform/outbox/show-card.ts'
import type { Deps } from '../deps.ts'
import { noteEvent } from '../events/note-event.ts'
import { assertStillMay } from '../people/assert-may.ts'
import { isFit, readApprovers } from './approvers.ts'
import { type Click, getDecidable } from './decidable.ts'
import { appendRequest } from './move-request.ts'
import { type Request, tenantsOfOrder } from './request.ts'
import { requestEvent } from './request-event.ts'
import { getRequest, updateRequest } from './requests-store.ts'
import { ownChat, refreshRequest } from './show-requests.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'people' | 'jobs'>

/**
 * Asks another approver by name to decide. Every approver can still decide.
 * @throws UserError APPROVER_UNKNOWN, ROLE_MISSING, OWN_REQUEST, REQUEST_ENDED, CARD_OUTDATED
 */
export async function handOverRequest(deps: Needs, click: Click & { to: Person }): Promise<void> {
  const { to } = click
  const seen = await getRequest(deps.database.db, click.requestId)
  await assertStillMay(deps, click.by, 'approver', tenantsOfOrder(seen))
  await deps.database.transaction(async (tx) => {
    const request = await getDecidable(tx, click)
    const at = deps.clock()
    const by = plainPerson(click.by)
    const handed = { ...request, handed: { by, to, at }, version: request.version + 1 }
    if (!(await updateRequest(tx, request, handed))) throw new UserError('REQUEST_ENDED')
    noteEvent(tx, requestEvent(handed, at))
    const detail = { to: { objectId: to.objectId, name: to.name } }
    await appendRequest(tx, handed, { at, actor: by, action: 'request.handOver', detail })
    await refreshRequest(tx, request.id, at)
    const subject = { kind: 'requestHandover', id: request.id }
    await postCardOnce(tx, { subject, addresses: [ownChat(to)], dueAt: at })
  })
}

/** An approver other than `by`, to hand a request over to. @throws UserError APPROVER_UNKNOWN */
export async function getOtherApprover(
  deps: Pick<Deps, 'people'>,
  given: { request: Pick<Request, 'requester' | 'tenantIds'>; by: Person; objectId: string },
): Promise<Person> {
  const { request, by, objectId } = given
  const others = await readApprovers(deps, request.requester, request)
  const found = others.find((person) => person.objectId === objectId && !isSamePerson(person, by))
  // The list can be some minutes old.
  const needs = { tenants: tenantsOfOrder(request), gives: false }
  const isApprover = found && isFit(await deps.people.readRolesNow(found), 'approver', needs)
  if (!isApprover) throw new UserError('APPROVER_UNKNOWN')
  return found
}
