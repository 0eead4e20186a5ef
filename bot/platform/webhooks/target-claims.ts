import { randomUUID } from 'node:crypto'
import { later, minutes, seconds } from '../base/time.ts'
import type { Tx } from '../storage/database.ts'
import { claimTargets, listClaimedTargets, releaseTargets } from './target-claims-store.ts'
import type { WebhookOptions } from './webhook-options.ts'
import { addTargets, forgetTargets, keepTargets } from './webhook-targets-store.ts'

/** The targets of an instance that was killed are kept for so long. */
const claimMs = minutes(3)
const renewMs = seconds(30)

type Needs = Pick<WebhookOptions, 'database' | 'clock' | 'log' | 'targets' | 'source' | 'alarm'>

/**
 * Which targets the instances have in their files. Files differ while they are changed, so an instance forgets only what no
 * other one has.
 */
export class TargetClaims {
  readonly #needs: Needs
  readonly #names: readonly string[]
  readonly #instance = randomUUID()
  #claimedAtMs = 0

  constructor(needs: Needs) {
    this.#needs = needs
    this.#names = needs.targets.map(({ name }) => name)
  }

  /** Adds what is new in the file, and forgets what no instance has anymore. */
  start(): Promise<void> {
    const { targets } = this.#needs
    return this.#keep((tx, head, claimed) => keepTargets(tx, targets, head, claimed))
  }

  /** The same from time to time, because other instances end; without it, they would forget what is in this file. */
  async renew(): Promise<void> {
    const { database, clock, targets } = this.#needs
    if (!database.isShared || Math.abs(clock().getTime() - this.#claimedAtMs) < renewMs) return
    await this.#keep(async (tx, head, claimed) => {
      await addTargets(tx, targets, head)
      return forgetTargets(tx, [...this.#names, ...claimed])
    })
  }

  /** Another instance can forget them at once. */
  async release(): Promise<void> {
    const { database } = this.#needs
    if (database.isShared) await releaseTargets(database.db, this.#instance)
  }

  async #keep(
    work: (tx: Tx, head: number, claimed: ReadonlySet<string>) => Promise<string[]>,
  ): Promise<void> {
    const { database, clock, log, source, alarm } = this.#needs
    const head = await source.findHead(database.db)
    const now = clock()
    const forgotten = await database.transaction(async (tx) => {
      if (database.isShared)
        await claimTargets(tx, this.#instance, { names: this.#names, until: later(now, claimMs) })
      const names = await work(tx, head, database.isShared ? await listClaimedTargets(tx, now) : new Set())
      for (const name of names) await alarm.clear(tx, name, 'dropped')
      return names
    })
    this.#claimedAtMs = now.getTime()
    if (forgotten.length > 0) log.warn({ targets: forgotten }, 'webhook targets are no longer configured')
  }
}
