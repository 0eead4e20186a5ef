import { describe, expect, test } from 'vitest'
import type { AdvanceNotice } from '#domain/notices/advance-notice.ts'
import { readComingDay } from '#domain/notices/calendar-day.ts'
import { judgeNotice } from '#domain/notices/judge-notice.ts'
import { cutDay } from '#edge/teams/grammar/cut-day.ts'
import { UserError } from '#platform/base/errors.ts'

const now = new Date('2026-11-30T13:00:00.000Z')
const day = readComingDay('2027-01-31', 'Europe/Berlin', now)
const notice = { ...day, listVersion: 'new', beforeVersion: 'old' } as AdvanceNotice
const judged = (version: string, at: string) => judgeNotice(notice, { version }, new Date(at))

test.each([
  ['2026-12-01T00:00:00Z', 'old', 'wait'],
  ['2026-12-01T00:00:00Z', 'new', 'fulfilled'],
  ['2026-12-01T00:00:00Z', 'other', 'wait'],
  ['2027-01-30T22:59:59Z', 'other', 'wait'],
  ['2027-01-30T23:00:00Z', 'old', 'wait'],
  ['2027-01-30T23:00:00Z', 'new', 'fulfilled'],
  ['2027-01-30T23:00:00Z', 'other', 'void'],
  ['2027-01-31T22:59:59Z', 'old', 'wait'],
  ['2027-01-31T23:00:00Z', 'old', 'void'],
  ['2027-01-31T23:00:00Z', 'new', 'fulfilled'],
])('at %s with the %s list: %s', (at, version, verdict) => {
  expect(judged(version, at)).toBe(verdict)
})

describe('the day', () => {
  test.each([
    ['2027-01-31', 'UTC', '2027-01-31T00:00:00.000Z', '2027-02-01T00:00:00.000Z'],
    ['2027-01-31', 'Europe/Berlin', '2027-01-30T23:00:00.000Z', '2027-01-31T23:00:00.000Z'],
    // 23 and 25 hours long.
    ['2027-03-28', 'Europe/Berlin', '2027-03-27T23:00:00.000Z', '2027-03-28T22:00:00.000Z'],
    ['2027-10-31', 'Europe/Berlin', '2027-10-30T22:00:00.000Z', '2027-10-31T23:00:00.000Z'],
    // Midnight does not exist on this day there.
    ['2027-04-30', 'Africa/Cairo', '2027-04-29T22:00:00.000Z', '2027-04-30T21:00:00.000Z'],
    ['2026-12-31', 'Pacific/Kiritimati', '2026-12-30T10:00:00.000Z', '2026-12-31T10:00:00.000Z'],
    ['2027-02-28', '+05:30', '2027-02-27T18:30:00.000Z', '2027-02-28T18:30:00.000Z'],
  ])('%s in %s is from %s to %s', (text, timeZone, from, to) => {
    const found = readComingDay(text, timeZone, now)
    expect([found.startsAt.toISOString(), found.endsAt.toISOString()]).toEqual([from, to])
  })

  test.each([
    ['', 'none'],
    ['tomorrow', 'unreadable'],
    ['2027-02-30', 'unreadable'],
    ['2027-13-01', 'unreadable'],
    ['31.01.2027', 'unreadable'],
    ['2026-11-30', 'past'],
    ['2026-11-29', 'past'],
    ['1999-12-31', 'past'],
    ['2027-12-03', 'far'],
    ['9999-12-31', 'far'],
  ])('%s is refused: %s', (text, problem) => {
    try {
      readComingDay(text, 'UTC', now)
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(UserError)
      expect(error).toMatchObject({ code: 'NOTICE_DAY', facts: { problem } })
    }
  })

  test.each([
    ['Labels on 2027-01-31', 'Labels', '2027-01-31'],
    ['"Labels and protected content" on 31 January 2027', '"Labels and protected content"', '2027-01-31'],
    ['Labels from Jan 31, 2027', 'Labels', '2027-01-31'],
    ['Labels for 31.1.2027', 'Labels', '2027-01-31'],
    ['Labels on the 1st of April 2027', 'Labels', '2027-04-01'],
    ['Labels on Friday', 'Labels', '2026-12-04'],
    ['Labels on 2020-01-31', 'Labels', '2020-01-31'],
    ['Labels', 'Labels', undefined],
    ['"Labels on Friday"', '"Labels on Friday"', undefined],
    ['Labels on 1/2/2027', 'Labels on 1/2/2027', undefined],
    ['Labels on next Friday', 'Labels on next Friday', undefined],
    ['permissions for Labels on 2027-01-31', 'permissions for Labels', '2027-01-31'],
  ])('%s', (line, rest, found) => {
    expect(cutDay(line, now, 'Europe/Berlin')).toEqual({ rest, ...(found && { day: found }) })
  })
})
