import type { Clock } from '../base/time.ts'
import type { WebhookTarget } from '../config/webhook-targets.ts'
import type { Db, Tx } from '../storage/database.ts'
import { addDeliveries, areWaiting } from './webhook-deliveries-store.ts'
import { isFor, type WebhookSource } from './webhook-source.ts'
import { moveTarget, type WebhookTargetState } from './webhook-targets-store.ts'

interface FanOut {
  db: Db
  clock: Clock
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  source: WebhookSource
}

const pageSize = 200
/** A target that is down doesn't fill the database: the events behind wait where they are. */
const mostWaiting = 10_000

/**
 * Gives a target its deliveries of all events since the last one it was given, each exactly once: the deliveries and the
 * position are one transaction. One that is gone is given none, and test events have their deliveries already.
 */
export async function fanOutEvents(
  { db, clock, write, source }: FanOut,
  target: WebhookTarget,
  state: WebhookTargetState,
): Promise<void> {
  let { position } = state
  for (;;) {
    const events = await source.listAfter(db, position, pageSize)
    const last = events.at(-1)
    if (!last || (await areWaiting(db, target.name, mostWaiting))) return
    const at = clock()
    const own = events
      .filter((event) => isFor(target, event) && !state.goneAt)
      .map((event) => ({ position: event.position, orderingKey: event.subject, at }))
    await write(async (tx) => {
      if (own.length > 0) await addDeliveries(tx, target.name, own)
      await moveTarget(tx, target.name, last.position)
    })
    position = last.position
    if (events.length < pageSize) return
  }
}
