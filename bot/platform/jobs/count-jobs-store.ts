import { sql } from 'kysely'
import { bossSchema } from '../storage/boss-schema.ts'
import type { Database, Db } from '../storage/database.ts'

/** The jobs of one queue that an operator watches. */
export interface QueueFigures {
  queue: string
  /** Due jobs, including active ones. */
  due: number
  /** How late the oldest due job is. */
  oldestMs: number
  /** On PostgreSQL: due jobs that a worker has, and jobs whose last attempt failed. */
  active?: number
  retrying?: number
}

type Source = Pick<Database, 'db' | 'isShared'>

/** Figures of the queues that have a due or a failed job. */
export const readQueueFigures = ({ db, isShared }: Source, now: Date): Promise<QueueFigures[]> =>
  isShared ? readBossFigures(db, now) : readOwnFigures(db, now)

async function readOwnFigures(db: Db, now: Date): Promise<QueueFigures[]> {
  const rows = await db
    .selectFrom('jobs')
    .select((eb) => ['queue', eb.fn.countAll<number>().as('due'), eb.fn.min<number>('run_at').as('oldest')])
    .where('run_at', '<=', now.getTime())
    .groupBy('queue')
    .orderBy('queue')
    .execute()
  return rows.map(({ queue, due, oldest }) => ({ queue, due, oldestMs: now.getTime() - oldest }))
}

interface BossJob {
  name: string
  state: string
  start_after: Date
}

/** A worker failed, or its instance did. */
const isFailing = sql<boolean>`(state = 'retry' or data->'failures' > '0'::jsonb)`

/** What is canceled stays for a while. */
const unfinished = (db: Db) =>
  db
    .selectFrom(sql<BossJob>`${sql.table(`${bossSchema}.job`)}`.as('job'))
    .where('state', 'in', ['created', 'retry', 'active'])

async function readBossFigures(db: Db, now: Date): Promise<QueueFigures[]> {
  const rows = await unfinished(db)
    .select((eb) => [
      'name as queue',
      eb.fn.countAll<number>().filterWhere('start_after', '<=', now).as('due'),
      eb.fn.min('start_after').as('oldest'),
      eb.fn.countAll<number>().filterWhere('state', '=', 'active').as('active'),
      eb.fn.countAll<number>().filterWhere(isFailing).as('retrying'),
    ])
    .where((eb) => eb('start_after', '<=', now).or(isFailing))
    .groupBy('name')
    .orderBy('name')
    .execute()
  return rows.map(({ oldest, ...row }) => ({
    ...row,
    oldestMs: Math.max(0, now.getTime() - oldest.getTime()),
  }))
}

/** True if there are more jobs than `count`, due or not. */
export async function hasMoreJobsThan({ db, isShared }: Source, count: number): Promise<boolean> {
  const one = sql<number>`1`.as('one')
  const after = isShared
    ? unfinished(db).select(one).limit(1).offset(count)
    : db.selectFrom('jobs').select(one).limit(1).offset(count)
  return (await after.executeTakeFirst()) !== undefined
}
