import type { Commit } from '#platform/jobs/jobs.ts'
import { postCardOnce } from '#platform/outbox/show-card.ts'
import type { Deps } from '../deps.ts'
import { closeIfOver } from '../grants/close-grant.ts'
import { findGrant } from '../grants/grants-store.ts'
import { watchOpening } from '../grants/watch-opening.ts'
import type { Queues } from '../queues.ts'
import { ownChat } from '../requests/show-requests.ts'

type Needs = Pick<Deps, 'clock' | 'rules' | 'catalog' | 'clientIds' | 'react' | 'jobs'>

/** Reminds whoever opened it of the end, and stores the end when it has come, in a transaction of its own. */
export async function endOpening(
  deps: Needs,
  { tenantId, setId, reminded }: Queues['grants.close'],
): Promise<Commit> {
  return async (tx) => {
    const now = deps.clock()
    if (await closeIfOver(deps, tx, { tenantId, setId, now })) return
    const open = (await findGrant(tx, tenantId, setId))?.memory.open
    if (!open) return
    if (!reminded) {
      const subject = { kind: 'openingReminder', id: `${tenantId}:${setId}:${open.until.toISOString()}` }
      await postCardOnce(tx, { subject, addresses: [ownChat(open.by)], dueAt: now })
    }
    await watchOpening(deps, tx, { tenantId, setId, reminded: true }, open)
  }
}
