import { describe, expect, test } from 'vitest'
import type { Asked } from '#edge/teams/grammar/form.ts'
import { takeEnd } from '#edge/teams/grammar/take-end.ts'
import { UserError } from '#platform/base/errors.ts'

/** A Monday, 14:05 in Berlin. */
const monday = '2026-11-30T13:05:30.000Z'

function take(args: string, { now = monday, timeZone = 'Europe/Berlin', until = 'optional' as const } = {}) {
  const deps = { clock: () => new Date(now) }
  const asked = {
    word: 'unblock',
    usage: 'unblock',
    args,
    form: { until },
    timeZone,
    deps,
  } as unknown as Asked
  try {
    const taken = takeEnd(asked)
    return `${taken.ends?.until.toISOString() ?? 'no end'} | ${taken.args}`
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return [error.code, error.facts.text, ...((error.facts.lines as string[]) ?? [])].join(' | ')
  }
}

describe('how long', () => {
  test.each([
    ['for 8 hours', '2026-11-30T21:05:30.000Z'],
    ['for 8h', '2026-11-30T21:05:30.000Z'],
    ['for an hour', '2026-11-30T14:05:30.000Z'],
    ['for half an hour', '2026-11-30T13:35:30.000Z'],
    ['for 1.5 hours', '2026-11-30T14:35:30.000Z'],
    ['for 90 minutes', '2026-11-30T14:35:30.000Z'],
    ['for 1 hour and 30 minutes', '2026-11-30T14:35:30.000Z'],
    ['for 1h30m', '2026-11-30T14:35:30.000Z'],
    ['for the next 8 hours', '2026-11-30T21:05:30.000Z'],
    ['for 2 days', '2026-12-02T13:05:30.000Z'],
    ['for two days', '2026-12-02T13:05:30.000Z'],
    ['for a week', '2026-12-07T13:05:30.000Z'],
    ['for 3 months', '2027-02-28T13:05:30.000Z'],
  ])('%s', (text, expected) => {
    expect(take(`DD in Contoso ${text}`)).toBe(`${expected} | DD in Contoso`)
  })

  test('two days over the change of the clocks end when clocks show the same, hours do not', () => {
    const now = '2027-03-27T12:00:00.000Z'
    expect(take('for 2 days', { now })).toBe('2027-03-29T11:00:00.000Z | ')
    expect(take('for 48 hours', { now })).toBe('2027-03-29T12:00:00.000Z | ')
  })

  test.each(['for a while', 'for 0 hours', 'for 8', 'for some days', 'for Contoso', 'for "8 hours"'])(
    '%s is no duration, and stays in the line',
    (text) => {
      expect(take(`DD ${text}`)).toBe(`no end | DD ${text}`)
    },
  )
})

