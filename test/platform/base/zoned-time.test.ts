import { expect, test } from 'vitest'
import { dateText, endOfDay, findDate, instantOf, wallTimeAt } from '#platform/base/zoned-time.ts'

const at = (year: number, month: number, day: number, hour: number, minute = 0) => ({
  year,
  month,
  day,
  minute: hour * 60 + minute,
})

test.each([
  ['UTC', at(2026, 12, 4, 18), '2026-12-04T18:00:00.000Z'],
  ['Europe/Berlin', at(2026, 12, 4, 18), '2026-12-04T17:00:00.000Z'],
  ['Asia/Kolkata', at(2026, 12, 4, 18, 30), '2026-12-04T13:00:00.000Z'],
  ['+05:45', at(2026, 12, 4, 18), '2026-12-04T12:15:00.000Z'],
  // Clocks skip 02:00 to 03:00: the time moves forward by that hour.
  ['Europe/Berlin', at(2027, 3, 28, 2, 30), '2027-03-28T01:30:00.000Z'],
  ['America/New_York', at(2027, 3, 14, 2), '2027-03-14T07:00:00.000Z'],
  // Half an hour, at 02:00.
  ['Australia/Lord_Howe', at(2026, 10, 4, 2, 15), '2026-10-03T15:45:00.000Z'],
  // Clocks show 02:30 twice: the first one.
  ['Europe/Berlin', at(2026, 10, 25, 2, 30), '2026-10-25T00:30:00.000Z'],
  ['America/New_York', at(2026, 11, 1, 1, 30), '2026-11-01T05:30:00.000Z'],
  // Samoa had no December 30, 2011.
  ['Pacific/Apia', at(2011, 12, 30, 12), '2011-12-30T22:00:00.000Z'],
])('in %s, %o is %s', (zone, wall, expected) => {
  expect(instantOf(wall, zone).toISOString()).toBe(expected)
})

test('every hour of a year in zones that change their clocks goes there and back', () => {
  for (const zone of ['Europe/Berlin', 'America/Sao_Paulo', 'Australia/Lord_Howe', 'Pacific/Chatham', 'UTC'])
    for (let ms = Date.UTC(2026, 0, 1); ms < Date.UTC(2027, 0, 1); ms += 7 * 3_600_000) {
      const wall = wallTimeAt(new Date(ms), zone)
      expect(wallTimeAt(instantOf(wall, zone), zone)).toEqual(wall)
    }
})

test('a day ends with its last second, however long it is', () => {
  expect(endOfDay({ year: 2026, month: 12, day: 4 }, 'UTC').toISOString()).toBe('2026-12-04T23:59:59.000Z')
  expect(endOfDay({ year: 2026, month: 10, day: 25 }, 'Europe/Berlin').toISOString()).toBe(
    '2026-10-25T22:59:59.000Z',
  )
  // Clocks go from 24:00 to 01:00.
  expect(endOfDay({ year: 2026, month: 9, day: 5 }, 'America/Santiago').toISOString()).toBe(
    '2026-09-06T03:59:59.000Z',
  )
})

test.each([
  ['2028-02-29', true],
  ['2027-02-29', false],
  ['2027-13-01', false],
  ['2027-00-10', false],
  ['2027-1-1', false],
  ['12027-01-01', false],
  ['2027-01-01T00:00', false],
  ['', false],
])('%o is a date: %s', (text, expected) => {
  const found = findDate(text)
  expect(found && dateText(found)).toBe(expected ? text : undefined)
})
