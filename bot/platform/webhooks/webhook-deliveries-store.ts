import { later } from '../base/time.ts'
import type { Db, Tx } from '../storage/database.ts'
import { prepare, prepareRows } from '../storage/prepare.ts'
import { believedWaitMs } from './judge-answer.ts'

/** An event on its way to a target. */
export interface WebhookDelivery {
  id: number
  /** Of the event. */
  position: number
  orderingKey: string
  /** Failed attempts. */
  attempts: number
  sinceAt: Date
}

/** The ordering key of test events: they pass what waits, a pause, and a target that is gone. */
export const testOrderingKey = 'test'

interface NewDelivery {
  target: string
  position: number
  orderingKey: string
  since: number
}

/** Adds the deliveries of one target, in the order of their events. `at`: now; they are retried for three days from then on. */
export async function addDeliveries(
  tx: Tx,
  target: string,
  events: readonly { position: number; orderingKey: string; at: Date }[],
): Promise<void> {
  const rows = events.map(({ at, ...event }) => ({ ...event, target, since: at.getTime() }))
  await insertRows(tx, rows)
}

const insertRows = prepareRows((db: Db, rows: readonly NewDelivery[]) =>
  db.insertInto('webhook_deliveries').values(
    rows.map((row) => ({
      target: row.target,
      position: row.position,
      lane: row.orderingKey,
      attempts: 0,
      since_at: row.since,
      // At once, also if the clock of the instance that wrote the event is ahead.
      due_at: 0,
    })),
  ),
)

/** True if at least so many deliveries of the target wait. */
export async function areWaiting(db: Db, target: string, count: number): Promise<boolean> {
  const row = await db
    .selectFrom('webhook_deliveries')
    .select('id')
    .where('target', '=', target)
    .where('dead_at', 'is', null)
    .limit(1)
    .offset(count - 1)
    .executeTakeFirst()
  return row !== undefined
}

/**
 * The first delivery of each ordering key, if it is due: those that failed least often first, so that what is new doesn't wait
 * behind what fails. `busy`: ordering keys with a delivery in flight. `only`: no other ordering key.
 */
export async function takeDueDeliveries(
  db: Db,
  target: string,
  { now, limit, busy, only }: { now: Date; limit: number; busy: Iterable<string>; only?: string },
): Promise<WebhookDelivery[]> {
  const longest = later(now, believedWaitMs).getTime()
  let query = db
    .selectFrom('webhook_deliveries as mine')
    .select(['id', 'position', 'lane as orderingKey', 'attempts', 'since_at'])
    .where('target', '=', target)
    .where('dead_at', 'is', null)
    // What would wait longer than anything may was postponed while a clock was ahead.
    .where(({ or, eb }) => or([eb('due_at', '<=', now.getTime()), eb('due_at', '>', longest)]))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('webhook_deliveries as earlier')
            .select('earlier.id')
            .where('earlier.target', '=', target)
            .whereRef('earlier.lane', '=', 'mine.lane')
            .where('earlier.dead_at', 'is', null)
            .whereRef('earlier.id', '<', 'mine.id'),
        ),
      ),
    )
    .orderBy('attempts')
    .orderBy('id')
    .limit(limit)
  const keys = [...busy]
  if (keys.length > 0) query = query.where('lane', 'not in', keys)
  if (only !== undefined) query = query.where('lane', '=', only)
  const rows = await query.execute()
  return rows.map(({ since_at, ...row }) => ({ ...row, sinceAt: new Date(since_at) }))
}

/** When the next delivery of the target falls due. Only the first of an ordering key is ever due later. */
export async function nextDeliveryAt(db: Db, target: string, now: Date): Promise<Date | undefined> {
  const row = await db
    .selectFrom('webhook_deliveries')
    .select('due_at')
    .where('target', '=', target)
    .where('dead_at', 'is', null)
    .where('due_at', '>', now.getTime())
    .where('due_at', '<=', later(now, believedWaitMs).getTime())
    .orderBy('due_at')
    .limit(1)
    .executeTakeFirst()
  return row && new Date(row.due_at)
}

/** It was accepted, or there is nothing to send anymore. */
export async function endDelivery(tx: Tx, id: number): Promise<void> {
  await deleteDelivery(tx, { id })
}

const deleteDelivery = prepare((db: Db, given: { id: number }) =>
  db.deleteFrom('webhook_deliveries').where('id', '=', given.id),
)

/** Postpones a delivery that failed. */
export async function retryDelivery(
  tx: Tx,
  { id, attempts }: Pick<WebhookDelivery, 'id' | 'attempts'>,
  { dueAt, outcome }: { dueAt: Date; outcome: string },
): Promise<void> {
  await tx
    .updateTable('webhook_deliveries')
    .set({ attempts: attempts + 1, due_at: dueAt.getTime(), last_outcome: outcome })
    .where('id', '=', id)
    .execute()
}

/** What failed is due now: the target accepts events again. */
export async function hastenDeliveries(tx: Tx, target: string, now: Date): Promise<void> {
  await tx
    .updateTable('webhook_deliveries')
    .set({ due_at: now.getTime() })
    .where('target', '=', target)
    .where('dead_at', 'is', null)
    .where('due_at', '>', now.getTime())
    .execute()
}

/** True if a delivery failed and is older than this. */
export async function isAnyFailingSince(db: Db, target: string, before: Date): Promise<boolean> {
  const row = await db
    .selectFrom('webhook_deliveries')
    .select('id')
    .where('target', '=', target)
    .where('dead_at', 'is', null)
    .where('attempts', '>', 0)
    .where('since_at', '<=', before.getTime())
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
