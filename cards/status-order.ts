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

/** Those for which somebody must act. The others are under way, a decision, or well. */
export const needingAction: readonly Status[] = order.slice(0, order.indexOf('granting'))

/** Every status, the worst first. */
export const statusesByAttention: readonly Status[] = order
