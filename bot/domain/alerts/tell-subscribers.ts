import type { Person } from '#platform/base/person.ts'
import { addressKey } from '#platform/outbox/address.ts'
import { postCardOnce } from '#platform/outbox/show-card.ts'
import type { Tx } from '#platform/storage/database.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { removeWaiting } from './deliveries-store.ts'
import { endSubscription, listSubscriptions } from './subscriptions-store.ts'

/** Why alerts don't reach a conversation: it refuses them, or the bot was removed, or the channel was deleted. */
const unreached = ['refused', 'removed', 'deleted'] as const
type Unreached = (typeof unreached)[number]

export interface Missed {
  why: Unreached
  address: string
}

/** The ID of the card that says so: one per outage. */
const subjectOf = ({ why, address }: Missed, since: Date) => ({
  kind: 'alertsMissed',
  id: `${why} ${since.getTime()} ${address}`,
})

export function readMissed(id: string): Missed {
  const [why, , ...address] = id.split(' ')
  return { why: unreached.find((one) => one === why) ?? 'refused', address: address.join(' ') }
}

/** Tells whoever turned on the alerts of a conversation, and `others`, in their own chat why it gets none. Once per `since`. */
export async function tellSubscribers(
  deps: Pick<Deps, 'clock'>,
  tx: Tx,
  missed: Missed,
  since: Date,
  others: readonly Person[] = [],
): Promise<void> {
  const people = new Map<string, { tenantId: string; objectId: string }>()
  const subscribers = (await listSubscriptions(tx, missed.address)).map(({ by }) => by)
  for (const by of [...subscribers, ...others]) {
    const key = addressKey({ person: by })
    // Their own chat is the one that refuses.
    if (key !== missed.address) people.set(key, { tenantId: by.tenantId, objectId: by.objectId })
  }
  const addresses = [...people.values()].map((person) => ({ person }))
  await postCardOnce(tx, { subject: subjectOf(missed, since), addresses, dueAt: deps.clock() })
}

/** Ends the alerts of a channel that was deleted. */
export async function endSubscriptions(deps: Pick<Deps, 'clock'>, tx: Tx, address: string): Promise<void> {
  const at = deps.clock()
  for (const each of await listSubscriptions(tx, address)) {
    const { tenantId, setId } = each
    await endSubscription(tx, each, at)
    const entry = { at, actor: 'system' as const, action: 'alerts.unsubscribe', tenantId, setId }
    await append(tx, { ...entry, result: 'done', reason: 'CHANNEL_DELETED', detail: { address } })
  }
  await removeWaiting(tx, address)
}
