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

/** A digest changes in bulk: its card follows at a calm pace. */
const digestCardDelayMs = seconds(2)

/** Shows the alert as it is now wherever it was told. */
export async function refreshAlert(deps: Pick<Deps, 'clock'>, tx: Tx, { id }: Alert): Promise<void> {
  const now = deps.clock()
  await refreshCards(tx, alertSubject(id), now, { urgent: true })
  for (const { digestId } of await listDeliveries(tx, id)) {
    if (digestId !== undefined) await refreshCards(tx, digestSubject(digestId), later(now, digestCardDelayMs))
  }
}

/** Events that everybody wants to hear of; of the others only the thread of a channel tells. */
const loud: readonly EventKind[] = ['reopened', 'worsened']

/**
 * Says in one line what happened to an alert: in a channel below its card, elsewhere only what is loud. Where it stood in a
 * digest, an alert that came back is told anew.
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

/** The thread below the alert's card; undefined until the channel has taken the card, which then tells everything itself. */
async function threadOf(tx: Tx, { id }: Alert, key: string): Promise<Address | undefined> {
  const postedCard = await findPostedCard(tx, alertSubject(id), addressFromKey(key))
  if (!postedCard?.posted) return undefined
  const { conversationId, activityId } = postedCard.posted
  return { conversationId: `${conversationId};messageid=${activityId}` }
}
