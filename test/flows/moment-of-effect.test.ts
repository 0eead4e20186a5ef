import { expect, test } from 'vitest'
import { actions as actionTable } from '#edge/handlers/index.ts'
import { isActing } from '#edge/teams/actions/action.ts'
import { hours, minutes, seconds } from '#platform/base/time.ts'
import { demo } from '../../emulator/demo-world.ts'
import { changeUser, setMember } from '../../emulator/world/change-people.ts'
import { getTenant } from '../../emulator/world/tenants.ts'
import { makeBrowser, type Page } from '../support/browser.ts'
import { readText } from '../support/card-parts.ts'
import { auditOf, query, statusOf } from '../support/facts.ts'
import type { BotMessage } from '../support/fake-connector.ts'
import { channel, type Driver } from '../support/fake-teams.ts'
import { people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'
import { changeWorld } from '../support/world.ts'
import { linkOf, linksOf, startGrant } from './consent-flow.ts'

const activity = 'user-device-activity'
const actions = 'account-actions'
const reason = 'The new sensors need it from Monday on'
type Name = 'alice' | 'bob' | 'olivia' | 'victor'

/** Roles by object ID only: nothing but the account itself can take a role away. */
const byObjectId = {
  ROLE_VIEWERS: people.victor.objectId,
  ROLE_OPERATORS: people.olivia.objectId,
  ROLE_APPROVERS: `${people.alice.objectId},${people.bob.objectId}`,
}

async function open(change: Readonly<Record<string, string>> = byObjectId) {
  const app = await startWholeApp({}, undefined, change)
  const drivers = Object.fromEntries(
    (['alice', 'bob', 'olivia', 'victor'] as const).map((name) => [name, app.teams.as(people[name])]),
  ) as Record<Name, Driver>
  for (const driver of Object.values(drivers)) await driver.ask('whoami')
  return { ...app, ...drivers }
}

const home = (app: WholeApp) => getTenant(app.emulator.world, demo.homeTenantId)
const change = (app: WholeApp, name: Name, to: Parameters<typeof changeUser>[3]) =>
  changeUser(app.emulator.world, home(app), people[name].objectId, to)
const breakHome = (app: WholeApp) =>
  changeWorld(app, 'fault', { tenantId: demo.homeTenantId, where: 'graph', kind: 'status', status: 503 })
const mendHome = (app: WholeApp) => changeWorld(app, 'clear-faults', {})

/** Opens the start page with a new browser and goes on to Microsoft. */
async function depart(link: string): Promise<Page> {
  const browser = makeBrowser()
  return browser.submit(await browser.open(link))
}

const latest = (app: WholeApp, { conversationId }: Driver, says: RegExp): BotMessage => {
  const found = app.teams
    .cards(conversationId)
    .filter(({ card }) => says.test(readText(card)))
    .at(-1)
  if (!found) throw new Error(`Expected a card that says ${says}`)
  return found
}
const approvalOf = (app: WholeApp, driver: Driver) => latest(app, driver, /requests: /)
const linkCardsOf = (app: WholeApp, { conversationId }: Driver) =>
  app.teams.cards(conversationId).filter((message) => linksOf(message).length > 0)

async function request(app: WholeApp, driver: Driver, line: string, typed: Record<string, string> = {}) {
  const asked = await driver.click(await driver.ask(line), 'request.make', { reason, ...typed })
  await app.settled()
  return asked
}
const statesOf = (app: WholeApp) =>
  query<{ state: string }>(app, 'select state from requests order by created_at').map(({ state }) => state)

const gone = [
  ['a guest', { userType: 'Guest' }],
  ['disabled', { accountEnabled: false }],
] as const

test.each(gone)('a signer who is %s at the approval gets no link, and both are told why', async (_, to) => {
  const app = await open()
  const { bob, olivia, victor } = app
  const signer = people.victor.objectId
  await request(app, olivia, 'grant "User, device and activity" in Fabrikam', { signer })
  change(app, 'victor', to)
  const answer = await bob.click(approvalOf(app, bob), 'Approve')
  await app.settled()
  expect(readText(answer.card)).toMatch(/Victor .*(guest|disabled)/)
  expect(linkCardsOf(app, victor)).toEqual([])
  expect(statesOf(app)).toEqual(['voided'])
  expect(readText(latest(app, olivia, /No longer valid/).card)).toMatch(/Victor/)
  expect(statusOf(app, 'Fabrikam', activity)).toBe('updateRequired')
})

test('nobody can be made a signer who is one no more, whatever was read some minutes ago', async () => {
  const app = await open()
  const { olivia, victor } = app
  const form = await olivia.ask('grant "User, device and activity" in Fabrikam')
  change(app, 'victor', { userType: 'Guest' })
  const answer = await olivia.click(form, 'request.make', { reason, signer: people.victor.objectId })
  await app.settled()
  expect(readText(answer.card)).toMatch(/can’t consent/)
  expect(statesOf(app)).toEqual([])
  expect(linkCardsOf(app, victor)).toEqual([])
})

test.each([
  ['signer', 'victor'],
  ['requester', 'olivia'],
] as const)('a link is not opened while its %s may not, and works once they may again', async (_, who) => {
  const app = await open()
  const { bob, olivia, victor } = app
  const signer = people.victor.objectId
  await request(app, olivia, 'grant "User, device and activity" in Fabrikam', { signer })
  await bob.click(approvalOf(app, bob), 'Approve')
  await app.settled()
  const link = linkOf(latest(app, victor, /Code /))
  for (const [, to] of gone) {
    change(app, who, { userType: 'Member', accountEnabled: true, ...to })
    const page = await depart(link)
    expect(page.status).toBe(403)
    expect(page.text).toMatch(/may no longer/)
  }
  change(app, who, { userType: 'Member', accountEnabled: true })
  const [{ phase } = { phase: '' }] = query<{ phase: string }>(app, 'select phase from consent_links')
  expect(phase).toBe('sent')
  expect((await depart(link)).url).toContain('adminconsent')
})

test('a link of an approver who lost the role is not opened', async () => {
  const app = await open({})
  const group = (name: string) => demo.groups.find(({ displayName }) => displayName === name)?.id ?? ''
  const consent = await startGrant(app.bob, 'grant "User, device and activity" in Fabrikam')
  const change = { groupId: group('Security leads'), userId: people.bob.objectId, member: false }
  setMember(app.emulator.world, home(app), change)
  expect((await depart(linkOf(consent))).status).toBe(403)
  setMember(app.emulator.world, home(app), { ...change, member: true })
  expect((await depart(linkOf(consent))).url).toContain('adminconsent')
})

test('while the directory cannot be asked, giving waits with words, and its approval lapses at its time', async () => {
  const app = await open()
  const { alice, bob, olivia } = app
  await alice.click(await alice.ask('block "Account actions" in Fabrikam'), 'Confirm block')
  await request(app, olivia, 'unblock "Account actions" in Fabrikam')
  change(app, 'bob', { accountEnabled: false })
  await breakHome(app)
  const approval = approvalOf(app, bob)
  expect(readText((await bob.click(approval, 'Approve')).card)).toMatch(/waits/)
  expect(statesOf(app)).toEqual(['open'])
  expect(statusOf(app, 'Fabrikam', actions)).toBe('blocked')
  expect(auditOf(app, 'request.approve')).toMatchObject([{ result: 'refused', reason: 'ACCOUNT_UNREADABLE' }])
  await mendHome(app)
  const { id: requestId, version: v } =
    query<{ id: string; version: number }>(app, 'select * from requests')[0] ?? {}
  await bob.press(approval, { verb: 'request.approve', data: { requestId, v } })
  expect(statesOf(app), 'disabled, and now it is known').toEqual(['open'])
  await alice.click(approvalOf(app, alice), 'Approve')
  await app.settled()
  expect(statesOf(app)).toEqual(['approved'])
  expect(statusOf(app, 'Fabrikam', actions)).toBe('granted')
  await alice.click(await alice.ask('block "Account actions" in Fabrikam'), 'Confirm block')
  await request(app, olivia, 'unblock "Account actions" in Fabrikam')
  await breakHome(app)
  await app.pass(hours(24))
  expect(statesOf(app)).toEqual(['approved', 'lapsed'])
})

test('while the directory cannot be asked, nobody lifts a block or makes a link alone, and everybody can block', async () => {
  const app = await open()
  const { alice } = app
  const set = '"User, device and activity"'
  await alice.click(await alice.ask(`block ${set} in Adatum`), 'Confirm block')
  const plan = await alice.ask(`grant ${set} in Fabrikam`)
  const confirm = await alice.ask('block "Account actions" in Fabrikam')
  const unblock = await alice.ask(`unblock ${set} in Adatum`)
  await breakHome(app)
  expect(readText((await alice.click(unblock, 'Confirm unblock')).card)).toMatch(/waits/)
  expect(statusOf(app, 'Adatum', activity)).toBe('blocked')
  expect(readText((await alice.click(plan, 'grant.start')).card)).toMatch(/waits|can’t be read/)
  expect(statusOf(app, 'Fabrikam', activity)).toBe('updateRequired')
  const blocked = await alice.click(confirm, 'Confirm block')
  expect(statusOf(app, 'Fabrikam', actions)).toBe('blocked')
  expect(readText((await alice.click(blocked, 'Undo')).card)).toMatch(/waits/)
  expect(statusOf(app, 'Fabrikam', actions)).toBe('blocked')
  await app.pass(minutes(6))
  expect(readText((await alice.ask('settings')).card)).toMatch(/accounts of people can’t be read/)
})

test('a link is not opened while the directory cannot be asked, and is not used up', async () => {
  const app = await open()
  const link = linkOf(await startGrant(app.alice, 'grant "User, device and activity" in Fabrikam'))
  await breakHome(app)
  const page = await depart(link)
  expect(page.status).toBe(503)
  expect(page.text).toMatch(/waits/)
  await mendHome(app)
  expect((await depart(link)).url).toContain('adminconsent')
})

test.each(gone)(
  '%s is refused for reading within five minutes, also with roles by object id only',
  async (_, to) => {
    const app = await open()
    const { victor } = app
    expect(readText((await victor.ask('tenants')).card)).toMatch(/Fabrikam/)
    change(app, 'victor', to)
    await app.pass(minutes(5))
    expect(readText((await victor.ask('tenants')).card)).not.toMatch(/Fabrikam/)
    await breakHome(app)
    await app.pass(minutes(6))
    expect(readText((await victor.ask('tenants')).card), 'an outage gives nothing back').not.toMatch(
      /Fabrikam/,
    )
  },
)

test('what an operator may sync alone is decided by the role of this moment', async () => {
  const app = await open({ BULK_SYNC_LIMIT: '3' })
  const group = (name: string) => demo.groups.find(({ displayName }) => displayName === name)?.id ?? ''
  const { bob } = app
  const change = { userId: people.bob.objectId }
  setMember(app.emulator.world, home(app), { ...change, groupId: group('Identity operators'), member: true })
  await bob.ask('tenants')
  setMember(app.emulator.world, home(app), { ...change, groupId: group('Security leads'), member: false })
  expect(readText((await bob.ask('sync all')).card)).toMatch(/second person/)
  expect(auditOf(app, 'sync.all').filter(({ result }) => result === 'done')).toEqual([])
})

test('whoever lost the role some seconds ago changes no alert, no subscription, and no conversation', async () => {
  const app = await open({})
  const { olivia, bob } = app
  await olivia.ask('alerts on')
  await changeWorld(app, 'disable', { tenantId: tenantIdOf('Adatum'), clientId: actions })
  await olivia.ask('sync Adatum')
  await app.settled()
  await app.pass(seconds(4))
  const alert = latest(app, olivia, /Acknowledge/)
  await olivia.ask('tenants')
  const room = app.teams.as(people.bob, channel('security'))
  await room.ask('tenants')
  const group = (name: string) => demo.groups.find(({ displayName }) => displayName === name)?.id ?? ''
  const leave = (groupName: string, userId: string) =>
    setMember(app.emulator.world, home(app), { groupId: group(groupName), userId, member: false })
  leave('Identity operators', people.olivia.objectId)
  leave('Security leads', people.bob.objectId)
  const before = auditOf(app).filter(({ result }) => result === 'done').length
  await olivia.click(alert, 'Acknowledge')
  await room.say('requests on')
  await room.say('alerts on')
  await bob.ask('alerts on')
  await app.settled()
  const done = auditOf(app).filter(({ result }) => result === 'done')
  expect(done.slice(before).map(({ action, actor }) => `${action} ${actor}`)).toEqual([])
})

test('every acting action reads the roles at its effect: by itself, or in the domain', () => {
  const inTheDomain = [
    'baseline.confirm',
    'exception.accept',
    'exception.request',
    'exception.withdraw',
    'grant.confirmAccept',
    'block.confirmMany',
    'consent.cancel',
    'grant.check',
    'grant.confirmBlock',
    'grant.confirmUnblock',
    'grant.reset',
    'grant.start',
    'grant.undoBlock',
    'history.export',
    'history.planExport',
    'leaving.check',
    'leaving.follow',
    'leaving.stop',
    'move.start',
    'notice.acknowledge',
    'notice.announce',
    'notice.plan',
    'notice.withdraw',
    'order.confirmMany',
    'request.approve',
    'request.deny',
    'request.handOver',
    'request.make',
    'setting.confirm',
    'sync.all',
    'sync.cancel',
    'sync.tenant',
    'tenant.add',
    'tenant.confirmRemove',
  ]
  const showsOnly = [
    'exception.form',
    'grant.accept',
    'grant.openForm',
    'grant.block',
    'grant.plan',
    'grant.unblock',
    'move.plan',
    'notice.form',
    'request.again',
    'request.form',
    'request.handOverForm',
    'tenant.addForm',
    'tenant.remove',
    'waiting.plan',
    'plan.request',
  ]
  const acting = actionTable
    .filter((action) => isActing(action) && !action.readsRolesNow)
    .map(({ verb }) => verb)
  expect(acting.filter((verb) => !inTheDomain.includes(verb) && !showsOnly.includes(verb))).toEqual([])
})
