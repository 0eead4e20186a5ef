import type { Person } from '#platform/base/person.ts'
import { later, seconds } from '#platform/base/time.ts'
import { type Address, addressFromKey } from '#platform/outbox/address.ts'
import type { Subject } from '#platform/outbox/outbox-store.ts'
import { findPostedCard } from '#platform/outbox/posted-cards-store.ts'
import { postCardOnce, refreshCards } from '#platform/outbox/show-card.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import type { Alert } from './alert.ts'
import { type EventKind, insertEvent } from './alert-events-store.ts'
import { forgetDigested, listDeliveries } from './deliveries-store.ts'
import { quietUntil } from './quiet-hours.ts'
import { findPlaceRules } from './subscriptions-store.ts'

export const alertSubject = (id: number): Subject => ({ kind: 'alert', id: String(id) })
export const digestSubject = (id: number): Subject => ({ kind: 'alertDigest', id: String(id) })

/** Delay that combines the frequent changes of a digest into fewer card updates. */
const digestCardDelayMs = seconds(2)

/** Refreshes every card and digest that shows the alert. */
export async function refreshAlert(deps: Pick<Deps, 'clock'>, tx: Tx, { id }: Alert): Promise<void> {
  const now = deps.clock()
  await refreshCards(tx, alertSubject(id), now, { urgent: true })
  for (const { digestId } of await listDeliveries(tx, id)) {
    if (digestId !== undefined) await refreshCards(tx, digestSubject(digestId), later(now, digestCardDelayMs))
  }
}

/** Events posted to every conversation; all others only to the thread in a channel. */
const loud: readonly EventKind[] = ['reopened', 'worsened']

/**
 * Posts one line about a change of an alert: in a channel as a reply to its card, elsewhere only if the event is loud.
 * A reopened alert is removed from its digests, so that it is posted again.
 */
export async function postEvent(
  deps: Pick<Deps, 'clock'>,
  tx: Tx,
  alert: Alert,
  { kind, by }: { kind: EventKind; by?: Person },
): Promise<void> {
  const now = deps.clock()
  const deliveries = await listDeliveries(tx, alert.id)
  const places: { address: Address; dueAt: Date }[] = []
  for (const { address, form } of deliveries) {
    if (form !== 'card') continue
    const rules = await findPlaceRules(tx, address)
    if (rules?.kind !== 'channel' && !loud.includes(kind)) continue
    const where = rules?.kind === 'channel' ? await threadOf(tx, alert, address) : addressFromKey(address)
    const silent = alert.severity === 'critical' ? undefined : quietUntil(rules?.quiet, now)
    if (where) places.push({ address: where, dueAt: silent ?? now })
  }
  if (kind === 'reopened') await removeFromDigests(tx, alert, now)
  if (places.length === 0) return
  const id = await insertEvent(tx, { alertId: alert.id, at: now, kind, ...(by && { by }) })
  const subject = { kind: 'alertEvent', id: String(id) }
  for (const { address, dueAt } of places) await postCardOnce(tx, { subject, addresses: [address], dueAt })
}

async function removeFromDigests(tx: Tx, { id }: Alert, now: Date): Promise<void> {
  const left = await forgetDigested(tx, id)
  for (const digestId of left) await refreshCards(tx, digestSubject(digestId), now)
}

/** The thread of the alert's card; undefined until the card is posted, since it then shows the current state. */
async function threadOf(tx: Tx, { id }: Alert, key: string): Promise<Address | undefined> {
  const postedCard = await findPostedCard(tx, alertSubject(id), addressFromKey(key))
  if (!postedCard?.posted) return undefined
  const { conversationId, activityId } = postedCard.posted
  return { conversationId: `${conversationId};messageid=${activityId}` }
}
