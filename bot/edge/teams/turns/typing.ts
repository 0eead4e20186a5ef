import type { Timers } from '#platform/base/timers.ts'

/** Teams expects an answer or a typing indicator within 2 s. */
const firstAfterMs = 1_500
/** Clients hide the indicator after a few seconds. */
const againAfterMs = 4_000

/** Shows the typing indicator while `work` takes longer than a moment; each turn has its own timer. */
export async function typeWhile<T>(timers: Timers, type: () => void, work: Promise<T>): Promise<T> {
  let cancel = (): void => {}
  const next = (ms: number): void => {
    cancel = timers.after(ms, () => {
      type()
      next(againAfterMs)
    })
  }
  next(firstAfterMs)
  try {
    return await work
  } finally {
    cancel()
  }
}
