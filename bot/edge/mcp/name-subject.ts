import type { PermissionSet } from '#domain/catalog/permission-set.ts'
import type { Deps } from '#domain/deps.ts'
import { assertMay } from '#domain/people/assert-may.ts'
import { scopeOf } from '#domain/people/scope.ts'
import { findNamedTenants } from '#domain/tenants/name-tenant.ts'
import type { Tenant } from '#domain/tenants/tenant.ts'
import { UserError } from '#platform/base/errors.ts'
import { foldText } from '#platform/text/fold-text.ts'
import { findSetsByPart } from '../teams/grammar/catalog-names.ts'
import type { McpCaller } from './tool.ts'

/**
 * The one tenant that a text names. One that the person may not see is as one that isn't there; what only comes near is never taken.
 * @throws UserError TENANT_UNKNOWN, TENANT_AMBIGUOUS, and as `assertMay`
 */
export async function getNamedTenant(deps: Deps, asker: McpCaller, text: string): Promise<Tenant> {
  const { how, tenants } = await findNamedTenants(deps, text, scopeOf(asker, 'viewer'))
  const [tenant] = tenants
  if (!tenant || how === 'near') throw new UserError('TENANT_UNKNOWN', { text })
  if (tenants.length > 1) {
    const names = tenants.map(({ displayName }) => displayName)
    throw new UserError('TENANT_AMBIGUOUS', {
      text,
      names,
      domains: tenants.map((each) => each.defaultDomain),
    })
  }
  assertMay(asker, 'viewer', [tenant.id])
  return tenant
}

/** The one set that a text names, by its ID, its name, a part of it, or its app. @throws UserError SET_UNKNOWN, SET_AMBIGUOUS */
export function getNamedSet({ catalog }: Pick<Deps, 'catalog'>, text: string): PermissionSet {
  const folded = foldText(text)
  const exact = catalog.sets.find(({ id, name }) => id === text || foldText(name) === folded)
  if (exact) return exact
  const { sets } = findSetsByPart(catalog, text)
  const [set] = sets
  if (!set) throw new UserError('SET_UNKNOWN', { text })
  if (sets.length > 1) throw new UserError('SET_AMBIGUOUS', { text, names: sets.map(({ name }) => name) })
  return set
}
