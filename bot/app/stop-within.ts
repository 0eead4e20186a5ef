import type { Log } from '#platform/base/log.ts'
import { systemTimers, type Timers, within } from '#platform/base/timers.ts'

export interface StopLimits {
  limitMs: number
  log: Log
  timers?: Timers
}

/**
 * Stops the app, and says whether all that was under way came to its end. What a neighbour that hangs has kept until the
 * limit is left where it stands: it is on the disk, and goes on at the next start as after a crash.
 */
export async function stopWithin(
  app: { stop(): Promise<void> },
  { limitMs, log, timers }: StopLimits,
): Promise<boolean> {
  const stopped = app.stop().then(
    () => true,
    (error: unknown) => {
      log.error({ error }, 'stopping failed')
      return false
    },
  )
  const whole = await within(timers ?? systemTimers, limitMs, stopped)
  if (whole === undefined)
    log.warn({ limitMs }, 'stopped before all was done, the rest goes on at the next start')
  return whole === true
}
