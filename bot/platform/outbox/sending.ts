import type { Log } from '../base/log.ts'
import type { Person } from '../base/person.ts'
import type { Clock } from '../base/time.ts'
import type { Database, Tx } from '../storage/database.ts'
import type { Address } from './address.ts'
import type { LeaderLease } from './leader-lease.ts'
import type { Subject } from './outbox-store.ts'
import type { PostedMessage } from './posted-cards-store.ts'
import type { SendLimits } from './send-limits.ts'

/** The chat as far as the outbox needs it; `C` is a card. What fails there is an `OutsideError`. */
export interface Chat<C> {
  post(conversationId: string, card: C): Promise<{ activityId: string }>
  /** Into the person's own chat, which is opened if there is none. */
  postToPerson(person: Person, card: C): Promise<PostedMessage>
  update(conversationId: string, activityId: string, card: C): Promise<unknown>
}

/** How the sending of a message ended: for figures, not for decisions. */
export type SendOutcome = 'sent' | 'dropped' | 'again' | 'replay' | 'repost' | 'refused' | 'dead'

export interface SendOptions<C> {
  database: Database
  clock: Clock
  chat: Chat<C>
  /**
   * The card of a subject as it is now, for whoever reads it there; undefined when there is nothing to show any more. Of a
   * card that was asked for at a person's address the address is that person, also when it is updated.
   */
  render: (subject: Subject, address: Address) => Promise<C | undefined>
  log: Log
  /** Spreads the waits of messages that failed together: 0 to 1. */
  random?: () => number
  onSent?: (outcome: SendOutcome) => void
  /** Called between the steps of a delivery; crash tests stop the process here. */
  step?: (name: 'message.taken' | 'message.sent' | 'message.ended') => void
}

/** A transaction that writes nothing once another instance sends: it throws `LeaderLeaseLost`. */
export type Write = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>

/** As {@link SendOptions}, and what a delivery teaches for the next ones. */
export interface Sending<C> extends SendOptions<C> {
  sendLimits: SendLimits
  leaderLease: LeaderLease
  write: Write
  /** The channel has answered; what became of the message is still to be written. */
  answered: () => void
}

/** The loop that delivers what stands in the outbox. */
export interface Outbox {
  /** Sends what is due, also what a crash left behind. */
  start(): Promise<void>
  /** Sends nothing new and waits for what is on its way. */
  stop(): Promise<void>
  /** Looks for due messages now; call after a commit that added one. */
  wake(): void
  /** Resolves when nothing that may be sent now is due or on its way. For tests and for a calm end. */
  settled(): Promise<void>
  /** Since when the channel refuses the bot, so that nothing is sent. */
  readonly refusedSince: Date | undefined
}
