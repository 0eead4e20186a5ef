/** The only source of the current time, passed everywhere so that tests control it. */
export type Clock = () => Date

export const systemClock: Clock = () => new Date()

export const seconds = (n: number): number => n * 1_000
export const minutes = (n: number): number => n * 60_000
export const hours = (n: number): number => n * 3_600_000

export const later = (from: Date, ms: number): Date => new Date(from.getTime() + ms)
