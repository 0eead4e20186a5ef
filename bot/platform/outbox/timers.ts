/** Calls `run` once after `ms`, unless the returned function is called before. */
export interface Timers {
  after(ms: number, run: () => void): () => void
}

/** They keep no process alive. */
export const systemTimers: Timers = {
  after(ms, run) {
    const timer = setTimeout(run, ms).unref()
    return () => clearTimeout(timer)
  },
}
