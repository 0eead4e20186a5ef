import type { Tx } from '#platform/storage/database.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { getRequirement } from '../requirements/current-requirements.ts'
import { changeGrant, statusDetail } from './change-grant.ts'
import { findGrant } from './grants-store.ts'

type Needs = Pick<Deps, 'clock' | 'rules' | 'catalog' | 'clientIds' | 'react'>

/**
 * Stores the end of access for a time, if it is over at `now`: from then on no clock that jumps back opens it again. Whether it
 * is over never waits for this; every evaluation asks the clock. True if it ended one.
 */
export async function closeIfOver(
  deps: Needs,
  tx: Tx,
  { tenantId, setId, now }: { tenantId: string; setId: string; now: Date },
): Promise<boolean> {
  const grant = await findGrant(tx, tenantId, setId)
  const { open, ...memory } = grant?.memory ?? {}
  const isKnown = deps.catalog.sets.some(({ id }) => id === setId)
  if (!grant || !open || now < open.until || !isKnown) return false
  const requirement = await getRequirement(deps, tx, setId)
  const change = await changeGrant(deps, tx, requirement, grant, memory)
  const detail = { ...statusDetail(change), until: open.until.toISOString() }
  await append(tx, {
    at: now,
    actor: 'system',
    action: 'grant.close',
    tenantId,
    setId,
    result: 'done',
    detail,
  })
  return true
}
