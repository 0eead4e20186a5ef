import { expect, test } from 'vitest'
import { hours, minutes, seconds } from '#platform/base/time.ts'
import { demo } from '../../emulator/demo-world.ts'
import { addFault, removeFaults } from '../../emulator/faults.ts'
import { grantMore, revokeAccess } from '../../emulator/world/change-apps.ts'
import type { Access } from '../../emulator/world/permissions.ts'
import type { Registration } from '../../emulator/world/types.ts'
import { makeBrowser } from '../support/browser.ts'
import { buttonsOf, readText } from '../support/card-parts.ts'
import { askAccess, auditOf, query, statusOf } from '../support/facts.ts'
import type { Driver } from '../support/fake-teams.ts'
import { people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'
import { changeWorld } from '../support/world.ts'
import { accept, decide, linkOf, linksOf, startGrant } from './consent-flow.ts'

const graph = '00000003-0000-0000-c000-000000000000'
const activity = 'user-device-activity'
const labels = 'protected-content'
const line = 'grant "User, device and activity" in Fabrikam'
const reason = 'The new sensors need it from Monday on'

const role = (id: string, resourceAppId = graph): Access => ({ resourceAppId, type: 'Role', id })
const scope = (id: string, resourceAppId = graph): Access => ({ resourceAppId, type: 'Scope', id })
/** RoleManagement.ReadWrite.Directory. */
const takeOver = role('9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8')

/** The registration of a set, or of the reader, in the home tenant. */
function registrationOf(app: WholeApp, key: string): Registration {
  const found = [...app.emulator.world.registrations.values()].find((one) => one.key === key)
  if (!found) throw new Error(`Expected a registration "${key}"`)
  return found
}

const grow = (app: WholeApp, key: string, ...more: Access[]): void =>
  void registrationOf(app, key).required.push(...more)

/** The time between two reads of the registrations, and until what follows is sent. */
async function untilRead(app: WholeApp): Promise<void> {
  await app.pass(minutes(16))
  await app.pass(seconds(4))
}

const unreadable = (app: WholeApp): void =>
  void addFault(app.emulator.world, {
    where: 'part',
    tenantId: demo.homeTenantId,
    path: '/applications',
    effect: { kind: 'status', status: 403 },
  })

/** What the operator alarms in a conversation say. */
const alarmsIn = (app: WholeApp, { conversationId }: Pick<Driver, 'conversationId'>): string[] =>
  app.teams
    .cards(conversationId)
    .map(({ card }) => readText(card))
    .filter((text) => /^\S+ An app registration needs attention/.test(text))

async function open(parts = {}, change: Readonly<Record<string, string>> = {}) {
  const app = await startWholeApp(parts, undefined, change)
  const [alice, bob, olivia] = [people.alice, people.bob, people.olivia].map((one) => app.teams.as(one)) as [
    Driver,
    Driver,
    Driver,
  ]
  for (const driver of [alice, bob, olivia]) await driver.ask('whoami')
  return { app, alice, bob, olivia }
}

test.each([
  ['RoleAssignmentSchedule.ReadWrite.Directory', role('dd199f4a-f148-40a4-a2ec-f0069cc799ec')],
  ['PrivilegedAccess.ReadWrite.AzureAD', role('854d9ab1-6657-4ec8-be45-823027bcd009')],
  ['Synchronization.ReadWrite.All', role('9b50c33d-700f-43b1-b2eb-87e89b703581')],
  // Published by its API, and rated by nobody: as an app, for a person, and of an API of the publisher's own.
  ['Bookings.Manage.All', role('6b22000a-1228-42ec-88db-b8c00399aecb')],
  ['Bookings.Manage.All', scope('7f36b48e-542f-4d3b-9bcb-8406f0ab9fdb')],
  ['Access.Read', role('1a1a1a1a-0000-4000-8000-0000000000c1', demo.bot.clientId)],
])('%s in a registration is tier 0: a second person and an alarm', async (value, access) => {
  const { app, alice, olivia } = await open()
  await olivia.ask('alerts on')
  grow(app, activity, access)
  await untilRead(app)
  expect(alarmsIn(app, olivia).filter((text) => text.includes('tier-0'))).toEqual([
    expect.stringContaining(value),
  ])
  const plan = await alice.ask(line)
  expect(readText(plan.card)).toMatch(/tier-0 permission, so a second person/)
  expect(readText(plan.card)).toContain(value)
  await alice.invoke(plan, {
    verb: 'grant.start',
    data: { setId: activity, tenantIds: [tenantIdOf('Fabrikam')], v: '0000000000000000' },
  })
  expect(auditOf(app, 'grant.start').map(({ result }) => result)).not.toContain('done')
})

test('a delegated twin is rated as well, so one person is enough', async () => {
  const { app, alice } = await open()
  grow(app, activity, scope('8c026be3-8e26-4774-9372-8d5d6f21daff'))
  await untilRead(app)
  const plan = await alice.ask(line)
  expect(readText(plan.card)).toContain('RoleAssignmentSchedule.ReadWrite.Directory')
  expect(linksOf(await alice.click(plan, 'grant.start'))).toHaveLength(1)
})

test('between plan and click the list changes: no link, and the difference is shown', async () => {
  const { app, alice } = await open()
  const plan = await alice.ask(line)
  grow(app, activity, takeOver)
  const refused = await alice.click(plan, 'grant.start')
  expect(linksOf(refused)).toEqual([])
  expect(readText(refused.card)).toContain('RoleManagement.ReadWrite.Directory')
  expect(statusOf(app, 'Fabrikam', activity)).toBe('updateRequired')
  // What was read live is stored: the next plan names it and asks for a second person.
  expect(readText((await alice.ask(line)).card)).toMatch(/tier-0 permission, so a second person/)
})

test('a list that got shorter is another list too', async () => {
  const { app, alice } = await open()
  const plan = await alice.ask(line)
  const registration = registrationOf(app, activity)
  registration.required = registration.required.slice(1)
  const refused = await alice.click(plan, 'grant.start')
  expect(linksOf(refused)).toEqual([])
  expect(readText(refused.card)).toContain('Directory.Read.All')
})

test('a list that can’t be read at the hand-out: no link, with the reason', async () => {
  const { app, alice } = await open()
  const plan = await alice.ask(line)
  unreadable(app)
  const refused = await alice.click(plan, 'grant.start')
  expect(linksOf(refused)).toEqual([])
  expect(readText(refused.card)).toMatch(/can’t be read/)
  removeFaults(app.emulator.world)
  expect(linksOf(await alice.click(await alice.ask(line), 'grant.start'))).toHaveLength(1)
})

async function request(app: WholeApp, driver: Driver, text: string): Promise<void> {
  const form = await driver.ask(text)
  await driver.click(form, 'request.make', { reason })
  await app.settled()
}

const approvalOf = (app: WholeApp, { conversationId }: Driver) => {
  const found = app.teams.cards(conversationId).filter(({ card }) => /requests: /.test(readText(card)))
  const last = found.at(-1)
  if (!last) throw new Error('Expected a request')
  return last
}

test('between request and approval the list changes: void, and the difference is shown', async () => {
  const { app, bob, olivia } = await open()
  await request(app, olivia, line)
  grow(app, activity, takeOver)
  const shown = await bob.click(approvalOf(app, bob), 'Approve')
  await app.settled()
  expect(query(app, 'select state from requests')).toEqual([{ state: 'voided' }])
  expect(readText(shown.card)).toContain('RoleManagement.ReadWrite.Directory')
  expect(statusOf(app, 'Fabrikam', activity)).toBe('updateRequired')
})

test('an approval while the list can’t be read releases nothing, and can be given later', async () => {
  const { app, bob, olivia } = await open()
  await request(app, olivia, line)
  unreadable(app)
  const shown = await bob.click(approvalOf(app, bob), 'Approve')
  expect(readText(shown.card)).toMatch(/can’t be read/)
  expect(query(app, 'select state from requests')).toEqual([{ state: 'open' }])
  removeFaults(app.emulator.world)
  await bob.click(approvalOf(app, bob), 'Approve')
  expect(query(app, 'select state from requests')).toEqual([{ state: 'approved' }])
})

test('a link whose list changed before it is opened ends, and its page names the difference', async () => {
  const { app, alice } = await open()
  const card = await startGrant(alice, line)
  const browser = makeBrowser()
  const start = await browser.open(linkOf(card))
  grow(app, activity, takeOver)
  const page = await browser.submit(start)
  expect(page.status).toBe(410)
  expect(page.text).toContain('RoleManagement.ReadWrite.Directory')
  await app.settled()
  expect(statusOf(app, 'Fabrikam', activity)).toBe('updateRequired')
  // Going back to the old list doesn't bring it back.
  registrationOf(app, activity).required.pop()
  expect((await browser.open(linkOf(card))).status).toBe(410)
})

test('a link opens again once its list can be read again', async () => {
  const { app, alice } = await open()
  const card = await startGrant(alice, line)
  unreadable(app)
  const browser = makeBrowser()
  const refused = await browser.submit(await browser.open(linkOf(card)))
  expect(refused.status).not.toBe(200)
  expect(new URL(refused.url).origin).toBe(app.botUrl)
  removeFaults(app.emulator.world)
  await decide(app, card, accept)
  expect(statusOf(app, 'Fabrikam', activity)).toBe('granted')
})

test('a reader that lists more than documented: an alarm, and no connection link', async () => {
  const { app, alice, olivia } = await open()
  await olivia.ask('alerts on')
  const earlier = linkOf(await alice.ask('add tenant tailwind-toys.com'))
  grow(app, 'reader', role('810c84a8-4a9e-49e6-bf7d-12d183f40d01'))
  const refused = await alice.ask('add tenant tailwind-toys.com')
  expect(linksOf(refused)).toEqual([])
  expect(readText(refused.card)).toContain('Mail.Read')
  const lost = await startGrant(alice, 'grant "User, device and activity" in Wingtip')
  expect(linksOf(lost)).toEqual([])
  const browser = makeBrowser()
  const page = await browser.submit(await browser.open(earlier))
  expect(new URL(page.url).origin).toBe(app.botUrl)
  await app.settled()
  await app.pass(seconds(4))
  expect(alarmsIn(app, olivia)).toEqual([expect.stringMatching(/reader[\s\S]*Mail\.Read/)])
})

test('the page of a connection link names the rights of the reader', async () => {
  const { alice } = await open()
  const page = await makeBrowser().open(linkOf(await alice.ask('add tenant tailwind-toys.com')))
  expect(page.text).toContain('Directory.Read.All')
})

test('an id that no API publishes: the publisher must act, an alarm, and never a grant', async () => {
  const { app, alice, olivia } = await open()
  await olivia.ask('alerts on')
  const nowhere = role('5c0ffee0-0000-4000-8000-00000000beef')
  grow(app, activity, nowhere)
  grow(app, labels, scope('810c84a8-4a9e-49e6-bf7d-12d183f40d01', 'c0ffee00-0000-4000-8000-00000000beef'))
  await untilRead(app)
  await olivia.ask('sync all')
  await app.settled()
  const alarms = alarmsIn(app, olivia).filter((text) => text.includes('doesn’t publish'))
  expect(alarms).toHaveLength(2)
  for (const [tenant, setId, name] of [
    ['Adatum', activity, 'User, device and activity'],
    ['Litware', labels, 'Labels and protected content'],
  ] as const) {
    const details = await alice.ask(`details "${name}" in ${tenant}`)
    expect(readText(details.card)).toMatch(/publisher/i)
    const titles = buttonsOf(details.card).map(({ title }) => title)
    expect(titles).not.toContain('Grant permissions')
    expect(titles).not.toContain('Update permissions')
    const plan = await alice.ask(`grant "${name}" in ${tenant}`)
    expect(readText(plan.card)).toMatch(/doesn’t publish/)
    await alice.invoke(plan, {
      verb: 'grant.start',
      data: { setId, tenantIds: [tenantIdOf(tenant)], v: '0000000000000000' },
    })
  }
  expect(query(app, "select id from consents where created_at > 0 and kind <> 'connection'")).toHaveLength(1)
})

/** As at a first start: nothing was ever read of a registration. */
const forgetLists = (app: WholeApp) => async (): Promise<void> => {
  const { DatabaseSync } = await import('node:sqlite')
  const db = new DatabaseSync(app.config.database)
  db.exec('delete from requirements')
  db.close()
}

test.each([
  ['empty', (app: WholeApp) => registrationOf(app, activity).required.splice(0)],
  ['unreadable', unreadable],
])(
  'at a first start with an %s registration nothing is green, and the operator is told',
  async (_, wreck) => {
    const { app, alice, olivia } = await open()
    expect(statusOf(app, 'Adatum', activity)).toBe('granted')
    await olivia.ask('alerts on')
    wreck(app)
    await app.restart({ between: forgetLists(app) })
    await olivia.ask('sync all')
    await app.settled()
    await app.pass(seconds(4))
    expect(statusOf(app, 'Adatum', activity)).toBe('unknown')
    expect(alarmsIn(app, olivia).filter((text) => /app registration/i.test(text)).length).toBeGreaterThan(0)
    const plan = await alice.ask('grant "User, device and activity" in Adatum')
    expect(readText(plan.card)).toMatch(/requests no permissions|can’t be read/)
    expect(buttonsOf(plan.card).map(({ title }) => title)).not.toContain('Grant permissions')
  },
)

test('the last good list stays for a day, then nothing is known until it is read again', async () => {
  const { app, olivia } = await open()
  const registration = registrationOf(app, activity)
  const good = registration.required
  registration.required = []
  await app.pass(hours(23))
  expect(statusOf(app, 'Adatum', activity)).toBe('granted')
  for (let spent = 0; spent < hours(2); spent += minutes(20)) await app.pass(minutes(20))
  expect(statusOf(app, 'Adatum', activity)).toBe('unknown')
  const card = await olivia.ask('details "User, device and activity" in Adatum')
  expect(readText(card.card)).toMatch(/list of required permissions/i)
  registration.required = good
  await untilRead(app)
  expect(statusOf(app, 'Adatum', activity)).toBe('granted')
})

/** What the emulator answers about one set of Adatum names another object there. */
const foreignRows = (app: WholeApp, path: string, property: string): void =>
  void addFault(app.emulator.world, {
    where: 'part',
    tenantId: tenantIdOf('Adatum'),
    path,
    effect: { kind: 'foreignRows', property },
  })

test.each([
  ['/appRoleAssignments', 'principalId'],
  ['/appRoleAssignments', 'resourceId'],
  ['/oauth2PermissionGrants', 'clientId'],
  ['/oauth2PermissionGrants', 'resourceId'],
])('rows of %s with another %s are not believed: neither granted nor lost', async (path, property) => {
  const { app, olivia } = await open()
  expect(statusOf(app, 'Adatum', activity)).toBe('granted')
  foreignRows(app, path, property)
  for (let reads = 0; reads < 2; reads += 1) {
    await olivia.ask('sync Adatum')
    await app.settled()
    await app.pass(seconds(62))
  }
  expect(statusOf(app, 'Adatum', activity)).toBe('unknown')
  removeFaults(app.emulator.world)
  await olivia.ask('sync Adatum')
  await app.settled()
  expect(statusOf(app, 'Adatum', activity)).toBe('granted')
})

test('an organization that is another one renames nothing', async () => {
  const { app, olivia } = await open()
  const tenant = app.emulator.world.tenants.get(tenantIdOf('Adatum'))
  if (!tenant) throw new Error('Expected Adatum')
  tenant.displayName = 'Elsewhere Ltd'
  foreignRows(app, '/organization', 'id')
  await olivia.ask('sync Adatum')
  await app.settled()
  const name = 'select display_name from tenants where id = ?'
  expect(query(app, name, tenant.id)).toEqual([{ display_name: expect.stringMatching(/^Adatum/) }])
})

test('an extra on an API that the set doesn’t need has its name and tier, and is said first', async () => {
  const { app, alice, olivia } = await open()
  const { world } = app.emulator
  const tenant = world.tenants.get(tenantIdOf('Adatum'))
  if (!tenant) throw new Error('Expected Adatum')
  const more = [
    role('678536fe-1083-478a-9c59-b99265e6b0d3', '00000003-0000-0ff1-ce00-000000000000'),
    role('9b50c33d-700f-43b1-b2eb-87e89b703581'),
    role('7b2449af-6ccd-4f4d-9f78-e550c193f0d1'),
  ]
  grantMore(world, tenant, registrationOf(app, 'directory-data'), more)
  await olivia.ask('sync Adatum')
  await app.settled()
  const details = readText((await alice.ask('details "Directory data" in Adatum')).card)
  const [sites, mail] = [details.indexOf('Sites.FullControl.All'), details.indexOf('ChannelMessage.Read.All')]
  expect(details).toMatch(/2 in tier 0 first: Sites\.FullControl\.All .{0,2}Office 365 SharePoint Online/)
  expect(sites).toBeGreaterThan(0)
  expect(mail).toBeGreaterThan(sites)
  expect(statusOf(app, 'Adatum', 'directory-data')).toBe('granted')
})

/** Consent in a browser, while the registration grows between the opening of the link and Accept. */
async function acceptMore(app: WholeApp, link: string, ...more: Access[]): Promise<void> {
  const browser = makeBrowser()
  const microsoft = await browser.submit(await browser.open(link))
  grow(app, activity, ...more)
  // Microsoft's page shows the manifest of the moment it is opened; it is opened again.
  const shown = await browser.open(microsoft.url)
  await browser.submit(shown, { decision: 'accept', signer: 'globalAdministrator' })
  await app.settled()
  await app.pass(seconds(4))
}

const beyondAlertsIn = (app: WholeApp, { conversationId }: Driver): string[] =>
  app.teams
    .cards(conversationId)
    .map(({ card }) => readText(card))
    .filter((text) => /^\S+ More was granted than was shown/.test(text))

test('what was consented beyond the list is an alert that names link, signer, and difference', async () => {
  const { app, alice, olivia } = await open()
  await olivia.ask('alerts on')
  const card = await startGrant(alice, line)
  const code = /[A-Z2-9]{3}-[A-Z2-9]{3}/.exec(readText(card.card))?.[0] ?? 'no code'
  await acceptMore(app, linkOf(card), takeOver, role('810c84a8-4a9e-49e6-bf7d-12d183f40d01'))
  const [alert, ...others] = beyondAlertsIn(app, olivia)
  expect(others).toEqual([])
  expect(alert).toContain(code)
  expect(alert).toContain('Alice Moreau')
  expect(alert).toMatch(/RoleManagement\.ReadWrite\.Directory[\s\S]*Mail\.Read/)
  expect(alert).toContain('critical')
  // The registrations decide here, so nothing is blocked.
  expect(statusOf(app, 'Fabrikam', activity)).not.toBe('blocked')
  const tenant = app.emulator.world.tenants.get(tenantIdOf('Fabrikam'))
  if (!tenant) throw new Error('Expected Fabrikam')
  for (const access of [takeOver, role('810c84a8-4a9e-49e6-bf7d-12d183f40d01')])
    revokeAccess(app.emulator.world, tenant, demo.sets[activity] ?? '', access)
  registrationOf(app, activity).required.splice(-2)
  await untilRead(app)
  await olivia.ask('sync Fabrikam')
  await app.settled()
  await app.pass(seconds(4))
  const cards = app.teams.cards(olivia.conversationId).map((message) => readText(message.card))
  expect(cards.filter((text) => /^✅ More was granted/.test(text))).toHaveLength(1)
})

test('an honest consent, and what was granted before it, is no such alert', async () => {
  const { app, alice, olivia } = await open()
  await olivia.ask('alerts on')
  const { world } = app.emulator
  const tenant = world.tenants.get(tenantIdOf('Fabrikam'))
  if (!tenant) throw new Error('Expected Fabrikam')
  grantMore(world, tenant, registrationOf(app, activity), [takeOver])
  await olivia.ask('sync Fabrikam')
  await app.settled()
  const card = await startGrant(alice, line)
  await decide(app, card, accept)
  grantMore(world, tenant, registrationOf(app, activity), [takeOver])
  await olivia.ask('sync Fabrikam')
  await app.settled()
  await app.pass(seconds(4))
  expect(statusOf(app, 'Fabrikam', activity)).toBe('granted')
  expect(beyondAlertsIn(app, olivia)).toEqual([])
})

const fabrikam = { tenantId: tenantIdOf('Fabrikam'), setId: activity }

/** Version of the set in Fabrikam, as a card would carry it. */
function versionOf(app: WholeApp): number {
  const sql = 'select version from grants where tenant_id = ? and set_id = ?'
  return query<{ version: number }>(app, sql, fabrikam.tenantId, activity)[0]?.version ?? 0
}

test('by the catalog: the plan says it can’t be compared; tier 0 beyond it blocks until a second person decides', async () => {
  const { app, alice, bob, olivia } = await open({}, { REQUIREMENTS: 'catalog' })
  await olivia.ask('alerts on')
  grow(app, activity, takeOver)
  const plan = await alice.ask(line)
  expect(readText(plan.card)).toMatch(/can’t be compared/)
  await decide(app, await alice.click(plan, 'grant.start'), accept)
  await app.pass(seconds(4))
  expect(beyondAlertsIn(app, olivia)).toEqual([
    expect.stringMatching(/Alice Moreau[\s\S]*RoleManagement\.ReadWrite\.Directory/),
  ])
  expect(statusOf(app, 'Fabrikam', activity)).toBe('blocked')
  expect((await askAccess(app, 'Fabrikam', activity)).allowed).toBe(false)
  // Neither the signer nor another approver lifts it alone, by Unblock or by Undo.
  const details = await bob.ask('details "User, device and activity" in Fabrikam')
  for (const verb of ['grant.confirmUnblock', 'grant.undoBlock'])
    await bob.invoke(details, { verb, data: { ...fabrikam, v: versionOf(app), beyond: '' } })
  expect(statusOf(app, 'Fabrikam', activity)).toBe('blocked')
  const form = await bob.ask('unblock "User, device and activity" in Fabrikam')
  await bob.click(form, 'request.make', { reason })
  await app.settled()
  await alice.click(approvalOf(app, alice), 'Approve')
  await app.settled()
  expect(statusOf(app, 'Fabrikam', activity)).not.toBe('blocked')
  // The decision holds: the next read doesn't block it again.
  await olivia.ask('sync Fabrikam')
  await app.settled()
  expect(statusOf(app, 'Fabrikam', activity)).not.toBe('blocked')
})

test('by the catalog, a block of one’s own before the return doesn’t stand for the second person', async () => {
  const { app, bob } = await open({}, { REQUIREMENTS: 'catalog' })
  grow(app, activity, takeOver)
  const browser = makeBrowser()
  const page = await browser.open(linkOf(await startGrant(bob, line)))
  const microsoft = await browser.submit(page)
  await bob.click(await bob.ask('block "User, device and activity" in Fabrikam'), 'Confirm block')
  await browser.submit(microsoft, { decision: 'accept', signer: 'privilegedRoleAdministrator' })
  await app.settled()
  await bob.ask('sync Fabrikam')
  await app.settled()
  const card = await bob.ask('status Fabrikam')
  await bob.press(card, { verb: 'grant.undoBlock', data: { ...fabrikam, v: versionOf(app) } })
  await bob.ask('unblock "User, device and activity" in Fabrikam')
  await app.settled()
  expect(statusOf(app, 'Fabrikam', activity)).toBe('blocked')
  expect((await askAccess(app, 'Fabrikam', activity)).allowed).toBe(false)
})

test('by the catalog, what was told is told by its whole name', async () => {
  const { app, alice } = await open({}, { REQUIREMENTS: 'catalog' })
  // IdentityRiskyUser.ReadWrite.All, in whose name stands User.ReadWrite.All.
  grow(app, activity, role('656f6061-f9fe-4807-9708-6a2e0934df76'))
  await decide(app, await startGrant(alice, line), accept)
  const before = statusOf(app, 'Fabrikam', activity)
  const tenant = app.emulator.world.tenants.get(fabrikam.tenantId)
  if (!tenant) throw new Error('Expected Fabrikam')
  const userWrite = role('741f803b-c850-494e-b5df-cde7c675a1ca')
  grantMore(app.emulator.world, tenant, registrationOf(app, activity), [userWrite])
  await alice.ask('sync Fabrikam')
  await app.settled()
  expect([before, statusOf(app, 'Fabrikam', activity)]).toEqual(['granted', 'blocked'])
})

test('by the catalog without tier 0 beyond it: an alert, and no block', async () => {
  const { app, alice, olivia } = await open({}, { REQUIREMENTS: 'catalog' })
  await olivia.ask('alerts on')
  grow(app, activity, role('810c84a8-4a9e-49e6-bf7d-12d183f40d01'))
  unreadable(app)
  await decide(app, await startGrant(alice, line), accept)
  await app.pass(seconds(4))
  expect(beyondAlertsIn(app, olivia)).toEqual([expect.stringContaining('Mail.Read')])
  expect(statusOf(app, 'Fabrikam', activity)).toBe('granted')
})

test('where the catalog decides, every card says so, posted or answered; otherwise none does', async () => {
  const saysSo = /comes from the catalog, not from the app registrations/
  for (const by of ['registration', 'catalog']) {
    const { app, alice, bob, olivia } = await open({}, { REQUIREMENTS: by })
    await olivia.ask('alerts on')
    await changeWorld(app, 'disable', { tenantId: tenantIdOf('Adatum'), clientId: activity })
    await olivia.ask('sync Adatum')
    await app.settled()
    await app.pass(seconds(4))
    const tenants = await alice.ask('tenants')
    for (const text of ['status Adatum', 'details "Directory data" in Adatum', line, 'catalog', 'overview'])
      await alice.ask(text)
    await alice.invoke(tenants, { verb: 'tenant.list', data: {} })
    const drawn = [alice, bob, olivia].flatMap(({ conversationId }) => app.teams.cards(conversationId))
    const shown = [...drawn, alice.see(tenants)].map(({ card }) => readText(card))
    expect(shown.length).toBeGreaterThan(8)
    expect(shown.filter((text) => saysSo.test(text))).toHaveLength(by === 'catalog' ? shown.length : 0)
  }
})

test('a tier says who rated it, and our own judgment is marked as ours', async () => {
  const { alice } = await open()
  expect(readText((await alice.ask('why Directory.ReadWrite.All')).card)).toMatch(/tier 0.*published tiering/)
  expect(readText((await alice.ask('why full_access_as_app')).card)).toMatch(/tier 0.*our judgment/)
  expect(readText((await alice.ask('why application_access')).card)).toMatch(/tier 0.*our judgment/)
})
