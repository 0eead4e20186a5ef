import type { Status } from './status.ts'

/**
 * From worst to best, as lists are ordered: first what needs somebody, then what is awaited, meant or well. `unknown` stands
 * beside `error` because it may hide one: a read that fails must not move a broken tenant down the list.
 */
export const worstFirst: readonly Status[] = [
  'error',
  'unknown',
  'updateRequired',
  'settingsRequired',
  'granting',
  'notGranted',
  'blocked',
  'granted',
]

/**
 * The last that needs somebody. A consent under way is awaited, and its own card follows it; never granted and blocked are
 * somebody's decision.
 */
export const lastThatNeedsAction: Status = 'settingsRequired'

/** Position in lists; 0 is worst. */
export function attentionOf(status: Status): number {
  return worstFirst.indexOf(status)
}

/** Whether a set in this status is counted as "needs you". */
export function needsAction(status: Status): boolean {
  return attentionOf(status) <= attentionOf(lastThatNeedsAction)
}

/** The status at a position in lists. @throws Error where no status stands */
export function statusAt(attention: number): Status {
  const status = worstFirst[attention]
  if (!status) throw new Error(`No status stands at ${attention}`)
  return status
}

/** The worst of several; undefined for none. */
export function worstOf(statuses: readonly Status[]): Status | undefined {
  return worstFirst.find((status) => statuses.includes(status))
}
