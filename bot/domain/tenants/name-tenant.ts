import { UserError } from '#platform/base/errors.ts'
import type { Db } from '#platform/storage/database.ts'
import type { Scope } from '../people/role-reading.ts'
import type { Tenant } from './tenant.ts'
import { findTenantsByText } from './tenants-store.ts'

const most = 5

/**
 * The tenant in this scope with this ID, domain, name or unique part of a name.
 * @throws UserError TENANT_UNKNOWN, TENANT_AMBIGUOUS
 */
export async function nameTenant(db: Db, text: string, scope: Scope): Promise<Tenant> {
  const found = await findTenantsByText(db, text, most + 1, scope)
  const [only] = found
  if (!only) throw new UserError('TENANT_UNKNOWN', { text })
  if (found.length > 1) {
    const names = found.slice(0, most).map((tenant) => tenant.displayName)
    const domains = found.slice(0, most).map((tenant) => tenant.defaultDomain)
    throw new UserError('TENANT_AMBIGUOUS', { text, names, domains })
  }
  return only
}
