import type { Db } from '#platform/storage/database.ts'
import { readPages } from './read-pages.ts'

export interface StoredState {
  id: string
  state: string
}

interface StoredGrant {
  setId: string
  status: string
  blocked: boolean
}

/** The state of every tenant or request, read page by page. */
export async function* readStates(
  db: Db,
  table: 'tenants' | 'requests',
  size = 1_000,
): AsyncGenerator<StoredState> {
  const query = db.selectFrom(table).select(['id', 'state']).orderBy('id').limit(size)
  const pages = readPages<StoredState>('', size, (after) => query.where('id', '>', after).execute())
  for await (const rows of pages) yield* rows
}

export async function* readAlertStates(db: Db, size = 1_000): AsyncGenerator<StoredState> {
  const query = db.selectFrom('alerts').select(['id', 'state']).orderBy('id').limit(size)
  const pages = readPages<{ id: number; state: string }>(0, size, (after) =>
    query.where('id', '>', after).execute(),
  )
  for await (const rows of pages) for (const { id, state } of rows) yield { id: String(id), state }
}

export async function listGrantStates(db: Db, tenantId: string): Promise<StoredGrant[]> {
  const rows = await db
    .selectFrom('grants')
    .leftJoin('blocks', (join) =>
      join.onRef('blocks.tenant_id', '=', 'grants.tenant_id').onRef('blocks.set_id', '=', 'grants.set_id'),
    )
    .select(['grants.set_id', 'status', 'blocks.at'])
    .where('grants.tenant_id', '=', tenantId)
    .execute()
  return rows.map(({ set_id, status, at }) => ({ setId: set_id, status, blocked: at !== null }))
}
