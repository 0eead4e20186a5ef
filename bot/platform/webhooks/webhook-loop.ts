import { Poller } from '../base/poller.ts'
import { seconds } from '../base/time.ts'
import { systemTimers, within } from '../base/timers.ts'
import type { WebhookTarget } from '../config/webhook-targets.ts'
import { InFlightMessages } from '../outbox/in-flight.ts'
import { LeaderLeaseLost } from '../outbox/leader-lease.ts'
import type { Tx } from '../storage/database.ts'
import { fanOutEvents } from './fan-out-events.ts'
import { sendWebhook, type WebhookOutcome } from './send-webhook.ts'
import { TargetClaims } from './target-claims.ts'
import { mostConnections, type WebhookClient } from './webhook-client.ts'
import {
  nextDeliveryAt,
  takeDueDeliveries,
  testOrderingKey,
  type WebhookDelivery,
} from './webhook-deliveries-store.ts'
import type { WebhookOptions, Webhooks } from './webhook-options.ts'
import { isClosed, listTargetStates, type WebhookTargetState } from './webhook-targets-store.ts'

/** A target with what is on its way to it. */
interface Route {
  target: WebhookTarget
  client: WebhookClient
  keys: () => readonly string[]
  inFlight: InFlightMessages
  /** Attempts in a row that failed. */
  failures: number
}

/** After so many failures in a row, one request at a time asks whether the target is back. */
const manyFailures = 8
const stopMs = seconds(5)

/**
 * Delivers events to every target on its own: one at a time per subject, so that a receiver sees them in their order, and many
 * subjects at once. What fails holds back its own subject only, and a slow target no other one.
 */
export const makeWebhooks = (options: WebhookOptions): Webhooks => new WebhookLoop(options)

class WebhookLoop implements Webhooks {
  readonly #options: WebhookOptions
  readonly #routes: readonly Route[]
  readonly #poller: Poller<Route>
  readonly #claims: TargetClaims
  readonly #running = new Set<Promise<void>>()
  readonly #stop = new AbortController()

