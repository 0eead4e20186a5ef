import type { Log } from '#platform/base/log.ts'

/** Work that continues after a turn was answered. Its failures are logged. */
export interface Background {
  run(work: Promise<unknown>, what: string): void
  /** The number of tasks in progress. */
  readonly size: number
  /** Resolves when no task is in progress. */
  settled(): Promise<void>
}

export function makeBackground(log: Log): Background {
  const running = new Set<Promise<void>>()
  return {
    run(work, what) {
      const done: Promise<void> = work.then(
        () => {
          running.delete(done)
        },
        (error: unknown) => {
          running.delete(done)
          log.warn({ error, what }, 'an answer could not be delivered')
        },
      )
      running.add(done)
    },
    get size() {
      return running.size
    },
    async settled() {
      while (running.size > 0) await Promise.all(running)
    },
  }
}
