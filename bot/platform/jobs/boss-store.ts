import type { PgBoss } from 'pg-boss'
import { seconds } from '../base/time.ts'
import { bossSchema, priorityOf } from '../storage/boss-schema.ts'
import { inTransaction } from '../storage/boss-transaction.ts'
import type { Tx } from '../storage/database.ts'
import {
  findDueBossQueues,
  findNextBossRunAt,
  listUnfinishedOfKey,
  listWaitingOfKey,
} from './boss-jobs-store.ts'
import { Heartbeats } from './heartbeats.ts'
import type { JobStore, TakenJob } from './job-store.ts'
import type { NewJob } from './jobs.ts'
import type { JobRunOptions } from './run-job.ts'

/** The data of a row. */
interface Stored {
  data: unknown
  /** By our clock; pg-boss compares times with the database's own. */
  runAt: number
  /** Failed attempts. pg-boss also counts those that an instance didn't end. */
  failures: number
}

/** As pg-boss knows a claim: a job that another instance has taken over has a higher count. */
const claimOf = ({ id, version }: TakenJob) => ({ id, retryCount: version })

/**
 * Jobs of several instances on one database, kept by pg-boss. A job is active until it ends or its instance gives no
 * heartbeat; then another one takes it over. The end requires the claim, so an instance that slept writes nothing.
 */
export class BossStore implements JobStore {
  readonly asksFirst = true
  /** Finds what a lost notification was about, and what fell to this instance from a dead one. */
  readonly longestWaitMs = seconds(2)
  readonly #boss: PgBoss
  readonly #options: JobRunOptions
  readonly #heartbeats = new Heartbeats((jobs) => this.#beat(jobs))
  /** Claimed up to a second before they are due: pg-boss tells jobs apart by the second. */
  readonly #early = new Set<TakenJob>()
  #stopListening = async (): Promise<void> => {}

  constructor(boss: PgBoss, options: JobRunOptions) {
    this.#boss = boss
    this.#options = options
  }

  /**
   * A waiting job of the key is replaced: pg-boss's own upsert reads its whole table to change one. That no other transaction
   * adds one at the same time is seen to by PostgreSQL, because ours are serializable.
   */
  async put(tx: Tx, job: NewJob): Promise<void> {
    const { queue, key } = job
    await this.#delete(tx, queue, await listWaitingOfKey(tx, queue, key))
    await this.#add(tx, { ...job, attempts: 0 })
  }

