import { backoffMs } from '../base/backoff.ts'
import { OutsideError, type OutsideFacts } from '../base/errors.ts'
import { hours, minutes, seconds } from '../base/time.ts'
import type { DeadReason } from './dead-letters-store.ts'

/**
 * What becomes of a message. `again`: it is sent again after `waitMs`, and with `hold` nothing else goes to the same
 * place before; `doubtful`: it may have arrived. `repost`: the card is gone, a new one is posted. `stop`: the channel
 * refuses the bot itself. `dead`: a person has to look at it.
 */
export type FailureVerdict =
  | { act: 'again'; waitMs: number; throttle?: boolean; doubtful?: boolean }
  | { act: 'repost' }
  | { act: 'stop' }
  | { act: 'dead'; reason: DeadReason }

export interface Tried {
  /** A new message; else an update, which may be sent as often as one likes. */
  isNew: boolean
  /** To a person's address: if the chat is gone, another one can be opened. */
  toPerson: boolean
  /** Tries that failed before. */
  attempts: number
  doubts: number
}

/** A message that failed this often is tried no more by itself. */
export const mostAttempts = 20

const firstWaitMs = seconds(2)
const longestWaitMs = minutes(5)
/** Whoever asks for more silence than this is asked again earlier. */
const longestThrottleMs = hours(1)
/** Before a new message that may have arrived is sent a second time. */
const replayWaitMs = seconds(10)

/** What the channel says of a conversation, beside 403. */
const silences: Readonly<Record<string, DeadReason>> = {
  BotDisabledByAdmin: 'muted',
  ConversationBlockedByUser: 'muted',
  MessageWritesBlocked: 'muted',
  BotNotInConversationRoster: 'uninstalled',
  ForbiddenOperationException: 'uninstalled',
}

/** The bot's own credential is wrong or has ended, or its registration is gone. */
const deniedByLogin = /^(AADSTS)?(7000\d+|700016|90002)$|^invalid_client$/

/** Nobody answered because nobody was reached, or what failed came before the sending. */
const neverSent: readonly string[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']

/** The table of docs/sending.md. `random` gives 0 to 1. */
export function judgeFailure(error: unknown, tried: Tried, random: () => number): FailureVerdict {
  const waitMs = backoffMs(tried.attempts + 1, random, { firstMs: firstWaitMs, longestMs: longestWaitMs })
  // A mistake of ours, before anything was sent.
  if (!(error instanceof OutsideError)) return again(tried, { waitMs })
  const { status, code = '', retryAfterMs = 0 } = error.facts
  const silentMs = Math.max(waitMs, Math.min(retryAfterMs, longestThrottleMs))
  switch (status) {
    case 401:
      return { act: 'stop' }
    case 403:
      return { act: 'dead', reason: silences[code] ?? 'suspect' }
    case 404:
    case 410:
      return judgeMissing(code, tried)
    case 412:
      return again(tried, { waitMs })
    case 413:
      return { act: 'dead', reason: 'tooBig' }
    case 429:
      return again(tried, { waitMs: silentMs, throttle: true })
  }
  if (status !== undefined && status < 500) return { act: 'dead', reason: 'refused' }
  return judgeSilence(error.facts, tried, { waitMs: silentMs, throttle: retryAfterMs > 0 }, random)
}

const again = (
  tried: Tried,
  rest: { waitMs: number; throttle?: boolean; doubtful?: boolean },
): FailureVerdict =>
  tried.attempts + 1 >= mostAttempts ? { act: 'dead', reason: 'tooOften' } : { act: 'again', ...rest }

function judgeMissing(code: string, { isNew, toPerson, attempts }: Tried): FailureVerdict {
  if (!isNew && code !== 'ConversationNotFound') return { act: 'repost' }
  // The reference is deleted by now, so the next try opens another chat.
  if (isNew && toPerson && attempts === 0) return { act: 'again', waitMs: firstWaitMs }
  return { act: 'dead', reason: 'noConversation' }
}

/** 5xx, a timeout, a broken wire: a new message may have arrived, and there is no key to tell. It gets one more try. */
function judgeSilence(
  { service, code = '' }: OutsideFacts,
  tried: Tried,
  wait: { waitMs: number; throttle: boolean },
  random: () => number,
): FailureVerdict {
  if (code === 'NOT_STORED') return { act: 'dead', reason: 'noConversation' }
  if (code === 'ADDRESS_REFUSED') return { act: 'dead', reason: 'addressRefused' }
  if (service === 'login' && deniedByLogin.test(code)) return { act: 'stop' }
  const isKnown = neverSent.includes(code) || service === 'login'
  if (!tried.isNew || isKnown) return again(tried, wait)
  if (tried.doubts > 0) return { act: 'dead', reason: 'doubtful' }
  const waitMs = Math.max(wait.waitMs, Math.round(replayWaitMs * (0.5 + 0.5 * random())))
  return again(tried, { ...wait, waitMs, doubtful: true })
}

/** What the row keeps of an error: foreign words may hold what must not be stored. */
export function nameFailure(error: unknown): string {
  if (error instanceof OutsideError) return error.message
  return error instanceof Error ? error.name : typeof error
}
