import type { Selectable } from 'kysely'
import type { Db } from '#platform/storage/database.ts'
import type { Schema } from '#platform/storage/schema.ts'
import type { OwnerPart } from '../owners/owner.ts'

/** How an alert is posted to an address: not yet, as a card, or as a line of a digest. One row per alert and address. */
export interface Delivery {
  alertId: number
  address: string
  form: 'waiting' | 'card' | 'digest'
  digestId?: number
  /** When it got this form. */
  since: Date
  /** Absent: by a subscription. */
  via?: Via
}

/**
 * Why an alert is in the chat of a person who didn't have to subscribe: they own what it is about, or are the deputy of an
 * owner who was silent, or approve, and nobody is there for the part `why` names.
 */
export interface Via {
  as: OwnerPart | 'approvers'
  why?: string
}

/** Adds a waiting delivery for each address that has none; one that has gets `via`. @returns those without */
export async function addWaiting(
  db: Db,
  alertId: number,
  addresses: readonly string[],
  { now, via }: { now: Date; via?: Via },
): Promise<string[]> {
  const known = new Set((await listDeliveries(db, alertId)).map(({ address }) => address))
  const fresh = addresses.filter((address) => !known.has(address))
  const reason = { via: via?.as ?? null, why: via?.why ?? null }
  const columns = { alert_id: alertId, form: 'waiting', digest_id: null, since: now.getTime(), ...reason }
  for (let from = 0; from < fresh.length; from += 500) {
    const rows = fresh.slice(from, from + 500).map((address) => ({ address, ...columns }))
    await db.insertInto('alert_deliveries').values(rows).execute()
  }
  for (const address of via ? addresses : []) {
    if (known.has(address)) await setVia(db, { alertId, address, reason })
  }
  return fresh
}

async function setVia(
  db: Db,
  { alertId, address, reason }: { alertId: number; address: string; reason: Partial<Row> },
): Promise<void> {
  await db
    .updateTable('alert_deliveries')
    .set(reason)
    .where('alert_id', '=', alertId)
    .where('address', '=', address)
    .execute()
}

export async function findDelivery(db: Db, alertId: number, address: string): Promise<Delivery | undefined> {
  const row = await db
    .selectFrom('alert_deliveries')
    .selectAll()
    .where('alert_id', '=', alertId)
    .where('address', '=', address)
    .executeTakeFirst()
  return row && deliveryFromRow(row)
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

/** Removes what waits because of subscriptions that have ended. */
export async function removeWaiting(db: Db, address: string): Promise<void> {
  await db
    .deleteFrom('alert_deliveries')
    .where('address', '=', address)
    .where('form', '=', 'waiting')
    .where('via', 'is', null)
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

type Row = Selectable<Schema['alert_deliveries']>

function deliveryFromRow(row: Row): Delivery {
  return {
    alertId: row.alert_id,
    address: row.address,
    form: row.form as Delivery['form'],
    ...(row.digest_id === null ? {} : { digestId: row.digest_id }),
    since: new Date(row.since),
    ...(row.via !== null && {
      via: { as: row.via as Via['as'], ...(row.why !== null && { why: row.why }) },
    }),
  }
}
