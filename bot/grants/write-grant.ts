import { settleAlerts } from '../alerts/settle-alerts.ts'
import { append } from '../audit/audit-store.ts'
import { followCampaign } from '../campaigns/follow-campaign.ts'
import type { Requirement } from '../catalog/permission-set.ts'
import type { Deps } from '../deps.ts'
import { UserError } from '../errors.ts'
import type { Tx } from '../jobs/jobs.ts'
import type { Person } from '../person.ts'
import { evaluateStatus } from '../status/evaluate-status.ts'
import type { GrantMemory } from '../status/memory.ts'
import type { Evaluation, Status } from '../status/status.ts'
import { forgetSettled } from '../sync/settled-reads-store.ts'
import { refreshSummary } from '../tenants/tenants-store.ts'
import type { Grant } from './grant.ts'
import { findGrant, insertGrant, updateGrant } from './grants-store.ts'

export interface GrantChange {
  setId: string
  from?: Status
  to: Status
}

type Needs = Pick<Deps, 'clock' | 'rules' | 'jobs'>

interface StoreOrder {
  tenantId: string
  requirement: Requirement
  old?: Grant
  memory: GrantMemory
  /** The memory comes from a read of the whole tenant, whose time the tenant keeps: what is as before is not written. */
  complete?: boolean
  /** Who cleared it, when somebody did. */
  by?: Person
}

/**
 * Evaluates `memory`, stores both, and lets campaigns and alerts follow: every change of a grant goes through here. The version
 * moves only if a card would look different afterwards.
 * Returns the change of status, if there was one: the caller puts it into an entry of the history, and refreshes the
 * summary of the tenant.
 * @throws UserError CARD_OUTDATED when somebody else wrote in between
 */
export async function storeGrant(
  deps: Needs,
  tx: Tx,
  { tenantId, requirement, old, memory, complete = false, by }: StoreOrder,
): Promise<GrantChange | undefined> {
  const now = deps.clock()
  const evaluation = evaluateStatus({ requirement, memory, now, maxAgeMs: deps.rules.maxAgeMs })
  const setId = requirement.setId
  const told = { tenantId, setId, requirementVersion: requirement.version, is: { ...evaluation, memory }, by }
  if (!old) {
    await forgetSettled(tx, tenantId)
    await insertGrant(tx, { ...evaluation, tenantId, setId, version: 1, statusSince: now, memory })
    await settleAlerts(deps, tx, told)
    return { setId, to: evaluation.status }
  }
  if (complete && looksTheSame(old, evaluation) && tellsTheSame(old.memory, memory)) return undefined
  const moved = old.status !== evaluation.status
  const seen = looksTheSame(old, evaluation)
  const grant: Grant = {
    ...evaluation,
    tenantId,
    setId,
    memory,
    version: seen ? old.version : old.version + 1,
    statusSince: moved ? now : old.statusSince,
  }
  await forgetSettled(tx, tenantId)
  if (!(await updateGrant(tx, old, grant))) throw new UserError('CARD_OUTDATED')
  if (!seen) {
    const byCampaign = await followCampaign(deps, tx, { ...told, status: grant.status })
    await settleAlerts(deps, tx, { ...told, was: old, byCampaign })
  }
  return moved ? { setId, from: old.status, to: grant.status } : undefined
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

function looksTheSame(old: Grant, next: Evaluation): boolean {
  const face = ({ status, findings, lastKnown, usable }: Evaluation) =>
    JSON.stringify([status, findings, lastKnown ?? null, usable])
  return face(old) === face(next)
}

/** Equal but for the time at which the facts were read. */
function tellsTheSame(old: GrantMemory, next: GrantMemory): boolean {
  const said = (memory: GrantMemory): string =>
    JSON.stringify({ ...memory, facts: memory.facts && { value: memory.facts.value } })
  return old === next || said(old) === said(next)
}
