import type { Retirement } from './permission-set.ts'

/** `limited`: it works only with what it also needs. */
export type RetirementPhase = 'ending' | 'limited' | 'ended'

const dayMs = 86_400_000

/** The beginning of a day of the catalog. */
export const dayStart = (day: string): Date => new Date(`${day}T00:00:00Z`)

/** Full days from now to the beginning of the day; 0 or less: it has begun. */
export const daysUntil = (day: string, now: Date): number =>
  Math.ceil((dayStart(day).getTime() - now.getTime()) / dayMs)

const hasBegun = (day: string, now: Date): boolean => daysUntil(day, now) <= 0

/** What an ending API means for a grant now. */
export function phaseOf({ date, alsoNeeds }: Retirement, now: Date): RetirementPhase {
  if (hasBegun(date, now)) return 'ended'
  if (alsoNeeds && (alsoNeeds.from === undefined || hasBegun(alsoNeeds.from, now))) return 'limited'
  return 'ending'
}

/** An ending API with what it means now. */
export interface RetirementNow extends Retirement {
  phase: RetirementPhase
}

/** Everything that cards and files say about the end of an API behind a permission; undefined if none ends. */
export const retirementNow = (retires: Retirement | undefined, now: Date): RetirementNow | undefined =>
  retires && { ...retires, phase: phaseOf(retires, now) }
