import { OutsideError } from '../base/errors.ts'
import { later, minutes } from '../base/time.ts'
import type { Tx } from '../storage/database.ts'
import { addressFromKey, addressKey } from './address.ts'
import { markDead } from './dead-letters-store.ts'
import { askAt, isBeyondDoubt, isDefinite } from './doubt.ts'
import { countRefusal, type DueMessage } from './due-store.ts'
import { type FailureVerdict, judgeFailure, nameFailure } from './judge-failure.ts'
import { add, type OutboxMessage, postponeOrderingKeys, removeMessage, retryLater } from './outbox-store.ts'
import {
  countUnseen,
  findPostedCard,
  findPostedCardOfMessage,
  forgetPostedMessage,
  insertPostedCard,
  removePostedMessage,
} from './posted-cards-store.ts'
import type { Sending, SendOutcome } from './sending.ts'
import { isTargetedId } from './targeted-message.ts'

/** When a message that the channel refused the bot for tests again, by its age. */
const probeMs = { least: minutes(5), most: minutes(20) }

/** Retries, reposts or marks dead a message that could not be sent, and applies the channel's throttling to the send limits. */
export async function failMessage<C>(
  sending: Sending<C>,
  message: DueMessage,
  error: unknown,
): Promise<SendOutcome> {
  const { random = Math.random } = sending
  const { activityId, conversationId, attempts, doubts } = message
  const toPerson = 'person' in addressFromKey(conversationId)
  const tried = {
    isNew: activityId === null,
    isTargeted: isTargetedId(activityId),
    toPerson,
    attempts,
    doubts,
  }
  const verdict = judgeFailure(error, tried, random)
  switch (verdict.act) {
    case 'again':
      return waitForAgain(sending, message, verdict, error)
    case 'repost':
      await sending.write((tx) => repost(tx, message, sending.clock()))
      return 'repost'
    case 'gone':
      await sending.write((tx) => removeGone(tx, message))
      return 'dropped'
    case 'stop':
      return stop(sending, message, error)
    case 'doubt':
      return waitInDoubt(sending, message, verdict, error)
    case 'dead':
      return end(sending, message, verdict, error)
  }
}

async function waitForAgain<C>(
  { write, clock, sendLimits, log }: Sending<C>,
  message: DueMessage,
  { waitMs, throttle = false, doubtful = false }: Extract<FailureVerdict, { act: 'again' }>,
  error: unknown,
): Promise<SendOutcome> {
  const { conversationId, subject, route } = message
  const attempts = message.attempts + 1
  const facts = { conversationId, subject, attempts, waitMs, error }
  if (error instanceof OutsideError) log.info(facts, 'a message was not delivered, it will be retried')
  else log.error(facts, 'a message could not be rendered, it will be retried')
  const now = clock()
  const dueAt = later(now, waitMs)
  if (throttle) sendLimits.throttle(route, now, dueAt)
  const doubts = message.doubts + (doubtful ? 1 : 0)
  await write((tx) => retryLater(tx, { ...message, attempts, doubts }, dueAt, nameFailure(error)))
  return doubtful ? 'replay' : 'again'
}

/** What one answer says is not believed for ever: the conversation is asked again, later and later. */
async function waitInDoubt<C>(
  sending: Sending<C>,
  message: DueMessage,
  { reason }: Extract<FailureVerdict, { act: 'doubt' }>,
  error: unknown,
): Promise<SendOutcome> {
  const { write, clock, log, onDoubt } = sending
  const { conversationId, subject, sinceAt } = message
  const now = clock()
  const refusals = Math.max(message.attempts, message.doubt?.refusals ?? 0) + 1
  const doubt = { reason, refusals, refusedAt: now }
  const isOver = isBeyondDoubt(doubt, sinceAt, now)
  const record = async (tx: Tx): Promise<void> => {
    await countRefusal(tx, message, doubt)
    if (refusals > 1 || isDefinite(reason)) await onDoubt?.(tx, { conversationId, reason })
  }
  if (isOver) return end(sending, message, { act: 'dead', reason }, error, record)
  const dueAt = askAt(doubt, sinceAt)
  log.warn(
    { conversationId, subject, refusals, dueAt, error },
    'a conversation refuses a message, it will be asked again',
  )
  const attempts = message.attempts + 1
  await write(async (tx) => {
    await retryLater(tx, { ...message, attempts }, dueAt, nameFailure(error), reason)
    await record(tx)
  })
  return 'again'
}

async function end<C>(
  { write, clock, log }: Sending<C>,
  message: DueMessage,
  { reason }: Extract<FailureVerdict, { act: 'dead' }>,
  error: unknown,
  andThen?: (tx: Tx) => Promise<void>,
): Promise<SendOutcome> {
  const { conversationId, subject } = message
  const attempts = message.attempts + 1
  log.warn(
    { conversationId, subject, attempts, reason, error },
    'a message could not be delivered and is marked dead',
  )
  await write(async (tx) => {
    await markDead(tx, message, clock(), { error: nameFailure(error), reason })
    await andThen?.(tx)
  })
  return 'dead'
}

/** Another conversation's message tests next whether the channel accepts the bot: it can be this one only that doesn't. */
async function stop<C>(sending: Sending<C>, message: DueMessage, error: unknown): Promise<SendOutcome> {
  const { sendLimits, clock, log, write } = sending
  const { conversationId, subject, route, sinceAt } = message
  const isOfChannel = error instanceof OutsideError && error.facts.status === 401
  if (isOfChannel && sendLimits.isLone(route.conversation))
    return waitInDoubt(sending, message, { act: 'doubt', reason: 'suspect' }, error)
  const now = clock()
  const waitMs = Math.min(Math.max(now.getTime() - sinceAt.getTime(), probeMs.least), probeMs.most)
  await write((tx) => postponeOrderingKeys(tx, route.orderingKeys, later(now, waitMs)))
  if (sendLimits.refuse(now, route.conversation))
    log.error({ conversationId, subject, error }, 'the channel refuses the bot: nothing is sent anymore')
  return 'refused'
}

/** Nothing takes its place: what it showed is current in the answer to the next question. */
async function removeGone(tx: Tx, { id, subject, conversationId, activityId }: OutboxMessage): Promise<void> {
  await removeMessage(tx, id)
  if (activityId !== null) await removePostedMessage(tx, subject, { conversationId, activityId })
}

/** The card was deleted in Teams: posts a new one, which gets all further updates. */
async function repost(tx: Tx, message: OutboxMessage, dueAt: Date): Promise<void> {
  const { subject, conversationId, activityId } = message
  await removeMessage(tx, message.id)
  if (activityId === null) return
  const own = await findPostedCardOfMessage(tx, subject, { conversationId, activityId })
  const address = own?.address ?? { conversationId }
  const postedCard = own ?? (await findPostedCard(tx, subject, address))
  // An earlier update has already posted the new card.
  if (!own && postedCard?.posted) return add(tx, { ...postedCard.posted, subject, dueAt })
  if (!own && postedCard) return countUnseen(tx, subject)
  if (own) await forgetPostedMessage(tx, subject, address)
  else await insertPostedCard(tx, subject, address)
  await add(tx, { conversationId: addressKey(address), activityId: null, subject, dueAt })
}
