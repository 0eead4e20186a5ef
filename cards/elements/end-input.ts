import { inputTime } from '../format-time.ts'
import type { Element } from '../render.ts'
import { timesEn as words } from '../words/times-en.ts'

interface EndInput {
  now: Date
  /** What is picked when the card comes. */
  until?: Date | undefined
  /** The latest day that can be picked. */
  latest?: Date | undefined
  label?: string
  /** A day alone: until its end. */
  dayOnly?: true
}

/** The inputs for an end, and what their button must send along: the zone in which they were shown. `bot/edge/handlers/typed-end.ts` reads them. */
export function endInputs({ now, until, latest, label, dayOnly }: EndInput): {
  inputs: Element[]
  data: { endZone: string }
} {
  const { timeZone, day: today } = inputTime(now)
  const picked = until && inputTime(until)
  const day = {
    type: 'Input.Date',
    id: 'endDay',
    label: label ?? words.endDay,
    min: today,
    ...(latest && { max: inputTime(latest).day }),
    ...(picked && { value: picked.day }),
  }
  const time = {
    type: 'Input.Time',
    id: 'endTime',
    label: words.endTime(timeZone),
    ...(picked && { value: picked.time }),
  }
  return { inputs: dayOnly ? [day] : [day, time], data: { endZone: timeZone } }
}
