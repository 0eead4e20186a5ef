import { type ExpressionBuilder, type SelectQueryBuilder, sql } from 'kysely'
import type { Person } from '#platform/base/person.ts'
import type { Db } from '#platform/storage/database.ts'
import type { Schema } from '#platform/storage/schema.ts'
import type { Scope } from '../people/role-reading.ts'
import { readPages } from './read-pages.ts'
import type { StoredEntry } from './stored-entry.ts'

export const exportFormats = ['csv', 'json', 'ocsf'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** Selects the entries of one tenant, or of all tenants in the scope. */
export interface ExportPart {
  tenantId?: string
  scope: Scope
}

/** A part of the history that one person may download until the link expires. */
export interface Export extends ExportPart {
  id: string
  format: ExportFormat
  by: Person
  /** The newest entry in it, so that every download is the same. */
  untilId: number
  entries: number
  expiresAt: Date
}

export async function insertExport(db: Db, made: Export & { tokenHash: string }): Promise<void> {
  await db
    .insertInto('history_exports')
    .values({
      id: made.id,
      token_hash: made.tokenHash,
      format: made.format,
      tenant_id: made.tenantId ?? null,
      scope_json: made.scope === 'all' ? null : JSON.stringify(made.scope),
      person_json: JSON.stringify(made.by),
      until_id: made.untilId,
      entries: made.entries,
      expires_at: made.expiresAt.getTime(),
      downloads: 0,
    })
    .execute()
}

/** The export behind the hash of a token. */
export async function findExport(db: Db, tokenHash: string): Promise<Export | undefined> {
  const row = await db
    .selectFrom('history_exports')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst()
  if (!row) return undefined
  return {
    id: row.id,
    format: row.format as ExportFormat,
    ...(row.tenant_id !== null && { tenantId: row.tenant_id }),
    scope: row.scope_json === null ? 'all' : (JSON.parse(row.scope_json) as string[]),
    by: JSON.parse(row.person_json) as Person,
    untilId: row.until_id,
    entries: row.entries,
    expiresAt: new Date(row.expires_at),
  }
}

/** Counts a download and returns the new count. */
export async function countDownload(tx: Db, id: string): Promise<number> {
  const { downloads } = await tx
    .updateTable('history_exports')
    .set((eb) => ({ downloads: eb('downloads', '+', 1) }))
    .where('id', '=', id)
    .returning('downloads')
    .executeTakeFirstOrThrow()
  return downloads
}

export async function removeExpired(tx: Db, before: Date): Promise<void> {
  await tx.deleteFrom('history_exports').where('expires_at', '<', before.getTime()).execute()
}

/** Number of entries in a part, and the ID of the newest. */
export async function countEntries(db: Db, part: ExportPart): Promise<{ entries: number; untilId: number }> {
  const { entries, untilId } = await within(db.selectFrom('audit'), part)
    .select((eb) => [eb.fn.countAll<number>().as('entries'), eb.fn.max('id').as('untilId')])
    .executeTakeFirstOrThrow()
  return { entries, untilId: untilId ?? 0 }
}

/** An entry with the hash of the previous entry in the whole chain; null for the first one left by retention. */
export type LinkedEntry = StoredEntry & { before: string | null }

/** The entries of an export, oldest first, at most `size` in memory. */
export function readExport(
  db: Db,
  { untilId, ...part }: ExportPart & Pick<Export, 'untilId'>,
  size = 500,
): AsyncGenerator<LinkedEntry[]> {
  const query = within(db.selectFrom('audit'), part)
    .selectAll()
    .select(hashBefore)
    .where('id', '<=', untilId)
    .orderBy('id')
    .limit(size)
  return readPages(Number.MIN_SAFE_INTEGER, size, (after) => query.where('id', '>', after).execute())
}

/** Looks for the next smaller number, because entries from before the chain was introduced have gaps. */
const hashBefore = (eb: ExpressionBuilder<Schema, 'audit'>) =>
  eb
    .selectFrom('audit as earlier')
    .select('earlier.hash')
    .whereRef('earlier.id', '<', sql.ref('audit.id'))
    .orderBy('earlier.id', 'desc')
    .limit(1)
    .as('before')

/** Entries without a tenant may concern any: only for the scope `all`. */
function within<O>(
  query: SelectQueryBuilder<Schema, 'audit', O>,
  { tenantId, scope }: ExportPart,
): SelectQueryBuilder<Schema, 'audit', O> {
  // No tenant has an empty ID; the '' keeps the list valid SQL.
  const scoped = scope === 'all' ? query : query.where('tenant_id', 'in', ['', ...scope])
  return tenantId === undefined ? scoped : scoped.where('tenant_id', '=', tenantId)
}
