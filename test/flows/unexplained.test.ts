import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { hours, seconds } from '#platform/base/time.ts'
import { buttonsOf, readText } from '../support/card-parts.ts'
import { complaintsAbout } from '../support/check-card.ts'
import { auditOf, query, statusOf } from '../support/facts.ts'
import type { BotMessage } from '../support/fake-connector.ts'
import type { Driver, Where } from '../support/fake-teams.ts'
import { people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'
import { changeWorld } from '../support/world.ts'
import { accept, decide, startGrant } from './consent-flow.ts'

const activity = 'user-device-activity'
const labels = 'protected-content'
const security: Where = { id: '19:security@thread.tacv2', conversationType: 'channel' }
const reason = 'The new sensors need it, ticket 4711'

const grantIn = (app: WholeApp, tenant: string, permission: string, clientId = activity) =>
  changeWorld(app, 'grant', { tenantId: tenantIdOf(tenant), clientId, permission })
const revokeIn = (app: WholeApp, tenant: string, permission: string, clientId = activity) =>
  changeWorld(app, 'revoke', { tenantId: tenantIdOf(tenant), clientId, permission })

async function sync(app: WholeApp, tenant: string): Promise<void> {
  await app.teams.as(people.olivia).ask(`sync ${tenantIdOf(tenant)}`)
  await app.settled()
  await app.pass(seconds(4))
}

/** What was seen once is read again after a minute; then the alert is sent. */
async function secondRead(app: WholeApp): Promise<void> {
  await app.pass(seconds(62))
  await app.pass(seconds(4))
}

const heading = ({ card }: BotMessage): string => String(card.fallbackText)
const alertsIn = (app: WholeApp, { conversationId }: Pick<Driver, 'conversationId'>): BotMessage[] =>
  app.teams.cards(conversationId).filter((message) => /^\S+ Alert #\d+:/.test(heading(message)))
const theAlertIn = (app: WholeApp, driver: Driver): BotMessage => {
  const [alert, ...more] = alertsIn(app, driver)
  if (!alert || more.length > 0) throw new Error(`Expected one alert, got ${more.length + (alert ? 1 : 0)}`)
  return alert
}
const unexplained = (app: WholeApp) =>
  query<{ state: string; severity: string }>(
    app,
    "select state, severity from alerts where condition = 'grantsUnexplained' order by id",
  )
const titlesOf = ({ card }: BotMessage) => buttonsOf(card).map(({ title }) => title)

async function open() {
  const app = await startWholeApp()
  const driver = (name: 'alice' | 'bob' | 'olivia' | 'victor') => app.teams.as(people[name])
  const drivers = { alice: driver('alice'), bob: driver('bob'), olivia: driver('olivia') }
  for (const each of Object.values(drivers)) await each.ask('whoami')
  const room = app.teams.as(people.alice, security)
  await room.ask('alerts on')
  return { app, room, ...drivers }
}

test('an added permission: nothing after one read, after the second one alert that names it, its risk, and who did it', async () => {
  const { app, room } = await open()
  await grantIn(app, 'Adatum', 'Mail.Read')
  await sync(app, 'Adatum')
  expect(alertsIn(app, room)).toEqual([])
  expect(unexplained(app)).toEqual([])
  await app.restart()
  await secondRead(app)
  const alert = theAlertIn(app, room)
  const text = readText(alert.card)
  expect(complaintsAbout(alert.card)).toEqual([])
  expect(heading(alert)).toContain('An unexplained permission in Adatum')
  expect(text).toMatch(
    /\*\*Mail\.Read \\\(Microsoft Graph\\\)\*\* of “User, device and activity” was granted in Entra by \*\*admin@adatum/,
  )
  expect(text).toMatch(/first seen .*Risk: tier \d/)
  expect(text).toContain('Cloud Application Administrator of adatum')
  expect((alert.card.actions as { title: string }[]).map(({ title }) => title)).toEqual([
    ...['Accept', 'Block permissions', 'Open in Entra', 'Acknowledge', 'Snooze', 'Details'],
  ])
  expect(statusOf(app, 'Adatum', activity)).toBe('granted')
  for (let n = 0; n < 3; n += 1) await sync(app, 'Adatum')
  await app.pass(hours(7))
  expect(unexplained(app)).toHaveLength(1)
})

test('accepted with a reason it is part of the baseline: the alert ends, and it never comes back', async () => {
  const { app, room, bob } = await open()
  await grantIn(app, 'Adatum', 'User.ReadBasic.All')
  await sync(app, 'Adatum')
  await secondRead(app)
  const card = await bob.click(theAlertIn(app, room), 'Accept')
  expect(readText(card.card)).toContain('User.ReadBasic.All')
  expect(complaintsAbout(card.card)).toEqual([])
  const again = await bob.click(card, 'Accept', { reason: 'short' })
  expect(readText(again.card)).toContain('Enter 10 to 500 characters')
  expect(auditOf(app, 'grant.confirmAccept')).toMatchObject([
    { result: 'refused', reason: 'REASON_TOO_SHORT' },
  ])
  expect(unexplained(app)).toMatchObject([{ state: 'open' }])
  const done = await bob.click(again, 'Accept', { reason })
  expect(readText(done.card)).toContain('part of the baseline now')
  await app.settled()
  expect(readText(theAlertIn(app, room).card)).toContain('Resolved: accepted by Bob Okafor')
  expect(auditOf(app, 'grant.accept')).toMatchObject([{ actor: 'Bob Okafor', result: 'done' }])
  expect(
    query(app, "select * from audit where action = 'grant.accept' and detail_json like ?", `%${reason}%`),
  ).toHaveLength(1)
  await sync(app, 'Adatum')
  await secondRead(app)
  await sync(app, 'Adatum')
  expect(unexplained(app)).toEqual([{ state: 'resolved', severity: 'warning' }])
  const shown = await bob.ask('baseline Adatum')
  expect(readText(shown.card)).toContain(`accepted by Bob Okafor: “${reason}”`)
  expect(complaintsAbout(shown.card)).toEqual([])
})

test('tier 0 is critical and accepted by two persons only; what was added meanwhile voids the request', async () => {
  const { app, room, alice, bob } = await open()
  await grantIn(app, 'Adatum', 'RoleManagement.ReadWrite.Directory')
  await sync(app, 'Adatum')
  await secondRead(app)
  expect(unexplained(app)).toEqual([{ state: 'open', severity: 'critical' }])
  const form = await bob.click(theAlertIn(app, room), 'Accept')
  expect(readText(form.card)).toContain('a second person must always approve')
  await bob.click(form, 'Request to accept', { reason })
  await app.settled()
  const forged = { tenantId: tenantIdOf('Adatum'), setId: activity, v: 1, reason }
  await bob.press(form, { verb: 'grant.confirmAccept', data: forged })
  expect(unexplained(app)).toMatchObject([{ state: 'open' }])
  const asked = () =>
    app.teams.cards(alice.conversationId).findLast(({ card }) => /requests: accept/.test(readText(card)))
  const approval = asked()
  if (!approval) throw new Error('Expected a request')
  expect(readText(approval.card)).toContain('RoleManagement.ReadWrite.Directory')
  await grantIn(app, 'Adatum', 'Mail.Read')
  await sync(app, 'Adatum')
  await secondRead(app)
  expect(unexplained(app).map(({ state }) => state)).toEqual(['resolved', 'open'])
  expect(query(app, 'select state from requests')).toEqual([{ state: 'voided' }])
  const both = alertsIn(app, room).at(-1)
  if (!both) throw new Error('Expected the second alert')
  expect(readText(both.card)).toContain('Mail.Read')
  await bob.click(await bob.click(both, 'Accept'), 'Request to accept', { reason })
  await app.settled()
  const second = asked()
  if (!second) throw new Error('Expected another request')
  await alice.click(second, 'Approve')
  await app.settled()
  expect(unexplained(app).map(({ state }) => state)).toEqual(['resolved', 'resolved'])
  const [entry] = query<{ detail_json: string }>(
    app,
    "select detail_json from audit where action = 'grant.accept'",
  )
  expect(entry?.detail_json).toContain('Alice Moreau')
})

test('accepted, removed on purpose, and granted again by somebody: nothing explains it any more', async () => {
  const { app, room, bob } = await open()
  await grantIn(app, 'Adatum', 'User.ReadBasic.All')
  await sync(app, 'Adatum')
  await secondRead(app)
  await bob.click(await bob.click(theAlertIn(app, room), 'Accept'), 'Accept', { reason })
  await revokeIn(app, 'Adatum', 'User.ReadBasic.All')
  for (let n = 0; n < 2; n += 1) {
    await app.pass(seconds(62))
    await sync(app, 'Adatum')
  }
  expect(unexplained(app)).toMatchObject([{ state: 'resolved' }])
  await grantIn(app, 'Adatum', 'User.ReadBasic.All')
  await sync(app, 'Adatum')
  await secondRead(app)
  expect(unexplained(app)).toMatchObject([{ state: 'open' }])
})

test('blocked or removed in Entra, the alert ends; a failed read neither opens nor ends anything', async () => {
  const { app, room, alice } = await open()
  await grantIn(app, 'Adatum', 'Mail.Read')
  await sync(app, 'Adatum')
  const cut = {
    tenantId: tenantIdOf('Adatum'),
    where: 'part',
    path: 'appRoleAssignments',
    kind: 'status',
    status: 403,
  }
  await changeWorld(app, 'fault', cut)
  await secondRead(app)
  await sync(app, 'Adatum')
  expect(unexplained(app)).toEqual([])
  await changeWorld(app, 'clear-faults', { tenantId: tenantIdOf('Adatum') })
  await sync(app, 'Adatum')
  await secondRead(app)
  expect(unexplained(app)).toMatchObject([{ state: 'open' }])
  await revokeIn(app, 'Adatum', 'Mail.Read')
  await sync(app, 'Adatum')
  expect(unexplained(app)).toMatchObject([{ state: 'open' }])
  await secondRead(app)
  expect(unexplained(app)).toMatchObject([{ state: 'resolved' }])
  await grantIn(app, 'Adatum', 'Mail.Read')
  await sync(app, 'Adatum')
  await secondRead(app)
  expect(unexplained(app)).toMatchObject([{ state: 'open' }])
  await alice.click(await alice.click(theAlertIn(app, room), 'Block permissions'), 'Confirm block')
  await app.settled()
  expect(readText(theAlertIn(app, room).card)).toContain('Resolved: the set was blocked by Alice Moreau')
})

test('what comes through our link is explained, also when the bot was stopped until long after', async () => {
  const { app, alice } = await open()
  const card = await startGrant(alice, 'grant "User, device and activity" in Fabrikam')
  const cut = { where: 'part', path: 'appRoleAssignments', kind: 'status', status: 403 }
  await changeWorld(app, 'fault', { ...cut, tenantId: tenantIdOf('Fabrikam') })
  await decide(app, card, accept)
  await app.restart({
    between: async () => {
      app.clock.forward(hours(24 * 7))
      app.emulator.clock.advance(hours(24 * 7))
    },
  })
  await changeWorld(app, 'clear-faults', { tenantId: tenantIdOf('Fabrikam') })
  await sync(app, 'Fabrikam')
  await secondRead(app)
  expect(statusOf(app, 'Fabrikam', activity)).toBe('granted')
  expect(unexplained(app)).toEqual([])
})

test('a required permission that was granted by hand is unexplained too', async () => {
  const { app, room } = await open()
  await changeWorld(app, 'grant', { tenantId: tenantIdOf('Litware'), clientId: labels })
  await sync(app, 'Litware')
  await secondRead(app)
  expect(readText(theAlertIn(app, room).card)).toMatch(/unexplained permissions? in Litware/)
  expect(statusOf(app, 'Litware', labels)).toBe('granted')
})

test('the first read of a tenant makes its baseline and shows it once for confirmation; a removed tenant keeps it', async () => {
  const { app, bob } = await open()
  const id = () =>
    query<{ id: string }>(app, "select id from tenants where default_domain like 'tailwind%'")[0]?.id ?? ''
  const link = await bob.ask('add tenant tailwind-toys.com')
  const tenant = [...app.emulator.world.tenants.values()].find(({ displayName }) =>
    displayName.startsWith('Tailwind'),
  )
  if (!tenant) throw new Error('Expected Tailwind')
  const place = { tenantId: tenant.id, clientId: activity }
  await changeWorld(app, 'grant', { ...place, permission: 'Mail.Read' })
  await decide(app, link, accept)
  const cards = () =>
    app.teams.cards(bob.conversationId).filter(({ card }) => /before Grantkeeper came/.test(readText(card)))
  const [card, ...more] = cards()
  if (!card) throw new Error('Expected the baseline')
  expect(more).toEqual([])
  expect(readText(card.card)).toMatch(/The first read found 1 permission\. 1 isn’t required/)
  expect(complaintsAbout(card.card)).toEqual([])
  expect(readText((await bob.ask(`status ${id()}`)).card)).toContain('Nobody has confirmed')
  const done = await bob.click(card, 'Confirm')
  expect(readText(done.card)).toContain('Confirmed by')
  expect(auditOf(app, 'baseline.confirm')).toMatchObject([{ actor: 'Bob Okafor', result: 'done' }])
  expect(readText((await bob.ask(`status ${id()}`)).card)).not.toContain('Nobody has confirmed')
  await bob.click(await bob.ask(`remove tenant ${id()}`), 'Confirm removal')
  await app.settled()
  await changeWorld(app, 'grant', { ...place, permission: 'User.ReadBasic.All' })
  await decide(app, await bob.ask('add tenant tailwind-toys.com'), accept)
  await sync(app, 'Adatum')
  await app.teams.as(people.olivia).ask(`sync ${id()}`)
  await secondRead(app)
  expect(cards()).toHaveLength(1)
  expect(unexplained(app)).toEqual([{ state: 'open', severity: 'warning' }])
})

test('after an upgrade the baseline is what was stored before: what came meanwhile is unexplained, the rest is shown', async () => {
  const { app, bob } = await open()
  await app.restart({
    between: async () => {
      const file = new DatabaseSync(app.config.database)
      // Another version of the program evaluates every read anew.
      file.exec('delete from baselines; delete from settled_reads')
      file.close()
      await grantIn(app, 'Adatum', 'User.ReadBasic.All')
    },
  })
  await sync(app, 'Adatum')
  await secondRead(app)
  expect(unexplained(app)).toMatchObject([{ state: 'open' }])
  const status = await bob.ask('status Adatum')
  expect(readText(status.card)).toContain('Nobody has confirmed')
  const card = await bob.click(status, 'Baseline')
  expect(readText(card.card)).toMatch(/The first read found \d+ permissions, all of them required/)
  await bob.click(card, 'Confirm')
  expect(readText((await bob.ask('status Adatum')).card)).not.toContain('Nobody has confirmed')
})

test('who may not accept learns whom to ask, an auditor sees no button, and an accepted alert is not accepted again', async () => {
  const { app, room, bob, olivia } = await open()
  await grantIn(app, 'Adatum', 'User.ReadBasic.All')
  await sync(app, 'Adatum')
  await secondRead(app)
  const alert = theAlertIn(app, room)
  const form = await olivia.click(alert, 'Accept')
  expect(readText(form.card)).toContain('Only approvers can do this')
  const victor = app.teams.as(people.victor)
  const shown = await victor.ask('alerts')
  expect(titlesOf(shown)).not.toContain('Accept')
  const input = { tenantId: tenantIdOf('Adatum'), setId: activity }
  await victor.press(shown, { verb: 'grant.confirmAccept', data: { ...input, v: 1, reason } })
  expect(unexplained(app)).toMatchObject([{ state: 'open' }])
  await bob.click(await bob.click(alert, 'Accept'), 'Accept', { reason })
  const late = await bob.ask('status Adatum')
  await bob.press(late, { verb: 'grant.accept', data: input })
  expect(readText(bob.see(late).card)).toContain('Everything that is granted here is explained')
  expect(auditOf(app, 'grant.accept').filter(({ result }) => result === 'done')).toHaveLength(1)
})
