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
  /** Access for a time lifts the block, or the set is closed by default without one. */
  isOpen: boolean
  isClosed: boolean
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
    .select((eb) => [
      'grants.set_id',
      'status',
      'blocks.at',
      eb('memory_json', 'like', '%"open":{%').as('is_open'),
      eb('evaluation_json', 'like', '%"code":"CLOSED_BY_DEFAULT"%').as('is_closed'),
    ])
    .where('grants.tenant_id', '=', tenantId)
    // A person reads what is wrong in this order.
    .orderBy('grants.set_id')
    .execute()
  return rows.map(({ set_id, status, at, is_open, is_closed }) => ({
    setId: set_id,
    status,
    blocked: at !== null,
    isOpen: Boolean(is_open),
    isClosed: Boolean(is_closed),
  }))
}
