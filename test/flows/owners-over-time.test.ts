import { expect, test } from 'vitest'
import { hours, minutes, seconds } from '#platform/base/time.ts'
import { readText } from '../support/card-parts.ts'
import { auditOf } from '../support/facts.ts'
import type { Driver } from '../support/fake-teams.ts'
import { meetPeople } from '../support/meet-people.ts'
import { startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'
import { changeWorld } from '../support/world.ts'

const actions = 'account-actions'
const days = (n: number): number => hours(24 * n)

const saying = (app: WholeApp, driver: Driver, text: string): string[] =>
  app.teams
    .cards(driver.conversationId)
    .map(({ card }) => readText(card))
    .filter((all) => all.includes(text))

test('a campaign chases whoever must act on its days, once each across a restart', async () => {
  const app = await startWholeApp({}, undefined, { SYNC_HOURS: '168', MAX_AGE_HOURS: '168' })
  const { alice, bob, olivia } = await meetPeople(app)
  await changeWorld(app, 'require', { clientId: actions, permission: 'Place.Read.All' })
  await app.pass(minutes(16))
  await app.pass(minutes(2))
  const chases = (driver: Driver): string[] => saying(app, driver, 'Reminder: new permissions')
  expect(chases(alice)).toEqual([])
  await app.pass(days(3))
  expect(chases(alice)).toHaveLength(1)
  expect(chases(alice)[0]).toContain('Day 3 of the campaign · next reminder on day 7')
  expect(chases(olivia)).toEqual([])
  await app.restart()
  await app.pass(hours(1))
  expect([chases(alice).length, chases(bob).length]).toEqual([1, 1])
  // Nothing ran for more than a week: the last day alone reminds, and never again.
  await app.pass(days(11))
  expect([chases(alice).length, chases(bob).length]).toEqual([2, 2])
  expect(chases(alice)[1]).toContain('Day 14 of the campaign · last reminder')
  await app.pass(hours(1))
  expect(chases(alice)).toHaveLength(2)
  expect(auditOf(app, 'campaign.remind')).toMatchObject([{ actor: 'system' }, { actor: 'system' }])
}, 180_000)

test('two instances tell the deputy of a silent owner once', async () => {
  const app = await startWholeApp({}, undefined, { SYNC_HOURS: '168', MAX_AGE_HOURS: '168' })
  const { alice, bob } = await meetPeople(app)
  await bob.ask('owner of Adatum Corporation is me')
  await alice.ask('deputy of Adatum Corporation is me')
  await changeWorld(app, 'disable', { tenantId: tenantIdOf('Adatum'), clientId: actions })
  await bob.ask('sync Adatum')
  await app.settled()
  await app.pass(seconds(4))
  await app.addInstance()
  expect(saying(app, bob, 'The app was disabled in Adatum')).toHaveLength(1)
  await app.pass(hours(2))
  await app.pass(hours(2))
  await app.pass(minutes(1))
  expect(saying(app, alice, 'The app was disabled in Adatum')).toHaveLength(1)
  expect(auditOf(app, 'alert.passOn')).toHaveLength(1)
}, 180_000)
