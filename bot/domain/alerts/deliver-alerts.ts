import { later, minutes } from '#platform/base/time.ts'
import type { Commit } from '#platform/jobs/jobs.ts'
import { addressFromKey } from '#platform/outbox/address.ts'
import { postCardOnce, refreshCards } from '#platform/outbox/show-card.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import { readReader } from '../people/read-reader.ts'
import type { Scope } from '../people/role-reading.ts'
import { isInScope, scopeOf } from '../people/scope.ts'
import type { Queues } from '../queues.ts'
import { type Alert, isSilent } from './alert.ts'
import { getAlert } from './alerts-store.ts'
import { readSubscribers } from './conversation-reach.ts'
import {
  countDeliveredSince,
  type Delivery,
  listWaitingDeliveries,
  removeDelivery,
  removeWaiting,
  setForm,
} from './deliveries-store.ts'
import { findOpenDigest, insertDigest, touchDigest } from './digests-store.ts'
import { alertSubject, digestSubject } from './post-event.ts'
import { quietUntil } from './quiet-hours.ts'
import { deliverAt } from './route-alert.ts'
import { shrinkSubscriptions } from './shrink-subscriptions.ts'
import { findPlaceRules, listSubscriptions } from './subscriptions-store.ts'
import { enqueueOwners } from './write-alert.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'jobs' | 'people'>

/** More than this within the window become one digest. */
const mostCards = 5
const windowMs = minutes(10)

/**
 * Posts the waiting alerts of one conversation as cards or, if many, as one digest; in quiet hours only critical ones. Before
 * that, its subscriptions are cut to what their subscribers can see now.
 * @throws OutsideError when a group that may give a role can't be read; the job is then retried
 */
export async function deliverAlerts(deps: Needs, { address }: Queues['alerts.deliver']): Promise<Commit> {
  const readings = await readSubscribers(deps, await listSubscriptions(deps.database.db, address))
  const place = addressFromKey(address)
  const own = 'person' in place ? scopeOf(await readReader(deps, place.person), 'viewer') : []
  return async (tx) => {
    const now = deps.clock()
    const tenants = await shrinkSubscriptions(deps, tx, address, readings)
    if (tenants === undefined) await removeWaiting(tx, address)
    const quiet = quietUntil((await findPlaceRules(tx, address))?.quiet, now)
    const waiting = await readWaiting(deps, tx, address, { subscribed: tenants ?? [], own })
    const isHeld = ({ alert }: Waiting): boolean => quiet !== undefined && alert.severity !== 'critical'
    if (quiet && waiting.some(isHeld)) await deliverAt(deps, tx, address, quiet)
    const due = waiting.filter((each) => !isHeld(each)).map(({ delivery }) => delivery)
    if (due.length > 0) await deliverDue(tx, address, due, now)
  }
}

interface Waiting {
  delivery: Delivery
  alert: Alert
}

/**
 * Drops alerts that were resolved, snoozed, or accepted meanwhile or are out of scope; a reopened alert is routed again, and one whose
 * owner has just lost the role goes to whoever is told then.
 */
async function readWaiting(
  deps: Needs,
  tx: Tx,
  address: string,
  scopes: { subscribed: Scope; own: Scope },
): Promise<Waiting[]> {
  const waiting: Waiting[] = []
  for (const delivery of await listWaitingDeliveries(tx, address)) {
    const alert = await getAlert(tx, delivery.alertId)
    const over = isSilent(alert)
    const isSeen = isInScope(delivery.via ? scopes.own : scopes.subscribed, alert.tenantId ?? '')
    if (over || !isSeen) await removeDelivery(tx, alert.id, address)
    else waiting.push({ delivery, alert })
    const step = delivery.via?.as
    if (!over && !isSeen && (step === 'owner' || step === 'deputy'))
      await enqueueOwners(deps, tx, { alertId: alert.id, step }, deps.clock())
  }
  return waiting
}

async function deliverDue(tx: Tx, address: string, due: readonly Delivery[], now: Date): Promise<void> {
  const since = later(now, -windowMs)
  const digest = await findOpenDigest(tx, address, since)
  const delivered = await countDeliveredSince(tx, address, since)
  if (!digest && due.length + delivered <= mostCards) return deliverCards(tx, address, due, now)
  const { id } = digest ?? (await insertDigest(tx, address, now))
  for (const delivery of due) await setForm(tx, { ...delivery, form: 'digest', digestId: id, since: now })
  await touchDigest(tx, id, now)
  const subject = digestSubject(id)
  if (digest) await refreshCards(tx, subject, now)
  else await postCardOnce(tx, { subject, addresses: [addressFromKey(address)], dueAt: now })
}

async function deliverCards(tx: Tx, address: string, due: readonly Delivery[], now: Date): Promise<void> {
  for (const delivery of due) {
    await setForm(tx, { ...delivery, form: 'card', since: now })
    const subject = alertSubject(delivery.alertId)
    await postCardOnce(tx, { subject, addresses: [addressFromKey(address)], dueAt: now })
  }
}
