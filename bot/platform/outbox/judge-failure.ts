import { backoffMs } from '../base/backoff.ts'
import { OutsideError, type OutsideFacts } from '../base/errors.ts'
import { hours, minutes, seconds } from '../base/time.ts'
import { isRefusedForGood } from '../microsoft/outcomes.ts'
import type { DeadReason } from './dead-letters-store.ts'
import type { Doubt } from './doubt.ts'

/**
 * `again`: retried after `waitMs`; with `throttle`, nothing is sent to the conversation before; `doubtful`: it may have
 * arrived. `repost`: the card is gone, a new one is posted. `stop`: the channel refuses the bot.
 * `gone`: only one person saw the card, and it is no more. `doubt`: the conversation is asked again later. `dead`: a person
 * decides.
 */
export type FailureVerdict =
  | { act: 'again'; waitMs: number; throttle?: boolean; doubtful?: boolean }
  | { act: 'repost' }
  | { act: 'gone' }
  | { act: 'stop' }
  | { act: 'doubt'; reason: Doubt['reason'] }
  | { act: 'dead'; reason: DeadReason }

export interface Tried {
  /** A new message; otherwise an update, which is idempotent. */
  isNew: boolean
  /** An update of a targeted message. */
  isTargeted?: boolean
  /** To a person's address: if the chat is gone, another one can be created. */
  toPerson: boolean
  /** Failed attempts so far. */
  attempts: number
  doubts: number
}

/** Attempts before a message is marked dead. */
export const mostAttempts = 20

const firstWaitMs = seconds(2)
const longestWaitMs = minutes(5)
/** A longer `Retry-After` is cut to this. */
const longestThrottleMs = hours(1)
/** Wait before a new message that may have arrived is sent again. */
const replayWaitMs = seconds(10)

/** Error codes of a 403 that say why the bot can't post in the conversation. */
const silences: Readonly<Record<string, Doubt['reason']>> = {
  BotDisabledByAdmin: 'muted',
  ConversationBlockedByUser: 'muted',
  MessageWritesBlocked: 'muted',
  BotNotInConversationRoster: 'uninstalled',
  ForbiddenOperationException: 'uninstalled',
}

/**
 * Answers to an update of a targeted message that end it. Teams removes it after a day; what else they can mean concerns one
 * card of one person and says nothing about the conversation.
 */
const refusals: readonly number[] = [400, 403, 404, 410]

/** The connection failed before anything was sent. */
const neverSent: readonly string[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']

/** The table of docs/sending.md. `random` gives 0 to 1. */
export function judgeFailure(error: unknown, tried: Tried, random: () => number): FailureVerdict {
  const waitMs = backoffMs(tried.attempts + 1, random, { firstMs: firstWaitMs, longestMs: longestWaitMs })
  // A bug, before anything was sent.
  if (!(error instanceof OutsideError)) return again(tried, { waitMs })
  const { status, code = '', retryAfterMs = 0 } = error.facts
  if (tried.isTargeted && refusals.includes(status ?? 0)) return { act: 'gone' }
  const silentMs = Math.max(waitMs, Math.min(retryAfterMs, longestThrottleMs))
  switch (status) {
    case 401:
      return { act: 'stop' }
    case 403:
      return { act: 'doubt', reason: silences[code] ?? 'suspect' }
    case 404:
    case 410:
      return judgeMissing(code, tried)
    // A timeout, a conflict, or too early: the channel did nothing.
    case 408:
    case 409:
    case 412:
    case 425:
      return again(tried, { waitMs })
    case 413:
      return { act: 'dead', reason: 'tooBig' }
    case 429:
      return again(tried, { waitMs: silentMs, throttle: true })
  }
  // 501: the channel will never do it.
  if (status !== undefined && (status < 500 || status === 501)) return { act: 'dead', reason: 'refused' }
  return judgeSilence(error.facts, tried, { waitMs: silentMs, throttle: retryAfterMs > 0 }, random)
}

const again = (
  tried: Tried,
  rest: { waitMs: number; throttle?: boolean; doubtful?: boolean },
): FailureVerdict =>
  tried.attempts + 1 >= mostAttempts ? { act: 'dead', reason: 'tooOften' } : { act: 'again', ...rest }

function judgeMissing(code: string, { isNew, toPerson, attempts }: Tried): FailureVerdict {
  if (!isNew && code !== 'ConversationNotFound') return { act: 'repost' }
  // The stored chat was deleted meanwhile, so the next attempt creates another one.
  if (isNew && toPerson && attempts === 0) return { act: 'again', waitMs: firstWaitMs }
  return { act: 'doubt', reason: 'noConversation' }
}

/** 5xx, timeout or broken connection: a new message may have arrived, and Teams has no idempotency key. One more attempt. */
function judgeSilence(
  { service, code = '' }: OutsideFacts,
  tried: Tried,
  wait: { waitMs: number; throttle: boolean },
  random: () => number,
): FailureVerdict {
  if (code === 'NOT_STORED') return { act: 'dead', reason: 'noConversation' }
  if (code === 'ADDRESS_REFUSED') return { act: 'dead', reason: 'addressRefused' }
  if (service === 'login' && isRefusedForGood(code)) return { act: 'stop' }
  const isKnown = neverSent.includes(code) || service === 'login'
  if (!tried.isNew || isKnown) return again(tried, wait)
  if (tried.doubts > 0) return { act: 'dead', reason: 'doubtful' }
  const waitMs = Math.max(wait.waitMs, Math.round(replayWaitMs * (0.5 + 0.5 * random())))
  return again(tried, { ...wait, waitMs, doubtful: true })
}

/** The stored form of an error: messages of other code can contain secrets. */
export function nameFailure(error: unknown): string {
  if (error instanceof OutsideError) return error.message
  return error instanceof Error ? error.name : typeof error
}
