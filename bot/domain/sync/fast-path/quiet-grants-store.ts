import type { Db } from '#platform/storage/database.ts'
import { prepareList } from '#platform/storage/prepare.ts'
import type { Blocks } from '../../grants/blocks-store.ts'
import type { Grant } from '../../grants/grant.ts'
import { lazyGrantFromRow } from '../../grants/lazy-grant.ts'
import type { QuietTenant } from './quiet-tenants-store.ts'

/** Tenant id → its grants, by set id. A tenant without grants is absent. */
export async function listQuietGrants(
  db: Db,
  tenants: ReadonlyMap<string, QuietTenant>,
  blocks: ReadonlyMap<string, Blocks>,
): Promise<Map<string, Grant[]>> {
  if (tenants.size === 0) return new Map()
  const { rows } = await selectGrants(db, [...tenants.keys()], {})
  const grants = rows.map((row) =>
    lazyGrantFromRow(row, {
      checkedAt: tenants.get(row.tenant_id)?.tenant.checkedAt,
      block: blocks.get(row.tenant_id)?.get(row.set_id),
    }),
  )
  return Map.groupBy(grants, ({ tenantId }) => tenantId)
}

const selectGrants = prepareList((db: Db, tenantIds) =>
  db
    .selectFrom('grants')
    .selectAll()
    .where('tenant_id', 'in', tenantIds)
    .orderBy('tenant_id')
    .orderBy('set_id'),
)
