import { expect, test } from 'vitest'
import { minutes } from '#platform/base/time.ts'
import type { Card } from '../../cards/render.ts'
import { demo } from '../../emulator/demo-world.ts'
import { addFault } from '../../emulator/faults.ts'
import { buttonsOf, readText } from '../support/card-parts.ts'
import { auditOf, snapshot, statusOf } from '../support/facts.ts'
import type { BotMessage } from '../support/fake-connector.ts'
import { channel, type Driver } from '../support/fake-teams.ts'
import { people, startWholeApp, tenantIdOf } from '../support/whole-app.ts'
import { linksOf, startGrant } from './consent-flow.ts'

const actions = 'account-actions'
const labels = 'protected-content'
const outdated = 'This card was outdated. This is how it stands now. Nothing was done.'

const titlesOf = (card: Card): string[] => buttonsOf(card).map(({ title }) => String(title))

/** What the person sees after an invoke that no button of the card sends any more. */
async function pressOn(driver: Driver, message: BotMessage, verb: string, data: object): Promise<Card> {
  await driver.press(message, { verb, data })
  return driver.see(message).card
}

/** A card with the tenant's sets, not a refusal in its place. */
function expectTenant(card: Card, name: string): void {
  const text = readText(card)
  expect(text).toContain(name)
  expect(text).toContain('Account actions')
  expect(text).not.toContain('⊘ **')
  expect(titlesOf(card).length).toBeGreaterThan(1)
}

test.each([
  ['status', 'Tenants'],
  ['sync', 'Tenants'],
  ['details', 'Catalog'],
  ['why', 'Catalog'],
])('a line that is only “%s” leads to where the names are', async (line, title) => {
  const app = await startWholeApp()
  expect(titlesOf((await app.teams.as(people.alice).ask(line)).card)).toContain(title)
})

test('an outdated click shows the current card with one line on top, whatever it carried', async () => {
  const app = await startWholeApp()
  const [alice, bob] = [app.teams.as(people.alice), app.teams.as(people.bob)]
  const tenantId = tenantIdOf('Fabrikam')
  const old = await alice.ask('status Fabrikam')
  await bob.click(await bob.ask('block "Account actions" in Fabrikam'), 'Confirm block')
  const before = snapshot(app)
  for (const [verb, data, says] of [
    ['grant.confirmBlock', { tenantId, setId: actions, v: 1 }, 'is blocked here by Bob Okafor'],
    ['grant.reset', { tenantId, setId: labels, v: 1 }, 'Reset clears an error'],
    ['grant.unblock', { tenantId, setId: labels, v: 1 }, 'isn’t blocked here'],
    ['grant.confirmUnblock', { tenantId, setId: labels, v: 1, beyond: '' }, 'isn’t blocked here'],
    // Of another version of the program: another input, another button.
    ['grant.confirmBlock', { tenantId, setId: actions, version: 'W/7' }, outdated],
    ['grant.revoke', { tenantId, setId: actions }, outdated],
    ['tenant.confirmRemove', { tenantId, v: 9_999 }, outdated],
  ] as const) {
    const card = await pressOn(alice, old, verb, data)
    expectTenant(card, 'Fabrikam')
    expect(readText(card).split('\n').slice(0, 2).join(' '), verb).toContain(says)
  }
  expect(snapshot(app)).toBe(before)
})

test('a click on a card whose subject is gone shows the list it was in', async () => {
  const app = await startWholeApp()
  const [alice, bob] = [app.teams.as(people.alice), app.teams.as(people.bob)]
  const tenantId = tenantIdOf('Fabrikam')
  const old = await alice.ask('status Fabrikam')
  await bob.click(await bob.ask('remove tenant Fabrikam'), 'Confirm removal')
  for (const verb of ['tenant.show', 'tenant.confirmRemove', 'grant.revoke']) {
    const card = await pressOn(alice, old, verb, { tenantId, v: 1 })
    expect(readText(card), verb).toMatch(/^(?:⊘|ℹ️)/)
    expect(readText(card), verb).toContain('Contoso')
    expect(readText(card), verb).not.toContain('Fabrikam')
  }
  const request = await pressOn(alice, old, 'request.show', { requestId: 'x'.repeat(43) })
  expect(titlesOf(request)).toEqual(expect.arrayContaining(['All open', 'Mine']))
})

test('a blocked set leads to Unblock, or to the request for it', async () => {
  const app = await startWholeApp()
  const [alice, bob, olivia, victor] = (['alice', 'bob', 'olivia', 'victor'] as const).map((name) =>
    app.teams.as(people[name]),
  ) as [Driver, Driver, Driver, Driver]
  await bob.click(await bob.ask('block "Labels and protected content" in Fabrikam'), 'Confirm block')
  await app.pass(minutes(11))
  for (const line of [
    'block "Labels and protected content" in Fabrikam',
    'grant "Labels and protected content" in Fabrikam',
  ]) {
    const own = await alice.ask(line)
    expect(titlesOf(own.card), line).toContain('Unblock')
    const asking = await olivia.ask(line)
    expect(titlesOf(asking.card), line).toContain('Request unblock')
    expect(titlesOf(asking.card), line).not.toContain('Unblock')
  }
  const seen = await victor.ask('block "Labels and protected content" in Fabrikam')
  expect(titlesOf(seen.card)).not.toContain('Unblock')
  expect(titlesOf(seen.card).length).toBeGreaterThan(0)
  const plan = await alice.ask('grant "Labels and protected content" in Fabrikam')
  await alice.click(await alice.click(plan, 'Unblock'), 'Confirm unblock')
  await app.settled()
  const now = await alice.ask('unblock "Labels and protected content" in Fabrikam')
  expect(readText(now.card)).toMatch(/isn’t blocked here/)
  expectTenant(now.card, 'Fabrikam')
})

