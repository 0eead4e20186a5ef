import { UserError } from '#platform/base/errors.ts'
import type { Person } from '#platform/base/person.ts'
import type { Tx } from '#platform/storage/database.ts'
import { append } from '../audit/audit-store.ts'
import type { Requirement } from '../catalog/permission-set.ts'
import type { ChangedGrant, Deps } from '../deps.ts'
import type { GrantMemory } from '../status/memory.ts'
import type { Status } from '../status/status.ts'
import { forgetSettledRead } from '../tenants/settled-reads-store.ts'
import { refreshSummary } from '../tenants/tenants-store.ts'
import type { Grant } from './grant.ts'
import { findGrant, insertGrant, updateGrant } from './grants-store.ts'
import { type GrantChange, type Reevaluation, reevaluate } from './reevaluate.ts'

type Needs = Pick<Deps, 'clock' | 'rules' | 'react'>
type Cause = Pick<ChangedGrant, 'isRead' | 'by' | 'ending'>

/**
 * Evaluates `memory` for an existing grant, stores both and runs the reactions. The version increases only if a card would
 * look different. Returns the change of status, if any, for the caller's audit entry.
 * @throws UserError CARD_OUTDATED when another transaction wrote in between
 */
export async function changeGrant(
  deps: Needs,
  tx: Tx,
  requirement: Requirement,
  old: Grant,
  memory: GrantMemory,
  by?: Person,
  ending?: ChangedGrant['ending'],
): Promise<GrantChange | undefined> {
  const { tenantId } = old
  const reevaluation = reevaluate(deps, { tenantId, requirement, old, memory })
  const [change] = reevaluation
    ? await storeAll(deps, tx, tenantId, [reevaluation], { isRead: false, by, ending })
    : []
  return change
}

/** Stores what a read changed in one tenant, new grants too, and runs the reactions. Returns the changes of status. */
export const changeGrants = (
  deps: Needs,
  tx: Tx,
  tenantId: string,
  reevaluations: readonly Reevaluation[],
): Promise<GrantChange[]> => storeAll(deps, tx, tenantId, reevaluations, { isRead: true })

async function storeAll(
  deps: Needs,
  tx: Tx,
  tenantId: string,
  reevaluations: readonly Reevaluation[],
  cause: Cause,
): Promise<GrantChange[]> {
  if (reevaluations.length > 0) await forgetSettledRead(tx, tenantId)
  for (const each of reevaluations) await store(deps, tx, each, cause)
  const changes = reevaluations.flatMap(({ change }) => change ?? [])
  // Without a change of status, as after nearly every read, the summary is still right.
  if (changes.length > 0) await refreshSummary(tx, tenantId)
  return changes
}

async function store(
  { react }: Needs,
  tx: Tx,
  { grant, requirement, old: was, visibleChange: isVisible }: Reevaluation,
  cause: Cause,
): Promise<void> {
  if (!was) await insertGrant(tx, grant)
  else if (!(await updateGrant(tx, was, grant))) throw new UserError('CARD_OUTDATED')
  const { tenantId, setId } = grant
  const requirementVersion = requirement.version
  await react.grantChanged(tx, { tenantId, setId, requirementVersion, is: grant, was, isVisible, ...cause })
}

/** The statuses for an audit entry: every past status can be read from the history alone. */
export const statusDetail = (change: GrantChange | undefined): { from?: Status; to?: Status } =>
  change ? { ...(change.from && { from: change.from }), to: change.to } : {}

/** Adds an audit entry for a change of status that no person caused; nothing without a change. */
export async function appendStatusChange(
  tx: Tx,
  { tenantId, change, at, because }: { tenantId: string; change?: GrantChange; at: Date; because?: string },
): Promise<void> {
  if (!change) return
  const { setId } = change
  const detail = { ...statusDetail(change), ...(because && { because }) }
  await append(tx, { at, actor: 'system', action: 'grant.status', tenantId, setId, result: 'done', detail })
}

/** @throws UserError TENANT_NOT_CONNECTED when this set was never read in this tenant */
export async function getGrant(tx: Tx, tenantId: string, setId: string): Promise<Grant> {
  const grant = await findGrant(tx, tenantId, setId)
  if (!grant) throw new UserError('TENANT_NOT_CONNECTED', { tenantId })
  return grant
}

/** Refuses an action on a card that no longer shows the grant as it is. @throws UserError CARD_OUTDATED */
export function assertVersion(grant: Grant, version: number): void {
  if (grant.version !== version) throw new UserError('CARD_OUTDATED')
}
