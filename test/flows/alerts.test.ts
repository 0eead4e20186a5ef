import { expect, test } from 'vitest'
import { hours, later, minutes, seconds } from '#platform/base/time.ts'
import { recordAudit } from '../../emulator/world/audit.ts'
import { getTenant } from '../../emulator/world/tenants.ts'
import { buttonsOf, readText } from '../support/card-parts.ts'
import { auditOf, query, statusOf } from '../support/facts.ts'
import { people, startWholeApp, tenantIdOf } from '../support/whole-app.ts'
import { changeWorld } from '../support/world.ts'
import {
  actions,
  activity,
  alertsIn,
  digestsIn,
  expectSilence,
  heading,
  numberOf,
  revoke,
  secondRead,
  security,
  switchApp,
  sync,
  theAlertIn,
  waits,
} from './alerts-flow.ts'
import { accept, decide, startGrant } from './consent-flow.ts'

test('a revoked permission: alert with culprit in the channel, the fix, resolved in place', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const inChannel = app.teams.as(people.alice, security)
  const on = readText((await inChannel.ask('alerts on')).card)
  expect(on).toContain('Alerts are now posted here')
  expect(on.match(/All tenants and sets/g)).toHaveLength(1)
  await revoke(app)
  expect(alertsIn(app, inChannel)).toEqual([])
  await secondRead(app)
  const alert = theAlertIn(app, inChannel)
  const text = readText(alert.card)
  expect(text).toContain('A permission was removed in Adatum')
  expect(text).toContain('AuditLog.Read.All')
  expect(text).toMatch(/by \*\*admin@adatum/)
  expect(text).toContain('Privileged Role Administrator of adatum')
  const [fix] = alert.card.actions as { title: string; verb: string }[]
  expect(fix).toMatchObject({ title: 'Grant permissions', verb: 'grant.plan' })
  const plan = await inChannel.click(alert, 'Grant permissions')
  expect(readText(plan.card)).toContain('AuditLog.Read.All')
  await app.pass(minutes(7))
  await decide(app, await startGrant(alice, 'grant "User, device and activity" in Adatum'), accept)
  await app.pass(minutes(3))
  expect(statusOf(app, 'Adatum', activity)).toBe('granted')
  const after = theAlertIn(app, inChannel)
  expect(after.id).toBe(alert.id)
  expect(readText(after.card)).toMatch(
    /✅ \*\*Resolved: the problem is gone, granted by Alice Moreau\*\* · .* after \d+ minutes/,
  )
  expect(buttonsOf(after.card).map(({ title }) => title)).toEqual(['Save reference', 'Details'])
  const thread = app.teams.cards(`${security.id};messageid=${alert.id}`)
  expect(thread.map(heading)).toEqual([
    expect.stringMatching(/Alert #\d+ resolved: the problem is gone, granted by Alice Moreau/),
  ])
})

const kept = { before: 'AuditLog.Read.All User.Read.All', after: 'AuditLog.Read.All' }
test.each([
  ['kept the word', 'Remove delegated permission grant', kept],
  ['gave it back', 'Remove app role assignment from service principal', { after: 'AuditLog.Read.All' }],
])('who %s isn’t named for the removal, although the change is newer', async (_how, verb, change) => {
  const app = await startWholeApp()
  const inChannel = app.teams.as(people.alice, security)
  await inChannel.ask('alerts on')
  const { world } = app.emulator
  const tenant = getTenant(world, 'adatum.com')
  await revoke(app)
  const [removal] = tenant.audits
  if (!removal) throw new Error('Expected the removal in the audit log')
  const [api, client] = removal.targets
  if (!api || !client) throw new Error('Expected API and client')
  const targets = [{ ...api, changes: [{ name: 'Value', ...change }] }, client]
  recordAudit(world, tenant, { activity: verb, by: { name: 'innocent@adatum.com', userId: 'x' }, targets })
  await secondRead(app)
  const text = readText(theAlertIn(app, inChannel).card)
  expect(text).toMatch(/by \*\*admin@adatum/)
  expect(text).not.toContain('innocent')
})

