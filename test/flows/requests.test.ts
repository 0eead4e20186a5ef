import { expect, test } from 'vitest'
import { hours, minutes } from '#platform/base/time.ts'
import { makeBrowser } from '../support/browser.ts'
import { readText } from '../support/card-parts.ts'
import { askAccess, auditOf, query, statusOf } from '../support/facts.ts'
import type { BotMessage } from '../support/fake-connector.ts'
import { channel, type Driver, groupChat } from '../support/fake-teams.ts'
import { people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'
import { changeWorld } from '../support/world.ts'
import { accept, decide, linkOf, linksOf } from './consent-flow.ts'

const activity = 'user-device-activity'
const actions = 'account-actions'
const reason = 'The new sensors need it from Monday on'

/** Everybody has a chat with the bot, so that cards reach them. */
async function open(): Promise<WholeApp & Record<'alice' | 'bob' | 'olivia', Driver>> {
  const app = await startWholeApp()
  const drivers = {
    alice: app.teams.as(people.alice),
    bob: app.teams.as(people.bob),
    olivia: app.teams.as(people.olivia),
  }
  for (const driver of Object.values(drivers)) await driver.ask('whoami')
  return { ...app, ...drivers }
}

/** The newest card of the conversation that says so. */
function latest(app: WholeApp, { conversationId }: Driver, says: RegExp): BotMessage {
  const found = app.teams.cards(conversationId).filter(({ card }) => says.test(readText(card)))
  const last = found.at(-1)
  if (!last) throw new Error(`Expected a card that says ${says}`)
  return last
}

const approvalOf = (app: WholeApp, driver: Driver): BotMessage => latest(app, driver, /requests: /)

/** Types the line, gives the reason, and is told that it waits. */
async function request(app: WholeApp, driver: Driver, line: string): Promise<BotMessage> {
  const form = await driver.ask(line)
  const asked = await driver.click(form, 'request.make', { reason })
  await app.settled()
  return asked
}

const statesOf = (app: WholeApp): string[] =>
  query<{ state: string }>(app, 'select state from requests order by created_at, id').map(
    ({ state }) => state,
  )

test('an operator asks, an approver approves, the operator signs, the tenant shows it', async () => {
  const app = await open()
  const { alice, bob, olivia } = app
  const form = await olivia.ask('grant "User, device and activity" in Fabrikam')
  expect(readText(form.card)).toContain('Place.Read.All')
  expect(() => readText(form.card)).not.toThrow()
  const tooShort = await olivia.click(form, 'Request grant', { reason: 'please' })
  expect(readText(tooShort.card)).toMatch(/Enter a reason of 10/)
  const asked = await olivia.click(tooShort, 'Request grant', { reason })
  expect(readText(asked.card)).toMatch(/Waiting for an approver/)
  await app.settled()
  const approval = approvalOf(app, bob)
  for (const said of [
    /Olivia Lind requests: grant “User, device and activity”/,
    /Fabrikam/,
    /Place\.Read\.All/,
  ])
    expect(readText(approval.card)).toMatch(said)
  expect(readText(approval.card)).toContain(reason)
  expect(readText(approval.card)).toMatch(/Privileged Role Administrator/)
  const approved = await bob.click(approval, 'Approve')
  expect(readText(approved.card)).toMatch(/Approved by Bob Okafor/)
  await app.settled()
  expect(readText(approvalOf(app, alice).card)).toMatch(/Approved by Bob Okafor/)
  expect(statusOf(app, 'Fabrikam', activity)).toBe('granting')
  const consent = latest(app, olivia, /Code /)
  expect(readText(consent.card)).toMatch(/approved by Bob Okafor/)
  const page = await makeBrowser().open(linkOf(consent))
  expect(page.text).toMatch(/Requested by[\s\S]*Olivia Lind[\s\S]*Approved by[\s\S]*Bob Okafor/)
  await decide(app, consent, accept)
  expect(statusOf(app, 'Fabrikam', activity)).toBe('granted')
  expect(readText(olivia.see(asked).card)).toMatch(/Verified in the tenant/)
  expect(auditOf(app).map(({ action, actor }) => `${action} ${actor}`)).toEqual(
    expect.arrayContaining([
      'request.make Olivia Lind',
      'request.approve Bob Okafor',
      'grant.start Olivia Lind',
      'consent.verified system',
    ]),
  )
})

test('tier 0 needs a second person, also for an approver, and whatever a click says', async () => {
  const app = await open()
  const { alice, bob } = app
  const form = await alice.ask('grant "Account actions" in Litware')
  expect(readText(form.card)).toMatch(/tier-0 permission, so a second person/)
  await expect(alice.click(form, 'grant.start')).rejects.toThrow('Expected one button')
  const own = await request(app, alice, 'grant "Account actions" in Litware')
  const forged = { setId: actions, tenantIds: [tenantIdOf('Litware')], v: '0000000000000000' }
  await alice.invoke(form, { verb: 'grant.start', data: forged })
  expect(statusOf(app, 'Litware', actions)).toBe('notGranted')
  expect(auditOf(app, 'grant.start').map(({ reason: why }) => why)).toEqual(['APPROVAL_NEEDED'])
  const { id, version } = query<{ id: string; version: number }>(
    app,
    'select id, version from requests',
  )[0] ?? {
    id: '',
    version: 0,
  }
  await alice.invoke(own, { verb: 'request.approve', data: { requestId: id, v: version } })
  expect(statesOf(app)).toEqual(['open'])
  expect(auditOf(app, 'request.approve').map(({ reason: why }) => why)).toEqual(['OWN_REQUEST'])
  await bob.click(approvalOf(app, bob), 'Approve')
  await app.settled()
  await decide(app, latest(app, alice, /Code /), accept)
  expect(['granted', 'settingsRequired']).toContain(statusOf(app, 'Litware', actions))
})

test('denied with a reason that the requester reads; without one nothing happens', async () => {
  const app = await open()
  const { bob, olivia } = app
  const asked = await request(app, olivia, 'grant "User, device and activity" in Fabrikam')
  const unsaid = await bob.click(approvalOf(app, bob), 'Deny')
  expect(readText(unsaid.card)).toMatch(/Enter a reason, then select Deny/)
  expect(statesOf(app)).toEqual(['open'])
  await bob.click(unsaid, 'Deny', { reason: 'Not before the audit is over' })
  await app.settled()
  expect(readText(olivia.see(asked).card)).toMatch(/Denied by Bob Okafor[\s\S]*Not before the audit is over/)
  const again = await olivia.click(latest(app, olivia, /Denied by/), 'Ask again')
  expect(JSON.stringify(again.card)).toContain(reason)
  expect(statusOf(app, 'Fabrikam', activity)).toBe('updateRequired')
})

test('of two approvers at the same moment one is first, and the other is told who', async () => {
  const app = await open()
  const { alice, bob, olivia } = app
  await request(app, olivia, 'grant "User, device and activity" in Fabrikam')
  const [forAlice, forBob] = [approvalOf(app, alice), approvalOf(app, bob)]
  const seen = await Promise.all([
    alice.click(forAlice, 'Approve'),
    bob.click(forBob, 'Deny', { reason: 'no need for it' }),
  ])
  await app.settled()
  const told = seen.filter(({ card }) => /acted first. The request was/.test(readText(card)))
  expect(told).toHaveLength(1)
  const decisions = auditOf(app).filter(({ action }) => /request\.(approve|deny)/.test(action))
  expect(decisions).toHaveLength(1)
  const [winner] = decisions
  expect(readText(told[0]?.card ?? seen[0].card)).toContain(winner?.actor)
})

test('withdrawn by the requester: nothing is left to approve', async () => {
  const app = await open()
  const { bob, olivia } = app
  const asked = await request(app, olivia, 'grant "User, device and activity" in Fabrikam')
  const approval = approvalOf(app, bob)
  await olivia.click(asked, 'Withdraw')
  expect(statesOf(app)).toEqual(['withdrawn'])
  const late = await bob.click({ ...approval }, 'Approve').catch(() => undefined)
  await app.settled()
  expect(readText(late?.card ?? bob.see(approval).card)).toMatch(/Withdrawn by Olivia Lind/)
  expect(statusOf(app, 'Fabrikam', activity)).toBe('updateRequired')
})

test('a list that grows before the approval voids it, and the cards show the difference', async () => {
  const app = await open()
  const { bob, olivia } = app
  await request(app, olivia, 'grant "User, device and activity" in Fabrikam')
  const permission = 'Chat.Read.All'
  await changeWorld(app, 'require', { clientId: activity, permission })
  await app.pass(minutes(16))
  expect(statesOf(app)).toEqual(['voided'])
  for (const driver of [bob, olivia])
    expect(readText(latest(app, driver, /No longer valid/).card)).toMatch(/➕ \*\*Chat\.Read\.All\*\*/)
  const again = await olivia.click(latest(app, olivia, /No longer valid/), 'Ask again')
  expect(readText(again.card)).toContain('Chat.Read.All')
})

test('a list that grows after the approval takes back the link that nobody opened', async () => {
  const app = await open()
  const { bob, olivia } = app
  await request(app, olivia, 'grant "User, device and activity" in Fabrikam')
  await bob.click(approvalOf(app, bob), 'Approve')
  await app.settled()
  const link = linkOf(latest(app, olivia, /Code /))
  await changeWorld(app, 'require', { clientId: activity, permission: 'Chat.Read.All' })
  await app.pass(minutes(16))
  expect(statesOf(app)).toEqual(['voided'])
  expect((await makeBrowser().open(link)).status).toBe(410)
  expect(readText(latest(app, olivia, /No longer valid/).card)).toMatch(/➕/)
})

test('reminded after half the time, lapsed after the whole, and both cards say so', async () => {
  const app = await open()
  const { bob, olivia } = app
  const asked = await request(app, olivia, 'grant "User, device and activity" in Fabrikam')
  await app.pass(hours(12))
  expect(readText(latest(app, bob, /Reminder/).card)).toMatch(/half of the time/)
  await app.pass(hours(12))
  expect(statesOf(app)).toEqual(['lapsed'])
  expect(readText(olivia.see(asked).card)).toMatch(/Expired/)
  expect(readText(approvalOf(app, bob).card)).toMatch(/Expired/)
})

test('a channel of the approvers: all see it, only approvers decide, a refresh never acts', async () => {
  const app = await open()
  const { olivia } = app
  const room = channel('security')
  const [bob, victor] = [app.teams.as(people.bob, room), app.teams.as(people.victor, room)]
  await bob.say('requests on')
  await app.settled()
  await request(app, olivia, 'block "Account actions" in Fabrikam')
  const shared = approvalOf(app, bob)
  expect(readText(shared.card)).not.toMatch(/^(Approve|Deny)$/m)
  const { refresh } = shared.card as unknown as { refresh: { userIds: string[]; action: { verb: string } } }
  expect(refresh.userIds.sort()).toEqual([`29:${people.alice.objectId}`, `29:${people.bob.objectId}`].sort())
  expect(refresh.action.verb).toBe('request.show')
  const viewed = await victor.click(shared, 'Review')
  expect(readText(viewed.card)).not.toMatch(/^Approve$/m)
  const { id } = query<{ id: string }>(app, 'select id from requests')[0] ?? { id: '' }
  const automatic = { verb: 'request.approve', data: { requestId: id, v: 1 }, trigger: 'automatic' } as const
  await bob.invoke(shared, automatic)
  await victor.invoke(shared, { ...automatic, trigger: 'manual' })
  expect(statesOf(app)).toEqual(['open'])
  const mine = await bob.click(shared, 'Review')
  expect(readText(app.teams.cards(bob.conversationId).at(-1)?.card ?? mine.card)).not.toMatch(/^Approve$/m)
  await bob.click(mine, 'Approve')
  await app.settled()
  expect(statusOf(app, 'Fabrikam', actions)).toBe('blocked')
  expect(await askAccess(app, 'Fabrikam', actions)).toMatchObject({ allowed: false })
  expect(readText(app.teams.cards(bob.conversationId).at(-1)?.card ?? mine.card)).toMatch(/Approved by Bob/)
  expect(auditOf(app, 'grant.block').map(({ actor }) => actor)).toEqual(['Olivia Lind'])
})

test('unblock of tier 0 needs two; an undo within ten minutes needs one approver, whoever blocked', async () => {
  const app = await open()
  const { alice, bob } = app
  const blocked = await alice.click(await alice.ask('block "Account actions" in Fabrikam'), 'Confirm block')
  const forBob = await bob.ask('status Fabrikam')
  await bob.click(forBob, { verb: 'grant.undoBlock', data: { setId: actions } })
  expect(statusOf(app, 'Fabrikam', actions)).toBe('granted')
  await alice.click(blocked, 'Undo')
  expect(auditOf(app, 'grant.undoBlock').map(({ actor, result }) => [actor, result])).toEqual([
    ['Bob Okafor', 'done'],
    ['Alice Moreau', 'refused'],
  ])
  await alice.click(await alice.ask('block "Account actions" in Fabrikam'), 'Confirm block')
  await request(app, alice, 'unblock "Account actions" in Fabrikam')
  expect(statusOf(app, 'Fabrikam', actions)).toBe('blocked')
  await bob.click(approvalOf(app, bob), 'Approve')
  await app.settled()
  expect(statusOf(app, 'Fabrikam', actions)).toBe('granted')
})

test('more than ten tenants are one request, whoever asks; each link has its card', async () => {
  const app = await open()
  const { alice, bob } = app
  const names = ['Fabrikam', 'Contoso', 'Proseware', 'Northwind', 'Adatum', 'Litware', 'Wingtip', 'Tailspin']
  const all = query<{ display_name: string }>(app, 'select display_name from tenants order by id')
  expect(all.length).toBeGreaterThan(10)
  const line = `block "Labels and protected content" in ${all.map(({ display_name }) => `"${display_name}"`).join(', ')}`
  await request(app, alice, line)
  expect(names.some((name) => readText(approvalOf(app, bob).card).includes(name))).toBe(true)
  await bob.click(approvalOf(app, bob), 'Approve')
  await app.settled()
  const blocked = query(app, "select 1 from grants where set_id = 'protected-content' and status = 'blocked'")
  expect(blocked).toHaveLength(all.length)
  expect(auditOf(app, 'grant.block').every(({ actor }) => actor === 'Alice Moreau')).toBe(true)
})

test('what the plan leaves out is no part of the request', async () => {
  const app = await open()
  const { bob, olivia } = app
  const form = await olivia.ask('grant "User, device and activity" in Adatum, Fabrikam')
  expect(readText(form.card)).toMatch(/1 is left out[\s\S]*Already granted: Adatum/)
  const asked = await olivia.click(form, 'Request grant', { reason })
  expect(readText(asked.card)).toMatch(/in \*\*Fabrikam/)
  await app.settled()
  const approval = approvalOf(app, bob)
  expect(readText(approval.card)).not.toMatch(/Adatum|2 tenants/)
  const approved = await bob.click(approval, 'Approve')
  expect(readText(approved.card)).toMatch(/Approved by/)
  expect(readText(approved.card)).not.toMatch(/Adatum/)
})

test('handed to another approver by name', async () => {
  const app = await open()
  const { alice, bob, olivia } = app
  await request(app, olivia, 'grant "User, device and activity" in Fabrikam')
  const form = await alice.click(approvalOf(app, alice), 'request.handOverForm')
  expect(JSON.stringify(form.card)).toContain('Bob Okafor')
  expect(JSON.stringify(form.card)).not.toContain(people.olivia.objectId)
  await alice.click(form, 'request.handOver', { to: people.bob.objectId })
  await app.settled()
  const handed = latest(app, bob, /asks you to decide this/)
  await bob.click(handed, 'Approve')
  await app.settled()
  expect(statesOf(app)).toEqual(['approved'])
  expect(auditOf(app, 'request.handOver').map(({ actor }) => actor)).toEqual(['Alice Moreau'])
})

test('the list of requests: to decide, mine, and what has ended', async () => {
  const app = await open()
  const { bob, olivia } = app
  const group = app.teams.as(people.olivia, groupChat('identity'))
  const form = await group.ask('reset "Labels and protected content" in Woodgrove Bank')
  expect(app.teams.cards(group.conversationId)).toEqual([])
  await group.click(form, 'request.make', { reason })
  await app.settled()
  expect(readText((await bob.ask('requests')).card)).toMatch(
    /Olivia Lind requests: reset “Labels and protected content”/,
  )
  expect(readText((await olivia.ask('requests')).card)).toMatch(/reset “Labels and protected content”/)
  const opened = await bob.click(await bob.ask('requests'), 'request.show')
  await bob.click(opened, 'Approve')
  await app.settled()
  expect(auditOf(app, 'grant.reset').map(({ actor, result }) => [actor, result])).toEqual([
    ['Olivia Lind', 'done'],
  ])
  expect(readText((await bob.ask('requests')).card)).toMatch(/No requests are waiting for you/)
  expect(readText((await bob.ask('requests ended')).card)).toMatch(/Approved by Bob Okafor/)
  expect(linksOf(await olivia.ask('requests'))).toEqual([])
})
