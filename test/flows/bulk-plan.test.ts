import { expect, test } from 'vitest'
import { hours } from '#platform/base/time.ts'
import { elementsOf, readText } from '../support/card-parts.ts'
import type { BotMessage } from '../support/fake-connector.ts'
import { people, startWholeApp } from '../support/whole-app.ts'
import { changeWorld } from '../support/world.ts'
import { linksOf, startGrant } from './consent-flow.ts'

async function open() {
  const app = await startWholeApp()
  const [alice, bob] = [people.alice, people.bob].map((who) => app.teams.as(who))
  if (!alice || !bob) throw new Error('Expected two people')
  for (const each of [alice, bob]) await each.ask('whoami')
  return { app, alice, bob }
}

const textOf = ({ card }: Pick<BotMessage, 'card'>): string => readText(card)
const titlesOf = ({ card }: Pick<BotMessage, 'card'>): string[] =>
  elementsOf(card).flatMap(({ title, type }) => (`${type}`.startsWith('Action.') ? [`${title}`] : []))
const labels = '"Labels and protected content"'

test('a plan of many tenants says who gets a link and who is left out, by name, each reason once', async () => {
  const { alice, bob } = await open()
  await bob.click(await bob.ask(`block ${labels} in Fourth`), 'Confirm block')
  const plan = await alice.ask(`grant ${labels} in Contoso, Litware, Adatum, Fabrikam, Fourth`)
  const says = textOf(plan)
  expect(says).toMatch(/\*\*2 get a link\*\*: Contoso[^\n]*, Litware/)
  expect(says).toMatch(/\*\*3 are left out\*\*/)
  expect(says).toMatch(/Already granted: Adatum[^\n]*, Fabrikam/)
  expect(says).toMatch(/Already blocked: Fourth[^\n]*\n[^\n]*by Bob Okafor/)
  expect(says.match(/Already granted/g)).toHaveLength(1)
  expect(titlesOf(plan).some((title) => /^Show \d+ permissions?$/.test(title))).toBe(true)
  expect(linksOf(await alice.click(plan, 'grant.start'))).toHaveLength(2)
})

test('a link that is out is named before a new one ends it', async () => {
  const { alice } = await open()
  await startGrant(alice, `grant ${labels} in Contoso`)
  expect(textOf(await alice.ask(`grant ${labels} in Contoso, Litware`))).toMatch(
    /A link is out already; a new one ends it · Contoso/,
  )
  expect(textOf(await alice.ask(`grant ${labels} in Contoso`))).toMatch(/A link is out already/)
})

test('a to-do is named only where it is open', async () => {
  const { app, alice } = await open()
  await changeWorld(app, 'require', { clientId: 'account-actions', permission: 'Place.Read.All' })
  await app.pass(hours(2))
  const plan = await alice.ask('grant "Account actions" in Northwind, Fabrikam')
  expect(textOf(plan)).toMatch(/\*\*2 get a link\*\*: Northwind[^\n]*, Fabrikam/)
  expect(textOf(plan)).toMatch(/Also required there: Password Administrator role · Northwind Traders$/m)
  expect(textOf(plan)).not.toMatch(/Also required there[^\n]*Fabrikam/)
  const done = await alice.ask('grant "User, device and activity" in Fabrikam')
  expect(textOf(done)).not.toMatch(/Also required there/)
})

test('an app of one tenant is left out with where it is used', async () => {
  const { alice } = await open()
  const plan = await alice.ask('grant "Directory data" in Adatum, Fabrikam, Northwind Traders')
  expect(textOf(plan)).toMatch(/Only in one tenant at a time: Fabrikam[^\n]*, Northwind/)
  expect(textOf(plan)).toMatch(/is granted in Adatum/)
})

test('a registration that is not in order stands on the plan, and reading it again leads on', async () => {
  const { app, alice } = await open()
  await changeWorld(app, 'registration', { clientId: 'protected-content', multiTenant: false })
  await app.pass(hours(2))
  const plan = await alice.ask(`grant ${labels} in Contoso, Litware`)
  expect(textOf(plan)).toMatch(/The app registration isn’t in order[\s\S]*it isn’t multi-tenant/)
  expect(titlesOf(plan)).not.toContain('Grant permissions')
  await changeWorld(app, 'registration', { clientId: 'protected-content', multiTenant: true })
  const mended = await alice.click(plan, 'Check again')
  expect(textOf(mended)).not.toMatch(/isn’t in order/)
  expect(linksOf(await alice.click(mended, 'grant.start'))).toHaveLength(2)
})
