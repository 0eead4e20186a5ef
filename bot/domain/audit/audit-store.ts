import type { Insertable } from 'kysely'
import type { Db } from '#platform/storage/database.ts'
import { entryHash } from '#platform/storage/entry-hash.ts'
import { prepare } from '#platform/storage/prepare.ts'
import type { Schema } from '#platform/storage/schema.ts'
import type { Scope } from '../people/role-reading.ts'
import { advanceHead, currentHead, type Head, type Link, markBroken } from './chain-store.ts'
import { isForeign } from './judge-head.ts'
import { type AuditEntry, entryOf, referenceOf } from './stored-entry.ts'
import { referenceKey } from './ticket-reference.ts'

/**
 * Appends an entry, in the transaction of the change it records, and returns its ID. Its hash includes the hash of the
 * previous entry, so every other writer of the history waits from here to the end of the transaction. If something else has
 * moved the end of the chain, an entry first notes that: whoever removed the last entries must not get the rest resealed.
 * @throws Error if the history is sealed with a key that isn't the current one here
 */
export async function append(db: Db, entry: Omit<AuditEntry, 'id'>): Promise<number> {
  if (!db.isTransaction) return db.transaction().execute((tx) => append(tx, entry))
  for (;;) {
    const before = await currentHead(db)
    if (isForeign(db, before)) await noteBroken(db, before, entry.at)
    else {
      const id = await appendAfter(db, before, entry)
      if (id !== undefined) return id
    }
  }
}

/** Notes that the history isn't the one that Grantkeeper wrote. */
export async function appendBroken(
  tx: Db,
  entry: Omit<AuditEntry, 'id' | 'actor' | 'action' | 'result'>,
): Promise<void> {
  const id = await append(tx, { ...entry, actor: 'system', action: 'audit.broken', result: 'failed' })
  await markBroken(tx, id)
}

/** Notes behind `head` that something else wrote it. */
export async function noteBroken(tx: Db, { id, hash }: Head, at: Date): Promise<void> {
  const entry = { at, actor: 'system', action: 'audit.broken', result: 'failed' } as const
  const noted = { ...entry, reason: 'HEAD_CHANGED', detail: { id, hash } }
  const number = await appendAfter(tx, { id, hash }, noted)
  if (number !== undefined) await markBroken(tx, number)
}

/** Writes the entry behind `before`; undefined if that isn't the end of the chain any more. */
export async function appendAfter(
  tx: Db,
  before: Link,
  entry: Omit<AuditEntry, 'id'>,
): Promise<number | undefined> {
  const columns = {
    id: before.id + 1,
    at: entry.at.getTime(),
    actor_json: JSON.stringify(entry.actor),
    action: storable(entry.action),
    tenant_id: storable(entry.tenantId),
    set_id: storable(entry.setId),
    result: entry.result,
    reason: storable(entry.reason),
    detail_json: JSON.stringify(entry.detail ?? null),
  }
  const link = { id: columns.id, hash: entryHash(before.hash, columns) }
  const seal = await advanceHead(tx, before, link)
  if (!seal) return undefined
  const reference = referenceOf(entry.detail)
  await insertEntry(tx, {
    ...columns,
    ...link,
    ...seal,
    reference_key: reference === undefined ? null : referenceKey(reference),
  })
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
    key_id: given.key_id,
    mac: given.mac,
    reference_key: given.reference_key,
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
    reference,
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
    reference?: string
  },
): Promise<AuditEntry[]> {
  let query = db.selectFrom('audit').selectAll().orderBy('id', 'desc').limit(limit)
  if (tenantId !== undefined) query = query.where('tenant_id', '=', tenantId)
  if (setId !== undefined) query = query.where('set_id', '=', setId)
  if (reference !== undefined) query = query.where('reference_key', '=', referenceKey(reference))
  // Entries without a tenant may concern any: only for the scope `all`. The '' keeps the list valid SQL.
  if (scope !== 'all') query = query.where('tenant_id', 'in', ['', ...scope])
  if (beforeId !== undefined) query = query.where('id', '<', beforeId)
  if (actorId === 'system') query = query.where('actor_json', '=', '"system"')
  else if (actorId !== undefined) query = query.where('actor_json', 'like', `%"objectId":"${actorId}"%`)
  if (areas.length > 0)
    query = query.where((where) => where.or(areas.map((area) => where('action', 'like', `${area}.%`))))
  return (await query.execute()).map(entryOf)
}
