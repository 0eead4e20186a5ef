import { expect, test } from 'vitest'
import { hours } from '#platform/base/time.ts'
import { readText } from '../support/card-parts.ts'
import { channel } from '../support/fake-teams.ts'
import { people, startWholeApp, type WholeApp } from '../support/whole-app.ts'

/** What the person sees of the history, as a client in this place asks for it. */
async function ask(app: WholeApp, line: string, client: Record<string, unknown>) {
  const driver = app.teams.as(people.alice)
  await driver.send({ type: 'message', text: line, ...client })
  await app.settled()
  return readText(driver.cards().at(-1)?.card ?? { type: 'AdaptiveCard' })
}

test('times on a personal card are those of its reader, and two readers do not share one card', async () => {
  const app = await startWholeApp()
  await ask(app, 'sync Adatum', {})
  await app.pass(hours(1))
  const berlin = await ask(app, 'history', { localTimezone: 'Europe/Berlin', locale: 'de-DE' })
  const kolkata = await ask(app, 'history', {
    entities: [{ type: 'clientInfo', timezone: 'Asia/Kolkata', locale: 'en-GB' }],
  })
  const offset = await ask(app, 'history', { localTimestamp: '2026-11-23T21:16:00.1234567-03:00' })
  expect(berlin).toMatch(/\d\d:\d\d CES?T/)
  expect(kolkata).toMatch(/\d\d:\d\d GMT\+5:30/)
  expect(offset).toMatch(/\d\d?:\d\d GMT-3/)
  for (const text of [berlin, kolkata, offset]) expect(text).not.toMatch(/\d UTC/)
  const statuses = []
  for (const localTimezone of ['Asia/Tokyo', 'Asia/Kolkata', 'Asia/Tokyo'])
    statuses.push(await ask(app, 'status Litware', { localTimezone }))
  expect(statuses[0]).toBe(statuses[2])
})

test('a chat keeps the zone that its person wrote from, for clicks and for cards that follow', async () => {
  const app = await startWholeApp()
  await ask(app, 'sync Adatum', { localTimezone: 'Asia/Tokyo', locale: 'ja-JP' })
  await app.pass(hours(1))
  expect(await ask(app, 'history', {})).toMatch(/\d:\d\d JST|GMT\+9/)
})

test.each([
  { localTimezone: 'Mars/Olympus', locale: 'xx-YY-zz', localTimestamp: 'now' },
  { localTimezone: 'A'.repeat(100_000), locale: 7 },
  {
    localTimezone: { $ne: 1 },
    localTimestamp: ['+01:00'],
    entities: [{ type: 'clientInfo', timezone: '<at>' }],
  },
])('a zone that is none changes nothing (%#)', async (client) => {
  const app = await startWholeApp()
  await ask(app, 'sync Adatum', {})
  expect(await ask(app, 'history', client)).toMatch(/\d\d:\d\d UTC/)
})

test('in a channel each reader’s client writes the times', async () => {
  const app = await startWholeApp()
  await ask(app, 'sync Adatum', {})
  const room = app.teams.as(people.alice, channel('security'))
  const { card } = await room.ask('history')
  expect(readText(card)).toMatch(/\{\{TIME\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\)\}\}/)
  expect(readText(card)).not.toMatch(/\d\d:\d\d UTC/)
  expect(card.fallbackText).not.toContain('{{')
})
