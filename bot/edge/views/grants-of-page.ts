import type { Deps } from '#domain/deps.ts'
import type { Grant } from '#domain/grants/grant.ts'
import { DamagedGrantError } from '#domain/grants/grant-json.ts'
import { listGrantsOf } from '#domain/grants/grants-bulk-store.ts'
import { listGrants } from '#domain/grants/grants-store.ts'

/** Tenant id → its grants, for the tenants of one page in one statement. A tenant with damaged rows must not hide the others. */
export async function readGrantsOf(
  deps: Pick<Deps, 'database' | 'log'>,
  tenantIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Grant[] | 'damaged'>> {
  try {
    return await listGrantsOf(deps.database.db, tenantIds)
  } catch (error) {
    if (!(error instanceof DamagedGrantError)) throw error
  }
  const found = new Map<string, readonly Grant[] | 'damaged'>()
  for (const tenantId of tenantIds) found.set(tenantId, await readGrants(deps, tenantId))
  return found
}

async function readGrants(
  deps: Pick<Deps, 'database' | 'log'>,
  tenantId: string,
): Promise<readonly Grant[] | 'damaged'> {
  try {
    return await listGrants(deps.database.db, tenantId)
  } catch (error) {
    if (!(error instanceof DamagedGrantError)) throw error
    deps.log.error({ tenantId, error }, 'a stored grant is damaged')
    return 'damaged'
  }
}
