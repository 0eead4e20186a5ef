import { expect, test } from 'vitest'
import { readText } from '../support/card-parts.ts'
import { auditOf, query } from '../support/facts.ts'
import type { BotMessage } from '../support/fake-connector.ts'
import type { Driver } from '../support/fake-teams.ts'
import { people, startWholeApp, type WholeApp } from '../support/whole-app.ts'
import { accept, decide, linksOf } from './consent-flow.ts'

const line = 'add tenant tailwind-toys.com'
const reason = 'A new customer since Monday'

async function open(): Promise<{ app: WholeApp } & Record<'alice' | 'bob' | 'olivia', Driver>> {
  const app = await startWholeApp()
  const driver = (name: 'alice' | 'bob' | 'olivia') => app.teams.as(people[name])
  const drivers = { alice: driver('alice'), bob: driver('bob'), olivia: driver('olivia') }
  for (const each of Object.values(drivers)) await each.ask('whoami')
  return { app, ...drivers }
}

const latest = (app: WholeApp, { conversationId }: Driver, says: RegExp): BotMessage => {
  const found = app.teams.cards(conversationId).findLast(({ card }) => says.test(readText(card)))
  if (!found) throw new Error(`Expected a card that says ${says}`)
  return found
}

const isListed = (app: WholeApp): boolean =>
  query(app, "select id from tenants where default_domain = 'tailwind-toys.com'").length > 0

/** Fills the window of this person, as ten tenants added within the hour do. */
async function actInTen(app: WholeApp, driver: Driver): Promise<void> {
  const ids = query<{ id: string }>(app, 'select id from tenants order by id limit 10')
  const confirm = await driver.ask(`block "SaaS posture" in ${ids.map(({ id }) => id).join(', ')}`)
  await driver.click(confirm, 'Confirm block')
  await app.settled()
}

test('an operator asks for a tenant; once approved it is there, and its link is in their chat', async () => {
  const { app, alice, olivia } = await open()
  const form = await olivia.ask(line)
  expect(readText(form.card)).toMatch(/tailwind-toys\.com/)
  expect(isListed(app)).toBe(false)
  await olivia.click(form, 'Request to add', { reason })
  await app.settled()
  const approval = latest(app, alice, /requests: add to the list/)
  expect(readText(approval.card)).toContain('tailwind-toys.com')
  expect(isListed(app)).toBe(false)
  await alice.click(approval, 'Approve')
  await app.settled()
  expect(isListed(app)).toBe(true)
  const link = app.teams.cards(olivia.conversationId).findLast((message) => linksOf(message).length === 1)
  if (!link) throw new Error('Expected the link in the chat of the requester')
  expect(linksOf(latest(app, alice, /Approved/))).toEqual([])
  await decide(app, link, accept)
  expect(query(app, "select state from tenants where default_domain like 'tailwind%'")).toEqual([
    { state: 'connected' },
  ])
  expect(auditOf(app, 'tenant.add').at(-1)).toMatchObject({ actor: 'Olivia Lind', result: 'done' })
  expect(query(app, "select * from own_acts where kind = 'add'")).toEqual([])
})

test('an approver beyond the ten gets the form with the sum, and another one decides', async () => {
  const { app, alice, bob } = await open()
  await actInTen(app, alice)
  const form = await alice.ask(line)
  expect(readText(form.card)).toMatch(/this one makes 11/)
  expect(isListed(app)).toBe(false)
  await alice.click(form, 'Request to add', { reason })
  await app.settled()
  await bob.click(latest(app, bob, /requests: add to the list/), 'Approve')
  await app.settled()
  expect(isListed(app)).toBe(true)
})

test('the domain that the approver reads is that of the tenant, whatever the click says', async () => {
  const { app, olivia } = await open()
  const form = await olivia.ask(line)
  const sent = JSON.stringify(form.card).match(/"tenants":"[^}]*"domain":"[^"]*"/)?.[0] ?? ''
  const data = { ...JSON.parse(`{${sent}}`), kind: 'add', reason, domain: 'contoso.com' }
  await olivia.press(form, { verb: 'request.make', data })
  await app.settled()
  expect(query(app, 'select id from requests')).toEqual([])
})
