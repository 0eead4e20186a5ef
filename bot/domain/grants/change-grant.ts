import { UserError } from '#platform/base/errors.ts'
import type { Person } from '#platform/base/person.ts'
import type { Tx } from '#platform/storage/database.ts'
import { append } from '../audit/audit-store.ts'
import type { Requirement } from '../catalog/permission-set.ts'
import type { Deps } from '../deps.ts'
import type { GrantMemory } from '../status/memory.ts'
import type { Status } from '../status/status.ts'
import { forgetBaseline } from '../tenants/baselines-store.ts'
import { refreshSummary } from '../tenants/tenants-store.ts'
import type { Grant } from './grant.ts'
import { findGrant, insertGrant, updateGrant } from './grants-store.ts'
import { type GrantChange, type Reevaluation, reevaluate } from './reevaluate.ts'

type Needs = Pick<Deps, 'clock' | 'rules' | 'react'>

/**
 * Evaluates `memory` for one grant that exists and stores both, with everything that follows from it. The version moves only
 * if a card would look different afterwards. Returns the change of status, if there was one, for the caller's entry of the
 * history. @throws UserError CARD_OUTDATED when another transaction wrote in between
 */
export async function changeGrant(
  deps: Needs,
  tx: Tx,
  requirement: Requirement,
  old: Grant,
  memory: GrantMemory,
  by?: Person,
): Promise<GrantChange | undefined> {
  const { tenantId } = old
  const reevaluation = reevaluate(deps, { tenantId, requirement, old, memory })
  const [change] = reevaluation ? await changeGrants(deps, tx, tenantId, [reevaluation], by) : []
  return change
}

/** The same for several grants of one tenant that have been evaluated, new ones among them. Returns the changes of status. */
export async function changeGrants(
  deps: Needs,
  tx: Tx,
  tenantId: string,
  reevaluation: readonly Reevaluation[],
  by?: Person,
): Promise<GrantChange[]> {
  if (reevaluation.length > 0) await forgetBaseline(tx, tenantId)
  for (const each of reevaluation) await store(deps, tx, each, by)
  const changes = reevaluation.flatMap(({ change }) => change ?? [])
  // Nearly every read finds what the one before it found, and then the summary is what it was.
  if (changes.length > 0) await refreshSummary(tx, tenantId)
  return changes
}

async function store(
  { react }: Needs,
  tx: Tx,
  { grant, requirement, old, visibleChange }: Reevaluation,
  by: Person | undefined,
): Promise<void> {
  if (!old) await insertGrant(tx, grant)
  else if (!(await updateGrant(tx, old, grant))) throw new UserError('CARD_OUTDATED')
  const { tenantId, setId } = grant
  const requirementVersion = requirement.version
  await react.grantChanged(tx, {
    tenantId,
    setId,
    requirementVersion,
    is: grant,
    was: old,
    isVisible: visibleChange,
    by,
  })
}

/** What the entry that tells of a change says besides, so that the history alone gives back every status. */
export const moved = (change: GrantChange | undefined): { from?: Status; to?: Status } =>
  change ? { ...(change.from && { from: change.from }), to: change.to } : {}

/** An entry of its own for a change of status that comes with no act of a person. Nothing without a change. */
export async function noteMove(
  tx: Tx,
  { tenantId, change, at, because }: { tenantId: string; change?: GrantChange; at: Date; because?: string },
): Promise<void> {
  if (!change) return
  await append(tx, {
    at,
    actor: 'system',
    action: 'grant.status',
    tenantId,
    setId: change.setId,
    result: 'done',
    detail: { ...moved(change), ...(because && { because }) },
  })
}

/** @throws UserError TENANT_NOT_CONNECTED when nothing is known of this set in this tenant */
export async function getGrant(tx: Tx, tenantId: string, setId: string): Promise<Grant> {
  const grant = await findGrant(tx, tenantId, setId)
  if (!grant) throw new UserError('TENANT_NOT_CONNECTED', { tenantId })
  return grant
}

/** A person acts on what a card showed them; if that is no longer so, nothing is done. @throws UserError CARD_OUTDATED */
export function assertVersion(grant: Grant, version: number): void {
  if (grant.version !== version) throw new UserError('CARD_OUTDATED')
}
