/** Limits how many requests to one service are in flight, so that a service that hangs exhausts only its own slots. */
export interface Bulkhead {
  /** Waits for a slot in FIFO order and resolves with its release; undefined if the signal aborts or the queue is full. */
  enter(signal?: AbortSignal): Promise<(() => void) | undefined>
  /** Takes a slot without waiting. */
  enterNow(): (() => void) | undefined
}

interface BulkheadSize {
  /** Requests in flight at the same time. */
  most: number
  mostWaiting?: number
}

export function makeBulkhead({ most, mostWaiting = Number.POSITIVE_INFINITY }: BulkheadSize): Bulkhead {
  const waiting = new Set<() => void>()
  let entered = 0
  /** The release hands the slot to the next waiter; a second call does nothing. */
  const makeRelease = (): (() => void) => {
    let released = false
    return () => {
      if (released) return
      released = true
      const [next] = waiting
      if (next) next()
      else entered -= 1
    }
  }
  const enterNow = (): (() => void) | undefined => {
    if (entered >= most) return undefined
    entered += 1
    return makeRelease()
  }
  return {
    enterNow,
    enter: async (signal) => {
      if (signal?.aborted) return undefined
      const release = enterNow()
      if (release || waiting.size >= mostWaiting) return release
      return new Promise((resolve) => {
        const end = (releaseOrNone: (() => void) | undefined): void => {
          waiting.delete(next)
          signal?.removeEventListener('abort', onAbort)
          resolve(releaseOrNone)
        }
        const next = (): void => end(makeRelease())
        const onAbort = (): void => end(undefined)
        waiting.add(next)
        signal?.addEventListener('abort', onAbort, { once: true })
      })
    },
  }
}
