import { expect, test } from 'vitest'
import { minutes, seconds } from '#platform/base/time.ts'
import { makeBrowser } from '../support/browser.ts'
import { readText } from '../support/card-parts.ts'
import { askAccess, auditOf, query, statusOf } from '../support/facts.ts'
import type { Driver } from '../support/fake-teams.ts'
import { meetPeople } from '../support/meet-people.ts'
import { startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'
import { changeWorld } from '../support/world.ts'
import { accept, decide, linkOf, startGrant } from './consent-flow.ts'

/** Of Mobile Security, which works in one tenant. In the demo that is Adatum. */
const data = 'directory-data'
const name = 'Directory data'

async function open() {
  const app = await startWholeApp()
  return { app, ...(await meetPeople(app)) }
}

async function block(person: Driver, tenant: string): Promise<void> {
  await person.click(await person.ask(`block "${name}" in ${tenant}`), 'Confirm block')
}

async function grant(app: WholeApp, person: Driver, tenant: string): Promise<void> {
  await decide(app, await startGrant(person, `grant "${name}" in ${tenant}`), accept)
  expect(statusOf(app, tenant, data)).toBe('granted')
}

/** The tenants whose data the app may use, as the access API says. */
async function usedIn(app: WholeApp): Promise<string[]> {
  const used: string[] = []
  for (const tenant of ['Adatum', 'Fabrikam', 'Northwind'])
    if ((await askAccess(app, tenant, data)).allowed) used.push(tenant)
  return used
}

const reasonsOf = (app: WholeApp, action: string) => auditOf(app, action).map(({ reason }) => reason)

test('a block of an app that has moved to another tenant is not lifted', async () => {
  const { app, alice, bob } = await open()
  await block(alice, 'Adatum')
  await grant(app, alice, 'Fabrikam')
  await app.pass(minutes(11))
  const refused = await bob.ask(`unblock "${name}" in Adatum`)
  expect(readText(refused.card)).toMatch(/at most 1 tenant and is granted in Fabrikam/)
  await app.settled()
  expect(await usedIn(app)).toEqual(['Fabrikam'])
  expect(reasonsOf(app, 'grant.unblock')).toEqual(['TENANT_LIMIT_REACHED'])
  // Back again: the other way round it is allowed.
  await block(bob, 'Fabrikam')
  await bob.click(await bob.ask(`unblock "${name}" in Adatum`), 'Confirm unblock')
  await app.settled()
  expect(await usedIn(app)).toEqual(['Adatum'])
})

test('nor undone within ten minutes, not even while the consent in the other tenant is only waited for', async () => {
  const { app, alice, bob } = await open()
  await block(alice, 'Adatum')
  const card = await alice.ask('status Adatum')
  const link = await startGrant(bob, `grant "${name}" in Fabrikam`)
  await alice.click(card, { verb: 'grant.undoBlock', data: { setId: data } })
  expect(reasonsOf(app, 'grant.undoBlock')).toEqual(['TENANT_LIMIT_REACHED'])
  await decide(app, link, accept)
  expect(await usedIn(app)).toEqual(['Fabrikam'])
})

test('nor by the approval of a request, whether it was made before or after', async () => {
  const { app, alice, bob, olivia } = await open()
  await block(alice, 'Adatum')
  const form = await olivia.ask(`unblock "${name}" in Adatum`)
  await olivia.click(form, 'request.make', { reason: 'The phones need it back' })
  await app.settled()
  await grant(app, alice, 'Fabrikam')
  const asked = app.teams.cards(bob.conversationId).filter(({ card }) => /requests: /.test(readText(card)))
  await bob.click(asked.at(-1) ?? form, 'Approve')
  await app.settled()
  expect(await usedIn(app)).toEqual(['Fabrikam'])
  const again = await olivia.ask(`unblock "${name}" in Adatum`)
  expect(readText(again.card)).toMatch(/at most 1 tenant/)
  expect(query(app, "select 1 from requests where state = 'open'")).toEqual([])
})

test('a tenant that comes back after the app has moved may not use it until the other stops', async () => {
  const { app, alice, bob } = await open()
  await alice.click(await alice.ask('remove tenant Adatum'), { verb: 'tenant.confirmRemove', data: {} })
  await app.settled()
  await grant(app, bob, 'Fabrikam')
  await decide(app, await alice.ask('add tenant adatum.com'), accept)
  // What was read is said, and also that it is not open to the apps.
  expect(statusOf(app, 'Adatum', data)).toBe('granted')
  expect(await askAccess(app, 'Adatum', data)).toMatchObject({ allowed: false, reason: 'BOUND_ELSEWHERE' })
  expect(await usedIn(app)).toEqual(['Fabrikam'])
  for (const line of ['status Adatum', `details "${name}" in Adatum`])
    expect(readText((await alice.ask(line)).card)).toMatch(/Mobile Security works in at most 1 tenant/)
  await block(bob, 'Fabrikam')
  expect(await usedIn(app)).toEqual(['Adatum'])
  expect(readText((await alice.ask('status Adatum')).card)).not.toMatch(/at most 1 tenant/)
})

test('a tenant where somebody granted the app in Entra does not take it from the first', async () => {
  const { app, alice } = await open()
  await changeWorld(app, 'grant', { tenantId: tenantIdOf('Northwind'), clientId: data })
  await alice.ask('sync northwindtraders.com')
  await app.settled()
  expect(statusOf(app, 'Northwind', data)).toBe('granted')
  expect(await usedIn(app)).toEqual(['Adatum'])
})

test('a link is not opened when the app was meanwhile granted elsewhere', async () => {
  const { app, alice, bob } = await open()
  await block(alice, 'Adatum')
  const link = linkOf(await startGrant(bob, `grant "${name}" in Fabrikam`))
  await changeWorld(app, 'grant', { tenantId: tenantIdOf('Northwind'), clientId: data })
  await alice.ask('sync northwindtraders.com')
  await app.settled()
  const browser = makeBrowser()
  const page = await browser.open(link)
  expect(page.text).toMatch(/Another tenant already has this app/)
  expect(query(app, "select 1 from consent_links where phase = 'opened'")).toEqual([])
  expect(await usedIn(app)).toEqual(['Northwind'])
})

test('a campaign asks nobody for permissions where the app can’t be used', async () => {
  const { app, alice } = await open()
  await changeWorld(app, 'grant', { tenantId: tenantIdOf('Northwind'), clientId: data })
  await alice.ask('sync Northwind Traders')
  await app.settled()
  await changeWorld(app, 'require', { clientId: data, permission: 'Place.Read.All' })
  await app.pass(minutes(16))
  await app.pass(seconds(4))
  expect(statusOf(app, 'Adatum', data)).toBe('updateRequired')
  expect(statusOf(app, 'Northwind', data)).toBe('updateRequired')
  const members = query(app, "select tenant_id, stage from campaign_members where stage = 'waiting'")
  expect(members).toEqual([{ tenant_id: tenantIdOf('Adatum'), stage: 'waiting' }])
  const alerts = query(
    app,
    // Granted by hand, it is told as that, and as nothing else.
    `select 1 from alerts where tenant_id = '${tenantIdOf('Northwind')}' and set_id = '${data}' and condition <> 'grantsUnexplained'`,
  )
  expect(alerts).toEqual([])
})
