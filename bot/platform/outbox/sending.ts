import type { Log } from '../base/log.ts'
import type { Person } from '../base/person.ts'
import type { Clock } from '../base/time.ts'
import type { Database, Tx } from '../storage/database.ts'
import type { Address } from './address.ts'
import type { LeaderLease } from './leader-lease.ts'
import type { Subject } from './outbox-store.ts'
import type { PostedMessage } from './posted-cards-store.ts'
import type { SendLimits } from './send-limits.ts'

/** The channel; `C` is a card. Its failures are `OutsideError`s. */
export interface Chat<C> {
  post(conversationId: string, card: C): Promise<{ activityId: string }>
  /** Posts in the person's own chat, which is created if there is none. */
  postToPerson(person: Person, card: C): Promise<PostedMessage>
  update(conversationId: string, activityId: string, card: C): Promise<unknown>
}

/** The outcome of a message, for metrics only. */
export type SendOutcome = 'sent' | 'dropped' | 'again' | 'replay' | 'repost' | 'refused' | 'dead'

export interface SendOptions<C> {
  database: Database
  clock: Clock
  chat: Chat<C>
  /**
   * Renders the card of a subject for its readers; undefined if there is nothing to show anymore. A card that was addressed
   * to a person keeps that address in updates.
   */
  render: (subject: Subject, address: Address) => Promise<C | undefined>
  /** In the transaction that records that a conversation refuses, from the second time on, or at once if it says why. */
  onDoubt?: (tx: Tx, refused: { conversationId: string; reason: string }) => Promise<void>
  log: Log
  /** Jitter of retries, 0 to 1. */
  random?: () => number
  onSent?: (outcome: SendOutcome) => void
  /** Called between the steps of a delivery; crash tests stop the process here. */
  step?: (name: 'message.taken' | 'message.sent' | 'message.ended') => void
}

/** A transaction that throws `LeaderLeaseLost` if another instance leads now. */
export type Write = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>

/** {@link SendOptions} and what the loop adds for one delivery. */
export interface Sending<C> extends SendOptions<C> {
  sendLimits: SendLimits
  leaderLease: LeaderLease
  write: Write
}

/** The delivery loop of the outbox. */
export interface Outbox {
  /** Sends due messages, including those that a crash left. */
  start(): Promise<void>
  /** Starts no more messages and waits for those in flight. */
  stop(): Promise<void>
  /** Polls now. A commit that added a message does so by itself. */
  wake(): void
  /** Resolves when no message that may be sent now is due or in flight. For tests and shutdown. */
  settled(): Promise<void>
  /** Since when the channel refuses the bot, so that nothing is sent. */
  readonly refusedSince: Date | undefined
}