test('twelve changes at once are one digest, kept true in place', async () => {
  const app = await startWholeApp()
  const olivia = app.teams.as(people.olivia)
  const victor = app.teams.as(people.victor)
  await victor.ask('alerts on')
  const well = query<{ tenantId: string; clientId: string }>(
    app,
    "select tenant_id as tenantId, set_id as clientId from grants where status = 'granted' order by 1, 2 limit 12",
  )
  expect(well).toHaveLength(12)
  for (const place of well) await changeWorld(app, 'disable', place)
  await sync(app, 'sync all')
  expect(alertsIn(app, victor)).toEqual([])
  const [digest, ...more] = digestsIn(app, victor)
  if (!digest) throw new Error('Expected a digest')
  expect(more).toEqual([])
  expect(heading(digest)).toContain('12 alerts, 12 need attention')
  const [first] = well
  if (first) await changeWorld(app, 'enable', first)
  await sync(app, 'sync all')
  await app.pass(seconds(4))
  const [now, ...others] = digestsIn(app, victor)
  expect(others).toEqual([])
  expect(now && heading(now)).toContain('12 alerts, 11 need attention')
  expect(now && buttonsOf(now.card).map(({ title }) => title)).not.toContain('Acknowledge all')
  const shown = await olivia.ask('alerts')
  expect(readText(shown.card)).toMatch(/\d+ unresolved alerts/)
})

test('nothing changed, nothing said', () => expectSilence(2))

