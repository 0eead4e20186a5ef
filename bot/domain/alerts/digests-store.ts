import type { Selectable } from 'kysely'
import type { Db } from '#platform/storage/database.ts'
import type { Schema } from '#platform/storage/schema.ts'

interface Digest {
  id: number
  address: string
  openedAt: Date
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

const digestFromRow = (row: Selectable<Schema['alert_digests']>): Digest => ({
  id: row.id,
  address: row.address,
  openedAt: new Date(row.opened_at),
})
