import { expect, test } from 'vitest'
import { minutes } from '#platform/base/time.ts'
import { grantMore } from '../../emulator/world/change-apps.ts'
import { buttonsOf, findButton, readText } from '../support/card-parts.ts'
import { askAccess, auditOf, query, statusOf } from '../support/facts.ts'
import type { BotMessage } from '../support/fake-connector.ts'
import { people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'

const labels = 'protected-content'
const line = 'unblock "Labels and protected content" in Fabrikam'

async function open() {
  const app = await startWholeApp()
  const [alice, bob, olivia] = [
    app.teams.as(people.alice),
    app.teams.as(people.bob),
    app.teams.as(people.olivia),
  ]
  const block = async (where: string, by = alice) =>
    by.click(await by.ask(`block "Labels and protected content" in ${where}`), 'Confirm block')
  return { app, alice, bob, olivia, block }
}

const textOf = ({ card }: Pick<BotMessage, 'card'>): string => readText(card)
const titlesOf = ({ card }: Pick<BotMessage, 'card'>) => buttonsOf(card).map(({ title }) => title)
const lifted = (app: WholeApp) =>
  auditOf(app, 'grant.unblock').filter(({ result }) => result === 'done').length

/** Of Graph, tier 2: one person may give it back. */
const beyond = { 'Calendars.Read': '798ee544-9d2d-430c-a058-570e29e34338' } as const

async function growBeyond(app: WholeApp, where: string, ids: readonly string[]): Promise<void> {
  const { world } = app.emulator
  const registration = [...world.registrations.values()].find(({ key }) => key === labels)
  const tenant = world.tenants.get(tenantIdOf(where))
  if (!registration || !tenant) throw new Error('Expected the tenant and its set')
  const resourceAppId = '00000003-0000-0000-c000-000000000000'
  grantMore(
    world,
    tenant,
    registration,
    ids.map((id) => ({ resourceAppId, type: 'Role' as const, id })),
  )
  await app.teams.as(people.olivia).ask(`sync ${where}`)
  await app.settled()
}

test('typed or clicked, unblocking shows first what comes back, who blocked it, and the status it returns to', async () => {
  const { app, alice, bob, block } = await open()
  await block('Fabrikam')
  await app.pass(minutes(11))
  const typed = await bob.ask(line)
  const tenant = await bob.ask('status Fabrikam')
  const clicked = await bob.click(tenant, { verb: 'grant.unblock', data: { setId: labels } })
  for (const card of [typed, clicked]) {
    expect(textOf(card)).toMatch(/Unblock “Labels and protected content”\?/)
    expect(textOf(card)).toMatch(/Fabrikam/)
    expect(textOf(card)).toMatch(/Blocked by Alice Moreau, \d\d:\d\d/)
    expect(textOf(card)).toMatch(/get the data again/)
    expect(textOf(card)).toMatch(/Zero Trust Secure Access/)
    expect(textOf(card)).toMatch(/✅ Granted/)
    expect(titlesOf(card)).toEqual(['Confirm unblock', 'What if', 'Cancel'])
  }
  expect(statusOf(app, 'Fabrikam', labels)).toBe('blocked')
  expect(lifted(app)).toBe(0)
  expect(query(app, 'select key from acts where key like ?', '%unblock%')).toEqual([])
  const done = await bob.click(clicked, 'Confirm unblock')
  expect(textOf(done)).toMatch(/is unblocked/)
  expect(await askAccess(app, 'Fabrikam', labels)).toMatchObject({ allowed: true, status: 'granted' })
  const late = await alice.press(typed, {
    verb: 'grant.confirmUnblock',
    data: findButton(typed.card, 'grant.confirmUnblock').data as object,
  })
  expect(JSON.stringify(late.body)).toMatch(/isn’t blocked here/)
  expect(lifted(app)).toBe(1)
})

test('the reason of a requested block, and a status that gives the apps nothing yet, are said', async () => {
  const { app, alice, bob, olivia } = await open()
  await olivia.ask('whoami')
  await bob.ask('whoami')
  const form = await olivia.ask('block "Labels and protected content" in Litware')
  await olivia.click(form, 'request.make', { reason: 'The scanner is *being* moved' })
  await app.settled()
  const asked = app.teams.cards(bob.conversationId).findLast((card) => /requests: /.test(textOf(card)))
  await bob.click(asked ?? '', 'Approve')
  await app.settled()
  const card = await alice.ask('unblock "Labels and protected content" in Litware')
  expect(textOf(card)).toMatch(/Blocked by Olivia Lind/)
  expect(textOf(card)).toMatch(/Reason: “The scanner is/)
  expect(textOf(card)).toMatch(/○ Not granted/)
  expect(textOf(card)).toMatch(/don’t get the data yet/)
  expect(textOf(card)).not.toMatch(/get the data again/)
})

test('a block that was lifted and made again makes the card outdated: the current one is shown, nothing is done', async () => {
  const { app, alice, bob, block } = await open()
  await block('Fabrikam')
  await app.pass(minutes(11))
  const old = await bob.ask(line)
  await alice.click(await alice.ask(line), 'Confirm unblock')
  await app.settled()
  await block('Fabrikam', app.teams.as(people.alice))
  const now = await bob.click(old, 'Confirm unblock')
  expect(statusOf(app, 'Fabrikam', labels)).toBe('blocked')
  expect(titlesOf(now)).toContain('Confirm unblock')
  expect(textOf(now)).toMatch(/out of date|outdated|has changed/i)
  await bob.click(now, 'Confirm unblock')
  await app.settled()
  expect(statusOf(app, 'Fabrikam', labels)).toBe('granted')
})

test('what is granted beyond the set is named, and more of it makes the card outdated', async () => {
  const { app, bob, block } = await open()
  await block('Fabrikam')
  await app.pass(minutes(11))
  const before = await bob.ask(line)
  expect(textOf(before)).not.toMatch(/beyond/)
  await growBeyond(app, 'Fabrikam', [beyond['Calendars.Read']])
  const shown = await bob.click(before, 'Confirm unblock')
  expect(statusOf(app, 'Fabrikam', labels)).toBe('blocked')
  expect(textOf(shown)).toMatch(/beyond the set[\s\S]*Calendars\.Read.*tier/)
  await bob.click(shown, 'Confirm unblock')
  await app.settled()
  expect(statusOf(app, 'Fabrikam', labels)).not.toBe('blocked')
})

test('in several tenants: each with its block, what comes back, and what is beyond the set', async () => {
  const { app, alice, bob, block } = await open()
  await block('Fabrikam')
  await block('Adatum', bob)
  await growBeyond(app, 'Adatum', [beyond['Calendars.Read']])
  await app.pass(minutes(11))
  const many = 'unblock "Labels and protected content" in Fabrikam and Adatum'
  const card = await alice.ask(many)
  expect(textOf(card)).toMatch(/Unblock “Labels and protected content” in 2 tenants\?/)
  expect(textOf(card)).toMatch(/Fabrikam[\s\S]*Blocked by Alice Moreau[\s\S]*✅ Granted/)
  expect(textOf(card)).toMatch(/Adatum[\s\S]*Blocked by Bob Okafor[\s\S]*✅ Granted/)
  expect(textOf(card)).toMatch(/Beyond the set: Calendars\.Read/)
  expect(textOf(card)).toMatch(/get the data again/)
  // Lifted and made again by somebody else: no longer what the card named.
  await bob.click(await bob.ask(line), 'Confirm unblock')
  await block('Fabrikam', bob)
  const now = await alice.click(card, 'Confirm unblock')
  expect([statusOf(app, 'Fabrikam', labels), statusOf(app, 'Adatum', labels)]).toEqual(['blocked', 'blocked'])
  expect(textOf(now)).not.toMatch(/Alice Moreau/)
  await alice.click(now, 'Confirm unblock')
  await app.settled()
  expect([statusOf(app, 'Fabrikam', labels), statusOf(app, 'Adatum', labels)]).toEqual(['granted', 'granted'])
})

test('where a second person is needed the form comes in place of the card, and the button alone is refused', async () => {
  const { app, alice, bob, olivia, block } = await open()
  await block('Fabrikam')
  await alice.click(await alice.ask('block "Account actions" in Fabrikam'), 'Confirm block')
  await app.pass(minutes(11))
  expect(titlesOf(await bob.ask('unblock "Account actions" in Fabrikam'))).not.toContain('Confirm unblock')
  expect(titlesOf(await olivia.ask(line))).not.toContain('Confirm unblock')
  const card = await bob.ask(line)
  const { data } = findButton(card.card, 'grant.confirmUnblock')
  await bob.press(card, {
    verb: 'grant.confirmUnblock',
    data: { ...(data as object), setId: 'account-actions' },
  })
  await olivia.press(await olivia.ask('status Fabrikam'), {
    verb: 'grant.confirmUnblock',
    data: data as object,
  })
  expect(lifted(app)).toBe(0)
  expect(statusOf(app, 'Fabrikam', 'account-actions')).toBe('blocked')
  expect(statusOf(app, 'Fabrikam', labels)).toBe('blocked')
})

test('a part of a name needs no question, because the card says the full name', async () => {
  const { app, alice, block } = await open()
  await block('Fabrikam')
  await app.pass(minutes(11))
  const card = await alice.ask('unblock labels in Fabri')
  expect(textOf(card)).toMatch(/Unblock “Labels and protected content”\?/)
  expect(statusOf(app, 'Fabrikam', labels)).toBe('blocked')
})
