import { expect, test } from 'vitest'
import { hours, minutes, seconds } from '#platform/base/time.ts'
import { makeBrowser } from '../support/browser.ts'
import { readText } from '../support/card-parts.ts'
import { auditOf, statusOf } from '../support/facts.ts'
import { groupChat } from '../support/fake-teams.ts'
import { people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'
import { accept, decide, linkOf, linksOf, startGrant } from './consent-flow.ts'

const activity = 'user-device-activity'

/** From now on consent takes this long to become visible there. */
function slow(app: WholeApp, tenant: string, ms: number): void {
  const found = app.emulator.world.tenants.get(tenantIdOf(tenant))
  if (!found) throw new Error(`Expected ${tenant} in the world`)
  found.replicationDelayMs = ms
}

test('update permissions: plan, link, consent and result on the same card', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const card = await alice.ask('status Fabrikam')
  const plan = await alice.click(card, { verb: 'grant.plan', data: { setId: activity } })
  expect(plan.id).toBe(card.id)
  expect(readText(plan.card)).toContain('Place.Read.All')
  expect(readText(plan.card)).toContain('Privileged Role Administrator')
  const started = await alice.click(plan, 'grant.start')
  expect(statusOf(app, 'Fabrikam', activity)).toBe('granting')
  const end = await decide(app, started, accept)
  expect(end.status).toBe(200)
  expect(statusOf(app, 'Fabrikam', activity)).toBe('granted')
  expect(readText(alice.see(card.id).card)).toMatch(/verified/i)
  expect(linksOf(alice.see(card.id))).toEqual([])
  expect(auditOf(app).map(({ action }) => action)).toEqual(
    expect.arrayContaining(['grant.start', 'consent.open', 'consent.return', 'consent.verified']),
  )
})

test('the way back changes no status: only a read of the tenant does', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  slow(app, 'Fabrikam', minutes(3))
  const started = await startGrant(alice, 'grant "User, device and activity" in Fabrikam')
  await decide(app, started, accept)
  expect(statusOf(app, 'Fabrikam', activity)).toBe('granting')
  expect(readText(alice.see(started).card)).toMatch(/propagating/i)
  for (let spent = 0; spent < minutes(4); spent += seconds(20)) await app.pass(seconds(20))
  expect(statusOf(app, 'Fabrikam', activity)).toBe('granted')
})

test('consent that never becomes visible ends as not confirmed, with the reason', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  slow(app, 'Fabrikam', hours(5))
  const started = await startGrant(alice, 'grant "User, device and activity" in Fabrikam')
  await decide(app, started, accept)
  for (let spent = 0; spent < minutes(32); spent += minutes(1)) await app.pass(minutes(1))
  expect(statusOf(app, 'Fabrikam', activity)).toBe('error')
  expect(readText(alice.see(started).card)).toMatch(/not confirmed/i)
})

test('a declined consent shows the reason and what to do', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const started = await startGrant(alice, 'grant "Labels and protected content" in Litware')
  await decide(app, started, { decision: 'cancel' })
  expect(statusOf(app, 'Litware', 'protected-content')).toBe('error')
  expect(readText(alice.see(started).card)).toMatch(/declined|refused|cancel/i)
  const tenant = await alice.ask('status Litware')
  const again = await alice.click(tenant, { verb: 'grant.plan', data: { setId: 'protected-content' } })
  const second = await alice.click(again, 'grant.start')
  await decide(app, second, accept)
  expect(['granted', 'settingsRequired']).toContain(statusOf(app, 'Litware', 'protected-content'))
})

test('somebody without the role signs: they stay on the page of Microsoft, and the link runs out', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const started = await startGrant(alice, 'grant "Labels and protected content" in Litware')
  const page = await decide(app, started, { decision: 'accept', signer: 'user' })
  expect(new URL(page.url).origin).toBe(app.emulator.url)
  expect(statusOf(app, 'Litware', 'protected-content')).toBe('granting')
  await app.pass(hours(2))
  expect(statusOf(app, 'Litware', 'protected-content')).toBe('notGranted')
  expect(readText(alice.see(started).card)).toMatch(/expired/i)
})

test('several tenants at once: one card, each with its own link and end', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const started = await startGrant(alice, 'grant "User, device and activity" in Fabrikam, Contoso, Proseware')
  const links = linksOf(started)
  expect(links).toHaveLength(3)
  for (const link of links) {
    const browser = makeBrowser()
    const microsoft = await browser.submit(await browser.open(link))
    await browser.submit(microsoft, { decision: 'accept', signer: 'globalAdministrator' })
  }
  await app.settled()
  for (const name of ['Fabrikam', 'Contoso', 'Proseware'])
    expect(statusOf(app, name, activity)).toBe('granted')
  expect(linksOf(alice.see(started))).toEqual([])
})

test('a tenant whose connection was lost: the connection first, then the set', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  expect(statusOf(app, 'Wingtip', 'directory-data')).toBe('error')
  const started = await startGrant(alice, 'grant "User, device and activity" in Wingtip')
  await decide(app, started, accept)
  const next = alice.see(started)
  expect(statusOf(app, 'Wingtip', activity)).toBe('granting')
  expect(linksOf(next)).toHaveLength(1)
  await decide(app, next, accept)
  expect(statusOf(app, 'Wingtip', activity)).toBe('granted')
})

test('an app for one tenant only is refused in a second one, in words', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const plan = await alice.ask('grant "Directory data" in Fabrikam')
  const text = readText(plan.card)
  expect(text).toContain('Mobile Security')
  expect(text).toContain('Adatum')
  await expect(alice.click(plan, 'grant.start')).rejects.toThrow('Expected one button')
  const forged = await alice.invoke(plan, {
    verb: 'grant.start',
    data: { setId: 'directory-data', tenantIds: [tenantIdOf('Fabrikam')], v: '0000000000000000' },
  })
  expect(forged.status).toBe(200)
  expect(statusOf(app, 'Fabrikam', 'directory-data')).toBe('notGranted')
})

test('an unused link expires and a used one opens nothing', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const started = await startGrant(alice, 'grant "Labels and protected content" in Litware')
  const link = linkOf(started)
  const browser = makeBrowser()
  await browser.submit(await browser.open(link))
  expect((await makeBrowser().open(link)).status).toBe(410)
  const other = await startGrant(alice, 'grant "User, device and activity" in Fabrikam')
  await app.pass(hours(2))
  expect((await makeBrowser().open(linkOf(other))).status).toBe(410)
  expect(statusOf(app, 'Fabrikam', activity)).toBe('updateRequired')
})

test('cancelled by the person: the link is dead and the grant as it was', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const started = await startGrant(alice, 'grant "User, device and activity" in Fabrikam')
  const link = linkOf(started)
  await alice.click(started, 'consent.cancel')
  await app.settled()
  expect((await makeBrowser().open(link)).status).toBe(410)
  expect(statusOf(app, 'Fabrikam', activity)).toBe('updateRequired')
})

test('in a group the links go to the person alone', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  await alice.install()
  await app.settled()
  const group = app.teams.as(people.alice, groupChat('identity'))
  const plan = await group.ask('grant "User, device and activity" in Fabrikam')
  await group.click(plan, 'grant.start')
  await app.settled()
  expect(app.teams.cards(group.conversationId)).toEqual([])
  for (const message of group.cards()) expect(linksOf(group.see(message))).toEqual([])
  const started = app.teams.cards(alice.conversationId).at(-1)
  if (!started) throw new Error('Expected the links in the chat of the person')
  await decide(app, started, accept)
  expect(statusOf(app, 'Fabrikam', activity)).toBe('granted')
})
