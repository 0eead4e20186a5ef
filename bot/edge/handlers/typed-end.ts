import type { z } from 'zod'
import { endOfDay, findDate, instantOf } from '#platform/base/zoned-time.ts'
import { findTimeZone } from '../../../cards/reader.ts'
import { typedLine } from './typed-text.ts'

/** The inputs of `cards/elements/end-input.ts`, with the zone in which they were shown. */
export const endFields = { endDay: typedLine(20), endTime: typedLine(20), endZone: typedLine(60) }
type EndFields = z.infer<z.ZodObject<typeof endFields>>

/** The end that was picked: of its day without a time. Undefined if nothing was, or nothing that exists. */
export function readEndFields({ endDay, endTime, endZone }: EndFields): Date | undefined {
  const date = findDate(endDay)
  const timeZone = findTimeZone(endZone)
  if (timeZone === undefined || !date) return undefined
  if (endTime === '') return endOfDay(date, timeZone)
  const [, hour = 24, minute = 60] = /^(\d{1,2}):(\d\d)$/.exec(endTime)?.map(Number) ?? []
  return hour < 24 && minute < 60 ? instantOf({ ...date, minute: hour * 60 + minute }, timeZone) : undefined
}
