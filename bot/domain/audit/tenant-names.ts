import type { Db } from '#platform/storage/database.ts'
import { findTenant } from '../tenants/tenants-store.ts'
import { findFormerTenant } from './former-tenants-store.ts'
import type { StoredEntry } from './stored-entry.ts'

/** Adds the name of every tenant in these rows; a removed one has the name that it had. */
export async function addTenantNames(
  db: Db,
  names: Map<string, string>,
  rows: readonly Pick<StoredEntry, 'tenant_id'>[],
): Promise<void> {
  for (const { tenant_id: id } of rows) {
    if (id === null || names.has(id)) continue
    const tenant = (await findTenant(db, id)) ?? (await findFormerTenant(db, id))
    names.set(id, tenant?.displayName ?? '')
  }
}
