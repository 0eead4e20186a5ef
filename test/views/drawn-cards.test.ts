import { expect, test } from 'vitest'
import { makeDrawnCards } from '../../bot/views/drawn-cards.ts'
import type { Card } from '../../cards/render.ts'
import { readText } from '../support/card-parts.ts'
import { people, startWholeApp, tenantIdOf } from '../support/whole-app.ts'
import { changeWorld } from '../support/world.ts'

const cardOf = (name: string): Card => ({ type: 'AdaptiveCard', name })

test('draws once per key, and forgets the oldest', () => {
  const drawn = makeDrawnCards(2)
  const asked: string[] = []
  const show = (key: string) =>
    drawn(key, () => {
      asked.push(key)
      return cardOf(key)
    })
  for (const key of ['a', 'a', 'b', 'c', 'c', 'a']) expect(show(key)).toEqual(cardOf(key))
  expect(asked).toEqual(['a', 'b', 'c', 'a'])
})

test('a card is never older than what it shows, within a minute or after it', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const show = async () => readText((await alice.ask('status Adatum')).card)
  const before = await show()
  expect(await show()).toBe(before)
  await app.pass(61_000)
  expect(await show()).toContain('1 min ago')
  await changeWorld(app, 'disable', { tenantId: tenantIdOf('Adatum'), clientId: 'account-actions' })
  await alice.ask('sync Adatum')
  await app.settled()
  const after = await show()
  expect(after).toContain('The app is disabled in Entra')
  expect(after).toContain('just now')
  expect(readText((await app.teams.as(people.victor).ask('status Adatum')).card)).not.toContain('Sync now')
})
