import { type ExpressionBuilder, type SelectQueryBuilder, sql } from 'kysely'
import type { Person } from '#platform/base/person.ts'
import type { Db } from '#platform/storage/database.ts'
import type { Schema } from '#platform/storage/schema.ts'
import type { Scope } from '../people/role-reading.ts'
import type { StoredEntry } from './stored-entry.ts'

export const exportFormats = ['csv', 'json'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** Which entries: of one tenant, or of all that the person may see. */
export interface ExportPart {
  tenantId?: string
  scope: Scope
}

/** A part of the history that one person may download until the link expires. */
export interface Export extends ExportPart {
  id: string
  format: ExportFormat
  by: Person
  /** The newest entry in it: every download is the same. */
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

/** Counts a download and says the how many-th it is. */
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

/** How many entries there are in a part, and which is the newest. */
export async function countEntries(db: Db, part: ExportPart): Promise<{ entries: number; untilId: number }> {
  const { entries, untilId } = await within(db.selectFrom('audit'), part)
    .select((eb) => [eb.fn.countAll<number>().as('entries'), eb.fn.max('id').as('untilId')])
    .executeTakeFirstOrThrow()
  return { entries, untilId: untilId ?? 0 }
}

/** An entry with the hash of the entry before it in the whole chain; null for the first that is still there. */
export type LinkedEntry = StoredEntry & { before: string | null }

/** The entries of an export, oldest first, a page at a time: `size` is all that is in memory. */
export async function* readExport(
  db: Db,
  { untilId, ...part }: ExportPart & Pick<Export, 'untilId'>,
  size = 500,
): AsyncGenerator<LinkedEntry[]> {
  for (let after = Number.MIN_SAFE_INTEGER; ; ) {
    const rows = await within(db.selectFrom('audit'), part)
      .selectAll()
      .select(hashBefore)
      .where('id', '>', after)
      .where('id', '<=', untilId)
      .orderBy('id')
      .limit(size)
      .execute()
    if (rows.length > 0) yield rows
    const last = rows.at(-1)
    if (!last || rows.length < size) return
    after = last.id
  }
}

/** Histories that are older than their chain have gaps in their numbers. */
const hashBefore = (eb: ExpressionBuilder<Schema, 'audit'>) =>
  eb
    .selectFrom('audit as earlier')
    .select('earlier.hash')
    .whereRef('earlier.id', '<', sql.ref('audit.id'))
    .orderBy('earlier.id', 'desc')
    .limit(1)
    .as('before')

/** Entries of no tenant may tell of any: they are for those who may see all. */
function within<O>(
  query: SelectQueryBuilder<Schema, 'audit', O>,
  { tenantId, scope }: ExportPart,
): SelectQueryBuilder<Schema, 'audit', O> {
  // No tenant has an empty id; a list without any member is no SQL.
  const scoped = scope === 'all' ? query : query.where('tenant_id', 'in', ['', ...scope])
  return tenantId === undefined ? scoped : scoped.where('tenant_id', '=', tenantId)
}
