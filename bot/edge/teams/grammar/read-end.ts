import { addDays, endOfDay, instantOf, isDate, type WallTime, wallTimeAt } from '#platform/base/zoned-time.ts'
import { type DayPart, readDay } from './read-day.ts'
import type { Moment } from './read-duration.ts'

/** What "until …" says. `ends`: what could be meant, to be offered. */
export type ReadEnd = { until: Date } | { problem: 'past' | 'unclear'; ends: readonly Date[] }

interface Clock {
  minute: number
  /** 12 and less without am or pm: in the evening it may be meant as pm. */
  isHalfDay: boolean
  isMidnight?: true
  isBare?: true
}

const clockPattern =
  '(?<h>\\d{1,2})(?::(?<m>\\d\\d)|\\.(?<dot>00|1[3-9]|[2-5]\\d))? ?(?<half>am|pm|a\\.m\\.?|p\\.m\\.?)?|(?<h24>\\d{1,2})h(?<m24>\\d\\d)?|(?<name>noon|midday|midnight)'
const alone = new RegExp(`^(?:at )?(?:${clockPattern})(?: ?(?:o'clock|sharp))?$`)
const atEnd = new RegExp(`^(?<day>.+?),? (?:at )?(?:${clockPattern})$`)
const atStart = new RegExp(`^(?:${clockPattern})(?: on|,)? (?<day>.+)$`)

/** "18:00", "Friday", "tomorrow at noon", "2027-01-31", after "until"; undefined if it is no time at all. */
export function readEnd(text: string, moment: Moment): ReadEnd | undefined {
  const said = text.toLowerCase().replace(/\s+/g, ' ').replace(/^the /, '').trim()
  const today = wallTimeAt(moment.now, moment.timeZone)
  const day = readDay(said, today)
  if (day) return judge(moment, endsOfDays(day, undefined, moment))
  const only = alone.exec(said)
  if (only) {
    const clock = clockOf(only.groups)
    return clock && endOfClock(clock, today, moment)
  }
  for (const pattern of [atEnd, atStart]) {
    const { groups } = pattern.exec(said) ?? {}
    const clock = groups && clockOf(groups)
    const days = groups?.day === undefined ? undefined : readDay(groups.day, today)
    if (clock && days && !clock.isBare) return judge(moment, endsOfDays(days, clock, moment))
  }
  return undefined
}

function clockOf(groups: Record<string, string | undefined> | undefined): Clock | undefined {
  const { h, m, dot, half, h24, m24, name } = groups ?? {}
  if (name === 'midnight') return { minute: 1_440, isHalfDay: false, isMidnight: true }
  if (name) return { minute: 720, isHalfDay: false }
  const hour = Number(h ?? h24)
  const minute = Number(m ?? dot ?? m24 ?? 0)
  const isMorning = half?.startsWith('a')
  if (minute > 59 || hour > 23 || (half && (hour < 1 || hour > 12))) return undefined
  if (half) return { minute: ((hour % 12) + (isMorning ? 0 : 12)) * 60 + minute, isHalfDay: false }
  const isBare = h !== undefined && m === undefined && dot === undefined
  return { minute: hour * 60 + minute, isHalfDay: hour <= 12, ...(isBare && { isBare }) }
}

/** Today, or what it could mean otherwise. */
function endOfClock(clock: Clock, today: WallTime, { now, timeZone }: Moment): ReadEnd {
  const at = (minute: number, days = 0): Date =>
    clock.isMidnight
      ? endOfDay(addDays(today, days), timeZone)
      : instantOf({ ...addDays(today, days), minute }, timeZone)
  const until = at(clock.minute)
  const evening = clock.minute < 720 ? clock.minute + 720 : clock.minute
  const others = [
    ...(clock.isHalfDay ? [at(evening)] : []),
    at(clock.minute, 1),
    ...(clock.isHalfDay ? [at(evening, 1)] : []),
  ]
  const ends = [until, ...others].filter((each) => each > now).slice(0, 2)
  if (clock.isBare) return { problem: 'unclear', ends }
  return until > now ? { until } : { problem: 'past', ends }
}

function endsOfDays({ dates, isUnclear }: DayPart, clock: Clock | undefined, { timeZone }: Moment) {
  const ends = dates.filter(isDate).flatMap((date): Date[] => {
    if (!clock) return [endOfDay(date, timeZone)]
    // Some mean its beginning, some its end.
    if (clock.isMidnight) return [instantOf({ ...date, minute: 0 }, timeZone), endOfDay(date, timeZone)]
    return [instantOf({ ...date, minute: clock.minute }, timeZone)]
  })
  return { ends, isUnclear: isUnclear || clock?.isMidnight === true }
}

function judge({ now }: Moment, { ends, isUnclear }: { ends: Date[]; isUnclear: boolean }): ReadEnd {
  const coming = ends.filter((each) => each > now)
  const [until] = coming
  if (ends.length === 0) return { problem: 'unclear', ends: [] }
  if (!until) return { problem: 'past', ends: [] }
  return isUnclear ? { problem: 'unclear', ends: coming } : { until }
}
