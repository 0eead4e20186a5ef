import { later, minutes } from '#platform/base/time.ts'
import { wallTimeAt } from '#platform/base/zoned-time.ts'

/** Hours in which only critical alerts are posted. Both ends in minutes after midnight; the end may be on the next day. */
export interface Quiet {
  from: number
  to: number
  /** IANA name. */
  timeZone: string
}

const dayMinutes = 1_440

/** End of the current quiet hours; undefined outside of them. */
export function quietUntil(quiet: Quiet | undefined, now: Date): Date | undefined {
  if (!quiet) return undefined
  const { from, to, timeZone } = quiet
  const minute = minuteOfDay(now, timeZone)
  const isQuiet = from <= to ? minute >= from && minute < to : minute >= from || minute < to
  return isQuiet ? nextTime(now, to, timeZone) : undefined
}

/** The next time at which clocks in the zone show this minute of the day. */
export function nextTime(now: Date, minute: number, timeZone: string): Date {
  const whole = new Date(Math.floor(now.getTime() / minutes(1)) * minutes(1))
  const ahead = (at: Date): number => (minute - minuteOfDay(at, timeZone) + dayMinutes) % dayMinutes
  const first = later(whole, minutes(ahead(whole) || dayMinutes))
  // If daylight saving time starts or ends in between, the first guess is an hour off.
  const off = ahead(first)
  const shift = off > dayMinutes / 2 ? off - dayMinutes : off
  const moved = later(first, minutes(shift))
  return moved > now ? moved : first
}

export function isTimeZone(name: string): boolean {
  try {
    wallTimeAt(new Date(0), name)
    return true
  } catch {
    return false
  }
}

const minuteOfDay = (at: Date, timeZone: string): number => wallTimeAt(at, timeZone).minute
