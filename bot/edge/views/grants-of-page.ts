import type { Deps } from '#domain/deps.ts'
import { DamagedGrantError } from '#domain/grants/grant-json.ts'
import { type GrantSummary, listGrantSummaries } from '#domain/grants/grants-bulk-store.ts'

/** Tenant id → its grants, for the tenants of one page in one statement. A tenant with damaged rows must not hide the others. */
export async function readGrantsOf(
  deps: Pick<Deps, 'database' | 'log'>,
  tenantIds: readonly string[],
): Promise<ReadonlyMap<string, readonly GrantSummary[] | 'damaged'>> {
  try {
    return await listGrantSummaries(deps.database.db, tenantIds)
  } catch (error) {
    if (!(error instanceof DamagedGrantError)) throw error
  }
  const found = new Map<string, readonly GrantSummary[] | 'damaged'>()
  for (const tenantId of tenantIds) found.set(tenantId, await readGrants(deps, tenantId))
  return found
}

async function readGrants(
  deps: Pick<Deps, 'database' | 'log'>,
  tenantId: string,
): Promise<readonly GrantSummary[] | 'damaged'> {
  try {
    return (await listGrantSummaries(deps.database.db, [tenantId])).get(tenantId) ?? []
  } catch (error) {
    if (!(error instanceof DamagedGrantError)) throw error
    deps.log.error({ tenantId, error }, 'a stored grant is damaged')
    return 'damaged'
  }
}
