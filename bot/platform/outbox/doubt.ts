import { hours, later, minutes } from '../base/time.ts'
import type { DeadReason } from './dead-letters-store.ts'

/** Pauses before a conversation that refused is asked again; an answer that is definite starts at the fifth. */
const pausesMs = [minutes(1), minutes(5), minutes(15), hours(1), hours(4), hours(8), hours(12)]
const firstOfDefinite = 4

/** A message that came after the last refusal is tried after this at the latest. */
const longestOfNewsMs = hours(1)

/** So long, and so often at least, a conversation must have refused before its messages are dead letters. */
const spanMs = hours(24)
const leastRefusals = 3

/** Why a conversation takes no messages, how often it said so in a row, and when last. */
export interface Doubt {
  reason: Extract<DeadReason, 'muted' | 'uninstalled' | 'suspect' | 'noConversation'>
  refusals: number
  refusedAt: Date
}

/** True for an answer that says what happened, rather than one that can be a passing error of the channel. */
export const isDefinite = (reason: DeadReason): boolean => reason === 'muted' || reason === 'uninstalled'

/** When a message that waits since `sinceAt` is tried. */
export function askAt({ reason, refusals, refusedAt }: Doubt, sinceAt: Date): Date {
  const index = Math.max(0, refusals - 1) + (isDefinite(reason) ? firstOfDefinite : 0)
  const pauseMs = pausesMs[Math.min(index, pausesMs.length - 1)] ?? longestOfNewsMs
  return later(refusedAt, sinceAt > refusedAt ? Math.min(pauseMs, longestOfNewsMs) : pauseMs)
}

/** True when people must decide about a message: the same answer often enough and for long enough. */
export const isBeyondDoubt = ({ refusals }: Doubt, sinceAt: Date, now: Date): boolean =>
  refusals >= leastRefusals && now.getTime() - sinceAt.getTime() >= spanMs
