import { currentReader, personZone, type Reader, unknownReader } from './reader.ts'

type Format = 'day' | 'dayOfYear' | 'time' | 'date' | 'end' | 'input'
type OneReader = Exclude<Reader, 'anyone'>

const options: Readonly<Record<Format, Intl.DateTimeFormatOptions>> = {
  day: { month: 'short', day: 'numeric' },
  dayOfYear: { year: 'numeric', month: 'short', day: 'numeric' },
  time: { hour: 'numeric', minute: '2-digit', timeZoneName: 'short' },
  date: { year: 'numeric', month: 'numeric', day: 'numeric' },
  input: { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  end: {
    weekday: 'short',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  },
}

/** Making one takes a hundred times longer than using it. */
const formats = new Map<string, KeptFormat>()
const mostFormats = 1_000

interface KeptFormat {
  format: Intl.DateTimeFormat
  /** What it made of these times: a day of the catalog is on card after card. */
  texts: Map<number, string>
}
const mostTexts = 200

function formatted(at: Date, format: Format, reader: OneReader): string {
  const kept = keptFormat(format, reader)
  const ms = at.getTime()
  const known = kept.texts.get(ms)
  if (known !== undefined) return known
  // Between the time and AM there is a narrow space, which not every font of Teams has.
  const text = kept.format.format(at).replace(/\s/g, ' ')
  if (kept.texts.size >= mostTexts) kept.texts.clear()
  kept.texts.set(ms, text)
  return text
}

function keptFormat(format: Format, { timeZone, locale }: OneReader): KeptFormat {
  const key = `${format} ${timeZone} ${locale}`
  const known = formats.get(key)
  if (known) return known
  const made = {
    format: new Intl.DateTimeFormat(locale, { ...options[format], timeZone }),
    texts: new Map<number, string>(),
  }
  if (formats.size >= mostFormats) formats.clear()
  formats.set(key, made)
  return made
}

/** Teams reads nothing finer than seconds. */
const iso = (at: Date): string => at.toISOString().replace(/\.\d{3}Z$/, 'Z')

/** "Nov 12", with the year when it is not the year of `now`. */
export function formatDay(at: Date, now: Date): string {
  const reader = currentReader()
  if (reader === 'anyone') return `{{DATE(${iso(at)},SHORT)}}`
  const isOfYear = yearOf(at, reader) === yearOf(now, reader)
  return formatted(at, isOfYear ? 'day' : 'dayOfYear', reader)
}

/** No day is longer, and no zone is further from UTC. */
const mostHours = 26 * 3_600_000

/** Further than that from its start and end, a year is the same in every zone. */
function yearOf(at: Date, reader: OneReader): string | undefined {
  const [year, ms] = [at.getUTCFullYear(), at.getTime()]
  const isSame = ms - Date.UTC(year, 0) > mostHours && Date.UTC(year + 1, 0) - ms > mostHours
  return isSame ? `${year}` : /\d{4}/.exec(formatted(at, 'date', reader))?.[0]
}

/** "10:02 UTC". */
export function formatTime(at: Date): string {
  const reader = currentReader()
  return reader === 'anyone' ? `{{TIME(${iso(at)})}}` : formatted(at, 'time', reader)
}

/** An end in full, which nobody can take for another one: "Fri, Dec 4, 2026, 18:00 UTC". */
export function formatEnd(at: Date): string {
  const reader = currentReader()
  return reader === 'anyone'
    ? `{{DATE(${iso(at)},LONG)}}, {{TIME(${iso(at)})}}`
    : formatted(at, 'end', reader)
}

/** True if `at` is today for the reader. Nobody knows for many of them, who also read the card on other days. */
export function isToday(at: Date, now: Date): boolean {
  const reader = currentReader()
  if (reader === 'anyone' || Math.abs(at.getTime() - now.getTime()) > mostHours) return false
  return formatted(at, 'date', reader) === formatted(now, 'date', reader)
}

/** Steps that follow each other this closely are read as one course, whoever's midnight is between them. */
const closeMs = 6 * 3_600_000

/** True if the day of `at` need not be said again after `before`. */
export const isOnSameDay = (at: Date, before: Date): boolean =>
  currentReader() === 'anyone' ? Math.abs(at.getTime() - before.getTime()) < closeMs : isToday(at, before)

/** As the inputs of a card hold it, in the zone in which the person will mean what they pick. */
export function inputTime(at: Date): { day: string; time: string; timeZone: string } {
  const timeZone = personZone()
  const [day = '', time = ''] = formatted(at, 'input', { timeZone, locale: 'sv-SE' }).split(' ')
  return { day, time, timeZone }
}

const written = /\{\{(DATE|TIME)\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)(?:,(?:SHORT|LONG))?\)\}\}/g

/** The text with its times written out, for the places where a client doesn't do so: all but the text of a TextBlock. */
export function withTimes(text: string): string {
  if (!text.includes('{{')) return text
  const format = (kind: string): Format => (kind === 'DATE' ? 'dayOfYear' : 'time')
  return text.replace(written, (_, kind: string, at: string) =>
    formatted(new Date(at), format(kind), unknownReader as OneReader),
  )
}
