import type { Log } from '#platform/base/log.ts'
import { systemTimers, type Timers, within } from '#platform/base/timers.ts'

interface StopLimits {
  limitMs: number
  log: Log
  timers?: Timers
}

/**
 * Stops the app and returns whether all work in progress finished within the limit. Work that hangs on another service is
 * abandoned: it is stored, and resumes at the next start as after a crash.
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
    log.warn({ limitMs }, 'stopped before all work was done, the rest continues at the next start')
  return whole === true
}
