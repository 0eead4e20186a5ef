import { addressFromKey } from '#platform/outbox/address.ts'
import { postCardOnce } from '#platform/outbox/show-card.ts'
import type { Tx } from '#platform/storage/database.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import type { RoleReading, Scope } from '../people/role-reading.ts'
import { scopeOf } from '../people/scope.ts'
import { cut, subscribedTenants } from './conversation-reach.ts'
import type { Subscription } from './subscription.ts'
import { listSubscriptions, removeSubscriptions, saveSubscription } from './subscriptions-store.ts'

/**
 * Cuts the subscriptions of a conversation to what their subscribers can see now, and says so there if something was cut.
 * A subscription of a person who isn't among the readings stays.
 * @returns the tenants that are left; undefined if there is no subscription
 */
export async function shrinkSubscriptions(
  deps: Pick<Deps, 'clock'>,
  tx: Tx,
  address: string,
  readings: ReadonlyMap<string, RoleReading>,
): Promise<Scope | undefined> {
  const kept: Subscription[] = []
  let cutAt: number | undefined
  for (const each of await listSubscriptions(tx, address)) {
    const reading = readings.get(each.by.objectId)
    const left = reading ? cut(each, scopeOf(reading, 'viewer')) : [each]
    kept.push(...left)
    if (left.includes(each)) continue
    cutAt = await replace(deps, tx, each, left)
  }
  const place = addressFromKey(address)
  // A guest or a disabled account has no chat with the bot anymore.
  const isHeard = !('person' in place) || [...readings.values()].some(({ refused }) => !refused)
  if (cutAt !== undefined && isHeard) {
    const subject = { kind: 'alertsNarrowed', id: String(cutAt) }
    await postCardOnce(tx, { subject, addresses: [place], dueAt: deps.clock() })
  }
  return subscribedTenants(kept)
}

/** Stores what is left of a subscription. @returns the ID of its audit entry */
async function replace(
  deps: Pick<Deps, 'clock'>,
  tx: Tx,
  whole: Subscription,
  left: readonly Subscription[],
): Promise<number> {
  const { address, tenantId, setId } = whole
  const filter = { ...(tenantId && { tenantId }), ...(setId && { setId }) }
  await removeSubscriptions(tx, address, filter)
  const own = new Set((await listSubscriptions(tx, address)).map(keyOf))
  for (const each of left) if (!own.has(keyOf(each))) await saveSubscription(tx, each)
  const reason = left.length === 0 && tenantId === undefined ? 'NO_ROLE' : 'SCOPE_MISSING'
  const entry = { at: deps.clock(), actor: 'system' as const, action: 'alerts.unsubscribe', ...filter }
  return append(tx, { ...entry, result: 'done', reason, detail: { address } })
}

const keyOf = ({ tenantId = '', setId = '' }: Subscription): string => `${tenantId} ${setId}`
