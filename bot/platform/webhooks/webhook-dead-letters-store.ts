import type { Db, Tx } from '../storage/database.ts'
import { testOrderingKey } from './webhook-deliveries-store.ts'
import { wakeWebhooks } from './webhook-targets-store.ts'

/** Marks a delivery dead: only a person sends it again. */
export async function markDeliveryDead(
  tx: Tx,
  id: number,
  { now, outcome }: { now: Date; outcome: string },
): Promise<void> {
  await tx
    .updateTable('webhook_deliveries')
    .set((eb) => ({ dead_at: now.getTime(), last_outcome: outcome, attempts: eb('attempts', '+', 1) }))
    .where('id', '=', id)
    .execute()
}

/** Marks everything dead that waits for a target, except test events. */
export async function markAllDead(
  tx: Tx,
  target: string,
  { now, outcome }: { now: Date; outcome: string },
): Promise<void> {
  await tx
    .updateTable('webhook_deliveries')
    .set({ dead_at: now.getTime(), last_outcome: outcome })
    .where('target', '=', target)
    .where('dead_at', 'is', null)
    .where('lane', '!=', testOrderingKey)
    .execute()
}

/** What a target didn't accept: as much as a person is shown and decides about. */
interface WebhookDeadLetters {
  target: string
  count: number
  /** The newest of them. With the count, it says whether what a card shows is still so. */
  upTo: number
  /** When the first of them died. */
  since: Date
  /** Of them: those whose event is no longer kept, so that nobody can send it any more. */
  gone: number
}

/** `removed`: the last event that is no longer kept. */
export async function listWebhookDeadLetters(db: Db, removed: number): Promise<WebhookDeadLetters[]> {
  const rows = await db
    .selectFrom('webhook_deliveries')
    .select((eb) => [
      'target',
      eb.fn.countAll<number>().as('count'),
      eb.fn.max<number>('id').as('upTo'),
      eb.fn.min<number>('dead_at').as('since'),
      eb.fn.countAll<number>().filterWhere('position', '<=', removed).as('gone'),
    ])
    .where('dead_at', 'is not', null)
    .groupBy('target')
    .orderBy('target')
    .execute()
  return rows.map((row) => ({ ...row, since: new Date(row.since) }))
}

/** Which dead letters a person means: those of the target that the card counted. */
export interface ShownDeadLetters {
  target: string
  count: number
  upTo: number
}

/**
 * Makes them due again, in their order, for another three days. They have ordering keys of their own, so that what fails
 * again doesn't hold back what is new. Those whose event is no longer kept stay dead. Returns how many are sent: 0 also if they aren't the
 * ones that were shown anymore.
 */
export async function sendDeadLettersAgain(
  tx: Tx,
  shown: ShownDeadLetters,
  { now, removed }: { now: Date; removed: number },
): Promise<number> {
  if (!(await areStillSo(tx, shown))) return 0
  const { numUpdatedRows } = await tx
    .updateTable('webhook_deliveries')
    .set((eb) => ({
      dead_at: null,
      attempts: 0,
      since_at: now.getTime(),
      due_at: now.getTime(),
      lane: eb
        .case()
        .when('lane', 'like', 'again %')
        .then(eb.ref('lane'))
        .else(eb(eb.val('again '), '||', eb.ref('lane')))
        .end(),
    }))
    .where('target', '=', shown.target)
    .where('dead_at', 'is not', null)
    .where('id', '<=', shown.upTo)
    .where('position', '>', removed)
    .executeTakeFirstOrThrow()
  wakeWebhooks(tx)
  return Number(numUpdatedRows)
}

/** Deletes them; whoever missed them reads them from the list of events. Returns how many: 0 if they aren't the ones that were shown anymore. */
export async function discardDeadLetters(tx: Tx, shown: ShownDeadLetters): Promise<number> {
  if (!(await areStillSo(tx, shown))) return 0
  const { numDeletedRows } = await tx
    .deleteFrom('webhook_deliveries')
    .where('target', '=', shown.target)
    .where('dead_at', 'is not', null)
    .where('id', '<=', shown.upTo)
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

async function areStillSo(tx: Tx, { target, count, upTo }: ShownDeadLetters): Promise<boolean> {
  const { now } = await tx
    .selectFrom('webhook_deliveries')
    .select((eb) => eb.fn.countAll<number>().as('now'))
    .where('target', '=', target)
    .where('dead_at', 'is not', null)
    .where('id', '<=', upTo)
    .executeTakeFirstOrThrow()
  return count > 0 && now === count
}
