import { sql } from 'kysely'
import { contains } from '#platform/storage/contains.ts'
import type { Db } from '#platform/storage/database.ts'
import type { Scope } from '../people/role-reading.ts'
import type { Tenant } from './tenant.ts'
import { inScope, tenantFromRow } from './tenants-store.ts'

/** The keys of a tenant, as they are compared. */
export interface TenantKeys {
  id: string
  name: string
  domain: string
}

/** Databases limit how many values one statement can have. */
const keysAtOnce = 400

/** Tenants whose ID, domain, or name is one of these keys, which are folded. By name. */
export async function findTenantsByKeys(db: Db, keys: readonly string[], scope: Scope): Promise<Tenant[]> {
  const found = new Map<string, Tenant>()
  for (let at = 0; at < keys.length; at += keysAtOnce) {
    const some = keys.slice(at, at + keysAtOnce)
    const rows = await inScope(db, scope)
      .selectAll()
      .where((is) =>
        is.or([is('id', 'in', some), is('default_domain', 'in', some), is('name_key', 'in', some)]),
      )
      .orderBy('name_key')
      .orderBy('id')
      .execute()
    for (const row of rows) found.set(row.id, tenantFromRow(row))
  }
  return [...found.values()]
}

/** Tenants whose ID begins so, by ID. `prefix`: hexadecimal, lower case. */
export async function findTenantsByIdPrefix(
  db: Db,
  prefix: string,
  limit: number,
  scope: Scope,
): Promise<Tenant[]> {
  const query = inScope(db, scope).selectAll().where('id', '>=', prefix).where('id', '<', `${prefix}g`)
  return (await query.orderBy('id').limit(limit).execute()).map(tenantFromRow)
}

/** Tenants whose name begins with one of these words, which are folded. By name. */
export async function findTenantsByFirstWord(
  db: Db,
  words: readonly string[],
  limit: number,
  scope: Scope,
): Promise<Tenant[]> {
  if (words.length === 0) return []
  const begins = (word: string) => sql<boolean>`substr(name_key, 1, ${word.length + 1}) = ${`${word} `}`
  const query = inScope(db, scope)
    .selectAll()
    .where((is) => is.or(words.map(begins)))
  return (await query.orderBy('name_key').orderBy('id').limit(limit).execute()).map(tenantFromRow)
}

/**
 * The keys of tenants whose name or domain contains one of these pieces, those first that contain most. At most
 * `limit`, so that a search costs the same among very many tenants.
 */
export async function findKeysWithPieces(
  db: Db,
  { pieces, beginning }: { pieces: readonly string[]; beginning: string },
  limit: number,
  scope: Scope,
): Promise<TenantKeys[]> {
  if (pieces.length === 0) return []
  const counts = pieces.map(
    (piece) => sql<number>`case when ${contains('name_key', piece)} then 1 else 0 end`,
  )
  const held = sql<number>`${sql.join(counts, sql` + `)}`
  const rows = await inScope(db, scope)
    .select(['id', 'name_key as name', 'default_domain as domain'])
    .where((is) =>
      is.or(pieces.flatMap((piece) => [contains('name_key', piece), contains('default_domain', piece)])),
    )
    .orderBy(held, 'desc')
    .orderBy(sql`case when substr(name_key, 1, ${beginning.length}) = ${beginning} then 0 else 1 end`)
    .orderBy('name_key')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows
}
