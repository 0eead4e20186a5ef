import type { Selectable } from 'kysely'
import { makeBoundedMap } from '#platform/base/bounded-map.ts'
import type { Person } from '#platform/base/person.ts'
import type { Db } from '#platform/storage/database.ts'
import { prepare, prepareList, prepareRows } from '#platform/storage/prepare.ts'
import type { Schema } from '#platform/storage/schema.ts'
import type { Stored } from '#platform/storage/stored.ts'
import type { GrantedId } from '../status/granted-id.ts'
import type { Baseline, BaselineConfirmation, Baselines, Explanation } from './baseline.ts'

/** Whether the tenant is still there or not. */
export async function listBaselines(db: Db, tenantId: string): Promise<Baselines> {
  const { rows } = await selectBaselines(db, { tenantId })
  return new Map(rows.map((row) => [row.set_id, baselineFromRow(row)]))
}

const selectBaselines = prepare((db: Db, given: { tenantId: string }) =>
  db.selectFrom('baselines').selectAll().where('tenant_id', '=', given.tenantId).orderBy('set_id'),
)

/** Tenant id → its baselines. A tenant without any is absent. */
export async function listBaselinesOf(db: Db, tenantIds: readonly string[]): Promise<Map<string, Baselines>> {
  if (tenantIds.length === 0) return new Map()
  const { rows } = await selectBaselinesOf(db, tenantIds, {})
  const byTenant = Map.groupBy(rows, (row) => row.tenant_id)
  return new Map(
    [...byTenant].map(([id, each]) => [id, new Map(each.map((row) => [row.set_id, baselineFromRow(row)]))]),
  )
}

const selectBaselinesOf = prepareList((db: Db, tenantIds) =>
  db.selectFrom('baselines').selectAll().where('tenant_id', 'in', tenantIds),
)

/** Whether somebody still has to look at what the first reads of a tenant found. */
export async function hasUnconfirmed(db: Db, tenantId: string): Promise<boolean> {
  return (await selectUnconfirmed(db, { tenantId })).rows.length > 0
}

const selectUnconfirmed = prepare((db: Db, given: { tenantId: string }) =>
  unconfirmedOf(db, given.tenantId).limit(1),
)

/** The sets of a tenant where it is so. */
export const unconfirmedOf = (db: Db, tenantId: string) =>
  db
    .selectFrom('baselines')
    .select('set_id')
    .where('tenant_id', '=', tenantId)
    .where('confirmed_json', 'is', null)
    .where('first_json', '<>', '{}')

/** In place of the one before. */
export async function saveBaseline(db: Db, baseline: Baseline): Promise<void> {
  const { tenant_id, set_id, ...columns } = columnsOf(baseline)
  await db
    .insertInto('baselines')
    .values({ tenant_id, set_id, ...columns })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'set_id']).doUpdateSet(columns))
    .execute()
}

/** The database rejects a second one. */
export async function insertBaselines(db: Db, baselines: readonly Baseline[]): Promise<void> {
  await insertRows(db, baselines.map(columnsOf))
}

const insertRows = prepareRows((db: Db, rows: readonly ReturnType<typeof columnsOf>[]) =>
  db.insertInto('baselines').values(
    rows.map((row) => ({
      tenant_id: row.tenant_id,
      set_id: row.set_id,
      client_id: row.client_id,
      made_at: row.made_at,
      first_json: row.first_json,
      later_json: row.later_json,
      confirmed_json: row.confirmed_json,
    })),
  ),
)

/** API and type → the rest of each ID: a third of the bytes, of what is most of the row. */
type Packed = Readonly<Record<string, readonly string[]>>

const endOfType = (id: GrantedId): number => id.indexOf('/', id.indexOf('/') + 1)

const packed = (ids: readonly GrantedId[]): Packed =>
  Object.fromEntries(
    [...Map.groupBy(ids, (id) => id.slice(0, endOfType(id)))].map(([of, each]) => [
      of,
      each.map((id) => id.slice(of.length + 1)),
    ]),
  )

const unpacked = (of: Packed): GrantedId[] =>
  Object.entries(of).flatMap(([api, rest]) => rest.map((each) => `${api}/${each}`))

/** By their text: what the first read finds is the same in most tenants. */
const lists = makeBoundedMap<readonly GrantedId[]>(500)

function listFrom(text: string): readonly GrantedId[] {
  const known = lists.get(text)
  if (known) return known
  const list = unpacked(JSON.parse(text) as Packed)
  lists.set(text, list)
  return list
}

const columnsOf = ({ tenantId, setId, clientId, madeAt, first, later, confirmed }: Baseline) => ({
  tenant_id: tenantId,
  set_id: setId,
  client_id: clientId,
  made_at: madeAt.getTime(),
  first_json: JSON.stringify(packed(first)),
  later_json: JSON.stringify(later),
  confirmed_json: confirmed ? JSON.stringify(confirmed) : null,
})

function baselineFromRow(row: Selectable<Schema['baselines']>): Baseline {
  const later = row.later_json === '[]' ? [] : (JSON.parse(row.later_json) as Stored<Explanation>[])
  const confirmed = row.confirmed_json === null ? undefined : confirmedFrom(row.confirmed_json)
  return {
    tenantId: row.tenant_id,
    setId: row.set_id,
    clientId: row.client_id,
    madeAt: new Date(row.made_at),
    first: listFrom(row.first_json),
    later: later.map(({ at, ...rest }) => ({ ...rest, at: new Date(at) })),
    ...(confirmed && { confirmed }),
  }
}

function confirmedFrom(text: string): BaselineConfirmation {
  const { at, ...rest } = JSON.parse(text) as { by: Person; approvedBy?: Person; at: string }
  return { ...rest, at: new Date(at) }
}
