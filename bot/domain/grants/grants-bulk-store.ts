import type { Db } from '#platform/storage/database.ts'
import { prepareList, prepareRows, prepareUpdates } from '#platform/storage/prepare.ts'
import { valuesTable } from '#platform/storage/values-table.ts'
import type { Status } from '../status/status.ts'
import type { Grant } from './grant.ts'
import { evaluationFromJson, withoutJudged } from './grant-json.ts'
import { grantFromRow, longColumns, selectRows, shortColumns } from './grants-store.ts'

/** Tenant id → its grants, by set id. A tenant without grants is absent. */
export async function listGrantsOf(db: Db, tenantIds: readonly string[]): Promise<Map<string, Grant[]>> {
  if (tenantIds.length === 0) return new Map()
  const rows = await selectRows(db)
    .where('grants.tenant_id', 'in', tenantIds)
    .orderBy('grants.tenant_id')
    .orderBy('grants.set_id')
    .execute()
  return Map.groupBy(rows.map(grantFromRow), ({ tenantId }) => tenantId)
}

/** A grant on a list of tenants: without its memory, which is most of a row. */
export type GrantSummary = Pick<Grant, 'tenantId' | 'setId' | 'status' | 'findings' | 'excepted'>

/** As `listGrantsOf`, for a page of a list. */
export async function listGrantSummaries(
  db: Db,
  tenantIds: readonly string[],
): Promise<Map<string, GrantSummary[]>> {
  if (tenantIds.length === 0) return new Map()
  const { rows } = await selectSummaries(db, tenantIds, {})
  const listed = rows.map((row) => ({
    tenantId: row.tenant_id,
    setId: row.set_id,
    status: row.status as Status,
    findings: evaluationFromJson(withoutJudged(row.evaluation_json)).findings,
    ...(row.excepted === 1 && { excepted: true as const }),
  }))
  return Map.groupBy(listed, ({ tenantId }) => tenantId)
}

const selectSummaries = prepareList((db: Db, tenantIds) =>
  db
    .selectFrom('grants')
    .select(['tenant_id', 'set_id', 'status', 'excepted', 'evaluation_json'])
    .where('tenant_id', 'in', tenantIds)
    .orderBy('tenant_id')
    .orderBy('set_id'),
)

/**
 * Stores grants of many tenants, each only if the stored one still has the version of `old`, or if there was none and still
 * is none. False if any was not stored; the caller then rolls back its transaction.
 */
export async function storeQuietGrants(
  db: Db,
  changes: readonly { old?: Grant | undefined; grant: Grant; factsText?: string | undefined }[],
): Promise<boolean> {
  const rows = { added: [] as Row[], refreshed: [] as Row[], moved: [] as Row[] }
  for (const { old, grant, factsText } of changes) {
    const short = shortColumns(grant)
    const ids = { tenant_id: grant.tenantId, set_id: grant.setId, old: old?.version ?? 0 }
    const kind = !old ? 'added' : isMoved(shortColumns(old), short) ? 'moved' : 'refreshed'
    rows[kind].push({ ...ids, ...short, ...longColumns(grant, factsText) })
  }
  const added = await insertRows(db, rows.added)
  const refreshed = await updateRefreshed(db, rows.refreshed)
  return added + refreshed + (await updateMoved(db, rows.moved)) === changes.length
}

type Short = ReturnType<typeof shortColumns>

const isMoved = (before: Short, after: Short): boolean =>
  columns.some((column) => before[column] !== after[column])

/** All short ones but the version. */
const columns = [
  'status',
  'status_since',
  'usable',
  'usable_since',
  'consent_open',
] as const satisfies (keyof Short)[]

type Row = { tenant_id: string; set_id: string; old: number } & Short & ReturnType<typeof longColumns>

const insertRows = prepareRows((db: Db, rows: readonly Row[]) =>
  db.insertInto('grants').values(
    rows.map((row) => ({
      tenant_id: row.tenant_id,
      set_id: row.set_id,
      version: row.version,
      status: row.status,
      status_since: row.status_since,
      usable: row.usable,
      usable_since: row.usable_since,
      consent_open: row.consent_open,
      evaluation_json: row.evaluation_json,
      memory_json: row.memory_json,
    })),
  ),
)

const always = {
  tenant_id: 'text',
  set_id: 'text',
  old: 'bigint',
  version: 'bigint',
  evaluation_json: 'text',
  memory_json: 'text',
} as const

/** Leaves out the indexed columns: SQLite rewrites an index even when the value is the same. */
const updateRefreshed = prepareUpdates(
  (db: Db, { tenant_id, set_id, old, version, evaluation_json, memory_json }: Row) =>
    db
      .updateTable('grants')
      .set({ version, evaluation_json, memory_json })
      .where('tenant_id', '=', tenant_id)
      .where('set_id', '=', set_id)
      .where('version', '=', old),
  (db: Db, rows: readonly Row[]) =>
    db
      .updateTable('grants')
      .from(valuesTable(rows, always))
      .set((eb) => ({
        version: eb.ref('given.version'),
        evaluation_json: eb.ref('given.evaluation_json'),
        memory_json: eb.ref('given.memory_json'),
      }))
      .whereRef('grants.tenant_id', '=', 'given.tenant_id')
      .whereRef('grants.set_id', '=', 'given.set_id')
      .whereRef('grants.version', '=', 'given.old'),
)

const updateMoved = prepareRows((db: Db, rows: readonly Row[]) =>
  db
    .updateTable('grants')
    .from(
      valuesTable(rows, {
        ...always,
        status: 'text',
        status_since: 'bigint',
        usable: 'bigint',
        usable_since: 'bigint',
        consent_open: 'bigint',
      }),
    )
    .set((eb) => ({
      version: eb.ref('given.version'),
      status: eb.ref('given.status'),
      status_since: eb.ref('given.status_since'),
      usable: eb.ref('given.usable'),
      usable_since: eb.ref('given.usable_since'),
      consent_open: eb.ref('given.consent_open'),
      evaluation_json: eb.ref('given.evaluation_json'),
      memory_json: eb.ref('given.memory_json'),
    }))
    .whereRef('grants.tenant_id', '=', 'given.tenant_id')
    .whereRef('grants.set_id', '=', 'given.set_id')
    .whereRef('grants.version', '=', 'given.old'),
)