test('acknowledged by one, too late for another; snoozed, it comes back by itself', async () => {
  const app = await startWholeApp()
  const olivia = app.teams.as(people.olivia, security)
  const bob = app.teams.as(people.bob, security)
  await olivia.ask('alerts on')
  await switchApp(app, 'disable')
  const alert = theAlertIn(app, olivia)
  expect(readText((await olivia.click(alert, 'Acknowledge')).card)).toMatch(/Olivia .* is handling it/)
  const late = await bob.invoke(alert, {
    verb: 'alert.snooze',
    data: { alertId: numberOf(alert), v: 1, snooze: 'fourHours', reason: waits },
  })
  expect(JSON.stringify(late.body)).toContain('Nothing was done')
  await app.settled()
  const taken = app.teams.connector.find(alert.id) ?? alert
  const tooShort = await bob.click(taken, 'In 4 hours')
  expect(readText(tooShort.card)).toMatch(/Enter 10 to 500 characters/)
  await bob.click(tooShort, 'In 4 hours', { reason: waits })
  await app.pass(hours(3))
  expect(readText(theAlertIn(app, bob).card)).toMatch(
    /Snoozed until .* by \*\*Bob Okafor\*\*: “The owner is on leave/,
  )
  await app.pass(minutes(61))
  expect(readText(theAlertIn(app, bob).card)).not.toContain('Snoozed until')
  const thread = app.teams.cards(`${security.id};messageid=${alert.id}`).map(heading)
  expect(thread.map((line) => line.replace(/Alert #\d+:? /, ''))).toEqual([
    expect.stringContaining('is handling it'),
    expect.stringContaining('snoozed by Bob'),
    expect.stringContaining('is still open'),
  ])
  const acts = auditOf(app).filter(({ action }) => action.startsWith('alert.'))
  expect(acts.slice(-5).map(({ action, actor }) => `${action} ${actor.split(' ')[0]}`)).toEqual([
    'alert.open system',
    'alert.acknowledge Olivia',
    'alert.snooze Bob',
    'alert.snooze Bob',
    'alert.reopen system',
  ])
})

test('quiet hours: what is critical passes, the rest is told at their end', async () => {
  const app = await startWholeApp()
  const olivia = app.teams.as(people.olivia)
  await olivia.ask('alerts on from info')
  const clock = (at: Date) => at.toISOString().slice(11, 16)
  const now = app.clock()
  await olivia.ask(`alerts quiet ${clock(later(now, -minutes(30)))}-${clock(later(now, hours(2)))} UTC`)
  const rights = { tenantId: tenantIdOf('Adatum'), clientId: actions }
  await changeWorld(app, 'remove-role', { ...rights, role: 'Password Administrator' })
  await switchApp(app, 'disable')
  await app.pass(seconds(20))
  expect(alertsIn(app, olivia).map(heading)).toEqual([expect.stringContaining('app was disabled')])
  await app.pass(hours(2))
  const after = [...alertsIn(app, olivia), ...digestsIn(app, olivia)].map((each) => readText(each.card))
  expect(after.join()).toContain('A setting is missing in Adatum')
})

test('a list that has grown is one card for all tenants, and no alert of each', async () => {
  const app = await startWholeApp()
  const olivia = app.teams.as(people.olivia)
  await olivia.ask('alerts on in Adatum')
  await changeWorld(app, 'require', { clientId: actions, permission: 'Place.Read.All' })
  await sync(app, 'sync all')
  await app.pass(seconds(4))
  expect(statusOf(app, 'Adatum', actions)).toBe('updateRequired')
  expect(alertsIn(app, olivia)).toEqual([])
  const cards = app.teams
    .cards(olivia.conversationId)
    .filter(({ card }) => readText(card).includes('Place.Read.All'))
  expect(cards).toHaveLength(1)
})

test('who decides what is told: everybody in their own chat, operators where others read along', async () => {
  const app = await startWholeApp()
  const refused = await app.teams.as(people.victor, security).ask('alerts on')
  expect(readText(refused.card)).toMatch(/answer is in your chat|operator/i)
  expect(query(app, 'select * from alert_subscriptions')).toEqual([])
  await app.teams.as(people.victor).ask('alerts on')
  await app.teams.as(people.gus).ask('alerts on')
  expect(query<{ address: string }>(app, 'select address from alert_subscriptions')).toEqual([
    { address: expect.stringContaining(people.victor.objectId) },
  ])
  await app.teams.as(people.victor).ask('alerts off')
  expect(query(app, 'select * from alert_subscriptions')).toEqual([])
})

test('filters: only what was asked for is told', async () => {
  const app = await startWholeApp()
  const olivia = app.teams.as(people.olivia)
  const card = await olivia.ask('alerts on in Fabrikam for "Account actions" from critical')
  expect(readText(card.card)).toContain('“Account actions” in Fabrikam')
  await switchApp(app, 'disable')
  expect(alertsIn(app, olivia)).toEqual([])
  await changeWorld(app, 'disable', { tenantId: tenantIdOf('Fabrikam'), clientId: actions })
  await sync(app, 'sync Fabrikam')
  expect(heading(theAlertIn(app, olivia))).toContain('Fabrikam')
})

test('a restart between the change and its message loses nothing and says nothing twice', async () => {
  const app = await startWholeApp()
  const olivia = app.teams.as(people.olivia)
  await olivia.ask('alerts on')
  await changeWorld(app, 'disable', { tenantId: tenantIdOf('Adatum'), clientId: actions })
  await olivia.ask('sync Adatum')
  await app.settled()
  expect(alertsIn(app, olivia)).toEqual([])
  await app.restart()
  await app.pass(seconds(4))
  const alert = theAlertIn(app, olivia)
  await app.restart()
  await app.pass(minutes(1))
  expect(theAlertIn(app, olivia).id).toBe(alert.id)
})

test('blocking the set accepts what the alert says', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  await alice.ask('alerts on')
  await switchApp(app, 'disable')
  await alice.click(await alice.ask('block "Account actions" in Adatum'), 'Confirm block')
  await app.pass(seconds(2))
  expect(readText(theAlertIn(app, alice).card)).toMatch(
    /✅ \*\*Resolved: the set was blocked by Alice Moreau/,
  )
})

