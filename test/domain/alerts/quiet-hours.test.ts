import { expect, test } from 'vitest'
import { isTimeZone, nextTime, quietUntil } from '#domain/alerts/quiet-hours.ts'

const at = (text: string): Date => new Date(text)
const night = { from: 22 * 60, to: 7 * 60, timeZone: 'Europe/Berlin' }

test('quiet hours over midnight end in the morning of the zone', () => {
  expect(quietUntil(night, at('2026-11-23T20:59:00Z'))).toBeUndefined()
  expect(quietUntil(night, at('2026-11-23T21:00:00Z'))).toEqual(at('2026-11-24T06:00:00Z'))
  expect(quietUntil(night, at('2026-11-24T05:59:59Z'))).toEqual(at('2026-11-24T06:00:00Z'))
  expect(quietUntil(night, at('2026-11-24T06:00:00Z'))).toBeUndefined()
  expect(quietUntil(undefined, at('2026-11-24T03:00:00Z'))).toBeUndefined()
})

test('where clocks are changed in the night, seven is seven', () => {
  expect(quietUntil(night, at('2026-03-28T22:00:00Z'))).toEqual(at('2026-03-29T05:00:00Z'))
  expect(quietUntil(night, at('2026-10-24T21:00:00Z'))).toEqual(at('2026-10-25T06:00:00Z'))
})

test('the next eight o’clock is ahead, and a zone that nobody knows is none', () => {
  expect(nextTime(at('2026-11-23T08:00:00Z'), 480, 'UTC')).toEqual(at('2026-11-24T08:00:00Z'))
  expect(nextTime(at('2026-11-23T07:59:30Z'), 480, 'UTC')).toEqual(at('2026-11-23T08:00:00Z'))
  expect(['Asia/Kolkata', 'Mars/Olympus', ''].map(isTimeZone)).toEqual([true, false, false])
})
