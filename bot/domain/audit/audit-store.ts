import type { Insertable } from 'kysely'
import type { Db } from '#platform/storage/database.ts'
import { entryHash } from '#platform/storage/entry-hash.ts'
import { prepare } from '#platform/storage/prepare.ts'
import type { Schema } from '#platform/storage/schema.ts'
import type { Scope } from '../people/role-reading.ts'
import { moveHead } from './chain-store.ts'
import { type AuditEntry, entryOf } from './stored-entry.ts'

/**
 * Appends an entry, in the transaction of the change it records, and returns its ID. Its hash includes the hash of the
 * previous entry, so every other writer of the history waits from here to the end of the transaction.
 */
export async function append(db: Db, entry: Omit<AuditEntry, 'id'>): Promise<number> {
  if (!db.isTransaction) return db.transaction().execute((tx) => append(tx, entry))
  const columns = {
    at: entry.at.getTime(),
    actor_json: JSON.stringify(entry.actor),
    action: storable(entry.action),
    tenant_id: storable(entry.tenantId),
    set_id: storable(entry.setId),
    result: entry.result,
    reason: storable(entry.reason),
    detail_json: JSON.stringify(entry.detail ?? null),
  }
  const link = await moveHead(db, ({ id, hash }) => {
    const next = { id: id + 1, ...columns }
    return { id: next.id, hash: entryHash(hash, next) }
  })
  await insertEntry(db, { ...columns, ...link })
  return link.id
}

const insertEntry = prepare((db: Db, given: Insertable<Schema['audit']>) =>
  db.insertInto('audit').values({
    id: given.id,
    at: given.at,
    actor_json: given.actor_json,
    action: given.action,
    tenant_id: given.tenant_id,
    set_id: given.set_id,
    result: given.result,
    reason: given.reason,
    detail_json: given.detail_json,
    hash: given.hash,
  }),
)

/** Without lone surrogates and NUL: databases don't return them unchanged, which would break the hash. */
function storable(text: string): string
function storable(text: string | undefined): string | null
function storable(text: string | undefined): string | null {
  return text === undefined ? null : text.toWellFormed().replaceAll('\0', '')
}

/** The newest entries first, at most `limit`, older than the entry `beforeId`. */
export async function list(
  db: Db,
  {
    tenantId,
    setId,
    beforeId,
    limit,
    scope = 'all',
    actorId,
    areas = [],
  }: {
    tenantId?: string
    setId?: string
    beforeId?: number
    limit: number
    scope?: Scope
    /** Object ID of the actor, or `system`. */
    actorId?: string
    /** Prefixes of actions, up to the dot; none: every action. */
    areas?: readonly string[]
  },
): Promise<AuditEntry[]> {
  let query = db.selectFrom('audit').selectAll().orderBy('id', 'desc').limit(limit)
  if (tenantId !== undefined) query = query.where('tenant_id', '=', tenantId)
  if (setId !== undefined) query = query.where('set_id', '=', setId)
  // Entries without a tenant may concern any: only for the scope `all`. The '' keeps the list valid SQL.
  if (scope !== 'all') query = query.where('tenant_id', 'in', ['', ...scope])
  if (beforeId !== undefined) query = query.where('id', '<', beforeId)
  if (actorId === 'system') query = query.where('actor_json', '=', '"system"')
  else if (actorId !== undefined) query = query.where('actor_json', 'like', `%"objectId":"${actorId}"%`)
  if (areas.length > 0)
    query = query.where((where) => where.or(areas.map((area) => where('action', 'like', `${area}.%`))))
  return (await query.execute()).map(entryOf)
}
