import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from './stage.ts'
import { type CardOnPage, decide, type TeamsPage } from './teams-page.ts'

let stage: Stage
let alice: TeamsPage
let bob: TeamsPage
let alert: CardOnPage

beforeAll(async () => {
  stage = await openStage(17_100)
  alice = await stage.teamsOf('alice')
  bob = await stage.teamsOf('bob')
})
afterAll(() => stage?.end())

test('a channel and a chat ask to be told', async () => {
  await alice.enterChannel('Alerts')
  const here = await alice.ask('alerts on in Adatum Corporation for "Directory data"', /posted here/i)
  await here.picture('alerts-on')
  const there = await bob.ask('alerts on', /posted here/i)
  await there.picture('alerts-on-everything')
})

test('a revoked permission: after two reads an alert in the channel says who did it', async () => {
  await stage.change('revoke', {
    tenantId: 'adatum.com',
    clientId: 'directory-data',
    permission: 'Group.Read.All',
  })
  await stage.change('revoke-everywhere', { permission: 'User.Read.All' })
  alert = await alice.receives(/A permission was removed in Adatum/)
  await alert.shows(/admin@adatum\.com/)
  await alert.picture('alert')
})

test('everything else that changed is one digest, not a card each', async () => {
  const digest = await bob.receives(/1\d alerts/)
  await digest.shows(/User\.Read\.All of .* removed in \d+ tenants/)
  await digest.picture('digest')
  const cards = bob.page.locator('.ac-adaptiveCard')
  expect(await cards.filter({ hasText: 'grouped in one card' }).count()).toBe(1)
  expect(await cards.filter({ hasText: /User\.Read\.All of .* was removed/ }).count()).toBeLessThanOrEqual(5)
})

// Before there is a link: what appears while one is watched came beyond its list.
test('what nobody asked for is told with its risk and who did it, and accepted with a reason', async () => {
  await stage.change('grant', {
    tenantId: 'adatum.com',
    clientId: 'directory-data',
    permission: 'Mail.Read',
  })
  const told = await alice.receives(/unexplained permission in Adatum/)
  await told.shows(/admin@adatum\.com/)
  await told.picture('unexplained')
  await told.press('Accept')
  await told.shows('Accept this permission?')
  await told.picture('accept')
  await told.fill('Who granted it, and what for', 'The archive needs it, ticket 4711')
  await told.press('Accept')
  await alice.enterChat()
  await alice.enterChannel('Alerts')
  const over = await alice.receives(/unexplained permission in Adatum[\s\S]*Resolved/)
  await over.shows(/Resolved: accepted by Alice/)
  await over.picture('unexplained-accepted')
})

test('what belongs to somebody comes to their own chat, and waits there under “mine”', async () => {
  const olivia = await stage.teamsOf('olivia')
  const own = await olivia.receives(/A setting is missing in Northwind[\s\S]*Owner: Olivia Lind/)
  await own.picture('alert-of-owner')
  const mine = await olivia.ask('mine', 'What waits for you')
  await mine.shows(/\d+ alerts? of what you own or stand in for/)
  await mine.picture('mine')
  const owner = await bob.ask('owner of Adatum is me', 'The owner is named')
  await owner.picture('owner')
})

test('its button leads to the fix, and the same card says that it is over', async () => {
  // The channel was left meanwhile, and the client drew it anew.
  alert = await alice.receives(/A permission was removed in Adatum/)
  await alert.press('Grant permissions')
  await alert.shows('Adds 1 permission')
  await alert.press('Grant permissions')
  // A link is for one person: it is not shown to the channel.
  await alert.shows('in your chat with me')
  await alice.enterChat()
  const consent = await alice.receives('Open consent page')
  await decide(await consent.follow('Open consent page'), 'Accept')
  await consent.shows(/Verified/)
  await alice.enterChannel('Alerts')
  const over = await alice.receives(/A permission was removed in Adatum[\s\S]*Resolved/)
  await over.shows(/Resolved: the problem is gone, granted by Alice/)
  await over.picture('alert-resolved')
})
