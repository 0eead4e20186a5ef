import { UserError } from '#platform/base/errors.ts'
import { type Approval, approvalDetail, type Person } from '#platform/base/person.ts'
import type { Tx } from '#platform/storage/database.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { assertStillMay } from '../people/assert-may.ts'
import { type Acting, assertMayAlone } from '../people/second-person.ts'
import type { Tenant } from '../tenants/tenant.ts'
import { getTenant, removeTenant } from '../tenants/tenants-store.ts'
import { listGrants } from './grants-store.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'react'>
type Asking = Needs & Pick<Deps, 'people' | 'rules'>

interface ForgetOrder {
  tenantId: string
  /** Version of the tenant on the card the person saw. */
  version: number
  by: Person
  /** The second person, where one was asked. */
  approval?: Approval
}

/**
 * Forgets a tenant and everything known of it, except the audit history. What is granted in Entra stays there; the
 * access API says no for it from now on. @throws UserError APPROVAL_NEEDED, TENANT_UNKNOWN, CARD_OUTDATED
 */
export async function forgetTenant(deps: Asking, order: ForgetOrder & { by: Acting }): Promise<Tenant> {
  assertMayAlone(deps, 'remove', { roles: order.by.roles })
  await assertStillMay(deps, order.by, 'approver', [order.tenantId])
  const tenant = await deps.database.transaction((tx) => forgetTenantIn(deps, tx, order))
  return tenant
}

/** The same in the caller's transaction. Writes nothing when it refuses. */
export async function forgetTenantIn(
  deps: Omit<Needs, 'database'>,
  tx: Tx,
  { tenantId, version, by, approval }: ForgetOrder,
): Promise<Tenant> {
  const found = await getTenant(tx, tenantId)
  if (found.version !== version) throw new UserError('CARD_OUTDATED')
  const grants = await listGrants(tx, tenantId)
  await removeTenant(tx, tenantId)
  await deps.react.tenantRemoved(tx, { tenantId, by })
  const detail = {
    name: found.displayName,
    domain: found.defaultDomain,
    sets: Object.fromEntries(grants.map((grant) => [grant.setId, grant.status])),
    ...approvalDetail(approval),
  }
  await append(tx, { at: deps.clock(), actor: by, action: 'tenant.remove', tenantId, result: 'done', detail })
  return found
}
