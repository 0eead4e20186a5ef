import type { Person } from '#platform/base/person.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { assertMay } from '../people/assert-may.ts'
import { getTenant } from '../tenants/tenants-store.ts'
import type { RecordDeps } from './record-tenant.ts'
import { readTenantNow } from './sync-tenant.ts'

type Needs = RecordDeps & Pick<Deps, 'database' | 'directory' | 'people'>

/**
 * Reads one tenant now, for a person who waits for it, and stores the result. A failed read is a result as well: the findings
 * say why.
 * @throws UserError TENANT_UNKNOWN, and as `assertMay`
 */
export async function checkTenant(
  deps: Needs,
  { tenantId, setId, by }: { tenantId: string; setId?: string; by: Person },
): Promise<void> {
  assertMay(await deps.people.readRolesNow(by), 'operator', [tenantId])
  await getTenant(deps.database.db, tenantId)
  const store = await readTenantNow(deps, { tenantId, manual: true })
  await deps.database.transaction(async (tx) => {
    await store(tx)
    const entry = { at: deps.clock(), actor: by, action: 'grant.check', tenantId, setId }
    await append(tx, { ...entry, result: 'done' })
  })
}
