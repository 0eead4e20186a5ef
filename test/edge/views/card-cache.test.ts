import { StatementSync } from 'node:sqlite'
import { expect, onTestFinished, test, vi } from 'vitest'
import { makeCardCache } from '#edge/views/card-cache.ts'
import type { Card } from '../../../cards/render.ts'
import { readText } from '../../support/card-parts.ts'
import { people, startWholeApp, tenantIdOf } from '../../support/whole-app.ts'
import { changeWorld } from '../../support/world.ts'

const cardOf = (name: string): Card => ({ type: 'AdaptiveCard', name })
const keptCard = (name: string) => ({ card: cardOf(name), state: () => name, dataVersion: 1 })

test('keeps what was drawn, and forgets the oldest', () => {
  const drawn = makeCardCache(2)
  const found = (): string[] => ['a', 'b', 'c'].filter((key) => drawn.find(key) !== undefined)
  drawn.keep('a', keptCard('a'))
  drawn.keep('b', keptCard('b'))
  expect(drawn.find('a')?.card).toEqual(cardOf('a'))
  drawn.keep('c', keptCard('c'))
  expect(found()).toEqual(['b', 'c'])
})

test('a tenant that is looked at again is not read again, and after a commit only its versions are', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const reads = vi.spyOn(StatementSync.prototype, 'all')
  onTestFinished(() => reads.mockRestore())
  const readsOf = (sql: string): number =>
    reads.mock.contexts.filter((statement) => (statement as StatementSync).sourceSQL.includes(sql)).length
  const counts = (): number[] => [
    readsOf('"display_name" as "t1"'),
    readsOf('cast(version as text)'),
    readsOf('memory_json'),
  ]
  const first = await alice.ask('status Adatum')
  expect(counts()).toEqual([1, 0, 0])
  expect(readText((await alice.ask('status Adatum')).card)).toBe(readText(first.card))
  expect(counts()).toEqual([1, 0, 0])
  await app.teams.as(people.bob).ask('alerts on')
  expect(readText((await alice.ask('status Adatum')).card)).toBe(readText(first.card))
  expect(counts()).toEqual([1, 1, 0])
  await alice.ask('status Adatum')
  expect(counts()).toEqual([1, 1, 0])
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
