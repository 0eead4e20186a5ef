import { type Address, addressKey, orderingKeyOf } from '#platform/outbox/address.ts'
import type { Db } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import { readReader } from '../people/read-reader.ts'
import type { RoleReading, Scope } from '../people/role-reading.ts'
import { commonScope, isInScope, scopeOf, unionOf } from '../people/scope.ts'
import type { Subscription } from './subscription.ts'
import { listAllSubscriptions, listSubscriptions } from './subscriptions-store.ts'

type Needs = Pick<Deps, 'database' | 'people'>

const tenantsOf = ({ tenantId }: Pick<Subscription, 'tenantId'>): Scope =>
  tenantId === undefined ? 'all' : [tenantId]

/** The tenants of these subscriptions; undefined if there are none. */
export const subscribedTenants = (
  subscriptions: readonly Pick<Subscription, 'tenantId'>[],
): Scope | undefined => (subscriptions.length > 0 ? unionOf(subscriptions.map(tenantsOf)) : undefined)

/** The tenants that a conversation is subscribed to; undefined without a subscription. */
export const readSubscribed = async (db: Db, address: string): Promise<Scope | undefined> =>
  subscribedTenants(await listSubscriptions(db, address))

/**
 * The tenants of which a conversation may be shown something: for a personal chat those of its person, for a shared one those
 * that were subscribed, each cut to what its subscriber can see now.
 * @throws OutsideError when a group that may give a role can't be read
 */
export async function readReach(deps: Needs, address: Address): Promise<Scope> {
  if ('person' in address) return scopeOf(await readReader(deps, address.person), 'viewer')
  const subscriptions = await listAllSubscriptions(deps.database.db, orderingKeyOf(addressKey(address)))
  const readings = await readSubscribers(deps, subscriptions)
  return unionOf(
    subscriptions.map((each) => {
      const reading = readings.get(each.by.objectId)
      return reading ? commonScope(tenantsOf(each), scopeOf(reading, 'viewer')) : []
    }),
  )
}

/** The current roles of each subscriber, by object ID. @throws OutsideError as {@link readReach} */
export async function readSubscribers(
  deps: Pick<Deps, 'people'>,
  subscriptions: readonly Subscription[],
): Promise<ReadonlyMap<string, RoleReading>> {
  const readings = new Map<string, RoleReading>()
  for (const { by } of subscriptions) {
    if (!readings.has(by.objectId)) readings.set(by.objectId, await readReader(deps, by))
  }
  return readings
}

/** What is left of a subscription in this scope: itself, one per tenant, or nothing. */
export function cut(subscription: Subscription, scope: Scope): Subscription[] {
  const { tenantId } = subscription
  if (tenantId !== undefined) return isInScope(scope, tenantId) ? [subscription] : []
  return scope === 'all' ? [subscription] : scope.map((id) => ({ ...subscription, tenantId: id }))
}
