import { type Clock, later, minutes } from '#platform/base/time.ts'

interface Window {
  bulkWindowMs: number
}

/** Since when the acts and the refused attempts of one person add up. */
export const windowStart = ({ clock, rules }: { clock: Clock; rules: Window }): Date =>
  later(clock(), -rules.bulkWindowMs)

/** How long that is, for people. */
export const windowMinutes = ({ bulkWindowMs }: Window): number => bulkWindowMs / minutes(1)
