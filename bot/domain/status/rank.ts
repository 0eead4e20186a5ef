import type { Status } from './status.ts'

/**
 * The order of lists: first what needs attention, then what is pending, intended or fine. `unknown` follows `error` because
 * it can hide one: a failed read must not move a broken tenant down the list.
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

/** The last that needs attention. A consent under way has a card of its own; not granted and blocked are decisions. */
export const lastThatNeedsAction: Status = 'settingsRequired'

/** Where a set stands whose findings are accepted: that is a decision like a block, and never granted. */
export const exceptedAs: Status = 'blocked'

/** Position in lists; 0 is worst. */
export const attentionOf = (status: Status): number => worstFirst.indexOf(status)

/** Whether a set in this status is counted as needing attention. */
export const needsAction = (status: Status): boolean =>
  attentionOf(status) <= attentionOf(lastThatNeedsAction)

/** The status at a position in lists. @throws Error if there is none */
export function statusAt(attention: number): Status {
  const status = worstFirst[attention]
  if (!status) throw new Error(`No status stands at ${attention}`)
  return status
}

/** The worst of several; undefined for none. */
export const worstOf = (statuses: readonly Status[]): Status | undefined =>
  worstFirst.find((status) => statuses.includes(status))
