import { tenantNameOf } from '#platform/microsoft/read-tenant-text.ts'
import { foldText } from '#platform/text/fold-text.ts'
import type { Tenant } from './tenant.ts'

/** Of what is a name at all: Entra's are at most 256 characters long. Folding longer text would only take time. */
export const longestTenantName = 300

/** The keys by which a text names a tenant as it stands. Empty for text that names nothing. */
export function tenantKeysOf(text: string): string[] {
  const { name, named, isTakenOut } = tenantNameOf(text)
  const keys = [
    ...(named === undefined ? [] : [named]),
    ...(isTakenOut || name.length > longestTenantName ? [] : [foldText(name)]),
  ]
  return [...new Set(keys.filter((key) => key !== ''))]
}

/** Which of these tenants the keys name, each once. */
export function lookUpByKeys(tenants: readonly Tenant[]): (keys: readonly string[]) => Tenant[] {
  const named = tenants.flatMap((tenant) =>
    [tenant.id, foldText(tenant.defaultDomain), foldText(tenant.displayName)].map((key) => ({ key, tenant })),
  )
  const byKey = Map.groupBy(named, ({ key }) => key)
  return (keys) => [...new Set(keys.flatMap((key) => (byKey.get(key) ?? []).map(({ tenant }) => tenant)))]
}
