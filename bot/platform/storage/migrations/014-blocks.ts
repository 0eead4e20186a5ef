import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import { addIndex } from './add-index.ts'
import type { Reversible } from './reversible.ts'

type Tables = Kysely<Schema>

const usesOfSet = ['set_id', 'usable', 'usable_since', 'tenant_id'] as const

interface StoredBlock {
  at: string
  by: object
  reason?: string
}

/**
 * Blocks get a table of their own, so that they outlive the grant and the tenant. Usable grants know since when, which decides
 * where an app that is limited to some tenants is open.
 */
export function blocks(): Reversible {
  return {
    async up(db: Tables) {
      await db.schema
        .createTable('blocks')
        .addColumn('tenant_id', 'text', (column) => column.notNull())
        .addColumn('set_id', 'text', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addColumn('person_json', 'text', (column) => column.notNull())
        .addColumn('reason', 'text')
        .addPrimaryKeyConstraint('blocks_key', ['tenant_id', 'set_id'])
        .execute()
      await db.schema.alterTable('grants').addColumn('usable_since', 'bigint').execute()
      await db
        .updateTable('grants')
        .set((eb) => ({ usable_since: eb.ref('status_since') }))
        .where('usable', '=', 1)
        .execute()
      await addIndex(db, 'grants', [...usesOfSet])
      await copyOut(db)
      await restoreRemoved(db)
    },
    async down(db: Tables) {
      await copyBack(db)
      await db.schema.dropIndex(`grants_by_${usesOfSet.join('_')}`).execute()
      await db.schema.alterTable('grants').dropColumn('usable_since').execute()
      await db.schema.dropTable('blocks').execute()
    },
  }
}

/** The grants keep theirs: instances of the version before run on beside this one, and must not lift a block. */
async function copyOut(db: Tables): Promise<void> {
  const rows = await db
    .selectFrom('grants')
    .selectAll()
    .where('memory_json', 'like', '%"blocked":%')
    .execute()
  for (const { tenant_id, set_id, memory_json } of rows) {
    const { blocked } = JSON.parse(memory_json) as { blocked?: StoredBlock }
    if (!blocked) continue
    const { at, by, reason = null } = blocked
    const columns = { at: Date.parse(at), person_json: JSON.stringify(by), reason }
    await db
      .insertInto('blocks')
      .values({ tenant_id, set_id, ...columns })
      .execute()
  }
}

/** Tenants that were removed while a set was blocked, and are still gone: the history tells who blocked it. */
async function restoreRemoved(db: Tables): Promise<void> {
  const removals = await db
    .selectFrom('audit')
    .select(['id', 'at', 'actor_json', 'tenant_id', 'detail_json'])
    .where('action', '=', 'tenant.remove')
    .where('result', '=', 'done')
    .where('tenant_id', 'not in', (gone) => gone.selectFrom('tenants').select('tenants.id'))
    .orderBy('id', 'desc')
    .execute()
  const seen = new Set<string>()
  for (const removal of removals) {
    const tenantId = removal.tenant_id ?? ''
    if (seen.has(tenantId)) continue
    seen.add(tenantId)
    const { sets = {} } = (JSON.parse(removal.detail_json) ?? {}) as { sets?: Record<string, string> }
    for (const [setId, status] of Object.entries(sets)) {
      if (status === 'blocked') await restoreOne(db, tenantId, setId, removal)
    }
  }
}

async function restoreOne(
  db: Tables,
  tenantId: string,
  setId: string,
  removal: { id: number; at: number; actor_json: string },
): Promise<void> {
  const first = await db
    .selectFrom('audit')
    .select(['at', 'actor_json'])
    .where('tenant_id', '=', tenantId)
    .where('set_id', '=', setId)
    .where('action', '=', 'grant.block')
    .where('result', '=', 'done')
    .where('id', '<', removal.id)
    .orderBy('id', 'desc')
    .executeTakeFirst()
  // Older entries may have been removed; then the person who removed the tenant stands for the first blocker.
  const { at, actor_json: person_json } = first ?? removal
  await db
    .insertInto('blocks')
    .values({ tenant_id: tenantId, set_id: setId, at, person_json, reason: null })
    .execute()
}

/** All but those of removed tenants. An instance of the version before can have lifted one in the grant alone. */
async function copyBack(db: Tables): Promise<void> {
  const rows = await db
    .selectFrom('blocks')
    .innerJoin('grants', (join) =>
      join.onRef('grants.tenant_id', '=', 'blocks.tenant_id').onRef('grants.set_id', '=', 'blocks.set_id'),
    )
    .selectAll('blocks')
    .select('grants.memory_json')
    .execute()
  for (const { tenant_id, set_id, at, person_json, reason, memory_json } of rows) {
    const by = JSON.parse(person_json) as object
    const blocked = { at: new Date(at).toISOString(), by, ...(reason !== null && { reason }) }
    await writeMemory(db, { tenant_id, set_id }, { ...(JSON.parse(memory_json) as object), blocked })
  }
}

async function writeMemory(
  db: Tables,
  { tenant_id, set_id }: { tenant_id: string; set_id: string },
  memory: object,
): Promise<void> {
  await db
    .updateTable('grants')
    .set({ memory_json: JSON.stringify(memory) })
    .where('tenant_id', '=', tenant_id)
    .where('set_id', '=', set_id)
    .execute()
}
