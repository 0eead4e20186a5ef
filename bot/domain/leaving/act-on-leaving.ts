import { UserError } from '#platform/base/errors.ts'
import { type Person, plainPerson } from '#platform/base/person.ts'
import type { PostedMessage } from '#platform/outbox/posted-cards-store.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { findGrant } from '../grants/grants-store.ts'
import { assertStillMay } from '../people/assert-may.ts'
import { endLeaving } from './end-leaving.ts'
import type { Leaving } from './leaving.ts'
import { findLeaving, listOpenLeavings } from './leavings-store.ts'
import { begin, checkLeavingAt, leftOf } from './start-leaving.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'people' | 'jobs'>
type StartNeeds = Needs & Pick<Deps, 'catalog' | 'clientIds' | 'rules'>

/**
 * Follows what a blocked set has left in Entra until it is gone. Asked for twice, it is the same one.
 * @throws UserError NOTHING_TO_FOLLOW, and as `assertStillMay`
 */
export async function followBlocked(
  deps: StartNeeds,
  {
    tenantId,
    setId,
    by,
    card,
  }: { tenantId: string; setId: string; by: Person; card?: PostedMessage | undefined },
): Promise<Leaving> {
  await assertStillMay(deps, by, 'operator', [tenantId])
  return deps.database.transaction(async (tx) => {
    const grant = await findGrant(tx, tenantId, setId)
    const apps = grant ? leftOf(deps, grant) : []
    if (!grant?.memory.blocked || apps.length === 0) throw new UserError('NOTHING_TO_FOLLOW')
    const open = (await listOpenLeavings(tx, tenantId)).find((one) => one.setId === setId)
    return open ?? begin(deps, tx, { tenantId, setId, apps, by, card })
  })
}

/** Ends it by a person's word: nothing is read there any more. @throws UserError LEAVING_UNKNOWN, LEAVING_ENDED */
export async function stopLeaving(
  deps: Needs,
  { leavingId, by }: { leavingId: number; by: Person },
): Promise<Leaving> {
  const { tenantId } = await getLeaving(deps, leavingId)
  await assertStillMay(deps, by, 'approver', [tenantId])
  return deps.database.transaction(async (tx) => {
    const found = await findLeaving(tx, leavingId)
    if (found?.state !== 'open') throw new UserError('LEAVING_ENDED')
    return endLeaving(deps, tx, found, 'stopped', by)
  })
}

/** Reads it now. @throws UserError LEAVING_UNKNOWN, LEAVING_ENDED */
export async function checkLeavingNow(
  deps: Needs,
  { leavingId, by }: { leavingId: number; by: Person },
): Promise<void> {
  const { tenantId, setId } = await getLeaving(deps, leavingId)
  await assertStillMay(deps, by, 'operator', [tenantId])
  await deps.database.transaction(async (tx) => {
    const found = await findLeaving(tx, leavingId)
    if (found?.state !== 'open') throw new UserError('LEAVING_ENDED')
    const at = deps.clock()
    await checkLeavingAt(deps, tx, leavingId, at)
    const actor = plainPerson(by)
    const detail = { id: leavingId }
    await append(tx, { at, actor, action: 'leaving.check', tenantId, setId, result: 'done', detail })
  })
}

/** @throws UserError LEAVING_UNKNOWN */
export async function getLeaving({ database }: Pick<Deps, 'database'>, id: number): Promise<Leaving> {
  const found = await findLeaving(database.db, id)
  if (!found) throw new UserError('LEAVING_UNKNOWN')
  return found
}
