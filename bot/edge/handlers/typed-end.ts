import type { z } from 'zod'
import { endOfDay, instantOf, isDate } from '#platform/base/zoned-time.ts'
import { findTimeZone } from '../../../cards/reader.ts'
import { typedLine } from './typed-text.ts'

/** The inputs of `cards/elements/end-input.ts`, with the zone in which they were shown. */
export const endFields = { endDay: typedLine(20), endTime: typedLine(20), endZone: typedLine(60) }
type EndFields = z.infer<z.ZodObject<typeof endFields>>

/** The end that was picked: of its day without a time. Undefined if nothing was, or nothing that exists. */
export function readEndFields({ endDay, endTime, endZone }: EndFields): Date | undefined {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(endDay)?.map(Number) ?? []
  const date = { year: year ?? 0, month: month ?? 0, day: day ?? 0 }
  const timeZone = findTimeZone(endZone)
  if (timeZone === undefined || year === undefined || !isDate(date)) return undefined
  if (endTime === '') return endOfDay(date, timeZone)
  const [, hour = 24, minute = 60] = /^(\d{1,2}):(\d\d)$/.exec(endTime)?.map(Number) ?? []
  return hour < 24 && minute < 60 ? instantOf({ ...date, minute: hour * 60 + minute }, timeZone) : undefined
}
