import type { Db } from '../storage/database.ts'

/** What waits for a target, and what it didn't accept in three days. */
interface WebhookFigures {
  target: string
  waiting: number
  dead: number
  /** How long the oldest event waits that is still retried. */
  oldestMs: number
}

/** Targets for which something waits or is dead. */
export async function listWebhookFigures(db: Db, now: Date): Promise<WebhookFigures[]> {
  const rows = await db
    .selectFrom('webhook_deliveries')
    .select((eb) => [
      'target',
      eb.fn.countAll<number>().as('all'),
      eb.fn.count<number>('dead_at').as('dead'),
      eb.fn.min<number | null>('since_at').filterWhere('dead_at', 'is', null).as('oldest'),
    ])
    .groupBy('target')
    .orderBy('target')
    .execute()
  return rows.map(({ target, all, dead, oldest }) => ({
    target,
    waiting: all - dead,
    dead,
    oldestMs: oldest === null ? 0 : Math.max(0, now.getTime() - oldest),
  }))
}
