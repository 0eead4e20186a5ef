import { OutsideError, UserError } from '#platform/base/errors.ts'
import { readTenantText, tenantNameOf } from '#platform/microsoft/read-tenant-text.ts'
import type { Db } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import type { Directory } from '../directory/directory.ts'
import type { Scope } from '../people/role-reading.ts'
import { isInScope } from '../people/scope.ts'
import type { Tenant } from './tenant.ts'
import { findTenant, findTenantsByText, findTenantsNamed } from './tenants-store.ts'

const most = 5

/**
 * The tenant in this scope with this ID, verified domain, name or unique part of a name, in any of the forms of `readTenantText`.
 * @throws UserError TENANT_UNKNOWN, TENANT_AMBIGUOUS
 */
export async function nameTenant(
  { database: { db }, directory }: Pick<Deps, 'database' | 'directory'>,
  text: string,
  scope: Scope,
): Promise<Tenant> {
  const stored = await findTenants(db, text, scope)
  const found = stored.length > 0 ? stored : await findByDomain(db, directory, { text, scope })
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

/** Only the default domain is stored; Microsoft knows whose the others are. Without an answer, the text names nobody. */
async function findByDomain(
  db: Db,
  directory: Pick<Directory, 'resolveTenant'>,
  { text, scope }: { text: string; scope: Scope },
): Promise<Tenant[]> {
  const domain = readTenantText(text)
  if (domain === undefined || !domain.includes('.')) return []
  try {
    const id = await directory.resolveTenant(domain)
    const tenant = isInScope(scope, id) ? await findTenant(db, id) : undefined
    return tenant ? [tenant] : []
  } catch (error) {
    if (error instanceof UserError || error instanceof OutsideError) return []
    throw error
  }
}

async function findTenants(db: Db, text: string, scope: Scope): Promise<Tenant[]> {
  const { name, named, isTakenOut } = tenantNameOf(text)
  const found = named === undefined ? [] : await findTenantsNamed(db, named, most + 1, scope)
  return found.length > 0 || isTakenOut ? found : findTenantsByText(db, name, most + 1, scope)
}
