import { findFormerTenant } from '#domain/audit/former-tenants-store.ts'
import type { Deps } from '#domain/deps.ts'
import { findTenant } from '#domain/tenants/tenants-store.ts'
import type { TenantRef } from '../../../cards/subjects.ts'
import { tenantRef } from './refs.ts'

/** A tenant by name. A removed one keeps the name that it had; one that nothing remembers has its ID. */
export async function readTenantRef({ database }: Pick<Deps, 'database'>, id: string): Promise<TenantRef> {
  const tenant = await findTenant(database.db, id)
  if (tenant) return tenantRef(tenant)
  const former = await findFormerTenant(database.db, id)
  if (!former) return { id, name: id, domain: '', isRemoved: true }
  return { id, name: former.displayName, domain: former.defaultDomain, isRemoved: true }
}
