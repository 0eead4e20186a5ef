/** A bulkhead: a neighbour that hangs fills its own compartment and no more of the ship. */
export interface Compartment {
  /**
   * Resolves with how to leave when there is room, first come, first served; with undefined when the signal ends first,
   * or at once when as many wait already as may.
   */
  enter(signal?: AbortSignal): Promise<(() => void) | undefined>
  /** The same without waiting. */
  enterNow(): (() => void) | undefined
}

export interface CompartmentSize {
  /** Requests under way at the same time. */
  most: number
  mostWaiting?: number
}

export function makeCompartment({
  most,
  mostWaiting = Number.POSITIVE_INFINITY,
}: CompartmentSize): Compartment {
  const waiting = new Set<() => void>()
  let inside = 0
  /** Whoever leaves gives the place to the next; a second call does nothing. */
  const placed = (): (() => void) => {
    let left = false
    return () => {
      if (left) return
      left = true
      const [next] = waiting
      if (next) next()
      else inside -= 1
    }
  }
  const enterNow = (): (() => void) | undefined => {
    if (inside >= most) return undefined
    inside += 1
    return placed()
  }
  return {
    enterNow,
    enter: async (signal) => {
      if (signal?.aborted) return undefined
      const leave = enterNow()
      if (leave || waiting.size >= mostWaiting) return leave
      return new Promise((resolve) => {
        const end = (way: (() => void) | undefined): void => {
          waiting.delete(next)
          signal?.removeEventListener('abort', giveUp)
          resolve(way)
        }
        const next = (): void => end(placed())
        const giveUp = (): void => end(undefined)
        waiting.add(next)
        signal?.addEventListener('abort', giveUp, { once: true })
      })
    },
  }
}
