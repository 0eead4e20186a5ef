import { later, minutes } from '#platform/base/time.ts'

/** Hours in which only what is critical is told. Both ends are minutes after midnight; the end may lie on the next day. */
export interface Quiet {
  from: number
  to: number
  /** IANA name. */
  timeZone: string
}

const dayMinutes = 1_440

/** When the quiet hours end that are now; undefined when there are none now. */
export function quietUntil(quiet: Quiet | undefined, now: Date): Date | undefined {
  if (!quiet) return undefined
  const { from, to, timeZone } = quiet
  const minute = minuteOfDay(now, timeZone)
  const isQuiet = from <= to ? minute >= from && minute < to : minute >= from || minute < to
  return isQuiet ? nextTime(now, to, timeZone) : undefined
}

/** The next moment at which clocks in the zone show this minute of the day. */
export function nextTime(now: Date, minute: number, timeZone: string): Date {
  const whole = new Date(Math.floor(now.getTime() / minutes(1)) * minutes(1))
  const ahead = (at: Date): number => (minute - minuteOfDay(at, timeZone) + dayMinutes) % dayMinutes
  const first = later(whole, minutes(ahead(whole) || dayMinutes))
  // Where clocks were changed in between, the first guess is an hour off.
  const off = ahead(first)
  const shift = off > dayMinutes / 2 ? off - dayMinutes : off
  const moved = later(first, minutes(shift))
  return moved > now ? moved : first
}

export function isTimeZone(name: string): boolean {
  try {
    formatOf(name)
    return true
  } catch {
    return false
  }
}

function minuteOfDay(at: Date, timeZone: string): number {
  const parts = formatOf(timeZone).formatToParts(at)
  const numberOf = (type: string): number => Number(parts.find((part) => part.type === type)?.value)
  return numberOf('hour') * 60 + numberOf('minute')
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** @throws RangeError for a zone that nobody knows */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  formats.set(timeZone, made)
  return made
}
