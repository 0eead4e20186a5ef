import { expect, test } from 'vitest'
import { hours, minutes, seconds } from '#platform/base/time.ts'
import { grantMore } from '../../emulator/world/change-apps.ts'
import { buttonsOf, findButton, readText } from '../support/card-parts.ts'
import { askAccess, auditOf, query, statusOf } from '../support/facts.ts'
import type { Driver } from '../support/fake-teams.ts'
import { people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'
import { changeWorld } from '../support/world.ts'
import { accept, decide, startGrant } from './consent-flow.ts'

const graph = '00000003-0000-0000-c000-000000000000'
const actions = 'account-actions'
/** Without a permission of tier 0: one person may lift its block. */
const labels = 'protected-content'

async function open() {
  const app = await startWholeApp()
  return { app, alice: app.teams.as(people.alice), bob: app.teams.as(people.bob) }
}

async function block(person: Driver, set: string, tenant = 'Fabrikam'): Promise<void> {
  await person.click(await person.ask(`block "${set}" in ${tenant}`), 'Confirm block')
}

async function remove(app: WholeApp, person: Driver, tenant = 'Fabrikam'): Promise<void> {
  await person.click(await person.ask(`remove tenant ${tenant}`), { verb: 'tenant.confirmRemove', data: {} })
  await app.settled()
}

const done = (app: WholeApp, action: string) =>
  auditOf(app, action).filter(({ result }) => result === 'done').length

test("removing and adding a tenant does not lift somebody else's block", async () => {
  const { app, alice, bob } = await open()
  await block(alice, 'Account actions')
  await app.pass(minutes(11))
  await remove(app, bob)
  expect(await askAccess(app, 'Fabrikam', actions)).toMatchObject({
    allowed: false,
    status: 'blocked',
    reason: 'BLOCKED_HERE',
  })
  const link = await bob.ask('add tenant fabrikam.com')
  // Added and not yet read: the block is there already.
  expect(await askAccess(app, 'Fabrikam', actions)).toMatchObject({ allowed: false, status: 'blocked' })
  await decide(app, link, accept)
  expect(statusOf(app, 'Fabrikam', labels)).toBe('granted')
  expect(statusOf(app, 'Fabrikam', actions)).toBe('blocked')
  expect(await askAccess(app, 'Fabrikam', actions)).toMatchObject({ allowed: false, status: 'blocked' })
  const card = await bob.ask('details "Account actions" in Fabrikam')
  expect(readText(card.card)).toContain('Alice Moreau')
  // Only the rule of unblocking lifts it: tier 0 needs a second person.
  await bob.ask('unblock "Account actions" in Fabrikam')
  expect(statusOf(app, 'Fabrikam', actions)).toBe('blocked')
  expect([done(app, 'grant.unblock'), done(app, 'grant.undoBlock')]).toEqual([0, 0])
})

test('a block comes back with its first blocker and time: its ten minutes do not begin again', async () => {
  const { app, alice, bob } = await open()
  await block(alice, 'Labels and protected content')
  const since = (await askAccess(app, 'Fabrikam', labels)) as unknown as { since: string }
  await app.pass(minutes(9))
  await remove(app, bob)
  await decide(app, await bob.ask('add tenant fabrikam.com'), accept)
  const again = (await askAccess(app, 'Fabrikam', labels)) as unknown as { since: string }
  const [stored] = query<{ at: number }>(
    app,
    'select at from blocks where tenant_id = ?',
    tenantIdOf('Fabrikam'),
  )
  expect(stored?.at).toBe(Date.parse(since.since))
  expect(again.since).toBe(since.since)
  await app.pass(minutes(2))
  const card = await bob.ask('details "Labels and protected content" in Fabrikam')
  expect(readText(card.card)).not.toMatch(/undo/i)
  expect(statusOf(app, 'Fabrikam', labels)).toBe('blocked')
  // The rule of unblocking: one approver is enough for this set.
  await bob.click(await bob.ask('unblock "Labels and protected content" in Fabrikam'), 'Confirm unblock')
  await app.settled()
  expect(statusOf(app, 'Fabrikam', labels)).toBe('granted')
  expect(query(app, 'select * from blocks where tenant_id = ?', tenantIdOf('Fabrikam'))).toEqual([])
})

test('a block survives the loss and the return of the connection, a restart, and the end of its history', async () => {
  const { app, alice, bob } = await open()
  await block(alice, 'Account actions')
  await remove(app, bob)
  await app.restart()
  expect(await askAccess(app, 'Fabrikam', actions)).toMatchObject({ allowed: false, status: 'blocked' })
  await decide(app, await bob.ask('add tenant fabrikam.com'), accept)
  await remove(app, bob)
  await decide(app, await bob.ask('add tenant fabrikam.com'), accept)
  await app.pass(hours(7))
  expect(await askAccess(app, 'Fabrikam', actions)).toMatchObject({ allowed: false, status: 'blocked' })
  expect(statusOf(app, 'Fabrikam', actions)).toBe('blocked')
})

test('whose apps would get tier 0 beyond the list is unblocked by two people, read or not', async () => {
  const { app, alice, bob } = await open()
  await block(alice, 'Labels and protected content', 'Woodgrove')
  const { world } = app.emulator
  const registration = [...world.registrations.values()].find(({ key }) => key === labels)
  const tenant = world.tenants.get(tenantIdOf('Woodgrove'))
  if (!registration || !tenant) throw new Error('Expected Woodgrove and its set')
  // RoleManagement.ReadWrite.Directory.
  const takeOver = { resourceAppId: graph, type: 'Role', id: '9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8' } as const
  grantMore(world, tenant, registration, [takeOver])
  await bob.ask('sync "Woodgrove Bank"')
  await app.settled()
  await app.pass(minutes(11))
  const form = await bob.ask('unblock "Labels and protected content" in "Woodgrove Bank"')
  expect(readText(form.card)).toMatch(/tier-0 permission, so a second person/)
  expect(statusOf(app, 'Woodgrove', labels)).toBe('blocked')
  await remove(app, bob, 'Woodgrove')
  const link = await bob.ask('add tenant woodgrovebank.com')
  await bob.ask('unblock "Labels and protected content" in woodgrovebank.com')
  expect(statusOf(app, 'Woodgrove', labels), 'added again, and not yet read').toBe('blocked')
  await decide(app, link, accept)
  await bob.ask('unblock "Labels and protected content" in "Woodgrove Bank"')
  expect(await askAccess(app, 'Woodgrove', labels)).toMatchObject({ allowed: false, status: 'blocked' })
  expect(done(app, 'grant.unblock')).toBe(0)
})

test('an approval of an unblock names what is granted beyond the set, and more of it voids it', async () => {
  const { app, alice, bob } = await open()
  await alice.ask('whoami')
  await block(alice, 'Labels and protected content', 'Woodgrove')
  const { world } = app.emulator
  const registration = [...world.registrations.values()].find(({ key }) => key === labels)
  const tenant = world.tenants.get(tenantIdOf('Woodgrove'))
  if (!registration || !tenant) throw new Error('Expected Woodgrove and its set')
  const grantBeyond = async (id: string) => {
    grantMore(world, tenant, registration, [{ resourceAppId: graph, type: 'Role', id }])
    await bob.ask('sync "Woodgrove Bank"')
    await app.settled()
  }
  await grantBeyond('9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8')
  await app.pass(minutes(11))
  const request = async () => {
    const form = await bob.ask('unblock "Labels and protected content" in "Woodgrove Bank"')
    await bob.click(form, 'request.make', { reason: 'The labels project goes on' })
    await app.settled()
    return app.teams.cards(alice.conversationId).findLast(({ card }) => /requests: /.test(readText(card)))
  }
  const first = await request()
  if (!first) throw new Error('Expected a card for the approver')
  expect(readText(first.card)).toMatch(/RoleManagement\.ReadWrite\.Directory.*granted beyond the set/)
  expect(readText(first.card)).toMatch(/The set doesn’t require it/)
  // Sites.FullControl.All.
  await grantBeyond('a82116e5-55eb-4c41-a434-62fe8a61c773')
  const approve = findButton(first.card, 'request.approve')
  await alice.press(first, { verb: 'request.approve', data: approve.data as object })
  await app.settled()
  expect(statusOf(app, 'Woodgrove', labels)).toBe('blocked')
  expect(query(app, 'select state from requests')).toEqual([{ state: 'voided' }])
  const second = await request()
  if (!second) throw new Error('Expected a second card for the approver')
  expect(readText(second.card)).toContain('Sites.FullControl.All')
  await alice.click(second, 'Approve')
  await app.settled()
  expect(statusOf(app, 'Woodgrove', labels)).not.toBe('blocked')
})

test('a plan for a blocked set of a tenant that was added again is refused', async () => {
  const { app, alice, bob } = await open()
  await block(alice, 'Account actions')
  await remove(app, bob)
  await bob.ask('add tenant fabrikam.com')
  await bob.ask('grant "Account actions" in fabrikam.com')
  expect(statusOf(app, 'Fabrikam', actions)).toBe('blocked')
  expect(done(app, 'grant.start')).toBe(0)
  // The card of the tenant tells it before anything was read.
  expect(
    query<{ any_blocked: number }>(
      app,
      'select any_blocked from tenants where id = ?',
      tenantIdOf('Fabrikam'),
    ),
  ).toEqual([{ any_blocked: 1 }])
})

test('the confirm card of a removal says that blocks stay in force', async () => {
  const { alice, bob } = await open()
  await block(alice, 'Account actions')
  const card = await bob.ask('remove tenant Fabrikam')
  expect(readText(card.card)).toMatch(/block of “?Account actions”? stays in force/i)
})

test('within ten minutes its doer or any approver undoes a block', async () => {
  const { app, alice, bob } = await open()
  await block(alice, 'Account actions')
  const card = await bob.ask('status Fabrikam')
  await bob.click(card, { verb: 'grant.undoBlock', data: { setId: actions } })
  expect(await askAccess(app, 'Fabrikam', actions)).toMatchObject({ allowed: true })
  expect(auditOf(app, 'grant.undoBlock').map(({ actor, result }) => [actor, result])).toEqual([
    ['Bob Okafor', 'done'],
  ])
})

test('a requested block keeps its reason, and its requester is the first blocker', async () => {
  const { app, alice, bob } = await open()
  const olivia = app.teams.as(people.olivia)
  for (const each of [alice, bob, olivia]) await each.ask('whoami')
  const form = await olivia.ask('block "Account actions" in Fabrikam')
  await olivia.click(form, 'request.make', { reason: 'The connector leaks names' })
  await app.settled()
  const waiting = app.teams
    .cards(alice.conversationId)
    .filter(({ card }) => /requests: /.test(readText(card)))
  await alice.click(waiting.at(-1) ?? form, 'Approve')
  await app.settled()
  await remove(app, bob)
  await decide(app, await bob.ask('add tenant fabrikam.com'), accept)
  const rows = query<{ person_json: string; reason: string }>(
    app,
    'select * from blocks where tenant_id = ?',
    tenantIdOf('Fabrikam'),
  )
  expect(rows.map(({ person_json, reason }) => [JSON.parse(person_json).name, reason])).toEqual([
    ['Olivia Lind', 'The connector leaks names'],
  ])
  const card = await bob.ask('details "Account actions" in Fabrikam')
  expect(readText(card.card)).toMatch(/by Olivia Lind \(“The connector leaks names”\)/)
})

test('alerts that a conversation asked for stay asked for when the tenant is removed and added', async () => {
  const { app, bob } = await open()
  const olivia = app.teams.as(people.olivia)
  await olivia.ask('alerts on in Fabrikam')
  await remove(app, bob)
  await decide(app, await bob.ask('add tenant fabrikam.com'), accept)
  const subscribed = query(
    app,
    'select address from alert_subscriptions where tenant_id = ?',
    tenantIdOf('Fabrikam'),
  )
  expect(subscribed).toHaveLength(1)
})

test('a reset never forgets that something was granted, and is not offered for removed permissions', async () => {
  const { app, bob } = await open()
  const permission = { clientId: 'user-device-activity', permission: 'AuditLog.Read.All' }
  await changeWorld(app, 'revoke', { tenantId: tenantIdOf('Adatum'), ...permission })
  await bob.ask('sync Adatum')
  await app.settled()
  await app.pass(seconds(62))
  await app.pass(seconds(4))
  expect(statusOf(app, 'Adatum', 'user-device-activity')).toBe('error')
  const card = await bob.ask('details "User, device and activity" in Adatum')
  expect(buttonsOf(card.card).map(({ title }) => title)).not.toContain('Reset')
  const refused = await bob.ask('reset "User, device and activity" in Adatum')
  expect(readText(refused.card)).toMatch(/were removed/)
  await app.pass(hours(7))
  expect(statusOf(app, 'Adatum', 'user-device-activity')).toBe('error')
  // A link that is out can still be reset, and what was granted is remembered.
  await startGrant(bob, 'grant "User, device and activity" in Adatum')
  await bob.ask('reset "User, device and activity" in Adatum')
  await app.settled()
  expect(statusOf(app, 'Adatum', 'user-device-activity')).toBe('error')
  expect(auditOf(app, 'grant.reset').map(({ result }) => result)).toEqual(['refused', 'done'])
})
