import type { TenantRead } from '#platform/microsoft/facts.ts'
import type { Tx } from '#platform/storage/database.ts'
import { append } from '../audit/audit-store.ts'
import type { Requirement } from '../catalog/permission-set.ts'
import type { Deps } from '../deps.ts'
import type { Tenant } from '../tenants/tenant.ts'
import { findTenant, markChecked } from '../tenants/tenants-store.ts'
import { applyRead } from './apply-read.ts'
import { changeGrants, noteMove } from './change-grant.ts'
import { listGrants } from './grants-store.ts'
import type { GrantChange } from './reevaluate.ts'

interface RecordedRead {
  changes: readonly GrantChange[]
  /** A loss was seen once; a second read at least a minute later must confirm it. */
  lossPending: boolean
  /** Nothing waits: the same facts, read again, would change nothing but the time. */
  stable: boolean
}

const nothing: RecordedRead = { changes: [], lossPending: false, stable: false }

/**
 * Writes down what one read of a tenant taught: memory, status and summary of every set, with an audit entry per change.
 * A tenant that was removed meanwhile, or that never was connected and still is not, stays as it is.
 */
export async function recordRead(
  deps: Pick<Deps, 'clock' | 'rules' | 'react'>,
  tx: Tx,
  {
    tenantId,
    read,
    requirements,
  }: { tenantId: string; read: TenantRead; requirements: readonly Requirement[] },
): Promise<RecordedRead> {
  const tenant = await findTenant(tx, tenantId)
  if (!tenant || (tenant.state === 'connecting' && read.connection !== 'ok')) return nothing
  const grants = await listGrants(tx, tenantId)
  const { reevaluations, complete, ...applied } = applyRead(deps, { tenantId, grants, read, requirements })
  const changes = await changeGrants(deps, tx, tenantId, reevaluations)
  const state = await noteTenant(tx, tenant, read, complete)
  await noteChanges(tx, { tenant, state, changes, at: read.at })
  return { changes, ...applied }
}

async function noteTenant(
  tx: Tx,
  tenant: Tenant,
  read: TenantRead,
  complete: boolean,
): Promise<Tenant['state']> {
  if (read.connection === 'failed') return tenant.state
  const state = read.connection === 'lost' ? 'lost' : 'connected'
  if (read.connection === 'lost') await markChecked(tx, tenant.id, { state })
  else
    await markChecked(tx, tenant.id, {
      state,
      ...(read.organization.read ? read.organization.value : {}),
      ...(complete ? { checkedAt: read.at } : {}),
    })
  return state
}

/** A change of a set has a line of its own; what is seen for the first time shares one with the state of the tenant. */
export async function noteChanges(
  tx: Tx,
  {
    tenant,
    state,
    changes,
    at,
  }: {
    tenant: Pick<Tenant, 'id' | 'state'>
    state: Tenant['state']
    changes: readonly GrantChange[]
    at: Date
  },
): Promise<void> {
  const tenantId = tenant.id
  const first = changes.filter(({ from }) => from === undefined)
  const other = tenant.state !== state
  if (other || first.length > 0) {
    const sets = Object.fromEntries(first.map(({ setId, to }) => [setId, to]))
    const detail = { ...(other && { from: tenant.state, to: state }), ...(first.length > 0 && { sets }) }
    const action = other ? 'tenant.state' : 'grant.found'
    await append(tx, { at, actor: 'system', action, tenantId, result: 'done', detail })
  }
  for (const change of changes) if (change.from) await noteMove(tx, { tenantId, change, at })
}
