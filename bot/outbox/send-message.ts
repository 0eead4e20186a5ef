import { OutsideError } from '../errors.ts'
import type { Log } from '../log.ts'
import type { Person } from '../person.ts'
import type { Database, Db } from '../storage/database.ts'
import { type Clock, later } from '../time.ts'
import { type Address, addressFromKey } from './address.ts'
import { type CardPlace, findPlace, findPlaceOfMessage, type Posted, setPosted } from './card-places-store.ts'
import { judgeFailure, nameFailure } from './judge-failure.ts'
import {
  add,
  endDelivered,
  giveUp,
  mostAttempts,
  type OutboxMessage,
  retryLater,
  type Subject,
} from './outbox-store.ts'

/** The chat as far as the outbox needs it; `C` is a card. What fails there is an `OutsideError`. */
export interface Chat<C> {
  post(conversationId: string, card: C): Promise<{ activityId: string }>
  /** Into the person's own chat, which is opened if there is none. */
  postToPerson(person: Person, card: C): Promise<Posted>
  update(conversationId: string, activityId: string, card: C): Promise<unknown>
}

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
  let place: CardPlace | undefined
  let posted: Posted | undefined
  try {
    step?.('message.taken')
    place = await findPlaceOf(database.db, message)
    posted = await show(options, message, place?.address)
    step?.('message.sent')
  } catch (error) {
    return fail(options, message, error)
  }
  if (posted && place) await keepPosted(options, message, posted, place)
  else await endDelivered(database.db, message)
  step?.('message.ended')
  return undefined
}

const findPlaceOf = (db: Db, { conversationId, activityId, subject }: OutboxMessage) =>
  activityId === null
    ? findPlace(db, subject, addressFromKey(conversationId))
    : findPlaceOfMessage(db, subject, { conversationId, activityId })

/** @returns the message, if a new one was posted */
async function show<C>(
  { chat, render }: SendOptions<C>,
  { conversationId, activityId, subject }: OutboxMessage,
  placed: Address | undefined,
): Promise<Posted | undefined> {
  const address = addressFromKey(conversationId)
  const card = await render(subject, placed ?? address)
  if (card === undefined) return undefined
  if (activityId !== null) {
    await chat.update(conversationId, activityId, card)
    return undefined
  }
  if ('person' in address) return chat.postToPerson({ ...address.person, name: '' }, card)
  return { conversationId, ...(await chat.post(conversationId, card)) }
}

/** Takes the message away and keeps the id of the new card; if something changed while it was on its way, it is shown anew. */
async function keepPosted<C>(
  { database, clock }: SendOptions<C>,
  message: OutboxMessage,
  posted: Posted,
  { subject, address, unseen }: CardPlace,
): Promise<void> {
  await database.transaction(async (tx) => {
    await endDelivered(tx, message)
    await setPosted(tx, subject, address, posted)
    const now = await findPlace(tx, subject, address)
    if (now && now.unseen !== unseen) await add(tx, { ...posted, subject, dueAt: clock() })
  })
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
