import { sql } from 'kysely'
import { bossSchema, priorityOf } from '../storage/boss-schema.ts'
import type { Db } from '../storage/database.ts'
import { prepare } from '../storage/prepare.ts'

// What pg-boss can't be asked. It is only read here: every write is a call of pg-boss.

const jobs = sql.table(`${bossSchema}.job`)
/** Jobs of one key wait for each other. */
const isKeyActive = sql`exists (
  select from ${jobs} active
  where active.name = job.name and active.state = 'active' and active.policy = 'singleton'
    and coalesce(active.singleton_key, '') = coalesce(job.singleton_key, ''))`

/** Compared as JSON, because a cast fails on what somebody added. Texts and what has none come before all numbers: they are due. */
const runAt = sql`coalesce(job.data->'runAt', 'null'::jsonb)`

/** The first one of each queue by the index of pg-boss's own fetch. */
const findDue = prepare((db: Db, given: { queues: readonly string[]; priority: number; now: number }) =>
  db
    .selectFrom(
      sql<{ name: string }>`(
        select queue.name from unnest(${given.queues}::text[]) as queue(name)
        cross join lateral (
          select from ${jobs} job
          where job.name = queue.name and job.state < 'active' and not job.blocked
            and job.priority >= ${given.priority} and ${runAt} <= to_jsonb(${given.now}::bigint) and not ${isKeyActive}
          limit 1) first)`.as('due'),
    )
    .select('name'),
)

/** Those of the queues that have a due job whose key isn't active. */
export async function findDueBossQueues(db: Db, queues: readonly string[], now: Date): Promise<string[]> {
  const { rows } = await findDue(db, { queues, priority: priorityOf(now), now: now.getTime() })
  return rows.map(({ name }) => name)
}

/** Each state by itself, because only then an index of pg-boss has the order of the times. */
const findNext = prepare((db: Db, given: { queues: readonly string[]; now: number }) =>
  db
    .selectFrom(
      sql<{ run_at: Date | null }>`(
        select min(first.start_after) as run_at
        from unnest(${given.queues}::text[]) as queue(name)
        cross join lateral (
          (select start_after from ${jobs} where name = queue.name and state = 'created' and not blocked
            and start_after > to_timestamp(${given.now}::bigint / 1000.0) order by start_after limit 1)
          union all
          (select start_after from ${jobs} where name = queue.name and state = 'retry' and not blocked
            and start_after > to_timestamp(${given.now}::bigint / 1000.0) order by start_after limit 1)) first)`.as(
        'next',
      ),
    )
    .select('run_at'),
)

/** When the next job of these queues falls due; jobs that are due already don't count. */
export async function findNextBossRunAt(
  db: Db,
  queues: readonly string[],
  now: Date,
): Promise<Date | undefined> {
  const { rows } = await findNext(db, { queues, now: now.getTime() })
  return rows[0]?.run_at ?? undefined
}

const waitingOf = ({ queue, key }: { queue: string; key: string }) =>
  sql`select id from ${jobs} where name = ${queue} and singleton_key = ${key} and state < 'active'`

const waiting = prepare((db: Db, given: { queue: string; key: string }) =>
  db.selectFrom(sql<{ id: string }>`(${waitingOf(given)})`.as('own')).select('id'),
)

/** IDs of the jobs of a key that wait: one, or two after an instance died while it worked on the first. */
export async function listWaitingOfKey(db: Db, queue: string, key: string): Promise<string[]> {
  const { rows } = await waiting(db, { queue, key })
  return rows.map(({ id }) => id)
}

/** The active one by what pg-boss's index of active jobs has. */
const unfinished = prepare((db: Db, given: { queue: string; key: string }) =>
  db
    .selectFrom(
      sql<{ id: string }>`(
        ${waitingOf(given)}
        union all
        select id from ${jobs}
        where name = ${given.queue} and coalesce(singleton_key, '') = ${given.key} and state = 'active'
          and policy = 'singleton')`.as('own'),
    )
    .select('id'),
)

/** The same with the active one. */
export async function listUnfinishedOfKey(db: Db, queue: string, key: string): Promise<string[]> {
  const { rows } = await unfinished(db, { queue, key })
  return rows.map(({ id }) => id)
}
