import { UserError } from '#platform/base/errors.ts'
import { approvalDetail } from '#platform/base/person.ts'
import type { Tx } from '#platform/storage/database.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { assertStillMay } from '../people/assert-may.ts'
import { assertMayAlone } from '../people/second-person.ts'
import { readSoon } from '../read-soon.ts'
import { getRequirement } from '../requirements/current-requirements.ts'
import type { GrantMemory } from '../status/memory.ts'
import type { GrantOrder, OwnOrder } from './block-grant.ts'
import { assertVersion, changeGrant, getGrant, moved } from './change-grant.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'rules' | 'catalog' | 'clientIds' | 'jobs' | 'react'>
type Asking = Needs & Pick<Deps, 'people'>

/**
 * Forgets the error, the links that are out and the waiting verification, and lets the tenant be read afresh.
 * Only from `error` or `granting`. @throws UserError APPROVAL_NEEDED, GRANT_NOT_RESETTABLE, CARD_OUTDATED
 */
export async function resetGrant(deps: Asking, order: OwnOrder): Promise<void> {
  assertMayAlone(deps, 'reset', { roles: order.by.roles })
  await assertStillMay(deps, order.by, 'approver', [order.tenantId])
  await deps.database.transaction((tx) => resetGrantIn(deps, tx, order))
}

/** The same in the caller's transaction. Writes nothing when it refuses. */
export async function resetGrantIn(
  deps: Omit<Needs, 'database'>,
  tx: Tx,
  { tenantId, setId, version, by, approval }: GrantOrder,
): Promise<void> {
  const grant = await getGrant(tx, tenantId, setId)
  if (grant.status !== 'error' && grant.status !== 'granting') {
    throw new UserError('GRANT_NOT_RESETTABLE', { status: grant.status })
  }
  assertVersion(grant, version)
  const at = deps.clock()
  const requirement = await getRequirement(deps, tx, setId)
  const change = await changeGrant(deps, tx, requirement, grant, withoutErrors(grant.memory), by)
  const findings = grant.findings.map((finding) => finding.code)
  const detail = { ...moved(change), was: grant.status, findings, ...approvalDetail(approval) }
  await append(tx, { at, actor: by, action: 'grant.reset', tenantId, setId, result: 'done', detail })
  await readSoon(deps.jobs, tx, tenantId, at)
}

/** A confirmed loss is forgotten together with the memory of what was verified: the set starts again as not granted. */
function withoutErrors(memory: GrantMemory): GrantMemory {
  const { facts, readFailure, verified, lossConfirmedAt } = memory
  return { facts, readFailure, ...(lossConfirmedAt ? {} : { verified }) }
}
