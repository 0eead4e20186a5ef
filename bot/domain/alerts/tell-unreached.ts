import type { Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import { listPostedAs } from './owned-alerts-store.ts'
import { enqueueOwners } from './write-alert.ts'

/** The channel refuses the bot in somebody's own chat: the approvers get the alerts that are open and belong to them. */
export async function tellUnreached(
  deps: Pick<Deps, 'clock' | 'jobs'>,
  tx: Tx,
  address: string,
): Promise<void> {
  for (const { id } of await listPostedAs(tx, address, ['owner']))
    await enqueueOwners(deps, tx, { alertId: id, step: 'unreached', address }, deps.clock())
}
