/** Limits how many requests to one service are in flight, so that a service that hangs exhausts only its own slots. */
export interface Bulkhead {
  /**
   * Resolves with how to leave when there is room, first come, first served; with undefined when the signal ends first,
   * or at once when as many wait already as may.
   */
  enter(signal?: AbortSignal): Promise<(() => void) | undefined>
  /** The same without waiting. */
  enterNow(): (() => void) | undefined
}

interface BulkheadSize {
  /** Requests under way at the same time. */
  most: number
  mostWaiting?: number
}

export function makeBulkhead({ most, mostWaiting = Number.POSITIVE_INFINITY }: BulkheadSize): Bulkhead {
  const waiting = new Set<() => void>()
  let entered = 0
  /** Whoever leaves gives the place to the next; a second call does nothing. */
  const placed = (): (() => void) => {
    let left = false
    return () => {
      if (left) return
      left = true
      const [next] = waiting
      if (next) next()
      else entered -= 1
    }
  }
  const enterNow = (): (() => void) | undefined => {
    if (entered >= most) return undefined
    entered += 1
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
          signal?.removeEventListener('abort', onAbort)
          resolve(way)
        }
        const next = (): void => end(placed())
        const onAbort = (): void => end(undefined)
        waiting.add(next)
        signal?.addEventListener('abort', onAbort, { once: true })
      })
    },
  }
}
