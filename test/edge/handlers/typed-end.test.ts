import { expect, test } from 'vitest'
import { z } from 'zod'
import { endFields, readEndFields } from '#edge/handlers/typed-end.ts'
import { endInputs } from '../../../cards/elements/end-input.ts'
import { formatEnd } from '../../../cards/format-time.ts'
import { readAs } from '../../../cards/reader.ts'

const now = new Date('2026-11-30T22:30:00.000Z')
const until = new Date('2026-12-04T17:00:00.000Z')
const read = (fields: object) => readEndFields(z.object(endFields).parse(fields))?.toISOString()
const inZone = <T>(timeZone: string, work: () => T): T => readAs({ timeZone, locale: 'en-GB' }, work)

/** As a client sends the inputs of a card that nobody has changed. */
function sent({ inputs, data }: ReturnType<typeof endInputs>): object {
  return { ...data, ...Object.fromEntries(inputs.map(({ id, value }) => [id, value])) }
}

test.each(['UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/St_Johns', 'Pacific/Kiritimati'])(
  'what the card shows in %s comes back as it was',
  (zone) => {
    const shown = inZone(zone, () => endInputs({ now, until }))
    expect(read(sent(shown))).toBe(until.toISOString())
  },
)

test('the day and the zone are those of the reader, and many readers have none', () => {
  const [day, time] = inZone('Europe/Berlin', () => endInputs({ now, until, latest: until })).inputs
  expect(day).toMatchObject({ id: 'endDay', value: '2026-12-04', min: '2026-11-30', max: '2026-12-04' })
  expect(time).toMatchObject({ id: 'endTime', value: '18:00', label: 'Time (Europe/Berlin)' })
  const shared = readAs('anyone', () => endInputs({ now, until }))
  expect(shared.data).toEqual({ endZone: 'UTC' })
  // In a channel, the zone is that of whoever clicked.
  expect(readAs('anyone', () => endInputs({ now, until }), 'Asia/Kolkata').data).toEqual({
    endZone: 'Asia/Kolkata',
  })
  expect(endInputs({ now, dayOnly: true }).inputs).toHaveLength(1)
})

test('a day alone is meant to its end, and what does not exist is nothing', () => {
  const endZone = 'Europe/Berlin'
  expect(read({ endDay: '2026-12-04', endZone })).toBe('2026-12-04T22:59:59.000Z')
  expect(read({ endDay: '2027-03-28', endTime: '02:30', endZone })).toBe('2027-03-28T01:30:00.000Z')
  for (const wrong of [
    {},
    { endDay: '2027-02-30', endZone },
    { endDay: '4.12.2026', endZone },
    { endDay: '2026-12-04', endTime: '25:00', endZone },
    { endDay: '2026-12-04', endTime: 'noon', endZone },
    { endDay: '2026-12-04', endZone: 'Mars/Olympus' },
    { endDay: 20261204, endTime: null, endZone },
  ])
    expect(read(wrong), JSON.stringify(wrong)).toBeUndefined()
})

test('an end is said in full', () => {
  expect(formatEnd(until)).toBe('Fri, Dec 4, 2026, 17:00 UTC')
  expect(inZone('Europe/Berlin', () => formatEnd(until))).toMatch(/^Fri.* 4 Dec 2026, 18:00 (CET|GMT\+1)$/)
  expect(readAs('anyone', () => formatEnd(until))).toBe(
    '{{DATE(2026-12-04T17:00:00Z,LONG)}}, {{TIME(2026-12-04T17:00:00Z)}}',
  )
})
