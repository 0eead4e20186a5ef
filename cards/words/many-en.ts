import type { ManyKind } from './codes.ts'
import { counted } from './counted.ts'

const tenants = (n: number): string => counted(n, 'tenant')

const minutes = (n: number): string => counted(n, 'minute')

/** One act in several tenants. Texts passed in are already escaped. */
export const manyEn = {
  /** The question, with the number of tenants. */
  title: {
    block: (set, n) => `Block “${set}” in ${tenants(n)}?`,
    unblock: (set, n) => `Unblock “${set}” in ${tenants(n)}?`,
    reset: (set, n) => `Reset “${set}” in ${tenants(n)}?`,
    remove: (_, n) => `Remove ${tenants(n)}?`,
  } satisfies Record<ManyKind, (set: string, n: number) => string>,
  /** Below the question: what it does. */
  effect: {
    block: (undo) =>
      `The permissions stay granted in Entra. You can undo each block for ${minutes(undo)}. Unblocking later can need a second person.`,
    unblock: () => 'As of the last read. Each tenant is read again immediately.',
    reset: () => 'This clears the error and the pending links, then reads each tenant again.',
    remove: () => 'What was granted stays in Entra, and the history stays here. Open links end.',
  } satisfies Record<ManyKind, (undoMinutes: number) => string>,
  leftOut: (n: number) => `${tenants(n)} ${n === 1 ? 'is' : 'are'} left out`,
  because: (names: string, why: string) => `⊘ ${names}: ${why}`,
  confirm: {
    block: 'Confirm block',
    unblock: 'Confirm unblock',
    reset: 'Reset',
    remove: 'Confirm removal',
  } satisfies Record<ManyKind, string>,
  done: {
    block: (set, n) => `“${set}” is blocked in ${tenants(n)}`,
    unblock: (set, n) => `“${set}” is unblocked in ${tenants(n)}`,
    reset: (set, n) => `“${set}” was reset in ${tenants(n)}`,
    remove: (_, n) => `${tenants(n)} ${n === 1 ? 'was' : 'were'} removed`,
  } satisfies Record<ManyKind, (set: string, n: number) => string>,
  undoThere: (undo: number) => `To undo a block, open its tenant within ${minutes(undo)}.`,
}
