import { expect, test } from 'vitest'
import { minutes, seconds } from '#platform/base/time.ts'
import type { Element } from '../../cards/render.ts'
import { makeBrowser } from '../support/browser.ts'
import { readText } from '../support/card-parts.ts'
import { auditOf, statusOf } from '../support/facts.ts'
import type { BotMessage } from '../support/fake-connector.ts'
import type { Driver } from '../support/fake-teams.ts'
import { people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'
import { changeWorld } from '../support/world.ts'
import { accept, decide, linkOf, linksOf, startGrant } from './consent-flow.ts'

const accounts = 'account-actions'
const activity = 'user-device-activity'

/** Assigns the role that the set needs to its app, as an admin of the tenant would. */
const assignRole = (app: WholeApp, tenant: string): Promise<unknown> =>
  changeWorld(app, 'add-role', {
    tenantId: tenantIdOf(tenant),
    clientId: accounts,
    role: 'Password Administrator',
  })

const there = { tenantId: tenantIdOf('Fabrikam'), clientId: activity }
const disable = (app: WholeApp) => changeWorld(app, 'disable', there)
const remove = (app: WholeApp) => changeWorld(app, 'revoke', { ...there, permission: 'Place.Read.All' })

async function block(app: WholeApp): Promise<void> {
  const bob = app.teams.as(people.bob)
  await bob.click(await bob.ask('block "User, device and activity" in Fabrikam'), 'Confirm block')
}

async function grow(app: WholeApp): Promise<void> {
  await changeWorld(app, 'require', { clientId: activity, permission: 'Mail.Read' })
  await app.teams.as(people.alice).say('sync all')
}

async function syncFabrikam(app: WholeApp, times: number): Promise<void> {
  for (let done = 0; done < times; done++) {
    await app.teams.as(people.bob).ask('sync Fabrikam')
    await app.pass(minutes(2))
    await app.pass(seconds(5))
  }
}

async function approvedGrant(
  app: WholeApp,
  [by, approver]: readonly [Driver, Driver],
  line: string,
): Promise<BotMessage> {
  for (const each of [by, approver]) await each.ask('whoami')
  const plan = await by.ask(line)
  await by.click(plan, 'request.make', { reason: 'Response actions for the new customer' })
  await app.settled()
  const asked = app.teams.cards(approver.conversationId).at(-1)
  if (!asked) throw new Error('Expected a request')
  await approver.click(asked, 'Approve')
  await app.settled()
  const started = app.teams.cards(by.conversationId).findLast((each) => linksOf(each).length > 0)
  if (!started) throw new Error('Expected a card with a link')
  return started
}

test('Check again reads the tenant now and shows what holds', async () => {
  const app = await startWholeApp()
  const olivia = app.teams.as(people.olivia)
  const ids = { tenantId: tenantIdOf('Northwind'), setId: accounts }
  const details = await olivia.ask('details Account actions in Northwind')
  expect(statusOf(app, 'Northwind', accounts)).toBe('settingsRequired')
  await olivia.press(details, { verb: 'grant.check', data: ids })
  expect(readText(olivia.see(details).card)).toContain('Password Administrator role is missing')
  await assignRole(app, 'Northwind')
  await olivia.press(details, { verb: 'grant.check', data: ids })
  expect(readText(olivia.see(details).card)).toMatch(/Checked just now[\s\S]*✅ \*\*Granted/)
  expect(statusOf(app, 'Northwind', accounts)).toBe('granted')
  expect(auditOf(app, 'grant.check')).toHaveLength(2)
})

test('consent of a set that lacks a setting says what is left, and Check again sees it done on the same card', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const started = await approvedGrant(
    app,
    [alice, app.teams.as(people.bob)],
    'grant Account actions in Litware',
  )
  await decide(app, started, accept)
  expect(statusOf(app, 'Litware', accounts)).toBe('settingsRequired')
  const done = alice.see(started)
  expect(readText(done.card)).toContain(
    '✅ Permissions granted. One step left: assign Password Administrator',
  )
  expect(readText(done.card)).toMatch(/Who: Privileged Role Administrator/)
  const [entra, again] = (done.card.actions as Element[]).map(({ title }) => title)
  expect([entra, again]).toEqual(['Open in Entra', 'Check again'])
  const still = await alice.click(done, 'Check again')
  expect(readText(still.card)).toMatch(/Checked just now[\s\S]*One step left/)
  await assignRole(app, 'Litware')
  const over = await alice.click(still, 'Check again')
  expect(readText(over.card)).toMatch(/✅ Granted: confirmed in the tenant/)
  expect(readText(over.card)).not.toMatch(/left|Check again/)
})

