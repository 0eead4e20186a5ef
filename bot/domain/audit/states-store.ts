import type { Db } from '#platform/storage/database.ts'

export interface StoredState {
  id: string
  state: string
}

interface StoredGrant {
  tenantId: string
  setId: string
  status: string
  blocked: boolean
}

/** The state of every tenant or request, a page after another. */
export async function* readStates(
  db: Db,
  table: 'tenants' | 'requests',
  size = 1_000,
): AsyncGenerator<StoredState> {
  for (let after = ''; ; ) {
    const query = db.selectFrom(table).select(['id', 'state']).where('id', '>', after)
    const rows = await query.orderBy('id').limit(size).execute()
    yield* rows
    const last = rows.at(-1)
    if (!last || rows.length < size) return
    after = last.id
  }
}

/** The state of every alert. */
export async function* readAlertStates(db: Db, size = 1_000): AsyncGenerator<StoredState> {
  for (let after = 0; ; ) {
    const query = db.selectFrom('alerts').select(['id', 'state']).where('id', '>', after)
    const rows = await query.orderBy('id').limit(size).execute()
    for (const { id, state } of rows) yield { id: String(id), state }
    const last = rows.at(-1)
    if (!last || rows.length < size) return
    after = last.id
  }
}

/** The status of every set of one tenant. */
export async function listGrantStates(db: Db, tenantId: string): Promise<StoredGrant[]> {
  const rows = await db
    .selectFrom('grants')
    .select(['set_id', 'status', 'memory_json'])
    .where('tenant_id', '=', tenantId)
    .execute()
  return rows.map(({ set_id, status, memory_json }) => {
    const { blocked } = JSON.parse(memory_json) as { blocked?: unknown }
    return { tenantId, setId: set_id, status, blocked: blocked !== undefined }
  })
}