  async #add(tx: Tx, { queue, key, data, runAt, attempts }: NewJob & { attempts: number }): Promise<void> {
    const row: Stored = { data: data ?? null, runAt: runAt.getTime(), failures: attempts }
    const due = { startAfter: runAt, priority: priorityOf(runAt) }
    const id = await this.#boss.send(queue, row, { singletonKey: key, ...due, db: inTransaction(tx) })
    if (id === null) throw new Error(`Expected pg-boss to take the job of "${queue}"`)
  }

  async remove(tx: Tx, queue: string, key: string): Promise<boolean> {
    return this.#delete(tx, queue, await listUnfinishedOfKey(tx, queue, key))
  }

  async #delete(tx: Tx, queue: string, ids: string[]): Promise<boolean> {
    if (ids.length === 0) return false
    await this.#boss.deleteJob(queue, ids, { db: inTransaction(tx) })
    return true
  }

  async findDue(queues: readonly string[]): Promise<readonly string[]> {
    const { database, clock } = this.#options
    const now = clock()
    const early = [...this.#early].filter(({ runAt }) => runAt <= now).map(({ queue }) => queue)
    return [...early, ...(await findDueBossQueues(database.db, queues, now))]
  }

  async findNextRunAt(queues: readonly string[], since: Date): Promise<Date | undefined> {
    const next = await findNextBossRunAt(this.#options.database.db, queues, since)
    const times = [...this.#early].map(({ runAt }) => runAt)
    if (next) times.push(next)
    return times.reduce<Date | undefined>((a, b) => (a && a < b ? a : b), undefined)
  }

  async take(queue: string, capacity: number): Promise<TakenJob[]> {
    const now = this.#options.clock()
    const due = [...this.#early].filter((job) => job.queue === queue && job.runAt <= now).slice(0, capacity)
    const fetched = due.length < capacity ? await this.#fetch(queue, capacity - due.length, now) : []
    for (const job of fetched) {
      this.#heartbeats.add(job)
      if (job.runAt <= now) due.push(job)
      else this.#early.add(job)
    }
    // Only now: a claim that fails must not lose those of before.
    for (const job of due) this.#early.delete(job)
    return due
  }

  /** Due by our clock, whatever the database's own says. */
  async #fetch(queue: string, batchSize: number, now: Date): Promise<TakenJob[]> {
    const due = { batchSize, ignoreStartAfter: true, minPriority: priorityOf(now) }
    const rows = await this.#boss.fetch<Stored | null>(queue, { ...due, includeMetadata: true })
    const foreign = rows.filter(({ data }) => !isOwn(data)).map(({ id }) => id)
    if (foreign.length > 0) {
      this.#options.log.error({ queue, ids: foreign }, 'jobs of another program are canceled')
      await this.#boss.cancel(queue, foreign)
    }
    return rows
      .filter((row): row is typeof row & { data: Stored } => isOwn(row.data))
      .toSorted((a, b) => a.data.runAt - b.data.runAt || a.createdOn.getTime() - b.createdOn.getTime())
      .map(({ id, data: { data, runAt, failures }, singletonKey, retryCount }) => ({
        id,
        queue,
        key: singletonKey ?? '',
        data,
        runAt: new Date(runAt),
        attempts: failures,
        version: retryCount,
      }))
  }

  /** Deletes the row, so that nothing is left to clean up. */
  async end(tx: Tx, job: TakenJob): Promise<boolean> {
    return isOurs(await this.#boss.deleteJob(job.queue, claimOf(job), { db: inTransaction(tx) }))
  }

  async postpone(tx: Tx, job: TakenJob, runAt: Date): Promise<void> {
    await this.#putBack(tx, { ...job, attempts: job.attempts + 1, runAt })
  }

  /** As a new job, at our own time: pg-boss's has jitter, and is by the database's clock. */
  async #putBack(tx: Tx, job: TakenJob): Promise<void> {
    const isEnqueuedAgain = (await listWaitingOfKey(tx, job.queue, job.key)).length > 0
    if ((await this.end(tx, job)) && !isEnqueuedAgain) await this.#add(tx, job)
  }

  drop(job: TakenJob): void {
    this.#heartbeats.remove(job)
  }

  async giveBack(jobs: readonly TakenJob[]): Promise<void> {
    for (const job of jobs) this.drop(job)
    if (jobs.length === 0) return
    await this.#options.database.transaction(async (tx) => {
      for (const job of jobs) await this.#putBack(tx, job)
    })
  }

  async start(wake: (queue?: string) => void): Promise<void> {
    const database = this.#boss.getDb()
    try {
      const { rows } = await database.executeSql(`select ${channel} as channel`)
      const handle = await database.listen?.(String(rows[0]?.channel), wake, () => wake())
      this.#stopListening = async () => handle?.close()
    } catch (err) {
      this.#options.log.warn({ err }, 'no notifications of jobs: this instance only polls for them')
    }
  }

  async stop(): Promise<void> {
    await this.#stopListening()
    const early = [...this.#early]
    this.#early.clear()
    await this.giveBack(early).catch((err) =>
      this.#options.log.warn({ err }, 'claimed jobs were not given back: other instances take them over'),
    )
    await this.#boss.stop({ graceful: false })
  }

  async #beat(jobs: TakenJob[]): Promise<void> {
    for (const [queue, own] of Map.groupBy(jobs, (job) => job.queue)) {
      await this.#boss
        .touch(queue, own.map(claimOf))
        .catch((err) => this.#options.log.warn({ err, queue }, 'the heartbeat of jobs could not be written'))
    }
  }
}

/** False if somebody added the job through pg-boss's own tools. */
const isOwn = (data: Stored | null): data is Stored =>
  typeof data?.runAt === 'number' && typeof data.failures === 'number'

/** Whether the claim still held. pg-boss says it, but doesn't declare the type of what it says. */
function isOurs(response: object): boolean {
  if ('affected' in response && typeof response.affected === 'number') return response.affected === 1
  throw new Error('Expected pg-boss to say how many jobs it changed')
}

/** pg-boss's channel for this schema. */
const channel = `'pgboss_' || left(encode(sha224('${bossSchema}'::bytea), 'hex'), 24)`
