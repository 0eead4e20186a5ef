import { tenantNameOf } from '#platform/microsoft/read-tenant-text.ts'
import { foldText } from '#platform/text/fold-text.ts'
import type { Tenant } from './tenant.ts'

/** The keys by which a text names a tenant as it stands. Empty for text that names nothing. */
export function tenantKeysOf(text: string): string[] {
  const { name, named, isTakenOut } = tenantNameOf(text)
  const keys = [...(named === undefined ? [] : [named]), ...(isTakenOut ? [] : [foldText(name)])]
  return [...new Set(keys.filter((key) => key !== ''))]
}

/** Tenants by every key that names them. */
export function byKeys(tenants: readonly Tenant[]): Map<string, Tenant[]> {
  const named = tenants.flatMap((tenant) =>
    [tenant.id, foldText(tenant.defaultDomain), foldText(tenant.displayName)].map((key) => ({ key, tenant })),
  )
  const groups = Map.groupBy(named, ({ key }) => key)
  return new Map([...groups].map(([key, all]) => [key, all.map(({ tenant }) => tenant)]))
}
