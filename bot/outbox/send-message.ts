import { OutsideError } from '../errors.ts'
import type { Log } from '../log.ts'
import type { Database } from '../storage/database.ts'
import { type Clock, later } from '../time.ts'
import { judgeFailure, nameFailure } from './judge-failure.ts'
import {
  endDelivered,
  giveUp,
  mostAttempts,
  type OutboxMessage,
  retryLater,
  type Subject,
} from './outbox-store.ts'

/** The chat as far as the outbox needs it; `C` is a card. What fails there is an `OutsideError`. */
export interface Chat<C> {
  post(conversationId: string, card: C): Promise<unknown>
  update(conversationId: string, activityId: string, card: C): Promise<unknown>
}

export interface SendOptions<C> {
  database: Database
  clock: Clock
  chat: Chat<C>
  /** The card of a subject as it is now; undefined when there is nothing to show any more. */
  render: (subject: Subject) => Promise<C | undefined>
  log: Log
  /** Called between the steps of a delivery; crash tests stop the process here. */
  step?: (name: 'message.taken' | 'message.sent' | 'message.ended') => void
}

/**
 * Shows the message as its subject is now and takes it out of the outbox, or lets it wait there.
 * @returns until when nothing may be sent into the conversation, if the channel asked for silence.
 * @throws when what became of the message could not be written; it is due as it was
 */
export async function sendMessage<C>(
  options: SendOptions<C>,
  message: OutboxMessage,
): Promise<Date | undefined> {
  const { database, step } = options
  try {
    step?.('message.taken')
    await show(options, message)
    step?.('message.sent')
  } catch (error) {
    return fail(options, message, error)
  }
  await endDelivered(database.db, message)
  step?.('message.ended')
  return undefined
}

async function show<C>(
  { chat, render }: SendOptions<C>,
  { conversationId, activityId, subject }: OutboxMessage,
): Promise<void> {
  const card = await render(subject)
  if (card === undefined) return
  if (activityId === null) await chat.post(conversationId, card)
  else await chat.update(conversationId, activityId, card)
}

async function fail<C>(
  { database, clock, log }: SendOptions<C>,
  message: OutboxMessage,
  error: unknown,
): Promise<Date | undefined> {
  const { conversationId, subject } = message
  const attempts = message.attempts + 1
  const verdict = judgeFailure(error, message.attempts)
  if (verdict === 'gone') {
    await endDelivered(database.db, message)
    return undefined
  }
  if (verdict === 'refused' || attempts >= mostAttempts) {
    log.warn({ conversationId, subject, attempts, error }, 'a message could not be delivered and is given up')
    await giveUp(database.db, message, clock(), nameFailure(error))
    return undefined
  }
  const { waitMs, hold } = verdict
  const facts = { conversationId, subject, attempts, waitMs, error }
  if (error instanceof OutsideError) log.info(facts, 'a message was not delivered, it will be sent again')
  else log.error(facts, 'a message could not be made, it will be tried again')
  const dueAt = later(clock(), waitMs)
  await retryLater(database.db, { ...message, attempts }, dueAt, nameFailure(error))
  return hold ? dueAt : undefined
}
