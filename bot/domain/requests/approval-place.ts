import { UserError } from '#platform/base/errors.ts'
import type { Person } from '#platform/base/person.ts'
import { postCardOnce } from '#platform/outbox/show-card.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { addApprovalPlace, removeApprovalPlace } from './approval-places-store.ts'
import { listOpenRequests } from './requests-store.ts'

type Needs = Pick<Deps, 'database' | 'clock'>

interface Place {
  conversationId: string
  conversationKind: 'personal' | 'groupChat' | 'channel'
  by: Person
}

/** Posts requests in a shared conversation from now on, the open ones at once. @throws UserError NOT_SHARED */
export async function listenToRequests(deps: Needs, place: Place): Promise<void> {
  const { conversationId, conversationKind, by } = place
  if (conversationKind === 'personal') throw new UserError('NOT_SHARED')
  await deps.database.transaction(async (tx) => {
    const at = deps.clock()
    if (!(await addApprovalPlace(tx, conversationId, by, at))) return
    for (const { id } of await listOpenRequests(tx)) {
      await postCardOnce(tx, { subject: { kind: 'request', id }, addresses: [{ conversationId }], dueAt: at })
    }
    await append(tx, { at, actor: by, action: 'request.listen', result: 'done', detail: { conversationId } })
  })
}

/** Posts no new requests there. Cards already posted are still updated. @throws UserError NOT_SHARED */
export async function silenceRequests(deps: Needs, place: Place): Promise<void> {
  const { conversationId, conversationKind, by } = place
  if (conversationKind === 'personal') throw new UserError('NOT_SHARED')
  await deps.database.transaction(async (tx) => {
    if (!(await removeApprovalPlace(tx, conversationId))) return
    const detail = { conversationId }
    await append(tx, { at: deps.clock(), actor: by, action: 'request.silence', result: 'done', detail })
  })
}
