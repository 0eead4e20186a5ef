import { UserError } from '#platform/base/errors.ts'
import { tenantNameOf } from '#platform/microsoft/read-tenant-text.ts'
import type { Db } from '#platform/storage/database.ts'
import type { Scope } from '../people/role-reading.ts'
import type { Tenant } from './tenant.ts'
import { findTenantsByText, findTenantsNamed } from './tenants-store.ts'

const most = 5

/**
 * The tenant in this scope with this ID, domain, name or unique part of a name, in any of the forms of `readTenantText`.
 * @throws UserError TENANT_UNKNOWN, TENANT_AMBIGUOUS
 */
export async function nameTenant(db: Db, text: string, scope: Scope): Promise<Tenant> {
  const found = await findTenants(db, text, scope)
  const [only] = found
  if (!only) throw new UserError('TENANT_UNKNOWN', { text })
  if (found.length > 1) {
    const names = found.slice(0, most).map((tenant) => tenant.displayName)
    const domains = found.slice(0, most).map((tenant) => tenant.defaultDomain)
    const ids = found.slice(0, most).map((tenant) => tenant.id)
    throw new UserError('TENANT_AMBIGUOUS', { text, names, domains, ids })
  }
  return only
}

async function findTenants(db: Db, text: string, scope: Scope): Promise<Tenant[]> {
  const { name, named, isTakenOut } = tenantNameOf(text)
  const found = named === undefined ? [] : await findTenantsNamed(db, named, most + 1, scope)
  return found.length > 0 || isTakenOut ? found : findTenantsByText(db, name, most + 1, scope)
}
