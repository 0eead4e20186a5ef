import { dateText, wallTimeAt } from '#platform/base/zoned-time.ts'
import { readDay } from './read-day.ts'

/** Words that can lead to a day. */
const lead = /(?:^|\s)(?:on|from|for|as of|starting|by)\s+(?:the\s+)?/gi

/**
 * The day at the end of a line, with the words that lead to it, and the rest: "Labels on 31 January 2027". What can be two days,
 * such as 1/2/2027, is none. Whether the day exists is decided by whoever takes it.
 */
export function cutDay(line: string, now: Date, timeZone: string): { rest: string; day?: string } {
  const today = wallTimeAt(now, timeZone)
  for (const found of line.slice(-200).matchAll(lead)) {
    const at = Math.max(0, line.length - 200) + found.index
    const day = readDay(
      line
        .slice(at + found[0].length)
        .trim()
        .toLowerCase(),
      today,
    )
    const [date] = day && !day.isUnclear ? day.dates : []
    if (date) return { rest: line.slice(0, at).trim(), day: dateText(date) }
  }
  return { rest: line.trim() }
}
