import type { Person } from '#platform/base/person.ts'
import { orderingKeyOf } from '#platform/outbox/address.ts'
import type { Tx } from '#platform/storage/database.ts'
import { endSubscriptions, type Missed, tellSubscribers } from '../alerts/tell-subscribers.ts'
import { tellUnreached } from '../alerts/tell-unreached.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { findListener, listApprovalPlaces, removeApprovalPlace } from '../requests/approval-places-store.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'jobs'>

/**
 * Tells whoever turned on the alerts or requests of a conversation that they don't arrive, and the approvers what belongs to
 * the person whose chat it is. Once per `since`.
 */
export async function tellOfPlace(
  deps: Pick<Deps, 'clock' | 'jobs'>,
  tx: Tx,
  missed: Missed,
  since: Date,
): Promise<void> {
  const listeners: Person[] = []
  for (const place of await placesIn(tx, missed.address)) {
    const listener = await findListener(tx, place)
    if (listener) listeners.push(listener)
  }
  await tellSubscribers(deps, tx, missed, since, listeners)
  await tellUnreached(deps, tx, missed.address)
}

/** Ends the alerts and requests that were posted in a channel that was deleted, and tells whoever had turned them on. */
export async function channelDeleted(deps: Needs, address: string): Promise<void> {
  await deps.database.transaction(async (tx) => {
    const at = deps.clock()
    await tellOfPlace(deps, tx, { why: 'deleted', address }, at)
    await endSubscriptions(deps, tx, address)
    for (const conversationId of await placesIn(tx, address)) {
      await removeApprovalPlace(tx, conversationId)
      const entry = { at, actor: 'system' as const, action: 'request.silence', result: 'done' as const }
      await append(tx, { ...entry, reason: 'CHANNEL_DELETED', detail: { conversationId } })
    }
  })
}

/** Tells whoever turned on alerts or requests where the bot was removed: added again, it posts them again. */
export async function botRemoved(deps: Needs, address: string): Promise<void> {
  await deps.database.transaction((tx) => tellOfPlace(deps, tx, { why: 'removed', address }, deps.clock()))
}

/** A channel and its threads, as far as requests are posted there. */
const placesIn = async (tx: Tx, address: string): Promise<string[]> =>
  (await listApprovalPlaces(tx)).filter((place) => orderingKeyOf(place) === address)
