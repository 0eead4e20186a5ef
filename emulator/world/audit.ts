import { nextId } from './tenants.ts'
import type { AuditRecord, AuditTarget, ServicePrincipal, Tenant, World } from './types.ts'

export type Initiator = AuditRecord['by']

/** The admin to whom changes on the world page are attributed. */
export function adminOf(tenant: Tenant): Initiator {
  return {
    name: `admin@${tenant.domains[0] ?? tenant.id}`,
    userId: `00000000-0000-4000-a000-${tenant.id.slice(-12)}`,
  }
}

/** An object of a record that lists no values of it. */
export const untouched = ({ id, displayName }: ServicePrincipal): AuditTarget => ({
  id,
  displayName,
  changes: [],
})

const keptRecords = 500

/** Writes what happened to the tenant's directory audit log, newest first. */
export function recordAudit(world: World, tenant: Tenant, entry: Omit<AuditRecord, 'id' | 'atMs'>): void {
  tenant.audits.unshift({ ...entry, id: `Directory_${nextId(world, 'audit')}`, atMs: world.clock.nowMs() })
  if (tenant.audits.length > keptRecords) tenant.audits.length = keptRecords
}
