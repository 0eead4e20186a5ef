import { expect, test } from 'vitest'
import { hours, minutes, seconds } from '#platform/base/time.ts'
import { buttonsOf, readText } from '../support/card-parts.ts'
import { query } from '../support/facts.ts'
import { people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'
import { changeWorld } from '../support/world.ts'
import { access, closedCatalog, labels, name, reason } from './opening-flow.ts'

const driversOf = (app: WholeApp) => ({
  alice: app.teams.as(people.alice),
  bob: app.teams.as(people.bob),
  olivia: app.teams.as(people.olivia),
})

test('a block meanwhile voids the request to go on, also where an older block was only lifted', async () => {
  const app = await startWholeApp()
  const { alice, bob, olivia } = driversOf(app)
  await alice.click(await alice.ask(`block ${name}`), 'Confirm block')
  await app.pass(minutes(11))
  await bob.click(await bob.ask(`unblock ${name} for 2 hours`), 'Confirm unblock')
  const form = await olivia.ask(`unblock ${name} until tomorrow`)
  await olivia.click(form, 'request.make', { reason })
  const first = await alice.ask('requests')
  const isShown = buttonsOf(first.card).some(({ verb }) => verb === 'request.approve')
  const shown = isShown ? first : await alice.click(first, 'request.show')
  await bob.click(await bob.ask(`block ${name}`), 'Confirm block')
  await alice.click(shown, 'request.approve')
  expect(await access(app)).toMatchObject({ allowed: false, reason: 'BLOCKED_HERE' })
  expect(query(app, 'select state from requests')).toEqual([{ state: 'voided' }])
})

test('what one person opened is closed by a catalog that asks for two', async () => {
  const app = await startWholeApp()
  const { alice, bob } = driversOf(app)
  await alice.click(await alice.ask(`block ${name}`), 'Confirm block')
  await bob.click(await bob.ask(`unblock ${name} for 30 days`), 'Confirm unblock')
  expect(await access(app)).toMatchObject({ allowed: true })
  await app.restart({ change: { catalogFile: await closedCatalog() } })
  expect(await access(app)).toMatchObject({ allowed: false })
  expect(readText((await bob.ask(`details ${name}`)).card)).not.toMatch(/Open until/)
})

const unexplained = (app: WholeApp) =>
  query<{ state: string }>(
    app,
    "select state, detail_json from alerts where condition = 'grantsUnexplained' order by id",
  )

async function readTwice(app: WholeApp): Promise<void> {
  await app.teams.as(people.olivia).ask(`sync ${tenantIdOf('Fabrikam')}`)
  await app.settled()
  await app.pass(seconds(62))
}

const addMail = (app: WholeApp, permission = 'Mail.Read') =>
  changeWorld(app, 'grant', { tenantId: tenantIdOf('Fabrikam'), clientId: labels, permission })

test('what nothing explains is told while the set is closed by default', async () => {
  const app = await startWholeApp({}, undefined, { CATALOG_FILE: await closedCatalog() })
  await addMail(app)
  await readTwice(app)
  expect(unexplained(app)).toMatchObject([{ state: 'open' }])
})

test('a block answers what was known, and hides nothing that comes after it', async () => {
  const app = await startWholeApp()
  const { alice } = driversOf(app)
  await addMail(app)
  await readTwice(app)
  await alice.click(await alice.ask(`block ${name}`), 'Confirm block')
  await readTwice(app)
  expect(unexplained(app)).toMatchObject([{ state: 'resolved' }])
  await addMail(app, 'RoleManagement.ReadWrite.Directory')
  await readTwice(app)
  const after = unexplained(app) as { state: string; detail_json: string }[]
  expect(after.map(({ state }) => state)).toEqual(['resolved', 'open'])
  expect(after[1]?.detail_json).not.toContain('Mail.Read')
  expect(readText((await alice.ask(`details ${name}`)).card)).toContain('RoleManagement.ReadWrite.Directory')
  await app.pass(hours(7))
  expect(unexplained(app)).toHaveLength(2)
})

test('a grant with an end needs the second person that lifting the block needs', async () => {
  const app = await startWholeApp()
  const { alice, bob, olivia } = driversOf(app)
  const where = '"Labels and protected content" in Litware'
  const place = { tenantId: tenantIdOf('Litware'), clientId: labels }
  await changeWorld(app, 'grant', { ...place, permission: 'RoleManagement.ReadWrite.Directory' })
  await olivia.ask(`sync ${tenantIdOf('Litware')}`)
  await app.settled()
  await alice.click(await alice.ask(`block ${where}`), 'Confirm block')
  const form = await bob.ask(`unblock ${where} for 1 hour`)
  await bob.click(form, 'request.make', { reason })
  const first = await alice.ask('requests')
  const isShown = buttonsOf(first.card).some(({ verb }) => verb === 'request.approve')
  const shown = isShown ? first : await alice.click(first, 'request.show')
  await alice.click(shown, 'request.approve')
  const plan = await alice.ask(`grant ${where} for 30 days`)
  expect(buttonsOf(plan.card).map(({ verb }) => verb)).not.toContain('grant.start')
})

test('whoever can see the tenant no more is not reminded of what they opened there', async () => {
  const app = await startWholeApp()
  const { alice, bob } = driversOf(app)
  await bob.click(await bob.ask(`block ${name}`), 'Confirm block')
  await app.pass(minutes(11))
  await alice.click(await alice.ask(`unblock ${name} for 4 hours`), 'Confirm unblock')
  const before = app.teams.cards(alice.conversationId).length
  await app.restart({ change: { scopes: { [people.alice.objectId]: [tenantIdOf('Adatum')] } } })
  await app.pass(hours(3) + minutes(45))
  const posted = app.teams.cards(alice.conversationId).slice(before)
  expect(posted.map(({ card }) => readText(card))).toEqual([])
  await app.pass(hours(1))
  expect(await access(app), 'it ends all the same').toMatchObject({ allowed: false })
})
