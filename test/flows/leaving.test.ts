import { expect, test } from 'vitest'
import { hours, minutes, seconds } from '#platform/base/time.ts'
import { demo } from '../../emulator/demo-world.ts'
import { addFault, removeFaults } from '../../emulator/faults.ts'
import { removeApp } from '../../emulator/world/change-apps.ts'
import { getTenant, readFuture } from '../../emulator/world/tenants.ts'
import { buttonsOf, elementsOf, readText } from '../support/card-parts.ts'
import { auditOf, query } from '../support/facts.ts'
import type { Driver } from '../support/fake-teams.ts'
import { people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'

const place = (app: WholeApp) => getTenant(app.emulator.world, tenantIdOf('Adatum'))

async function open() {
  const app = await startWholeApp()
  const [alice, olivia, victor] = [people.alice, people.olivia, people.victor].map((one) =>
    app.teams.as(one),
  ) as [Driver, Driver, Driver]
  for (const driver of [alice, olivia, victor]) await driver.ask('whoami')
  return { app, alice, olivia, victor }
}

async function remove(app: WholeApp, alice: Driver): Promise<void> {
  await alice.click(await alice.ask('remove tenant Adatum'), 'Confirm removal')
  await app.settled()
}

const cardsOf = (app: WholeApp, { conversationId }: Driver) =>
  app.teams.cards(conversationId).filter(({ card }) => /^What’s left (in|of)/.test(readText(card)))

/** The card in the own chat, as it stands now. */
function cardOf(app: WholeApp, driver: Driver) {
  const [only, ...more] = cardsOf(app, driver)
  if (!only) throw new Error('Expected the card of what is left')
  expect(more).toEqual([])
  return only
}

/** Deletes the apps of all sets in Entra, as its admin does. */
function deleteApps(app: WholeApp): void {
  const { world } = app.emulator
  const tenant = place(app)
  for (const clientId of Object.values(demo.sets))
    if (readFuture(world, tenant).principals.has(clientId)) removeApp(world, tenant, clientId)
}

const readsOf = (app: WholeApp): number => {
  const entries = app.emulator.log.entries({ tenantId: tenantIdOf('Adatum') })
  app.emulator.log.clear()
  return entries.length
}

/** Two reads a minute apart, the first of them when it is due. */
async function readTwice(app: WholeApp, ms: number): Promise<void> {
  await app.pass(ms)
  await app.pass(seconds(62))
  await app.pass(seconds(4))
}

test('a removed tenant: what is left is read until only the reader is left, over a restart, and then not any more', async () => {
  const { app, alice, victor } = await open()
  await remove(app, alice)
  const text = readText(cardOf(app, alice).card)
  expect(text).toMatch(/What’s left in Adatum/)
  expect(text).toMatch(/5 enterprise applications of the suite are still in Entra/)
  expect(text).toMatch(/Remove-MgServicePrincipal -ServicePrincipalId [0-9a-f-]{36}/)
  expect(text).toContain('delete it last')
  expect(auditOf(app, 'leaving.start')).toMatchObject([{ result: 'done', actor: 'Alice Moreau' }])

  deleteApps(app)
  readsOf(app)
  await app.pass(minutes(6))
  expect(readText(cardOf(app, alice).card)).toMatch(/Not seen in the last read/)
  expect(auditOf(app, 'leaving.gone')).toEqual([])
  // A read that fails shows nothing, whatever time passes.
  const { world } = app.emulator
  addFault(world, { where: 'graph', tenantId: tenantIdOf('Adatum'), effect: { kind: 'status', status: 403 } })
  await readTwice(app, seconds(62))
  expect(readText(cardOf(app, alice).card)).toMatch(/last read failed[\s\S]*Nothing counts as gone/)
  expect(auditOf(app, 'leaving.gone')).toEqual([])
  removeFaults(world)

  await app.restart()
  await readTwice(app, seconds(62))
  expect(readText(cardOf(app, alice).card)).toMatch(/Only Grantkeeper’s reader is left/)
  expect(auditOf(app, 'leaving.gone')).toHaveLength(5)
  const links = elementsOf(cardOf(app, alice).card).filter(({ type }) => type === 'Action.OpenUrl')
  expect(links.map(({ url }) => url)).toEqual([expect.stringContaining(demo.reader.clientId)])

  removeApp(world, place(app), demo.reader.clientId)
  await readTwice(app, hours(1))
  const over = readText(cardOf(app, alice).card)
  expect(over).toMatch(/Cannot be checked any more/)
  expect(over).toMatch(/Grantkeeper’s reader[^\n]*\n?[^\n]*cannot be checked any more/i)
  expect(over).not.toMatch(/reader[^\n]*\n?[^\n]*gone, confirmed/i)
  expect(readText((await victor.ask('leaving')).card)).toMatch(/Adatum[\s\S]*Cannot be checked any more/)

  readsOf(app)
  for (const ms of [minutes(11), hours(7), hours(25)]) await app.pass(ms)
  expect(readsOf(app)).toBe(0)
  expect(auditOf(app, 'leaving.end')).toMatchObject([{ actor: 'system' }])
  expect(cardsOf(app, alice)).toHaveLength(1)
})

test('a person says stop: it is not read any more, and who may not is refused with an entry', async () => {
  const { app, alice, olivia, victor } = await open()
  await remove(app, alice)
  const [{ id } = { id: 0 }] = query<{ id: number }>(app, 'select id from leavings')
  const own = await olivia.ask('leaving')
  const shown = await olivia.click(own, { verb: 'leaving.show', data: { leavingId: id } })
  expect(buttonsOf(shown.card).map(({ title }) => title)).not.toContain('Stop reading')
  await victor.press(await victor.ask('leaving'), { verb: 'leaving.stop', data: { leavingId: id } })
  await olivia.press(shown, { verb: 'leaving.stop', data: { leavingId: id } })
  expect(auditOf(app, 'leaving.stop').map(({ result, actor }) => [result, actor])).toEqual([
    ['refused', 'Victor Haas'],
    ['refused', 'Olivia Lind'],
  ])
  expect(query(app, 'select state from leavings')).toEqual([{ state: 'open' }])

  readsOf(app)
  const again = await olivia.click(await olivia.ask('leaving'), {
    verb: 'leaving.show',
    data: { leavingId: id },
  })
  const checked = await olivia.click(again, 'Check again')
  expect(readText(checked.card)).toMatch(/Being read now/)
  await app.settled()
  expect(readsOf(app)).toBeGreaterThan(0)
  const stopped = await alice.click(cardOf(app, alice), 'Stop reading')
  expect(readText(stopped.card)).toMatch(/Stopped by Alice Moreau/)
  const late = await olivia.click(checked, 'Check again')
  expect(readText(late.card)).toMatch(/ended already/)
  readsOf(app)
  for (const ms of [minutes(11), hours(7), hours(25)]) await app.pass(ms)
  expect(readsOf(app)).toBe(0)
})

test('added again, the tenant is wanted: it is followed no more', async () => {
  const { app, alice } = await open()
  await remove(app, alice)
  await alice.ask('add tenant adatum.com')
  await app.settled()
  expect(readText(cardOf(app, alice).card)).toMatch(/on the list again/)
  expect(query(app, 'select state from leavings')).toEqual([{ state: 'returned' }])
})

test('a set blocked for good is followed until it is gone; unblocked, no more', async () => {
  const { app, alice } = await open()
  const details = async () => alice.ask('details "SaaS posture" in Adatum')
  const refused = await alice.invoke(await details(), {
    verb: 'leaving.follow',
    data: { tenantId: tenantIdOf('Adatum'), setId: 'saas-posture' },
  })
  expect(JSON.stringify(refused.body)).toMatch(/Nothing to follow/)
  await alice.click(await alice.ask('block "SaaS posture" in Adatum'), 'Confirm block')
  const followed = await alice.click(await details(), 'Follow removal')
  expect(readText(followed.card)).toMatch(/What’s left of “[^”]*SaaS[^”]*” in Adatum/)
  await app.settled()
  const clientId = demo.sets['saas-posture'] ?? ''
  removeApp(app.emulator.world, place(app), clientId)
  await readTwice(app, minutes(6))
  expect(readText(cardOf(app, alice).card)).toMatch(/Nothing of it is left/)

  await alice.click(await alice.ask('block "Account actions" in Adatum'), 'Confirm block')
  await alice.click(await alice.ask('details "Account actions" in Adatum'), 'Follow removal')
  await alice.click(await alice.ask('details "Account actions" in Adatum'), 'Undo')
  await app.settled()
  expect(query(app, 'select set_id, state from leavings order by id')).toEqual([
    { set_id: 'saas-posture', state: 'gone' },
    { set_id: 'account-actions', state: 'returned' },
  ])
})
