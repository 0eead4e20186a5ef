import { randomUUID } from 'node:crypto'
import type { Log } from '../base/log.ts'
import { type Clock, later, seconds } from '../base/time.ts'
import type { Database, Tx } from '../storage/database.ts'
import { isLeaderLeaseFree, isLeaseHolder, renewLeaderLease, takeLeaderLease } from './leader-leases-store.ts'

/** Everybody waits for an instance that died: shorter than a lease of a job. */
const leaseMs = seconds(30)
const renewMs = seconds(5)
/** A request takes 10 s at most, and clocks of instances differ by less than the rest. */
const endsWithinMs = seconds(15)
/** The shortest stretch in which the channel counts: what the one before sent in it is not known here. */
const quietMs = seconds(1)
/** What other instances put into the outbox nobody tells of. */
const leaderPollMs = seconds(1)
const standbyPollMs = seconds(5)

/** Another instance sends by now: what this one began must not be written. */
export class LeaderLeaseLost extends Error {
  constructor() {
    super('Another instance sends the messages by now')
  }
}

/** Who sends, where several instances share one outbox. */
export interface LeaderLease {
  /** Takes or keeps it as far as that is due; true when a message may be begun. */
  acquire(): Promise<boolean>
  /** A message may be begun now: it will end before another instance may begin one. */
  readonly isHeld: boolean
  /** To be called in the transaction that writes what became of a message begun now. @throws LeadLost */
  fence(): (tx: Tx) => Promise<void>
  /** Lets others go on at once. */
  release(): Promise<void>
  /** Time after which to ask again although nobody called. */
  readonly pollMs: number
}

/** One process on its own database is always the one that sends. */
export const alwaysLeader: LeaderLease = {
  acquire: async () => true,
  isHeld: true,
  fence: () => async () => {},
  release: async () => {},
  pollMs: Number.POSITIVE_INFINITY,
}

interface LeaderLeaseOptions {
  database: Database
  clock: Clock
  log: Log
}

/**
 * One instance at a time sends for all of them. The channel counts what the bot sends per conversation, per tenant and in
 * all, and wants one message at a time per conversation: counts that are kept in one place hold for all instances, without
 * a write per message. One process sends more than the channel takes, so more senders would not be faster.
 */
export const shareLeaderLease = (options: LeaderLeaseOptions): LeaderLease => new SharedLeaderLease(options)

class SharedLeaderLease implements LeaderLease {
  readonly #options: LeaderLeaseOptions
  readonly #instance = randomUUID()
  #takes = 0
  #holder: string | undefined
  #untilMs = 0
  #fromMs = 0

  constructor(options: LeaderLeaseOptions) {
    this.#options = options
  }

  get #nowMs(): number {
    return this.#options.clock().getTime()
  }

  get isHeld(): boolean {
    const nowMs = this.#nowMs
    return this.#holder !== undefined && nowMs >= this.#fromMs && nowMs < this.#untilMs - endsWithinMs
  }

  get pollMs(): number {
    return this.#holder === undefined ? standbyPollMs : leaderPollMs
  }

  async acquire(): Promise<boolean> {
    if (this.#holder === undefined) await this.#take()
    else if (this.#nowMs >= this.#untilMs - leaseMs + renewMs) await this.#renew(this.#holder)
    return this.isHeld
  }

  fence(): (tx: Tx) => Promise<void> {
    const holder = this.#holder ?? 'nobody'
    return async (tx) => {
      if (!(await isLeaseHolder(tx, { name, holder }))) throw new LeaderLeaseLost()
    }
  }

  async release(): Promise<void> {
    if (this.#holder === undefined) return
    const holder = this.#holder
    this.#holder = undefined
    await renewLeaderLease(this.#options.database.db, { name, holder }, this.#options.clock())
  }

  async #take(): Promise<void> {
    const { database, clock, log } = this.#options
    if (!(await isLeaderLeaseFree(database.db, name, clock()))) return
    const holder = `${this.#instance}/${++this.#takes}`
    const now = clock()
    const until = later(now, leaseMs)
    const endOfOther = await database.transaction((tx) =>
      takeLeaderLease(tx, { name, holder }, { now, until }),
    )
    if (!endOfOther) return
    this.#hold(holder, until)
    this.#fromMs = endOfOther.getTime() + quietMs
    log.info({}, 'this instance sends the messages')
  }

  async #renew(holder: string): Promise<void> {
    const { database, clock, log } = this.#options
    const until = later(clock(), leaseMs)
    if (await renewLeaderLease(database.db, { name, holder }, until)) return this.#hold(holder, until)
    this.#holder = undefined
    log.warn({}, 'another instance sends the messages by now')
  }

  #hold(holder: string, until: Date): void {
    this.#holder = holder
    this.#untilMs = until.getTime()
  }
}

const name = 'outbox'
