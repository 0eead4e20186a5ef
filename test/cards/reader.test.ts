import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findLocale, findTimeZone, type Reader, readAs } from '../../cards/reader.ts'
import type { Card } from '../../cards/render.ts'
import { day, moment, start, utc } from '../../cards/text.ts'
import { elementsOf } from '../support/card-parts.ts'
import { sampleMakers } from '../support/card-samples.ts'
import { runs } from '../support/runs.ts'

const now = new Date('2026-11-23T10:16:00Z')
const at = new Date('2026-11-22T23:30:00Z')
const shown = (reader: Reader) => readAs(reader, () => [moment(at, now), start(at, now), utc(at, now)])

describe('a time', () => {
  test.each<[string, string, string, string]>([
    ['Europe/Berlin', 'en-DE', '00:30 CET', '00:30 CET'],
    ['Asia/Kolkata', 'en-IN', '5:00 am IST', '5:00 am IST'],
    ['America/New_York', 'en-US', 'Nov 22, 6:30 PM EST', 'Nov 22'],
    ['+09:00', 'en-JP', '8:30 GMT+9', '8:30 GMT+9'],
    ['America/New_York', 'en-GB', '22 Nov, 18:30 GMT-5', '22 Nov'],
  ])('in %s for %s is %s', (timeZone, locale, full, since) => {
    expect(shown({ timeZone, locale })).toEqual([full, since, 'Nov 22, 23:30 UTC'])
  })

  test('whose reader is not known says UTC', () => {
    expect([moment(at, now), start(at, now)]).toEqual(['Nov 22, 23:30 UTC', 'Nov 22'])
  })

  test('has a day and a year as its zone has them, wherever and whenever that is', () => {
    const zones = [
      'UTC',
      'Pacific/Kiritimati',
      'Pacific/Pago_Pago',
      'America/St_Johns',
      'Australia/Lord_Howe',
    ]
    const hours = fc.integer({ min: -60, max: 60 })
    const years = fc.integer({ min: 2020, max: 2030 })
    const near = fc.tuple(years, hours).map(([year, hour]) => new Date(Date.UTC(year, 0, 1, hour, 30)))
    const zoned = (time: Date, timeZone: string, options: Intl.DateTimeFormatOptions): string =>
      new Intl.DateTimeFormat('en-US', { timeZone, ...options }).format(time)
    fc.assert(
      fc.property(near, near, fc.constantFrom(...zones), (time, from, timeZone) => {
        const year = { year: 'numeric' } as const
        const date = { ...year, month: 'short', day: 'numeric' } as const
        const { year: _, ...dayOnly } = date
        const isOfYear = zoned(time, timeZone, year) === zoned(from, timeZone, year)
        const isToday = zoned(time, timeZone, date) === zoned(from, timeZone, date)
        const shownDay = zoned(time, timeZone, isOfYear ? dayOnly : date)
        readAs({ timeZone, locale: 'en-US' }, () => {
          expect(day(time, from)).toBe(shownDay)
          expect(moment(time, from).startsWith(`${shownDay}, `)).toBe(!isToday)
        })
      }),
      runs(2_000, 100),
    )
  })

  test('for people in different zones is written by their clients', () => {
    expect(shown('anyone')).toEqual([
      '{{DATE(2026-11-22T23:30:00Z,SHORT)}}, {{TIME(2026-11-22T23:30:00Z)}}',
      '{{DATE(2026-11-22T23:30:00Z,SHORT)}}',
      'Nov 22, 23:30 UTC',
    ])
  })
})

describe('a zone or language from outside', () => {
  test.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    ['europe/berlin', 'Europe/Berlin'],
    ['America/Argentina/Ushuaia', 'America/Argentina/Ushuaia'],
    ['+05:30', '+05:30'],
  ])('%s is %s', (given, zone) => expect(findTimeZone(given)).toBe(zone))

  test.each([
    'Mars/Olympus',
    '+99:00',
    '',
    'Europe/Berlin\n',
    '../../etc/passwd',
    'A'.repeat(5_000),
    7,
    null,
    {},
  ])('%j is none', (given) =>
    expect([findTimeZone(given), findLocale(`${given}!`)]).toEqual([undefined, undefined]),
  )

  test('keeps its words English', () => {
    expect(['de-DE', 'en-US', 'ja', 'ar-SA', 'zh-Hans-CN'].map(findLocale)).toEqual(
      ['DE', 'US', 'JP', 'SA', 'CN'].map((region) => `en-${region}-u-ca-gregory-nu-latn`),
    )
  })

  test('never throws, whatever it is, and what it is found to be can be used', () => {
    const given = fc.oneof(
      fc.string(),
      fc.anything(),
      fc.stringMatching(/^[A-Za-z+-]{1,5}[/:-][A-Za-z0-9_]{1,12}$/),
    )
    fc.assert(
      fc.property(given, given, (zone, language) => {
        const [timeZone, locale] = [findTimeZone(zone), findLocale(language)]
        const reader = { timeZone: timeZone ?? 'UTC', locale: locale ?? 'en' }
        expect(readAs(reader, () => moment(at, now))).toMatch(/\d[:.](?:00|15|30|45)/)
      }),
    )
  })
})

const written = /\{\{(?:DATE|TIME)\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ(?:,(?:SHORT|LONG))?\)\}\}/

test('the steps of a link say their day once, to one reader and to many', () => {
  const shown = (reader: Reader): string =>
    readAs(reader, () => JSON.stringify(elementsOf(sampleMakers['consent/verified']?.() as Card)))
  const steps = (text: string): string[] =>
    [...text.matchAll(/"(?:Opened|Consented|Verified)[^"]* · [^"]*"/g)].map(([all]) => all)
  expect(steps(shown('anyone')).length).toBeGreaterThanOrEqual(2)
  for (const step of steps(shown('anyone'))) expect(step).not.toContain('{{DATE')
  expect(shown('anyone')).toMatch(/"Link created · \{\{DATE/)
})

/** The names of hostile tenants look like times of the card; they are escaped where clients write times. */
const harmless = Object.entries(sampleMakers).filter(([name]) => !name.includes('hostile'))

describe.each(harmless)('the card %s for people in different zones', (_, make) => {
  test('leaves its times to clients in texts only, and writes them out elsewhere', () => {
    const card = readAs('anyone', make)
    for (const element of elementsOf(card)) {
      const { type, text, ...rest } = element
      const others = type === 'TextBlock' ? Object.values(rest) : Object.values(element)
      for (const value of others) if (typeof value === 'string') expect(value).not.toMatch(written)
      if (type === 'TextBlock')
        expect(String(text).replaceAll(new RegExp(written, 'g'), '')).not.toMatch(
          /\{\\?\{(?:DATE|TIME)\(2026-1[012]/,
        )
    }
    expect(card.fallbackText).not.toMatch(written)
  })
})
