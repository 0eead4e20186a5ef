import { UserError } from '#platform/base/errors.ts'
import { type Person, plainPerson } from '#platform/base/person.ts'
import { postCardOnce } from '#platform/outbox/show-card.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { assertMay } from '../people/assert-may.ts'
import { readReader } from '../people/read-reader.ts'
import type { RoleReading, Scope } from '../people/role-reading.ts'
import { covers, scopeOf } from '../people/scope.ts'
import {
  addApprovalPlace,
  findListener,
  listApprovalPlaces,
  removeApprovalPlace,
} from './approval-places-store.ts'
import { type Order, tenantsOfOrder } from './request.ts'
import { listOpenRequests } from './requests-store.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'people'>

interface Place {
  conversationId: string
  conversationKind: 'personal' | 'groupChat' | 'channel'
  by: Person & RoleReading
}

/**
 * The conversations where a request is posted: those whose listener can approve in all of its tenants now.
 * @throws OutsideError when a group that may give the role can't be read
 */
export async function readApprovalPlaces(
  deps: Pick<Deps, 'database' | 'people'>,
  order: Pick<Order, 'tenantIds'>,
): Promise<string[]> {
  const places: string[] = []
  for (const conversationId of await listApprovalPlaces(deps.database.db)) {
    const scope = await readPlaceScope(deps, conversationId)
    if (scope && covers(scope, tenantsOfOrder(order))) places.push(conversationId)
  }
  return places
}

/** The tenants whose requests may be shown there; undefined if no requests are posted there. @throws as {@link readApprovalPlaces} */
export async function readPlaceScope(
  deps: Pick<Deps, 'database' | 'people'>,
  conversationId: string,
): Promise<Scope | undefined> {
  const listener = await findListener(deps.database.db, conversationId)
  return listener && scopeOf(await readReader(deps, listener), 'approver')
}

/**
 * Posts requests in a shared conversation from now on, the open ones at once: those about tenants of this person. Whoever can
 * approve in more tenants than the listener so far takes over. @throws UserError NOT_SHARED
 */
export async function listenToRequests(deps: Needs, place: Place): Promise<void> {
  const { conversationId, conversationKind, by } = place
  if (conversationKind === 'personal') throw new UserError('NOT_SHARED')
  const scope = scopeOf(by, 'approver')
  const before = await readPlaceScope(deps, conversationId)
  const isServed = before && (before === 'all' || (scope !== 'all' && !isWider(scope, before)))
  await deps.database.transaction(async (tx) => {
    // Only here, so that this line is noted: delivered again after a "requests off" it must not turn them on.
    if (isServed) return
    const at = deps.clock()
    await removeApprovalPlace(tx, conversationId)
    if (!(await addApprovalPlace(tx, conversationId, plainPerson(by), at))) return
    for (const request of await listOpenRequests(tx)) {
      if (!covers(scope, tenantsOfOrder(request))) continue
      const subject = { kind: 'request', id: request.id }
      await postCardOnce(tx, { subject, addresses: [{ conversationId }], dueAt: at })
    }
    await append(tx, { at, actor: by, action: 'request.listen', result: 'done', detail: { conversationId } })
  })
}

const isWider = (scope: Scope, before: Scope): boolean =>
  scope === 'all' || before.length === 0 || (covers(scope, before) && !covers(before, scope))

/**
 * Posts no new requests there. Cards already posted are still updated.
 * @throws UserError NOT_SHARED, SCOPE_MISSING if requests are posted there that reach further than the person's role
 */
export async function silenceRequests(deps: Needs, place: Place): Promise<void> {
  const { conversationId, conversationKind, by } = place
  if (conversationKind === 'personal') throw new UserError('NOT_SHARED')
  const posted = await readPlaceScope(deps, conversationId)
  if (posted === 'all' || (posted && posted.length > 0)) assertMay(by, 'approver', posted)
  await deps.database.transaction(async (tx) => {
    if (!(await removeApprovalPlace(tx, conversationId))) return
    const detail = { conversationId }
    await append(tx, { at: deps.clock(), actor: by, action: 'request.silence', result: 'done', detail })
  })
}
