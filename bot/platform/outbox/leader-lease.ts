import { randomUUID } from 'node:crypto'
import type { Log } from '../base/log.ts'
import { type Clock, later, seconds } from '../base/time.ts'
import type { Database, Tx } from '../storage/database.ts'
import { isLeaderLeaseFree, isLeaseHolder, renewLeaderLease, takeLeaderLease } from './leader-leases-store.ts'

/** After a crash, all messages wait for its end. */
const leaseMs = seconds(30)
const renewMs = seconds(5)
/** Covers the clock skew between instances. */
const skewMs = seconds(5)
/** The shortest window of the send limits: what the previous leader sent within it is unknown here. */
const quietMs = seconds(1)
/** Finds what other instances have added to the outbox. */
const leaderPollMs = seconds(1)
const standbyPollMs = seconds(5)

/** Another instance leads now, so this one must not write its results. */
export class LeaderLeaseLost extends Error {
  constructor() {
    super('Another instance sends the messages now')
  }
}

/** Elects the instance that sends, if several share what is to be sent. */
export interface LeaderLease {
  /** Takes or renews the lease if due; true if a message may start. */
  acquire(): Promise<boolean>
  /** A message may start: it will end before another instance may start one. */
  readonly isHeld: boolean
  /** The result must be called in the transaction that writes the outcome of a message. @throws LeaderLeaseLost */
  fence(): (tx: Tx) => Promise<void>
  /** Lets another instance take over at once. */
  release(): Promise<void>
  /** Poll interval of this instance. */
  readonly pollMs: number
}

/** For one process on its own database. */
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
  /** What is sent, and how. Default: messages to Teams. */
  work?: LedWork
}

/** Work that one of several instances does for all of them. */
interface LedWork {
  /** Of the lease. */
  name: string
  /** In the log. */
  what: string
  /** How long one request takes at most. */
  longestMs: number
  /** How often the leader looks for what other instances have added. */
  pollMs: number
}

const messages: LedWork = { name: 'outbox', what: 'messages', longestMs: seconds(10), pollMs: leaderPollMs }

/**
 * One instance at a time sends for all. Teams limits what the bot sends per conversation, per tenant and in total: with one
 * sender, counters in memory are enough. One process sends more than Teams accepts, so more senders would not be faster.
 */
export const shareLeaderLease = (options: LeaderLeaseOptions): LeaderLease => new SharedLeaderLease(options)

class SharedLeaderLease implements LeaderLease {
  readonly #options: LeaderLeaseOptions
  readonly #work: LedWork
  readonly #instance = randomUUID()
  #takes = 0
  #holder: string | undefined
  #untilMs = 0
  #fromMs = 0

  constructor(options: LeaderLeaseOptions) {
    this.#options = options
    this.#work = options.work ?? messages
  }

  get #nowMs(): number {
    return this.#options.clock().getTime()
  }

  get isHeld(): boolean {
    const nowMs = this.#nowMs
    return (
      this.#holder !== undefined &&
      nowMs >= this.#fromMs &&
      nowMs < this.#untilMs - this.#work.longestMs - skewMs
    )
  }

  get pollMs(): number {
    return this.#holder === undefined ? standbyPollMs : this.#work.pollMs
  }

  async acquire(): Promise<boolean> {
    if (this.#holder === undefined) await this.#take()
    else if (this.#nowMs >= this.#untilMs - leaseMs + renewMs) await this.#renew(this.#holder)
    return this.isHeld
  }

  fence(): (tx: Tx) => Promise<void> {
    const holder = this.#holder ?? 'nobody'
    const { name } = this.#work
    return async (tx) => {
      if (!(await isLeaseHolder(tx, { name, holder }))) throw new LeaderLeaseLost()
    }
  }

  async release(): Promise<void> {
    if (this.#holder === undefined) return
    const holder = this.#holder
    const { name } = this.#work
    this.#holder = undefined
    await renewLeaderLease(this.#options.database.db, { name, holder }, this.#options.clock())
  }

  async #take(): Promise<void> {
    const { database, clock, log } = this.#options
    const { name, what } = this.#work
    if (!(await isLeaderLeaseFree(database.db, name, clock()))) return
    const holder = `${this.#instance}/${++this.#takes}`
    const now = clock()
    const until = later(now, leaseMs)
    const times = { now, until }
    const endOfOther = await database.transaction((tx) => takeLeaderLease(tx, { name, holder }, times))
    if (!endOfOther) return
    this.#hold(holder, until)
    this.#fromMs = endOfOther.getTime() + quietMs
    log.info({}, `this instance sends the ${what}`)
  }

  async #renew(holder: string): Promise<void> {
    const { database, clock, log } = this.#options
    const { name, what } = this.#work
    const until = later(clock(), leaseMs)
    if (await renewLeaderLease(database.db, { name, holder }, until)) return this.#hold(holder, until)
    this.#holder = undefined
    log.warn({}, `another instance sends the ${what} now`)
  }

  #hold(holder: string, until: Date): void {
    this.#holder = holder
    this.#untilMs = until.getTime()
  }
}
