import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { minutes } from '#platform/base/time.ts'
import { demo } from '../../emulator/demo-world.ts'
import { elementsOf, findButton, readText } from '../support/card-parts.ts'
import { query } from '../support/facts.ts'
import { people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'
import { changeWorld } from '../support/world.ts'

/** A permission that every tenant with the set lacks from now on. */
async function grow(app: WholeApp): Promise<void> {
  await changeWorld(app, 'require', { clientId: 'directory-data', permission: 'Place.Read.All' })
  await app.pass(minutes(16))
  await app.pass(minutes(2))
}
const outdated = (app: WholeApp, setId: string): string[] =>
  query<{ tenant_id: string }>(
    app,
    `select tenant_id from grants join tenants on id = tenant_id
      where set_id = ? and status = 'updateRequired' order by attention, name_key`,
    setId,
  ).map((row) => row.tenant_id)
const waiting = { who: 'privilegedRoleAdministrator', code: 'PERMISSIONS_NEW', setId: 'user-device-activity' }
const textsOf = (card: Parameters<typeof readText>[0]) =>
  elementsOf(card).flatMap(({ text }) => (typeof text === 'string' ? [text] : []))

test('what waits for one person to do one thing is one row, with one button that opens the plan for all', async () => {
  const app = await startWholeApp()
  const ids = outdated(app, waiting.setId)
  expect(ids.length).toBeGreaterThan(1)
  const alice = app.teams.as(people.alice)
  const card = await alice.click(await alice.ask('tenants'), 'Next actions')
  expect(readText(card.card)).toMatch(/\d tenants? waits? for a \*\*Privileged Role Administrator\*\*/)
  expect(textsOf(card.card)).toContain('New permissions · “User, device and activity”')
  const plan = await alice.click(card, { verb: 'waiting.plan', data: waiting })
  expect(findButton(card.card, { verb: 'waiting.plan', data: waiting }).title).toBe(
    `Update in all ${ids.length}`,
  )
  const start = findButton(plan.card, 'grant.start')
  expect(start.data).toMatchObject({ setId: 'user-device-activity' })
  expect((start.data as { tenantIds: string[] }).tenantIds.toSorted()).toEqual(ids.toSorted())
})

test('the same tenants are listed, page by page, and nothing else', async () => {
  const app = await startWholeApp()
  const victor = app.teams.as(people.victor)
  const card = await victor.click(await victor.ask('tenants'), 'Next actions')
  expect(elementsOf(card.card).filter(({ verb }) => verb === 'waiting.plan')).toEqual([])
  const list = await victor.click(card, { verb: 'tenant.list', data: { waiting } })
  const shown = elementsOf(list.card).flatMap(({ verb, data, fallback }) =>
    verb === 'tenant.show' && fallback ? [(data as { tenantId: string }).tenantId] : [],
  )
  expect(shown.toSorted()).toEqual(outdated(app, waiting.setId).toSorted())
})

test('a click on what somebody has done meanwhile shows how it stands, and plans nothing', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const gone = { who: 'privilegedRoleAdministrator', code: 'PERMISSIONS_REMOVED', setId: 'directory-data' }
  const { card } = await alice.invoke('x', { verb: 'waiting.plan', data: gone }).then(({ body }) => ({
    card: JSON.stringify(body),
  }))
  expect(card).toContain('Next actions')
  expect(card).toMatch(/outdated/)
  expect(card).not.toContain('grant.start')
})

test('a limited person is shown, and plans, only their own tenants', async () => {
  const own = tenantIdOf('Adatum')
  const app = await startWholeApp({}, undefined, {
    ROLE_OPERATORS: people.olivia.objectId,
    ROLE_VIEWERS: people.victor.objectId,
    ROLE_SCOPES: `${people.olivia.objectId}=${own},${people.victor.objectId}=${own}`,
  })
  await grow(app)
  expect(outdated(app, 'directory-data')).toContain(own)
  for (const person of [people.olivia, people.victor]) {
    const chat = app.teams.as(person)
    const { card } = await chat.click(await chat.ask('tenants'), 'Next actions')
    expect(readText(card)).toMatch(/^1 tenant needs attention$/m)
    const text = JSON.stringify(card).toLowerCase()
    const foreign = demo.tenants.filter(({ id }) => id !== own)
    expect(
      foreign
        .flatMap(({ id, displayName }) => [id, displayName.toLowerCase()])
        .filter((name) => text.includes(name)),
    ).toEqual([])
  }
  const { body } = await app.teams
    .as(people.olivia)
    .invoke('x', { verb: 'waiting.plan', data: { ...waiting, setId: 'directory-data' } })
  expect(JSON.stringify(body)).toContain(own)
  expect(JSON.stringify(body)).not.toContain(tenantIdOf('Contoso'))
})

test('damaged rows are a group of their own, for the admin who runs the bot', async () => {
  const app = await startWholeApp()
  await app.restart({
    between: async () => {
      const db = new DatabaseSync(app.config.database)
      db.prepare("update grants set evaluation_json = '{' where tenant_id = ?").run(tenantIdOf('Contoso'))
      db.close()
    },
  })
  const victor = app.teams.as(people.victor)
  const { card } = await victor.click(await victor.ask('tenants'), 'Next actions')
  expect(readText(card)).toMatch(/1 tenant waits for \*\*the admin who runs Grantkeeper\*\*/)
  expect(textsOf(card)).toContain('Stored data is damaged')
})

test('a set that works in another tenant only makes no tenant need attention, on whatever card', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const place = { tenantId: tenantIdOf('Humongous'), clientId: 'directory-data' }
  const sync = async (): Promise<void> => {
    await alice.ask('sync Humongous Insurance')
    await app.pass(minutes(2))
  }
  // Granted beyond the limit in Entra itself, and disabled later.
  await changeWorld(app, 'grant', place)
  await sync()
  await changeWorld(app, 'disable', place)
  await sync()
  const where = 'where tenant_id = ? and set_id = ?'
  expect(query(app, `select status from grants ${where}`, place.tenantId, place.clientId)).toEqual([
    { status: 'error' },
  ])
  // An API of another set has ended, which its summary says.
  const status = readText((await alice.ask('status humongousinsurance.com')).card)
  expect(status).not.toMatch(/needs? (your )?attention/)
  expect(status).toMatch(/1 of 5 permission sets has a warning/)
  const [all, open, broken] = [
    await alice.ask('tenants'),
    await alice.ask('tenants needs action'),
    await alice.ask('errors'),
  ]
  for (const { card } of [all, open, broken, await alice.ask('overview')])
    expect(readText(card)).toMatch(/12 tenants · 6 need attention/)
  expect(readText((await alice.click(all, 'Next actions')).card)).toMatch(/^6 tenants need attention/m)
  await alice.install()
  await app.settled()
  const hello = app.teams.cards(alice.conversationId).at(-1)
  expect(hello && readText(hello.card)).toMatch(/6 of 12 tenants need/)
  for (const { card } of [open, broken]) expect(readText(card)).not.toContain('Humongous')
  expect(readText(open.card)).toMatch(/1–6 of 6/)
  const listed = readText(all.card)
  expect(listed.slice(0, listed.indexOf('Woodgrove'))).not.toContain('Humongous')
})
