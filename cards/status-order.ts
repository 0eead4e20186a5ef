import type { Status } from './words/codes.ts'

const order: readonly Status[] = [
  'error',
  'unknown',
  'updateRequired',
  'settingsRequired',
  'granting',
  'notGranted',
  'blocked',
  'granted',
]

/** Statuses that need action come first. */
export const byAttention = (a: Status, b: Status): number => order.indexOf(a) - order.indexOf(b)

/** Every status, the worst first. */
export const statusesByAttention: readonly Status[] = order