  constructor(options: WebhookOptions) {
    const { clock, log, timers, targets, makeClient, keysOf, database } = options
    this.#options = options
    this.#claims = new TargetClaims(options)
    this.#routes = targets.map((target) => ({
      target,
      client: makeClient(target),
      keys: keysOf(target),
      inFlight: new InFlightMessages(),
      failures: 0,
    }))
    this.#poller = new Poller({
      clock,
      log,
      ...(timers && { timers }),
      sources: () => this.#routes,
      poll: (routes) => this.#poll(routes),
      waitMs: (since) => this.#waitMs(since),
      failure: 'the webhooks that are due could not be read',
      subscribe: (wake) => database.afterCommit('events', wake),
    })
  }

  async start(): Promise<void> {
    await this.#claims.start()
    if (this.#routes.length > 0) await this.#poller.start()
  }

  async stop(): Promise<void> {
    await this.#poller.stop()
    // Whoever answers in time isn't asked again at the next start.
    await within(this.#options.timers ?? systemTimers, stopMs, Promise.all(this.#running))
    this.#stop.abort()
    await Promise.all(this.#running)
    await this.#options.leaderLease.release()
    await this.#claims.release()
    await Promise.all(this.#routes.map(({ client }) => client.close()))
  }

  async settled(): Promise<void> {
    if (this.#routes.length > 0) await this.#poller.settled(this.#running, () => this.#isAnyDue())
  }

  async #isAnyDue(): Promise<boolean> {
    if (!this.#maySend()) return false
    for (const { route, state } of await this.#listOpen(this.#routes))
      if ((await this.#due(route, state, 1)).length > 0) return true
    return false
  }

  #maySend(): boolean {
    return this.#poller.mayPoll && this.#options.leaderLease.isHeld
  }

  async #poll(routes: readonly Route[]): Promise<void> {
    const { database, clock, source, leaderLease } = this.#options
    await this.#claims.renew()
    if (!(await leaderLease.acquire())) return
    for (const { route, state } of await this.#listOpen(routes)) {
      await fanOutEvents({ db: database.db, clock, write: this.#write, source }, route.target, state)
      await this.#fill(route, state)
    }
  }

  async #listOpen(routes: readonly Route[]): Promise<{ route: Route; state: WebhookTargetState }[]> {
    const states = await listTargetStates(this.#options.database.db)
    return routes.flatMap((route) => {
      const state = states.find(({ name }) => name === route.target.name)
      return state ? [{ route, state }] : []
    })
  }

  /** Every round starts deliveries with other ordering keys, so the loop ends. */
  async #fill(route: Route, state: WebhookTargetState): Promise<void> {
    for (;;) {
      const most = route.failures >= manyFailures ? 1 : mostConnections
      const capacity = most - route.inFlight.messages.size
      if (capacity <= 0) return
      const deliveries = await this.#due(route, state, capacity)
      if (deliveries.length === 0 || !this.#maySend()) return
      for (const delivery of deliveries) this.#send(route, delivery)
    }
  }

  #due({ target, inFlight }: Route, state: WebhookTargetState, limit: number): Promise<WebhookDelivery[]> {
    const { database, clock } = this.#options
    const now = clock()
    const only = isClosed(state, now) ? { only: testOrderingKey } : {}
    return takeDueDeliveries(database.db, target.name, { now, limit, busy: inFlight.orderingKeys, ...only })
  }

  #send(route: Route, delivery: WebhookDelivery): void {
    const { database, clock, random = Math.random, source, alarm, leaderLease, step } = this.#options
    const { target, client, keys, inFlight } = route
    const assertLeader = (): void => {
      if (!leaderLease.isHeld) throw new LeaderLeaseLost()
    }
    const stop = this.#stop.signal
    const { db } = database
    const around = { db, write: this.#write, clock, random, source, alarm, stop, step, assertLeader }
    const sent = sendWebhook({ ...around, client, keys }, target.name, delivery)
      .then((outcome) => this.#note(route, outcome))
      .catch((error) => this.#leave(target.name, error))
    this.#running.add(sent)
    inFlight.add([delivery.orderingKey], sent, () => {
      this.#running.delete(sent)
      if (!this.#stop.signal.aborted) void this.#poller.poll([route])
    })
  }

  #leave(target: string, error: unknown): void {
    if (error instanceof LeaderLeaseLost)
      this.#options.log.warn({ target }, 'a webhook is left to the instance that sends now')
    else this.#poller.pause(error, 'the outcome of a webhook could not be written')
  }

  #note(route: Route, outcome: WebhookOutcome): void {
    if (outcome === 'delivered') route.failures = 0
    else if (outcome !== 'missing' && outcome !== 'stopped') route.failures += 1
    this.#options.onAttempt?.(route.target.name, outcome)
  }

  /** Writes only while the current leader lease is held. */
  get #write(): <T>(work: (tx: Tx) => Promise<T>) => Promise<T> {
    const fence = this.#options.leaderLease.fence()
    return (work) =>
      this.#options.database.transaction(async (tx) => {
        await fence(tx)
        return work(tx)
      })
  }

  /** Time until a delivery falls due, or the pause of a target ends. */
  async #waitMs(since: Date): Promise<number> {
    const { database, clock, leaderLease } = this.#options
    const { isHeld, pollMs } = leaderLease
    if (!isHeld) return pollMs
    const ends: number[] = []
    for (const { route, state } of await this.#listOpen(this.#routes)) {
      const next = await nextDeliveryAt(database.db, route.target.name, since)
      if (next) ends.push(next.getTime())
      if (state.pausedUntil > since) ends.push(state.pausedUntil.getTime())
    }
    return Math.min(pollMs, Math.max(0, Math.min(...ends) - clock().getTime()))
  }
}
