import type { Selectable } from 'kysely'
import type { Person } from '#platform/base/person.ts'
import type { Db } from '#platform/storage/database.ts'
import type { Schema } from '#platform/storage/schema.ts'
import { type Alert, isAtLeast, type Severity } from './alert.ts'
import type { PlaceKind, PlaceRules, Subscription } from './subscription.ts'

/** Adds the subscription, or replaces the one of the same conversation, tenant, and set. */
export async function saveSubscription(db: Db, given: Subscription): Promise<void> {
  const rest = {
    severity: given.severity,
    person_json: JSON.stringify(given.by),
    created_at: given.createdAt.getTime(),
    ended_at: null,
  }
  await db
    .insertInto('alert_subscriptions')
    .values({ address: given.address, tenant_id: given.tenantId ?? '', set_id: given.setId ?? '', ...rest })
    .onConflict((conflict) => conflict.columns(['address', 'tenant_id', 'set_id']).doUpdateSet(rest))
    .execute()
}

export async function listSubscriptions(db: Db, address: string): Promise<Subscription[]> {
  const rows = await ofAddress(db, address).where('ended_at', 'is', null).execute()
  return rows.map(subscriptionFromRow)
}

/** The same with those that people ended: they posted the cards that are there. */
export async function listAllSubscriptions(db: Db, address: string): Promise<Subscription[]> {
  return (await ofAddress(db, address).execute()).map(subscriptionFromRow)
}

const ofAddress = (db: Db, address: string) =>
  db
    .selectFrom('alert_subscriptions')
    .selectAll()
    .where('address', '=', address)
    .orderBy('tenant_id')
    .orderBy('set_id')

/** Addresses subscribed to this alert, without duplicates. */
export async function listAddressesFor(
  db: Db,
  { tenantId, setId, severity }: Pick<Alert, 'tenantId' | 'setId' | 'severity'>,
): Promise<string[]> {
  let query = db
    .selectFrom('alert_subscriptions')
    .select(['address', 'severity'])
    .where('ended_at', 'is', null)
    .where('tenant_id', 'in', ['', tenantId ?? ''])
  // An alert about a whole tenant concerns every set.
  if (setId) query = query.where('set_id', 'in', ['', setId])
  else if (!tenantId) query = query.where('set_id', '=', '')
  return addressesFor(severity, await query.orderBy('address').execute())
}

/** Addresses subscribed to this set in one of these tenants, without duplicates. */
export async function listAddressesOfSet(
  db: Db,
  { setId, tenantIds, severity }: { setId: string; tenantIds: readonly string[]; severity: Severity },
): Promise<string[]> {
  const rows = await db
    .selectFrom('alert_subscriptions')
    .select(['address', 'tenant_id', 'severity'])
    .where('ended_at', 'is', null)
    .where('set_id', 'in', ['', setId])
    .orderBy('address')
    .execute()
  const wanted = new Set(['', ...tenantIds])
  const ofTenants = rows.filter((row) => wanted.has(row.tenant_id))
  return addressesFor(severity, ofTenants)
}

function addressesFor(severity: Severity, rows: readonly { address: string; severity: string }[]): string[] {
  const subscribed = rows.filter((row) => isAtLeast(severity, row.severity as Severity))
  return [...new Set(subscribed.map((row) => row.address))]
}

/** Ends a subscription that people no longer want. Its cards are still updated. */
export async function endSubscription(db: Db, given: Subscription, at: Date): Promise<void> {
  await db
    .updateTable('alert_subscriptions')
    .set({ ended_at: at.getTime() })
    .where('address', '=', given.address)
    .where('tenant_id', '=', given.tenantId ?? '')
    .where('set_id', '=', given.setId ?? '')
    .execute()
}

/**
 * Removes one subscription, or without `only` all of the conversation: their subscriber may no longer have them, so their
 * cards are no longer updated. @returns how many there were
 */
export async function removeSubscriptions(
  db: Db,
  address: string,
  only?: { tenantId?: string; setId?: string },
): Promise<number> {
  let query = db.deleteFrom('alert_subscriptions').where('address', '=', address)
  if (only) {
    query = query.where('tenant_id', '=', only.tenantId ?? '').where('set_id', '=', only.setId ?? '')
  }
  return Number((await query.executeTakeFirst()).numDeletedRows)
}

export async function findPlaceRules(db: Db, address: string): Promise<PlaceRules | undefined> {
  const row = await db
    .selectFrom('alert_places')
    .selectAll()
    .where('address', '=', address)
    .executeTakeFirst()
  if (!row) return undefined
  const { quiet_from: from, quiet_to: to, time_zone: timeZone } = row
  return {
    kind: row.kind as PlaceKind,
    timeZone,
    ...(from !== null && to !== null && { quiet: { from, to, timeZone } }),
  }
}

export async function savePlaceRules(
  db: Db,
  address: string,
  { kind, timeZone, quiet }: PlaceRules,
): Promise<void> {
  const columns = { kind, time_zone: timeZone, quiet_from: quiet?.from ?? null, quiet_to: quiet?.to ?? null }
  await db
    .insertInto('alert_places')
    .values({ address, ...columns })
    .onConflict((conflict) => conflict.column('address').doUpdateSet(columns))
    .execute()
}

function subscriptionFromRow(row: Selectable<Schema['alert_subscriptions']>): Subscription {
  return {
    address: row.address,
    ...(row.tenant_id === '' ? {} : { tenantId: row.tenant_id }),
    ...(row.set_id === '' ? {} : { setId: row.set_id }),
    severity: row.severity as Severity,
    by: JSON.parse(row.person_json) as Person,
    createdAt: new Date(row.created_at),
    ...(row.ended_at === null ? {} : { endedAt: new Date(row.ended_at) }),
  }
}
