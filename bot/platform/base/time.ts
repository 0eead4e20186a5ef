/** The one source of the present moment. Everything else is given a clock, so that tests own the time. */
export type Clock = () => Date

export const systemClock: Clock = () => new Date()

export const seconds = (n: number): number => n * 1_000
export const minutes = (n: number): number => n * 60_000
export const hours = (n: number): number => n * 3_600_000

export const later = (from: Date, ms: number): Date => new Date(from.getTime() + ms)
