/** Calls `run` once after `ms`; the result cancels it. Tests pass their own timers. */
export interface Timers {
  after(ms: number, run: () => void): () => void
}

const makeTimers = (keepAlive: boolean): Timers => ({
  after(ms, run) {
    const timer = setTimeout(run, ms)
    if (!keepAlive) timer.unref()
    return () => clearTimeout(timer)
  },
})

export const systemTimers = makeTimers(true)

/** For repeating work, which must not keep the process alive. */
export const backgroundTimers = makeTimers(false)

/** The result of `work`, or undefined after `ms`; the work itself continues. */
export async function within<T>(timers: Timers, ms: number, work: Promise<T>): Promise<T | undefined> {
  let cancel = (): void => {}
  const tooLong = new Promise<undefined>((resolve) => {
    cancel = timers.after(ms, () => resolve(undefined))
  })
  try {
    return await Promise.race([work, tooLong])
  } finally {
    cancel()
  }
}
