import { UserError } from '#platform/base/errors.ts'
import { type Person, plainPerson } from '#platform/base/person.ts'
import type { Deps } from '../deps.ts'
import { confirmBaselineIn } from '../grants/confirm-baseline.ts'
import { assertStillMay } from '../people/assert-may.ts'
import { assertMayAlone } from '../people/second-person.ts'
import { readSnapshot, snapshotHash, stakeOf } from './snapshot.ts'

type Needs = Pick<Deps, 'database' | 'people' | 'clock' | 'rules' | 'catalog' | 'clientIds'>

/**
 * Confirms what the first read of a tenant found, if one person may.
 * @throws UserError as `assertStillMay`, BASELINE_CONFIRMED, APPROVAL_NEEDED with tier 0 beyond what is required,
 * CARD_OUTDATED when it isn't what the card showed
 */
export async function confirmBaseline(
  deps: Needs,
  { tenantId, seen, by }: { tenantId: string; seen: string; by: Person },
): Promise<void> {
  const order = { kind: 'baseline', tenantIds: [tenantId] } as const
  const { roles } = await assertStillMay(deps, by, 'approver', order.tenantIds)
  await deps.database.transaction(async (tx) => {
    const snapshot = await readSnapshot(deps, tx, order)
    if (snapshot.permissions.length === 0) throw new UserError('BASELINE_CONFIRMED')
    if (seen === '' || !snapshotHash(snapshot).startsWith(seen)) throw new UserError('CARD_OUTDATED')
    const acting = { ...plainPerson(by), roles }
    await assertMayAlone(deps, tx, { ...order, by: acting, permissions: stakeOf(snapshot) })
    await confirmBaselineIn(deps, tx, { tenantId, by })
  })
}
