import { endSubscriptions, tellSubscribers } from '../alerts/tell-subscribers.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { removeApprovalPlace } from '../requests/approval-places-store.ts'

type Needs = Pick<Deps, 'database' | 'clock'>

/** Ends the alerts and requests that were posted in a channel that was deleted, and tells whoever had turned on the alerts. */
export async function channelDeleted(deps: Needs, conversationId: string): Promise<void> {
  await deps.database.transaction(async (tx) => {
    await endSubscriptions(deps, tx, conversationId)
    if (!(await removeApprovalPlace(tx, conversationId))) return
    const entry = { at: deps.clock(), actor: 'system' as const, action: 'request.silence' }
    await append(tx, { ...entry, result: 'done', reason: 'CHANNEL_DELETED', detail: { conversationId } })
  })
}

/** Tells whoever turned on the alerts of a conversation that the bot was removed there: added again, it posts them again. */
export async function botRemoved(deps: Needs, address: string): Promise<void> {
  await deps.database.transaction((tx) =>
    tellSubscribers(deps, tx, { why: 'removed', address }, deps.clock()),
  )
}
