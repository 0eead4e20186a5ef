import type { Log } from '../base/log.ts'
import type { Clock } from '../base/time.ts'
import type { Timers } from '../base/timers.ts'
import type { WebhookTarget } from '../config/webhook-targets.ts'
import type { LeaderLease } from '../outbox/leader-lease.ts'
import type { Database } from '../storage/database.ts'
import type { WebhookAlarm } from './record-verdict.ts'
import type { WebhookOutcome, WebhookStep } from './send-webhook.ts'
import type { WebhookClient } from './webhook-client.ts'
import type { WebhookSource } from './webhook-source.ts'

export interface WebhookOptions {
  database: Database
  clock: Clock
  log: Log
  targets: readonly WebhookTarget[]
  source: WebhookSource
  alarm: WebhookAlarm
  /** Elects the instance that sends. */
  leaderLease: LeaderLease
  makeClient: (target: WebhookTarget) => WebhookClient
  /** The keys of a target as they are now. */
  keysOf: (target: WebhookTarget) => () => readonly string[]
  onAttempt?: (target: string, outcome: WebhookOutcome) => void
  /** Jitter of retries, 0 to 1. */
  random?: () => number
  timers?: Timers
  /** Called between the steps of a delivery; crash tests stop the process here. */
  step?: ((name: WebhookStep) => void) | undefined
}

/** Delivers events to other systems. */
export interface Webhooks {
  /** Sends what is due, also what a crash left. */
  start(): Promise<void>
  /** Starts nothing more, and gives what is in flight a moment. */
  stop(): Promise<void>
  /** Resolves when nothing that may be sent now is due or in flight. For tests and shutdown. */
  settled(): Promise<void>
}
