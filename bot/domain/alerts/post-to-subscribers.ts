import { addressFromKey } from '#platform/outbox/address.ts'
import type { Subject } from '#platform/outbox/outbox-store.ts'
import { postCardOnce } from '#platform/outbox/show-card.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import type { Severity } from './alert.ts'
import { quietUntil } from './quiet-hours.ts'
import { deliverAt } from './route-alert.ts'
import { findPlaceRules, listAddressesOfSet } from './subscriptions-store.ts'

/** Posts one card to every conversation subscribed to this set in one of these tenants, after its quiet hours. */
export async function postToSubscribers(
  deps: Pick<Deps, 'clock' | 'jobs'>,
  tx: Tx,
  {
    subject,
    ...about
  }: { subject: Subject; setId: string; tenantIds: readonly string[]; severity: Severity },
): Promise<void> {
  const now = deps.clock()
  for (const key of await listAddressesOfSet(tx, about)) {
    const dueAt = quietUntil((await findPlaceRules(tx, key))?.quiet, now) ?? now
    await postCardOnce(tx, { subject, addresses: [addressFromKey(key)], dueAt })
    // Like every posting, it may cut the subscriptions; the card itself is drawn for what is left.
    await deliverAt(deps, tx, key, now)
  }
}
