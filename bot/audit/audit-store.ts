import type { Selectable } from 'kysely'
import type { Person } from '../person.ts'
import type { Db } from '../storage/database.ts'
import type { Schema } from '../storage/schema.ts'

/** One line of the history. Written once, never changed. */
export interface AuditEntry {
  /** Grows with time; the order of the history. */
  id: number
  at: Date
  /** `system`: nobody asked, Grantkeeper noticed it itself. */
  actor: Person | 'system'
  /** Verb of the action, for example `grant.block`. */
  action: string
  tenantId?: string
  setId?: string
  result: 'done' | 'refused' | 'failed'
  /** Code of the refusal or failure, or the words of the person. */
  reason?: string
  detail?: unknown
}

/** Adds an entry, in the transaction of the change it tells of, and returns its id. */
export async function append(db: Db, entry: Omit<AuditEntry, 'id'>): Promise<number> {
  const { id } = await db
    .insertInto('audit')
    .values({
      at: entry.at.getTime(),
      actor_json: JSON.stringify(entry.actor),
      action: entry.action,
      tenant_id: entry.tenantId ?? null,
      set_id: entry.setId ?? null,
      result: entry.result,
      reason: entry.reason ?? null,
      detail_json: JSON.stringify(entry.detail ?? null),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return Number(id)
}

/** The newest entries first, at most `limit`, older than the entry `beforeId`. */
export async function list(
  db: Db,
  {
    tenantId,
    setId,
    beforeId,
    limit,
  }: { tenantId?: string; setId?: string; beforeId?: number; limit: number },
): Promise<AuditEntry[]> {
  let query = db.selectFrom('audit').selectAll().orderBy('id', 'desc').limit(limit)
  if (tenantId !== undefined) query = query.where('tenant_id', '=', tenantId)
  if (setId !== undefined) query = query.where('set_id', '=', setId)
  if (beforeId !== undefined) query = query.where('id', '<', beforeId)
  return (await query.execute()).map(entryFromRow)
}

function entryFromRow(row: Selectable<Schema['audit']>): AuditEntry {
  const detail: unknown = JSON.parse(row.detail_json)
  return {
    id: Number(row.id),
    at: new Date(row.at),
    actor: JSON.parse(row.actor_json) as AuditEntry['actor'],
    action: row.action,
    ...(row.tenant_id === null ? {} : { tenantId: row.tenant_id }),
    ...(row.set_id === null ? {} : { setId: row.set_id }),
    result: row.result as AuditEntry['result'],
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(detail === null ? {} : { detail }),
  }
}
