import { expect, test } from 'vitest'
import type { Card } from '../../cards/render.ts'
import { buttonsOf, elementsOf, findButton, readText } from '../support/card-parts.ts'
import { auditOf, query, snapshot } from '../support/facts.ts'
import type { Driver } from '../support/fake-teams.ts'
import { people, startWholeApp } from '../support/whole-app.ts'

const reason = 'The new sensors need it from Monday on'
/** What clients have sent in the place of a text. */
const odd = [null, 42, 0, true, [], {}, ['x'], undefined]

const idOf = (message: { id: string }) => message.id
const inputOf = (card: Card, id: string): unknown => elementsOf(card).find((each) => each.id === id)?.value

/** Presses the button with these fields as they are and returns the card that comes. */
async function press(
  driver: Driver,
  message: { id: string; card: Card },
  verb: string,
  fields: object,
): Promise<Card> {
  const { data } = findButton(message.card, verb)
  await driver.press(idOf(message), { verb, data: { ...fields, ...(data as object) } })
  return driver.see(idOf(message)).card
}

test('a request keeps its form and what was typed when another field is no text', async () => {
  const app = await startWholeApp()
  const [olivia, bob] = [app.teams.as(people.olivia), app.teams.as(people.bob)]
  await bob.ask('whoami')
  for (const line of [
    'grant "User, device and activity" in Fabrikam',
    'block "Account actions" in Fabrikam',
  ]) {
    const form = await olivia.ask(line)
    for (const none of odd) {
      const again = await press(olivia, form, 'request.make', { reason: none, signer: 'self' })
      expect(readText(again), JSON.stringify(none)).toMatch(/Enter a reason of 10/)
      expect(buttonsOf(again).map(({ verb }) => verb)).toContain('request.make')
    }
  }
  const grant = await olivia.ask('grant "User, device and activity" in Fabrikam')
  for (const strange of [7, 'nobody', 'aaaaaaaa-0000-4000-8000-00000000ffff']) {
    const again = await press(olivia, grant, 'request.make', { reason, signer: strange })
    expect(readText(again), JSON.stringify(strange)).toMatch(/Choose who gets the links/)
    expect(inputOf(again, 'reason')).toBe(reason)
  }
  expect(query(app, "select * from requests where state = 'open'")).toEqual([])
  const asked = await press(olivia, grant, 'request.make', { reason, signer: null })
  expect(readText(asked)).toMatch(/Waiting for an approver/)
})

test('an approval card stays when its reason is no text, and a number is what was typed', async () => {
  const app = await startWholeApp()
  const [olivia, bob] = [app.teams.as(people.olivia), app.teams.as(people.bob)]
  await bob.ask('whoami')
  const form = await olivia.ask('block "Account actions" in Fabrikam')
  await olivia.click(form, 'request.make', { reason })
  await app.settled()
  const approval = app.teams.cards(bob.conversationId).at(-1)
  if (!approval) throw new Error('Expected a card for the approver')
  for (const none of [null, {}, [], true, '\u200b', undefined]) {
    const again = await press(bob, approval, 'request.deny', { reason: none })
    expect(readText(again), JSON.stringify(none)).toMatch(/Enter a reason, then select Deny/)
  }
  const denied = await press(bob, approval, 'request.deny', { reason: 20_261_130 })
  expect(readText(denied)).toMatch(/20261130/)
})

test('the other forms take what a client sends', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const card = await alice.ask('help')
  const before = snapshot(app)
  const press = async (verb: string, data: object): Promise<string> => {
    const { status, body } = await alice.invoke(card, { verb, data })
    expect(status).toBe(200)
    return readText((body as { value: Card }).value)
  }
  for (const none of odd) {
    const name = JSON.stringify(none)
    expect(await press('tenant.add', { domain: none }), name).toMatch(/Add/)
    expect(await press('tenant.list', { search: none, filter: 'all' }), name).toMatch(/tenants/i)
    expect(await press('history.show', { who: none, area: none }), name).not.toMatch(/invalid/)
    expect(await press('doctor.show', { text: none }), name).not.toMatch(/invalid/)
  }
  expect(await press('doctor.show', { text: 65_004 })).toMatch(/65004/)
  expect(await press('tenant.add', { domain: 42 })).toMatch(/42/)
  expect(snapshot(app)).toBe(before)
})

test('an edited or deleted message does nothing', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  await alice.ask('whoami')
  const [before, heard] = [snapshot(app), app.teams.cards(alice.conversationId).length]
  const said = { id: 'f:edited', text: 'sync all', textFormat: 'plain' }
  const activities: Record<string, unknown>[] = [
    { ...said, type: 'messageUpdate', channelData: { eventType: 'editMessage' } },
    { ...said, type: 'messageUpdate', channelData: { eventType: 'undeleteMessage' } },
    { ...said, type: 'messageUpdate' },
    { ...said, type: 'message', channelData: { eventType: 'editMessage' } },
    { ...said, type: 'messageDelete', channelData: { eventType: 'softDeleteMessage' } },
    { ...said, type: 'messageReaction', reactionsAdded: [{ type: 'like' }] },
  ]
  for (const [n, activity] of activities.entries())
    expect((await alice.send({ ...activity, id: `f:edited-${n}` })).status).toBe(200)
  await app.settled()
  expect(app.teams.cards(alice.conversationId)).toHaveLength(heard)
  expect(query(app, 'select * from sync_runs')).toEqual([])
  expect(snapshot(app)).toBe(before)
  expect(auditOf(app, 'sync.all')).toEqual([])
})