test('in their own chat the fix comes below the alert, which stays and is resolved in place', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  await alice.ask('alerts on')
  await revoke(app)
  await secondRead(app)
  const alert = theAlertIn(app, alice)
  expect((await alice.click(alert, 'Grant permissions')).card).toEqual(theAlertIn(app, alice).card)
  await app.settled()
  const plan = app.teams.cards(alice.conversationId).at(-1)
  if (!plan) throw new Error('Expected the plan below the alert')
  expect(plan.id).not.toBe(alert.id)
  const consent = await alice.click(plan, 'grant.start')
  await decide(app, consent, accept)
  await app.pass(minutes(3))
  expect(statusOf(app, 'Adatum', activity)).toBe('granted')
  expect(readText(theAlertIn(app, alice).card)).toContain('Resolved: the problem is gone')
  expect(readText(alice.see(plan).card)).toContain('Granted')
})

test('an operator asks for the fix where an approver grants it', async () => {
  const app = await startWholeApp()
  const olivia = app.teams.as(people.olivia)
  await olivia.ask('alerts on')
  await revoke(app)
  await secondRead(app)
  const [fix] = theAlertIn(app, olivia).card.actions as { title: string; verb: string }[]
  expect(fix).toMatchObject({ title: 'Request grant', verb: 'grant.plan' })
})

test('an alert has one card in a channel, from wherever it is looked after', async () => {
  const app = await startWholeApp()
  const olivia = app.teams.as(people.olivia, security)
  await olivia.ask('alerts on')
  await switchApp(app, 'disable')
  const alert = theAlertIn(app, olivia)
  const [button] = buttonsOf(alert.card).filter(({ verb }) => verb === 'alert.acknowledge')
  const list = await olivia.ask('alerts')
  const action = { verb: 'alert.acknowledge', data: button?.data }
  const answer = await olivia.press(list, action)
  await app.settled()
  expect(JSON.stringify(answer.body)).toContain('is handling it')
  expect(readText(theAlertIn(app, olivia).card)).toContain('is handling it')
  expect(theAlertIn(app, olivia).id).toBe(alert.id)
})

test('a failed read opens nothing; a lost connection is one alert of the tenant, whatever its sets', async () => {
  const app = await startWholeApp()
  const olivia = app.teams.as(people.olivia)
  await olivia.ask('alerts on from info')
  await changeWorld(app, 'disconnect', { tenantId: tenantIdOf('Adatum') })
  await sync(app, 'sync Adatum')
  expect(alertsIn(app, olivia)).toEqual([])
  // A second read follows by itself.
  await app.pass(seconds(62))
  await app.pass(seconds(4))
  const alert = theAlertIn(app, olivia)
  expect(heading(alert)).toContain('The directory connection is lost in Adatum')
  await changeWorld(app, 'connect', { tenantId: tenantIdOf('Adatum') })
  await sync(app, 'sync Adatum')
  await sync(app, 'sync Adatum')
  expect(heading(theAlertIn(app, olivia))).toMatch(/^✅/)
})

test('what the operator must know: a credential that ends, a registration that is not in order', async () => {
  const app = await startWholeApp()
  const olivia = app.teams.as(people.olivia)
  await olivia.ask('alerts on from info')
  await changeWorld(app, 'expire-credentials', { clientId: 'reader' })
  const redirectUri = `${app.botUrl}/consent/callback`
  await changeWorld(app, 'remove-reply-address', { clientId: activity, redirectUri })
  await app.pass(minutes(16))
  await app.pass(seconds(4))
  const told = () => alertsIn(app, olivia).map(heading).toSorted()
  expect(told()).toEqual([
    expect.stringMatching(/^⚠ .*An app registration needs attention/),
    expect.stringMatching(/^❌ .*A credential has expired/),
  ])
  const settings = readText((await olivia.ask('settings')).card)
  expect(settings).toMatch(/certificate of Grantkeeper’s reader expired on/)
  expect(settings).toContain('redirect URI is missing')
  await changeWorld(app, 'renew-credentials', { clientId: 'reader' })
  await changeWorld(app, 'add-reply-address', { clientId: activity, redirectUri })
  await app.pass(minutes(16))
  await app.pass(seconds(4))
  expect(told()).toEqual([expect.stringMatching(/^✅/), expect.stringMatching(/^✅/)])
})
