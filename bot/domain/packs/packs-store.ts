import type { Person } from '#platform/base/person.ts'
import type { Db } from '#platform/storage/database.ts'

/** A link with which one person can download the pack of a set. What is in it is read at each download. */
export interface PackLink {
  id: string
  setId: string
  /** Absent: the set itself, without any tenant. */
  tenantId?: string
  by: Person
  expiresAt: Date
}

export async function insertPack(
  db: Db,
  { tokenHash, ...link }: PackLink & { tokenHash: string },
): Promise<void> {
  await db
    .insertInto('packs')
    .values({
      id: link.id,
      token_hash: tokenHash,
      set_id: link.setId,
      tenant_id: link.tenantId ?? null,
      person_json: JSON.stringify(link.by),
      expires_at: link.expiresAt.getTime(),
      downloads: 0,
    })
    .execute()
}

/** The link behind the hash of a token. */
export async function findPack(db: Db, tokenHash: string): Promise<PackLink | undefined> {
  const row = await db.selectFrom('packs').selectAll().where('token_hash', '=', tokenHash).executeTakeFirst()
  if (!row) return undefined
  return {
    id: row.id,
    setId: row.set_id,
    ...(row.tenant_id !== null && { tenantId: row.tenant_id }),
    by: JSON.parse(row.person_json) as Person,
    expiresAt: new Date(row.expires_at),
  }
}

/** Counts a download and returns the new count. */
export async function countPackDownload(tx: Db, id: string): Promise<number> {
  const { downloads } = await tx
    .updateTable('packs')
    .set((eb) => ({ downloads: eb('downloads', '+', 1) }))
    .where('id', '=', id)
    .returning('downloads')
    .executeTakeFirstOrThrow()
  return downloads
}

export async function removeExpiredPacks(tx: Db, before: Date): Promise<void> {
  await tx.deleteFrom('packs').where('expires_at', '<', before.getTime()).execute()
}