describe('until when', () => {
  test.each([
    ['until 18:00', '2026-11-30T17:00:00.000Z'],
    ['until 18.00', '2026-11-30T17:00:00.000Z'],
    ['till 6pm', '2026-11-30T17:00:00.000Z'],
    ['until 6:30 pm', '2026-11-30T17:30:00.000Z'],
    ['til 18h', '2026-11-30T17:00:00.000Z'],
    ['until midnight', '2026-11-30T22:59:59.000Z'],
    ['until tonight', '2026-11-30T22:59:59.000Z'],
    ['until tomorrow', '2026-12-01T22:59:59.000Z'],
    ['until tomorrow at noon', '2026-12-01T11:00:00.000Z'],
    ['until Friday', '2026-12-04T22:59:59.000Z'],
    ['until Fri.', '2026-12-04T22:59:59.000Z'],
    ['until Friday 18:00', '2026-12-04T17:00:00.000Z'],
    ['until 18:00 on Friday', '2026-12-04T17:00:00.000Z'],
    ['until the end of the month', '2026-11-30T22:59:59.000Z'],
    ['until 2027-01-31', '2027-01-31T22:59:59.000Z'],
    ['until 2027-01-31 08:15', '2027-01-31T07:15:00.000Z'],
    ['until 31.01.2027', '2027-01-31T22:59:59.000Z'],
    ['until 31/1/2027', '2027-01-31T22:59:59.000Z'],
    ['until 31 January', '2027-01-31T22:59:59.000Z'],
    ['until January 31, 2027', '2027-01-31T22:59:59.000Z'],
    ['until Dec 5th', '2026-12-05T22:59:59.000Z'],
  ])('%s', (text, expected) => {
    expect(take(`DD in Contoso ${text}`)).toBe(`${expected} | DD in Contoso`)
    expect(take(`${text} DD in Contoso`)).toBe(`${expected} | DD in Contoso`)
  })

  test('an end that clocks skip moves forward', () => {
    expect(take('until 2027-03-28 02:30')).toBe('2027-03-28T01:30:00.000Z | ')
  })

  test('the zone is that of the person', () => {
    expect(take('until 18:00', { timeZone: 'America/New_York' })).toBe('2026-11-30T23:00:00.000Z | ')
    expect(take('until tomorrow', { timeZone: 'Pacific/Auckland' })).toBe('2026-12-02T10:59:59.000Z | ')
  })

  test('a name in quotes is a name', () => {
    expect(take('DD in "until Friday"')).toBe('no end | DD in "until Friday"')
  })
})

describe('what is asked about', () => {
  const friday = '2026-12-04T13:05:30.000Z'
  test.each([
    [
      'until 9:00',
      'TIME_PAST | until 9:00 | unblock DD until 2026-11-30 21:00 | unblock DD until 2026-12-01 09:00',
    ],
    ['until 13:00', 'TIME_PAST | until 13:00 | unblock DD until 2026-12-01 13:00'],
    [
      'until 6',
      'TIME_UNCLEAR | until 6 | unblock DD until 2026-11-30 18:00 | unblock DD until 2026-12-01 06:00',
    ],
    ['until 2026-11-29', 'TIME_PAST | until 2026-11-29'],
    ['until 2027-02-30', 'TIME_UNCLEAR | until 2027-02-30'],
    [
      'until next Friday',
      'TIME_UNCLEAR | until next Friday | unblock DD until 2026-12-04 | unblock DD until 2026-12-11',
    ],
    [
      'until 1/2/2027',
      'TIME_UNCLEAR | until 1/2/2027 | unblock DD until 2027-01-02 | unblock DD until 2027-02-01',
    ],
    [
      'until the end of the week',
      'TIME_UNCLEAR | until the end of the week | unblock DD until 2026-12-04 | unblock DD until 2026-12-06',
    ],
    ['until further notice', 'TIME_UNCLEAR | until further notice'],
    ['until', 'TIME_UNCLEAR | until'],
    ['until 25:00', 'TIME_UNCLEAR | until 25:00'],
    ['for 8 hours until Friday', 'COMMAND_SURPLUS | until Friday'],
  ])('%s', (text, expected) => {
    expect(take(`DD ${text}`)).toBe(expected)
  })

  test('on a Friday, Friday can be this day or the next', () => {
    expect(take('DD until Friday', { now: friday })).toBe(
      'TIME_UNCLEAR | until Friday | unblock DD until 2026-12-04 | unblock DD until 2026-12-11',
    )
  })

  test('what has no end says so', () => {
    expect(take('DD in Contoso for 8 hours', { until: 'asked' as never })).toBe('TIME_UNUSED | for 8 hours')
    expect(take('DD in Contoso', { until: 'asked' as never })).toBe('no end | DD in Contoso')
  })

  test('what is offered is read as what was offered', () => {
    expect(take('DD until 2026-12-11')).toBe('2026-12-11T22:59:59.000Z | DD')
    expect(take('DD until 2026-12-01 06:00')).toBe('2026-12-01T05:00:00.000Z | DD')
  })
})
