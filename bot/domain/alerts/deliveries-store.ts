import type { Selectable } from 'kysely'
import type { Db } from '#platform/storage/database.ts'
import type { Schema } from '#platform/storage/schema.ts'

/** How an alert is posted to an address: not yet, as a card, or as a line of a digest. One row per alert and address. */
export interface Delivery {
  alertId: number
  address: string
  form: 'waiting' | 'card' | 'digest'
  digestId?: number
  /** When it got this form. */
  since: Date
}

interface Digest {
  id: number
  address: string
  openedAt: Date
}

/** Adds a waiting delivery for each address that has none. @returns those addresses */
export async function addWaiting(
  db: Db,
  alertId: number,
  addresses: readonly string[],
  now: Date,
): Promise<string[]> {
  const known = new Set((await listDeliveries(db, alertId)).map(({ address }) => address))
  const fresh = addresses.filter((address) => !known.has(address))
  const columns = { alert_id: alertId, form: 'waiting', digest_id: null, since: now.getTime() }
  for (let from = 0; from < fresh.length; from += 500) {
    const rows = fresh.slice(from, from + 500).map((address) => ({ address, ...columns }))
    await db.insertInto('alert_deliveries').values(rows).execute()
  }
  return fresh
}

export async function listDeliveries(db: Db, alertId: number): Promise<Delivery[]> {
  const rows = await db
    .selectFrom('alert_deliveries')
    .selectAll()
    .where('alert_id', '=', alertId)
    .orderBy('address')
    .execute()
  return rows.map(deliveryFromRow)
}

const waitingAt = (db: Db, address: string) =>
  db
    .selectFrom('alert_deliveries')
    .where('address', '=', address)
    .where('form', '=', 'waiting')
    .orderBy('since')

export async function listWaitingDeliveries(db: Db, address: string): Promise<Delivery[]> {
  const rows = await waitingAt(db, address).selectAll().orderBy('alert_id').execute()
  return rows.map(deliveryFromRow)
}

export async function findOldestWaiting(db: Db, address: string): Promise<Date | undefined> {
  const row = await waitingAt(db, address).select('since').limit(1).executeTakeFirst()
  return row && new Date(row.since)
}

/** Number of alerts posted to the address since then, as a card or in a digest. */
export async function countDeliveredSince(db: Db, address: string, since: Date): Promise<number> {
  const { count } = await db
    .selectFrom('alert_deliveries')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('address', '=', address)
    .where('form', 'in', ['card', 'digest'])
    .where('since', '>=', since.getTime())
    .executeTakeFirstOrThrow()
  return count
}

export async function setForm(db: Db, { alertId, address, form, digestId, since }: Delivery): Promise<void> {
  await db
    .updateTable('alert_deliveries')
    .set({ form, digest_id: digestId ?? null, since: since.getTime() })
    .where('alert_id', '=', alertId)
    .where('address', '=', address)
    .execute()
}

export async function removeDelivery(db: Db, alertId: number, address: string): Promise<void> {
  await db
    .deleteFrom('alert_deliveries')
    .where('alert_id', '=', alertId)
    .where('address', '=', address)
    .execute()
}

export async function removeWaiting(db: Db, address: string): Promise<void> {
  await db
    .deleteFrom('alert_deliveries')
    .where('address', '=', address)
    .where('form', '=', 'waiting')
    .execute()
}

/** Removes the alert from every digest. @returns those digests */
export async function forgetDigested(db: Db, alertId: number): Promise<number[]> {
  const left = (await listDeliveries(db, alertId)).flatMap(({ digestId }) => digestId ?? [])
  await db
    .deleteFrom('alert_deliveries')
    .where('alert_id', '=', alertId)
    .where('form', '=', 'digest')
    .execute()
  return left
}

/** The newest digest of the address with an alert added at or after `since`. */
export async function findOpenDigest(db: Db, address: string, since: Date): Promise<Digest | undefined> {
  const row = await db
    .selectFrom('alert_digests')
    .selectAll()
    .where('address', '=', address)
    .where('added_at', '>=', since.getTime())
    .orderBy('added_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && digestFromRow(row)
}

export async function findDigest(db: Db, id: number): Promise<Digest | undefined> {
  const row = await db.selectFrom('alert_digests').selectAll().where('id', '=', id).executeTakeFirst()
  return row && digestFromRow(row)
}

export async function insertDigest(db: Db, address: string, now: Date): Promise<Digest> {
  const { id } = await db
    .insertInto('alert_digests')
    .values({ address, opened_at: now.getTime(), added_at: now.getTime() })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { id, address, openedAt: now }
}

export async function touchDigest(db: Db, id: number, now: Date): Promise<void> {
  await db.updateTable('alert_digests').set({ added_at: now.getTime() }).where('id', '=', id).execute()
}

function deliveryFromRow(row: Selectable<Schema['alert_deliveries']>): Delivery {
  return {
    alertId: row.alert_id,
    address: row.address,
    form: row.form as Delivery['form'],
    ...(row.digest_id === null ? {} : { digestId: row.digest_id }),
    since: new Date(row.since),
  }
}

const digestFromRow = (row: Selectable<Schema['alert_digests']>): Digest => ({
  id: row.id,
  address: row.address,
  openedAt: new Date(row.opened_at),
})
