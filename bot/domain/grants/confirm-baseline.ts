import { UserError } from '#platform/base/errors.ts'
import { type Approval, approvalDetail, type Person, plainPerson } from '#platform/base/person.ts'
import { refreshCards } from '#platform/outbox/show-card.ts'
import type { Db, Tx } from '#platform/storage/database.ts'
import { append } from '../audit/audit-store.ts'
import { type Baseline, isUnconfirmed } from '../baselines/baseline.ts'
import { listBaselines, saveBaseline } from '../baselines/baselines-store.ts'
import type { Deps } from '../deps.ts'
import { currentRequirements } from '../requirements/current-requirements.ts'
import { type Extra, nameGranted } from '../status/compare-permissions.ts'
import { idOfPermission } from '../status/granted-ids.ts'

type Needs = Pick<Deps, 'catalog' | 'clientIds' | 'rules'>

/** Something that the first read of a tenant found. */
export interface FoundGrant extends Extra {
  setId: string
  isRequired: boolean
}

/** What the first reads of a tenant found and nobody has confirmed yet, set by set, worst tier first. */
export async function listUnconfirmed(deps: Needs, db: Db, tenantId: string): Promise<FoundGrant[]> {
  const baselines = await listBaselines(db, tenantId)
  const requirements = await currentRequirements(deps, db)
  return requirements.flatMap((requirement) => {
    const baseline = baselines.get(requirement.setId)
    if (!baseline || !isUnconfirmed(baseline)) return []
    const required = new Set(requirement.permissions.map(idOfPermission))
    return nameGranted(baseline.first, requirement).map((each) => ({
      ...each,
      setId: requirement.setId,
      isRequired: required.has(each.id),
    }))
  })
}

/**
 * A person has looked at what the first read found: it counts as explained. In the caller's transaction; writes nothing when
 * it refuses. @throws UserError BASELINE_CONFIRMED
 */
export async function confirmBaselineIn(
  deps: Needs & Pick<Deps, 'clock'>,
  tx: Tx,
  { tenantId, by, approval }: { tenantId: string; by: Person; approval?: Approval },
): Promise<void> {
  const known = new Set((await currentRequirements(deps, tx)).map(({ setId }) => setId))
  const open: Baseline[] = []
  for (const baseline of (await listBaselines(tx, tenantId)).values())
    if (known.has(baseline.setId) && isUnconfirmed(baseline)) open.push(baseline)
  if (open.length === 0) throw new UserError('BASELINE_CONFIRMED')
  const at = deps.clock()
  const confirmed = { by: plainPerson(by), at, ...(approval && { approvedBy: approval.by }) }
  for (const baseline of open) await saveBaseline(tx, { ...baseline, confirmed })
  await refreshCards(tx, { kind: 'baseline', id: tenantId }, at, { urgent: true })
  const sets = open.map(({ setId, first }) => ({ set: setId, grants: first.length }))
  const detail = { sets, ...approvalDetail(approval) }
  await append(tx, { at, actor: by, action: 'baseline.confirm', tenantId, result: 'done', detail })
}
