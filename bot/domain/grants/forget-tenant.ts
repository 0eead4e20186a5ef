import { UserError } from '#platform/base/errors.ts'
import { approvalDetail } from '#platform/base/person.ts'
import type { Tx } from '#platform/storage/database.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { assertStillMay } from '../people/assert-may.ts'
import { assertMayAlone, countOwnAct } from '../people/second-person.ts'
import type { Tenant } from '../tenants/tenant.ts'
import { getTenant, removeTenant } from '../tenants/tenants-store.ts'
import type { GrantOrder, OwnOrder } from './grant-order.ts'
import { listGrants } from './grants-store.ts'
import { keepBlocks } from './keep-blocks.ts'

type Needs = Pick<Deps, 'clock' | 'react' | 'rules'>

/**
 * Deletes a tenant and everything stored about it, except the audit history; `version` is that of the tenant. Permissions
 * granted in Entra remain; the access API answers no from now on.
 * @throws UserError APPROVAL_NEEDED, TENANT_UNKNOWN, CARD_OUTDATED
 */
export async function forgetTenant(
  deps: Needs & Pick<Deps, 'database' | 'people'>,
  order: Omit<OwnOrder, 'setId'>,
): Promise<Tenant> {
  const tenantIds = [order.tenantId]
  const { roles } = await assertStillMay(deps, order.by, 'approver', tenantIds)
  return deps.database.transaction(async (tx) => {
    await assertMayAlone(deps, tx, { kind: 'remove', by: { ...order.by, roles }, tenantIds })
    return forgetTenantIn(deps, tx, order)
  })
}

/** In the caller's transaction. Writes nothing when it refuses. */
export async function forgetTenantIn(
  deps: Needs,
  tx: Tx,
  { tenantId, version, by, approval }: Omit<GrantOrder, 'setId'>,
): Promise<Tenant> {
  const found = await getTenant(tx, tenantId)
  if (found.version !== version) throw new UserError('CARD_OUTDATED')
  const grants = await listGrants(tx, tenantId)
  await keepBlocks(tx, tenantId, grants)
  await removeTenant(tx, tenantId)
  await deps.react.tenantRemoved(tx, { tenantId, isConnected: found.state === 'connected', grants, by })
  const detail = {
    name: found.displayName,
    domain: found.defaultDomain,
    sets: Object.fromEntries(grants.map((grant) => [grant.setId, grant.status])),
    ...approvalDetail(approval),
  }
  const at = deps.clock()
  if (!approval) await countOwnAct(deps, tx, { kind: 'remove', by, at, tenantIds: [tenantId] })
  await append(tx, { at, actor: by, action: 'tenant.remove', tenantId, result: 'done', detail })
  return found
}
