import type { Selectable } from 'kysely'
import type { Person } from '#platform/base/person.ts'
import type { Db } from '#platform/storage/database.ts'
import { prepare, prepareList } from '#platform/storage/prepare.ts'
import type { Schema } from '#platform/storage/schema.ts'
import type { Block } from '../status/memory.ts'

/*
 * A block belongs to a tenant and a set, not to their grant: it stays when the grant or the tenant is deleted. Only
 * `block-grant.ts`, `unblock-grant.ts`, `limit-grant.ts`, and `keep-blocks.ts` write here; a test holds that.
 */

/** The database rejects a second block: the first blocker stays. */
export async function insertBlock(db: Db, tenantId: string, setId: string, block: Block): Promise<void> {
  const { at, by, reason = null, isFinal } = block
  const columns = { at: at.getTime(), person_json: JSON.stringify(by), reason, final: isFinal ? 1 : 0 }
  await db
    .insertInto('blocks')
    .values({ tenant_id: tenantId, set_id: setId, ...columns })
    .execute()
}

export async function deleteBlock(db: Db, tenantId: string, setId: string): Promise<void> {
  await db.deleteFrom('blocks').where('tenant_id', '=', tenantId).where('set_id', '=', setId).execute()
}

export async function findBlock(db: Db, tenantId: string, setId: string): Promise<Block | undefined> {
  return (await listBlocks(db, tenantId)).get(setId)
}

/** Set id → block, whether the tenant is still there or not. */
export async function listBlocks(db: Db, tenantId: string): Promise<Blocks> {
  const { rows } = await selectBlocks(db, { tenantId })
  return new Map(rows.map((row) => [row.set_id, blockFromRow(row)]))
}

/** Set id → block. */
export type Blocks = ReadonlyMap<string, Block>

const selectBlocks = prepare((db: Db, given: { tenantId: string }) =>
  db.selectFrom('blocks').selectAll().where('tenant_id', '=', given.tenantId).orderBy('set_id'),
)

/** Tenant id → its blocks. A tenant without blocks is absent. */
export async function listBlocksOf(db: Db, tenantIds: readonly string[]): Promise<Map<string, Blocks>> {
  if (tenantIds.length === 0) return new Map()
  const { rows } = await selectBlocksOf(db, tenantIds, {})
  const byTenant = Map.groupBy(rows, (row) => row.tenant_id)
  return new Map(
    [...byTenant].map(([id, each]) => [id, new Map(each.map((row) => [row.set_id, blockFromRow(row)]))]),
  )
}

const selectBlocksOf = prepareList((db: Db, tenantIds) =>
  db.selectFrom('blocks').selectAll().where('tenant_id', 'in', tenantIds),
)

export function blockFromRow(
  row: Pick<Selectable<Schema['blocks']>, 'at' | 'person_json' | 'reason' | 'final'>,
): Block {
  const { at, person_json, reason, final } = row
  const by = JSON.parse(person_json) as Person
  return { at: new Date(at), by, ...(reason !== null && { reason }), ...(final === 1 && { isFinal: true }) }
}
