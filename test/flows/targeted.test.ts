import { expect, test } from 'vitest'
import { minutes, seconds } from '#platform/base/time.ts'
import { readText } from '../support/card-parts.ts'
import { query } from '../support/facts.ts'
import { channel, type Driver } from '../support/fake-teams.ts'
import { people, startWholeApp } from '../support/whole-app.ts'

const room = channel('security')
/** As Teams sends a slash command. */
const whisper = (driver: Driver, text: string) =>
  driver.send({ type: 'message', text, recipient: { id: '28:grantkeeper', isTargeted: true } })

test.each([
  'help',
  'whoami',
  'settings',
  'requests',
  'doctor AADSTS65001',
  'grant "Directory data" in Contoso',
  'nonsense',
])('what %s answers one person in a channel is seen there by this person alone', async (line) => {
  const app = await startWholeApp()
  const [alice, victor] = [app.teams.as(people.alice, room), app.teams.as(people.victor, room)]
  const card = await alice.ask(line)
  await app.settled()
  expect([card.conversationId, victor.cards()]).toEqual([room.id, []])
  expect(app.teams.cards(app.teams.as(people.alice).conversationId)).toEqual([])
})

test('a slash command for everyone is for its writer, and its progress card is followed there', async () => {
  const app = await startWholeApp()
  const [olivia, victor] = [app.teams.as(people.olivia, room), app.teams.as(people.victor, room)]
  await whisper(olivia, 'sync Adatum')
  await app.settled()
  await app.pass(minutes(2))
  const [card] = olivia.cards()
  if (!card) throw new Error('Expected a card of the sync')
  expect(readText(card.card)).toMatch(/Sync finished/)
  expect(card.updates).toBeGreaterThan(0)
  expect(victor.cards()).toEqual([])
})

test('a progress card that Teams removed is no fault: no new message, no dead letter, no doubt', async () => {
  const app = await startWholeApp()
  const [olivia, victor] = [app.teams.as(people.olivia, room), app.teams.as(people.victor, room)]
  await victor.ask('tenants')
  const before = app.teams.cards(room.id).length
  await whisper(olivia, 'sync all')
  const [, card] = olivia.cards()
  if (!card) throw new Error('Expected a card of the sync')
  app.teams.connector.forget(card.id)
  await app.settled()
  for (let spent = 0; spent < minutes(5); spent += seconds(30)) await app.pass(seconds(30))
  expect(query(app, 'select state from sync_runs')).toEqual([{ state: 'done' }])
  expect(query(app, 'select * from outbox')).toEqual([])
  expect(query(app, "select * from conversations where state <> 'open'")).toEqual([])
  expect(app.teams.cards(room.id)).toHaveLength(before)
  expect(olivia.cards()).toHaveLength(before)
})
