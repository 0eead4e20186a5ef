/** What the clocks of a zone show. */
export interface WallTime {
  year: number
  /** 1 to 12. */
  month: number
  day: number
  /** After midnight. */
  minute: number
}

const dayMs = 86_400_000
const minuteMs = 60_000
/** Making one takes a hundred times longer than using it; zones come from outside. */
const formats = new Map<string, Intl.DateTimeFormat>()
const mostFormats = 500

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  if (formats.size >= mostFormats) formats.clear()
  formats.set(timeZone, made)
  return made
}

/** @throws RangeError for an unknown zone */
export function wallTimeAt(at: Date, timeZone: string): WallTime {
  const parts = formatOf(timeZone).formatToParts(at)
  const numberOf = (type: string): number => Number(parts.find((part) => part.type === type)?.value)
  const minute = numberOf('hour') * 60 + numberOf('minute')
  return { year: numberOf('year'), month: numberOf('month'), day: numberOf('day'), minute }
}

/** The same figures as if they were UTC; days and minutes beyond the end of a month or a day go over into the next. */
const asUtc = ({ year, month, day, minute }: WallTime): number => Date.UTC(year, month - 1, day, 0, minute)

/**
 * When the clocks of the zone show this. A time that they skip moves forward by what they skip; of one that they show twice, it
 * is the first. @throws RangeError for an unknown zone
 */
export function instantOf(wall: WallTime, timeZone: string): Date {
  const wanted = asUtc(wall)
  const offsetAt = (ms: number): number => {
    const whole = Math.floor(ms / minuteMs) * minuteMs
    return asUtc(wallTimeAt(new Date(whole), timeZone)) - whole
  }
  // The offsets before and after whatever change there is near that day.
  const ways = [wanted - dayMs, wanted + dayMs].map((near) => wanted - offsetAt(near))
  const right = ways.filter((ms) => ms + offsetAt(ms) === wanted)
  return new Date(right.length > 0 ? Math.min(...right) : Math.max(...ways))
}

/** The last second of a day: it is still said by the name of the day. */
export const endOfDay = ({ year, month, day }: Omit<WallTime, 'minute'>, timeZone: string): Date =>
  new Date(instantOf({ year, month, day, minute: 1_440 }, timeZone).getTime() - 1_000)

/** False for February 30. */
export function isDate({ year, month, day }: Omit<WallTime, 'minute'>): boolean {
  const made = new Date(Date.UTC(year, month - 1, day))
  return made.getUTCFullYear() === year && made.getUTCMonth() === month - 1 && made.getUTCDate() === day
}

const written = /^(\d{4})-(\d\d)-(\d\d)$/

/** "2026-12-04"; undefined for anything else, and for February 30. */
export function findDate(text: string): Omit<WallTime, 'minute'> | undefined {
  const [, year = 0, month = 0, day = 0] = written.exec(text)?.map(Number) ?? []
  const date = { year, month, day }
  return written.test(text) && isDate(date) ? date : undefined
}

/** The date so many days later. */
export function addDays<T extends Omit<WallTime, 'minute'>>(date: T, days: number): T {
  const made = new Date(Date.UTC(date.year, date.month - 1, date.day + days))
  return { ...date, year: made.getUTCFullYear(), month: made.getUTCMonth() + 1, day: made.getUTCDate() }
}

/** 0 is Sunday. */
export const weekdayOf = ({ year, month, day }: Omit<WallTime, 'minute'>): number =>
  new Date(Date.UTC(year, month - 1, day)).getUTCDay()

const two = (n: number): string => String(n).padStart(2, '0')

/** "2026-12-04". */
export const dateText = ({ year, month, day }: Omit<WallTime, 'minute'>): string =>
  `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`

/** "18:00". */
export const clockText = ({ minute }: Pick<WallTime, 'minute'>): string =>
  `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
