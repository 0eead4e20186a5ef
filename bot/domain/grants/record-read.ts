import type { TenantRead } from '#platform/microsoft/facts.ts'
import type { Tx } from '#platform/storage/database.ts'
import { append } from '../audit/audit-store.ts'
import { listBaselines, saveBaseline } from '../baselines/baselines-store.ts'
import { type ExplainedRead, explainRead, type OpenedLink } from '../baselines/explain-read.ts'
import type { Requirement } from '../catalog/permission-set.ts'
import type { Deps } from '../deps.ts'
import type { Tenant, TenantState } from '../tenants/tenant.ts'
import { findTenant, markChecked } from '../tenants/tenants-store.ts'
import { type AppliedRead, applyRead } from './apply-read.ts'
import { listBlocks } from './blocks-store.ts'
import { appendStatusChange, changeGrants } from './change-grant.ts'
import type { Grant } from './grant.ts'
import { listGrants } from './grants-store.ts'
import type { GrantChange } from './reevaluate.ts'

type RecordedRead = Pick<AppliedRead, 'readAgain' | 'predecessorUnread' | 'stable'> & {
  changes: readonly GrantChange[]
}

const nothing: RecordedRead = { changes: [], readAgain: false, predecessorUnread: false, stable: false }

interface StoredRead {
  tenantId: string
  read: TenantRead
  requirements: readonly Requirement[]
  /** The consent links that can explain what it shows; asked only if something is not explained yet. */
  openedLinks: () => Promise<readonly OpenedLink[]>
}

/**
 * Stores the result of one tenant read: memory, status and summary of every set, with an audit entry per change. Does
 * nothing for a tenant that was removed meanwhile, or that never was connected and still is not.
 */
export async function recordRead(
  deps: Pick<Deps, 'clock' | 'rules' | 'react'>,
  tx: Tx,
  given: StoredRead,
): Promise<RecordedRead> {
  const { tenantId, read } = given
  const tenant = await findTenant(tx, tenantId)
  if (!tenant || (tenant.state === 'connecting' && read.connection !== 'ok')) return nothing
  const grants = await listGrants(tx, tenantId)
  const blocks = await listBlocks(tx, tenantId)
  const explained = await explain(tx, given, grants)
  const { reevaluations, complete, connectionLost, ...applied } = applyRead(deps, {
    ...given,
    grants,
    blocks,
    explained,
  })
  const changes = await changeGrants(deps, tx, tenantId, reevaluations)
  const state = await noteTenant(tx, tenant, read, { complete, connectionLost })
  await noteChanges(tx, tenant, { state, changes, at: read.at })
  return { changes, ...applied }
}

/** Stores the baselines that the read makes or adds to. */
async function explain(
  tx: Tx,
  { openedLinks, ...given }: StoredRead,
  grants: readonly Grant[],
): Promise<ExplainedRead['explained']> {
  const baselines = await listBaselines(tx, given.tenantId)
  const memories = new Map(grants.map(({ setId, memory }) => [setId, memory]))
  const question = { ...given, baselines, memories, links: [] }
  const alone = explainRead(question)
  const { explained, made, changed } = alone.isOpen
    ? explainRead({ ...question, links: await openedLinks() })
    : alone
  for (const baseline of [...made, ...changed]) await saveBaseline(tx, baseline)
  return explained
}

async function noteTenant(
  tx: Tx,
  { id, state: before }: Tenant,
  read: TenantRead,
  { complete, connectionLost }: Pick<AppliedRead, 'complete' | 'connectionLost'>,
): Promise<TenantState> {
  if (read.connection === 'failed' || (read.connection === 'lost' && !connectionLost)) return before
  const state = read.connection === 'lost' ? 'lost' : 'connected'
  const said = read.connection === 'ok' && read.organization.read ? read.organization.value : undefined
  // An answer without name or domain overwrites nothing.
  const names = said && {
    ...(said.displayName && { displayName: said.displayName }),
    ...(said.defaultDomain && { defaultDomain: said.defaultDomain }),
  }
  await markChecked(tx, id, { state, ...names, ...(complete ? { checkedAt: read.at } : {}) })
  return state
}

/** Adds one audit entry per changed set, and one for the sets read for the first time together with the tenant's state. */
export async function noteChanges(
  tx: Tx,
  tenant: Pick<Tenant, 'id' | 'state'>,
  { state, changes, at }: { state: TenantState; changes: readonly GrantChange[]; at: Date },
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
  for (const change of changes) if (change.from) await appendStatusChange(tx, { tenantId, change, at })
}