test.each([
  [
    'an admin disabled the app',
    disable,
    /❌ .*something is wrong now[\s\S]*disabled in Entra/,
    'Open in Entra',
  ],
  ['somebody blocked the set', block, /⛔ Granted in Entra, but blocked here[\s\S]*Blocked/, 'Details'],
  ['a permission was removed', remove, /❌ .*something is wrong now[\s\S]*removed/, 'Grant permissions'],
  ['the list has grown', grow, /⚠️ .*more is required by now[\s\S]*1 new permission/, 'Update permissions'],
] as const)('the card of a consent tells what came after it: %s', async (_name, happen, says, fix) => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const started = await startGrant(alice, 'grant "User, device and activity" in Fabrikam')
  await decide(app, started, accept)
  expect(readText(alice.see(started).card)).toContain('✅ Granted: confirmed in the tenant')
  await happen(app)
  // Twice, as a loss needs.
  await syncFabrikam(app, 2)
  const { card } = alice.see(started)
  expect(readText(card)).toMatch(says)
  expect((card.actions as Element[])[0]?.title).toBe(fix)
})

test('Check again is for whoever may sync', async () => {
  const app = await startWholeApp()
  const victor = app.teams.as(people.victor)
  const details = await victor.ask('details Account actions in Northwind')
  await victor.press(details, {
    verb: 'grant.check',
    data: { tenantId: tenantIdOf('Northwind'), setId: accounts },
  })
  expect(readText(victor.see(details).card)).toContain('operator')
  expect(auditOf(app, 'grant.check').map(({ result }) => result)).toEqual(['refused'])
})

/** The newest card of an alert in the person's own chat. */
function alertOf(app: WholeApp, { conversationId }: Driver): BotMessage {
  const found = app.teams
    .cards(conversationId)
    .findLast(({ card }) => /^\S+ Alert #/.test(`${card.fallbackText}`))
  if (!found) throw new Error('Expected an alert')
  return found
}

test('an alert is checked again in place, and says what resolved it', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  await alice.ask('alerts on')
  await disable(app)
  await syncFabrikam(app, 1)
  const alert = alertOf(app, alice)
  expect((alert.card.actions as Element[]).slice(0, 2).map(({ title }) => title)).toEqual([
    'Open in Entra',
    'Check again',
  ])
  const still = await alice.click(alert, 'Check again')
  expect(readText(still.card)).toMatch(/disabled[\s\S]*Check again/)
  await changeWorld(app, 'enable', there)
  const over = await alice.click(still, 'Check again')
  expect(over.id).toBe(alert.id)
  expect(readText(over.card)).toMatch(/✅ \*\*Resolved: the problem is gone, seen by a sync\*\*/)
})

test('nobody is said to have enabled an app because they have an open link', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  await alice.ask('alerts on')
  const card = await startGrant(alice, 'grant "User, device and activity" in Fabrikam')
  const browser = makeBrowser()
  await browser.submit(await browser.open(linkOf(card)))
  await disable(app)
  await syncFabrikam(app, 1)
  const alert = alertOf(app, alice)
  expect(readText(alert.card)).toContain('disabled')
  await changeWorld(app, 'enable', there)
  const over = await alice.click(alert, 'Check again')
  expect(readText(over.card)).toMatch(/Resolved: the problem is gone, seen by a sync/)
})

test('the connection that a person restored is resolved by them', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  await alice.ask('alerts on')
  await changeWorld(app, 'disconnect', { tenantId: there.tenantId })
  await syncFabrikam(app, 3)
  const alert = alertOf(app, alice)
  expect(readText(alert.card)).toContain('The directory connection is lost in Fabrikam')
  await decide(app, await alice.ask('add tenant fabrikam.com'), accept)
  await app.pass(minutes(2))
  const over = app.teams.cards(alice.conversationId).find(({ id }) => id === alert.id)
  expect(readText(over?.card ?? alert.card)).toMatch(/Resolved: the problem is gone, granted by Alice Moreau/)
})

test('a plan and its buttons are named after what they do: update or grant', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const update = await alice.ask('grant "User, device and activity" in Fabrikam')
  expect(titlesOf(update)[0]).toBe('Update permissions')
  await changeWorld(app, 'revoke', { ...there, permission: 'AuditLog.Read.All' })
  await syncFabrikam(app, 2)
  const tenant = await alice.ask('status Fabrikam')
  const plan = await alice.click(tenant, { verb: 'grant.plan', data: { setId: activity } })
  expect(readText(plan.card)).toMatch(/^Grant “User, device and activity”/)
  expect(titlesOf(plan)[0]).toBe('Grant permissions')
  const both = await alice.ask('grant "User, device and activity" in Fabrikam, Proseware')
  expect(titlesOf(both)[0]).toBe('Grant permissions')
})

const titlesOf = ({ card }: BotMessage) => (card.actions as Element[]).map(({ title }) => title)

test('a to-do that is done is not listed on the plan any more', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const adatum = { tenantId: tenantIdOf('Adatum'), clientId: accounts }
  await alice.ask('status Adatum')
  await changeWorld(app, 'revoke', { ...adatum, permission: 'User.ManageIdentities.All' })
  for (const _ of [1, 2]) {
    await alice.ask('sync Adatum')
    await app.pass(minutes(2))
  }
  const plan = await alice.ask('grant Account actions in Adatum')
  expect(readText(plan.card)).toContain('User.ManageIdentities.All')
  expect(readText(plan.card)).not.toContain('Password Administrator')
  const open = await alice.ask('grant Account actions in Litware')
  expect(readText(open.card)).toContain('Password Administrator')
})
