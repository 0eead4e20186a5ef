/** Calls `run` once after `ms`, unless the returned function is called before. Tests bring their own. */
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

/** For what repeats for ever: it must not keep a process alive that has nothing else to do. */
export const backgroundTimers = makeTimers(false)

/** The value of `work`, or undefined if it takes longer than `ms`; the work itself goes on. */
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
