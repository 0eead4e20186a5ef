/** Clock of the emulated world: follows the real time, or is frozen in tests, and can be moved forward. */
export interface VirtualClock {
  now(): Date
  nowMs(): number
  /** Stands still between moves: everybody in this world has this clock. */
  isFrozen: boolean
  advance(ms: number): void
  /** How far it was moved in total. */
  movedMs(): number
  /** Back to the initial time. */
  reset(): void
}

/** `startAt` freezes the clock at that moment until `advance`; without it the clock runs. */
export function makeClock(options: { startAt?: Date } = {}): VirtualClock {
  let movedMs = 0
  const base = (): number => options.startAt?.getTime() ?? Date.now()
  const nowMs = (): number => base() + movedMs
  return {
    nowMs,
    isFrozen: options.startAt !== undefined,
    now: () => new Date(nowMs()),
    movedMs: () => movedMs,
    advance: (ms) => {
      movedMs += ms
    },
    reset: () => {
      movedMs = 0
    },
  }
}
