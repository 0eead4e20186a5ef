import { append } from '../audit/audit-store.ts'
import { leaveCampaigns } from '../campaigns/follow-campaign.ts'
import type { Deps } from '../deps.ts'
import { UserError } from '../errors.ts'
import type { Person } from '../person.ts'
import type { Tenant } from '../tenants/tenant.ts'
import { getTenant, removeTenant } from '../tenants/tenants-store.ts'
import { listGrants } from './grants-store.ts'
import { withdrawAllLinks } from './withdraw-links.ts'

/**
 * Forgets a tenant and everything known of it, except the audit history. What is granted in Entra stays there; the
 * access API says no for it from now on. @throws UserError TENANT_UNKNOWN, CARD_OUTDATED
 */
export async function forgetTenant(
  deps: Pick<Deps, 'database' | 'clock' | 'jobs' | 'wake'>,
  { tenantId, version, by }: { tenantId: string; version: number; by: Person },
): Promise<Tenant> {
  const tenant = await deps.database.transaction(async (tx) => {
    const found = await getTenant(tx, tenantId)
    if (found.version !== version) throw new UserError('CARD_OUTDATED')
    const grants = await listGrants(tx, tenantId)
    await withdrawAllLinks(deps, tx, tenantId)
    await leaveCampaigns(deps, tx, tenantId)
    await removeTenant(tx, tenantId)
    const detail = {
      name: found.displayName,
      domain: found.defaultDomain,
      sets: Object.fromEntries(grants.map((grant) => [grant.setId, grant.status])),
    }
    await append(tx, {
      at: deps.clock(),
      actor: by,
      action: 'tenant.remove',
      tenantId,
      result: 'done',
      detail,
    })
    return found
  })
  deps.wake()
  return tenant
}
