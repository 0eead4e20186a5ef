import { addDays, isDate, type WallTime, weekdayOf } from '#platform/base/zoned-time.ts'

type DateOnly = Omit<WallTime, 'minute'>

/** The day that words name, or the days that they could mean. */
export interface DayPart {
  dates: readonly DateOnly[]
  isUnclear: boolean
}

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const months = 'january february march april may june july august september october november december'.split(
  ' ',
)
const weekday = /^(?:(this|coming|next) )?(sun|mon|tue|tues|wed|thu|thur|thurs|fri|sat|[a-z]+day)\.?$/
const iso = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/
const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})?$/
const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/
const dayFirst = /^(\d{1,2})(?:st|nd|rd|th|\.)?(?: of)? ([a-z]{3,9})\.?(?:,? (\d{4}))?$/
const monthFirst = /^([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?$/
const endOf = /^end of (?:the |this )?(day|week|month|year)$/

const exactly = (...dates: DateOnly[]): DayPart => ({ dates, isUnclear: dates.length > 1 })

/** Undefined if the words are no day. A date that does not exist is one: `isDate` tells. */
export function readDay(text: string, today: WallTime): DayPart | undefined {
  if (text === 'today' || text === 'tonight') return exactly(today)
  if (text === 'tomorrow') return exactly(addDays(today, 1))
  if (text === 'day after tomorrow') return exactly(addDays(today, 2))
  return (
    readWeekday(text, today) ?? readNumbers(text, today) ?? readMonth(text, today) ?? readPeriod(text, today)
  )
}

/** On a Friday, "until Friday" can mean this day or the next; "next Friday" always can. */
function readWeekday(text: string, today: WallTime): DayPart | undefined {
  const [, which, name = ''] = weekday.exec(text) ?? []
  const wanted = weekdays.findIndex(
    (day) => day === name || (name.length < 6 && name !== '' && day.startsWith(name)),
  )
  if (wanted < 0) return undefined
  const days = (wanted - weekdayOf(today) + 7) % 7
  const first = addDays(today, days)
  return days === 0 || which === 'next' ? exactly(first, addDays(first, 7)) : exactly(first)
}

function readNumbers(text: string, today: WallTime): DayPart | undefined {
  const year = iso.exec(text)
  if (year) return exactly({ year: Number(year[1]), month: Number(year[2]), day: Number(year[3]) })
  const dots = dotted.exec(text)
  if (dots) return ofYear({ month: Number(dots[2]), day: Number(dots[1]) }, dots[3], today)
  const slashes = slashed.exec(text)
  if (!slashes) return undefined
  const [a, b, of] = [Number(slashes[1]), Number(slashes[2]), Number(slashes[3])]
  const ways = [
    { year: of, month: a, day: b },
    { year: of, month: b, day: a },
  ].filter(isDate)
  return a === b ? exactly(...ways.slice(0, 1)) : exactly(...ways)
}

function readMonth(text: string, today: WallTime): DayPart | undefined {
  const first = dayFirst.exec(text)
  const second = monthFirst.exec(text)
  const [name = '', day, year] = first ? [first[2], first[1], first[3]] : second ? second.slice(1) : []
  const month =
    1 +
    months.findIndex((each) => each === name || (name.length <= 4 && name !== '' && each.startsWith(name)))
  return month > 0 ? ofYear({ month, day: Number(day) }, year, today) : undefined
}

/** Without a year, the next one in which the day comes. */
function ofYear(date: { month: number; day: number }, year: string | undefined, today: WallTime): DayPart {
  if (year !== undefined) return exactly({ ...date, year: Number(year) })
  const isOver = date.month < today.month || (date.month === today.month && date.day < today.day)
  return exactly({ ...date, year: today.year + (isOver ? 1 : 0) })
}

function readPeriod(text: string, today: WallTime): DayPart | undefined {
  const [, period] = endOf.exec(text) ?? []
  if (period === 'day') return exactly(today)
  // For some it ends on Friday, for others on Sunday.
  if (period === 'week') {
    const sunday = addDays(today, (7 - weekdayOf(today)) % 7)
    return exactly(addDays(sunday, -2), sunday)
  }
  if (period === 'month') return exactly(addDays({ ...today, month: today.month + 1, day: 1 }, -1))
  return period === 'year' ? exactly({ ...today, month: 12, day: 31 }) : undefined
}
