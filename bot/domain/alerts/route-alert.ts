import { later, seconds } from '#platform/base/time.ts'
import type { Commit } from '#platform/jobs/jobs.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import { enqueue, type Queues } from '../queues.ts'
import { isSilent } from './alert.ts'
import { findAlert } from './alerts-store.ts'
import { addWaiting, findOldestWaiting } from './deliveries-store.ts'
import { listAddressesFor } from './subscriptions-store.ts'

type Needs = Pick<Deps, 'clock' | 'jobs'>

/** Alerts within this time are delivered together. */
const gatherMs = seconds(3)
/** Longest wait of an alert while more keep coming. */
const longestMs = seconds(15)

/** Adds an alert to the waiting deliveries of every subscribed conversation that hasn't received it. */
export async function routeAlert(deps: Needs, { alertId }: Queues['alerts.route']): Promise<Commit> {
  return async (tx) => {
    const alert = await findAlert(tx, alertId)
    if (!alert || isSilent(alert)) return
    const now = deps.clock()
    const addresses = await addWaiting(tx, alertId, await listAddressesFor(tx, alert), { now })
    for (const address of addresses) await deliverSoon(deps, tx, address)
  }
}

/** Delivers what waits for an address, with what comes within the next seconds. */
export async function deliverSoon(deps: Needs, tx: Tx, address: string): Promise<void> {
  const now = deps.clock()
  const oldest = (await findOldestWaiting(tx, address)) ?? now
  const latest = Math.max(now.getTime(), later(oldest, longestMs).getTime())
  const runAt = new Date(Math.min(later(now, gatherMs).getTime(), latest))
  await deliverAt(deps, tx, address, runAt)
}

export function deliverAt({ jobs }: Pick<Deps, 'jobs'>, tx: Tx, address: string, runAt: Date): Promise<void> {
  return enqueue(jobs, tx, { queue: 'alerts.deliver', key: address, data: { address }, runAt })
}