test('who may not is offered the form that asks somebody who may', async () => {
  const app = await startWholeApp()
  const [alice, olivia] = [
    app.teams.as(people.alice, channel('ops')),
    app.teams.as(people.olivia, channel('ops')),
  ]
  await app.teams.as(people.olivia).ask('whoami')
  const shared = await alice.ask('status Fabrikam')
  const tenantId = tenantIdOf('Fabrikam')
  for (const [verb, data, title] of [
    ['grant.confirmBlock', { tenantId, setId: actions, v: 1 }, 'Request block'],
    ['grant.start', { tenantIds: [tenantId], setId: 'user-device-activity', v: 'x' }, 'Request grant'],
    ['tenant.confirmRemove', { tenantId, v: 1 }, 'Request removal'],
  ] as const) {
    const card = await pressOn(olivia, shared, verb, data)
    expect(titlesOf(card), verb).toEqual(expect.arrayContaining([title, 'Show tenant']))
  }
  const before = snapshot(app)
  const form = await olivia.click(olivia.see(shared), 'Request removal')
  expect(readText(form.card)).toContain('Fabrikam')
  expect(snapshot(app)).toBe(before)
})

test('an alert that was settled and a request that was decided are shown as they are', async () => {
  const app = await startWholeApp()
  const [alice, bob, olivia] = (['alice', 'bob', 'olivia'] as const).map((name) =>
    app.teams.as(people[name]),
  ) as [Driver, Driver, Driver]
  for (const each of [alice, bob, olivia]) await each.ask('whoami')
  const form = await olivia.ask('grant "User, device and activity" in Fabrikam')
  const asked = await olivia.click(form, 'Request grant', { reason: 'The new sensors need it from Monday' })
  const [request] = buttonsOf(asked.card).filter(({ verb }) => verb === 'request.withdraw')
  const data = request?.data as { requestId: string; v: number }
  const foreign = await pressOn(bob, await bob.ask('tenants'), 'request.withdraw', data)
  expect(readText(foreign)).toMatch(/Only the requester can withdraw/)
  expect(readText(foreign)).toContain('The new sensors need it')
  expect(titlesOf(foreign)).toContain('Deny')
  await olivia.click(asked, 'Withdraw')
  const late = await pressOn(bob, await bob.ask('tenants'), 'request.deny', {
    ...data,
    reason: 'No need for it',
  })
  expect(readText(late)).toMatch(/was withdrawn/)
  expect(readText(late)).toContain('The new sensors need it')
})

test('a link that was canceled by another click leads to its card, with a new grant', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const started = await startGrant(alice, 'grant "User, device and activity" in Fabrikam')
  const [cancel] = buttonsOf(started.card).filter(({ verb }) => verb === 'consent.cancel')
  await alice.click(started, 'Cancel')
  await app.settled()
  const again = await pressOn(alice, await alice.ask('tenants'), 'consent.cancel', cancel?.data as object)
  expect(readText(again)).toMatch(/already used|canceled/i)
  expect(titlesOf(again)).toEqual(expect.arrayContaining(['Update permissions', 'Back to tenant']))
  // Whoever else sees the card gets what they may do.
  const data = { ...(cancel?.data as object), v: undefined }
  const victor = app.teams.as(people.victor)
  const seen = await pressOn(victor, await victor.ask('tenants'), 'consent.old', data)
  expect(readText(seen)).toMatch(/canceled/i)
  expect(titlesOf(seen)).not.toContain('Update permissions')
})

test('what waits for the directory can be tried again from its card, and then is done', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const plan = await alice.ask('grant "User, device and activity" in Fabrikam')
  await app.pass(minutes(11))
  addFault(app.emulator.world, {
    where: 'graph',
    effect: { kind: 'status', status: 503 },
    tenantId: demo.homeTenantId,
  })
  const failed = await alice.click(plan, 'grant.start')
  expect(titlesOf(failed.card)).toEqual(expect.arrayContaining(['Try again', 'Show tenant']))
  app.emulator.world.faults.length = 0
  await app.pass(minutes(1))
  const done = await alice.click(failed, 'Try again')
  expect(linksOf(done)).toHaveLength(1)
})

test('nothing of a tenant out of reach is on the card of an outdated click', async () => {
  const group = demo.groups.find(({ displayName }) => displayName === 'Identity approvers')
  const app = await startWholeApp({}, undefined, {
    ROLE_SCOPES: `group:${group?.id}=${tenantIdOf('Contoso')}`,
  })
  const bob = app.teams.as(people.bob)
  const own = await bob.ask('status Contoso')
  const tenantId = tenantIdOf('Fabrikam')
  for (const verb of ['tenant.show', 'grant.confirmBlock', 'grant.revoke', 'grant.start']) {
    const card = await pressOn(bob, own, verb, { tenantId, tenantIds: [tenantId], setId: actions, v: 1 })
    expect(JSON.stringify(card), verb).not.toMatch(new RegExp(`Fabrikam|${tenantId}`, 'i'))
    expect(titlesOf(card).length, verb).toBeGreaterThan(0)
  }
  expect(statusOf(app, 'Fabrikam', actions)).toBe('granted')
  expect(auditOf(app, 'grant.block').filter(({ result }) => result === 'done')).toEqual([])
})
