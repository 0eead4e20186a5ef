import { UserError } from '#platform/base/errors.ts'
import type { Person } from '#platform/base/person.ts'
import type { Tx } from '#platform/storage/database.ts'
import { settleAlerts } from '../alerts/settle-alerts.ts'
import { append } from '../audit/audit-store.ts'
import { followCampaign } from '../campaigns/follow-campaign.ts'
import type { Requirement } from '../catalog/permission-set.ts'
import type { Deps } from '../deps.ts'
import type { GrantMemory } from '../status/memory.ts'
import type { Status } from '../status/status.ts'
import { forgetSettled } from '../tenants/baselines-store.ts'
import { refreshSummary } from '../tenants/tenants-store.ts'
import type { Grant } from './grant.ts'
import { findGrant, insertGrant, updateGrant } from './grants-store.ts'
import { type GrantChange, type JudgedGrant, type JudgeOrder, judgeGrant } from './judge-grant.ts'

type Needs = Pick<Deps, 'clock' | 'rules' | 'jobs'>

/** `by`: who cleared it, when somebody did. */
type StoreOrder = JudgeOrder & { by?: Person | undefined }

/**
 * Evaluates `memory`, stores both, and lets campaigns and alerts follow: every change of a grant that somebody may have to be
 * told of goes through here. The version moves only if a card would look different afterwards.
 * Returns the change of status, if there was one: the caller puts it into an entry of the history, and refreshes the
 * summary of the tenant.
 * @throws UserError CARD_OUTDATED when somebody else wrote in between
 */
export async function storeGrant(deps: Needs, tx: Tx, order: StoreOrder): Promise<GrantChange | undefined> {
  const judged = judgeGrant(deps, order)
  return judged && writeJudged(deps, tx, judged, order.by)
}

/** The same with what was judged before. */
export async function writeJudged(
  deps: Needs,
  tx: Tx,
  { grant, requirement, old, looksNew, change }: JudgedGrant,
  by?: Person,
): Promise<GrantChange | undefined> {
  const { tenantId, setId, status } = grant
  await forgetSettled(tx, tenantId)
  if (!old) await insertGrant(tx, grant)
  else if (!(await updateGrant(tx, old, grant))) throw new UserError('CARD_OUTDATED')
  if (!looksNew) return change
  const told = { tenantId, setId, requirementVersion: requirement.version }
  const byCampaign = old ? await followCampaign(deps, tx, { ...told, status }) : false
  await settleAlerts(deps, tx, { ...told, is: grant, by, was: old, byCampaign })
  return change
}

/** Like {@link storeGrant} for one grant that exists, with the summary of its tenant. */
export async function changeGrant(
  deps: Needs,
  tx: Tx,
  requirement: Requirement,
  old: Grant,
  memory: GrantMemory,
  by?: Person,
): Promise<GrantChange | undefined> {
  const change = await storeGrant(deps, tx, { tenantId: old.tenantId, requirement, old, memory, by })
  await refreshSummary(tx, old.tenantId)
  return change
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
