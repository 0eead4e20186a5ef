import { describe, expect, test } from 'vitest'
import { minutes } from '#platform/base/time.ts'
import { makeBrowser } from '../support/browser.ts'
import { readText } from '../support/card-parts.ts'
import { auditOf, query } from '../support/facts.ts'
import type { BotMessage } from '../support/fake-connector.ts'
import type { Driver } from '../support/fake-teams.ts'
import { meetPeople } from '../support/meet-people.ts'
import { emptyPostgres } from '../support/postgres-database.ts'
import { administer } from '../support/postgres-server.ts'
import { startWholeApp, type WholeApp } from '../support/whole-app.ts'
import { linksOf } from './consent-flow.ts'

const reason = 'The new sensors need it from Monday on'
const activity = 'user-device-activity'
/** Neither of these is one of the others. */
const six = ['Adatum', 'Alpine', 'Fabrikam', 'Humongous', 'Northwind', 'Woodgrove']
/** “Labels and protected content” can be granted in these. */
const others = ['Contoso', 'Fourth', 'Litware', 'Proseware', 'Tailspin', 'Wingtip']

async function open(change: Readonly<Record<string, string>> = {}) {
  const app = await startWholeApp({}, undefined, change)
  return { ...app, ...(await meetPeople(app)) }
}

const block = async (by: Driver, tenant: string) =>
  by.click(await by.ask(`block ${activity} in ${tenant}`), 'Confirm block')
const plan = (by: Driver, tenants: readonly string[]) =>
  by.ask(`grant "Labels and protected content" in ${tenants.join(', ')}`)
const textOf = ({ card }: BotMessage) => readText(card)
const linksMade = (app: WholeApp, since = 0) => query(app, 'select id from consent_links').length - since

test('six and six are twelve: from the eleventh tenant on a second person decides, and the card says how it came', async () => {
  const app = await open()
  const { alice, bob } = app
  for (const tenant of six) await block(alice, tenant)
  const before = linksMade(app)
  const four = await plan(alice, others.slice(0, 4))
  expect(textOf(four)).not.toMatch(/second person/)
  const all = await plan(alice, others)
  expect(textOf(all)).toMatch(/You blocked in 6 tenants since \d\d:\d\d UTC; these 6 make 12\. More than 10/)
  await alice.click(four, 'grant.start')
  expect(linksMade(app, before)).toBe(4)
  const last = await plan(alice, others.slice(4))
  expect(textOf(last)).toMatch(
    /You acted in 10 tenants \((?=.*blocked in 6 tenants)(?=.*granted in 4 tenants).*\) since .*; these 2 make 12/,
  )
  await alice.click(last, 'request.make', { reason })
  await app.settled()
  expect(linksMade(app, before)).toBe(4)
  const { conversationId } = bob
  const card = app.teams.cards(conversationId).findLast((each) => /requests: /.test(textOf(each)))
  await bob.click(card ?? '', 'Approve')
  await app.settled()
  expect(linksMade(app, before)).toBeGreaterThan(4)
})

test('what was approved, refused, or undone does not count, and blocking never waits', async () => {
  const app = await open()
  const { alice, bob } = app
  for (const tenant of six) await block(alice, tenant)
  const undone = await block(alice, 'Contoso')
  await alice.click(undone, 'Undo')
  // Already complete, so it is refused.
  await alice.ask('grant "SaaS posture" in Litware')
  const approved = await alice.ask('grant account-actions in Contoso, Litware, Proseware, Fourth')
  await alice.click(approved, 'request.make', { reason })
  await app.settled()
  await bob.click(
    app.teams.cards(bob.conversationId).findLast((each) => /requests: /.test(textOf(each))) ?? '',
    'Approve',
  )
  await app.settled()
  const four = await plan(alice, others.slice(0, 4))
  expect(textOf(four)).not.toMatch(/second person/)
  const consent = await alice.click(four, 'grant.start')
  expect(linksOf(consent)).toHaveLength(4)
  await alice.click(consent, 'Cancel')
  expect(textOf(await plan(alice, others.slice(0, 4))), 'nobody opened the links').not.toMatch(
    /second person/,
  )
  await alice.click(await plan(alice, others.slice(0, 4)), 'grant.start')
  await app.settled()
  const lifted = await alice.click(
    await alice.ask('unblock user-device-activity in Adatum'),
    'Confirm unblock',
  )
  expect(textOf(lifted), 'ten, and no eleventh').toMatch(/unblocked/i)
  expect(textOf(await alice.ask('remove tenant Tailspin'))).toMatch(/this one makes 11/)
  for (const tenant of ['Contoso', 'Litware', 'Tailspin'])
    expect(textOf(await block(alice, tenant)), 'blocking never waits').toMatch(/is blocked/)
  expect(textOf(await alice.ask('unblock user-device-activity in "Alpine Ski House"'))).toMatch(
    /11 different tenants|makes/,
  )
})

test('the window rolls, and its length is configured', async () => {
  const app = await open({ BULK_WINDOW_MINUTES: '30' })
  const { alice } = app
  for (const tenant of six.slice(0, 3)) await block(alice, tenant)
  await app.pass(minutes(20))
  for (const tenant of six.slice(3)) await block(alice, tenant)
  expect(textOf(await plan(alice, others))).toMatch(/these 6 make 12\. More than 10 within 30 minutes/)
  await app.pass(minutes(10))
  expect(textOf(await plan(alice, others))).not.toMatch(/second person/)
  expect(textOf(await plan(app.bob, others)), 'per person').not.toMatch(/second person/)
})

test('a link counts when it is opened, too: that is when something happens', async () => {
  const app = await open({ BULK_WINDOW_MINUTES: '30' })
  const { alice } = app
  const links = linksOf(await alice.click(await plan(alice, others), 'grant.start'))
  expect(links).toHaveLength(6)
  await app.pass(minutes(31))
  const browser = makeBrowser()
  for (const link of links) await browser.submit(await browser.open(link))
  expect(textOf(await alice.ask('remove tenant Woodgrove'))).not.toMatch(/second person/)
  for (const tenant of six.slice(0, 4)) await block(alice, tenant)
  expect(textOf(await alice.ask('remove tenant Woodgrove'))).toMatch(/this one makes 11/)
})

test('every way round the cards ends at the same rule', async () => {
  const app = await open()
  const { alice } = app
  const add = await alice.ask('tenants')
  const remove = await alice.ask('remove tenant Woodgrove')
  const both = [await plan(alice, others.slice(0, 4)), await plan(alice, ['Tailspin', 'Wingtip'])] as const
  for (const tenant of six.slice(0, 5)) await block(alice, tenant)
  const before = linksMade(app)
  await Promise.all(both.map((card) => alice.click(card, 'grant.start')))
  await app.settled()
  const made = query<{ tenant_id: string }>(
    app,
    "select distinct tenant_id from consent_links where phase = 'sent'",
  )
  expect(made.length, 'only one of two plans at the same moment').toBeLessThan(6)
  expect(linksMade(app, before)).toBeGreaterThan(0)
  const refused = auditOf(app, 'grant.start').filter(({ result }) => result === 'refused')
  expect(refused).toMatchObject([{ reason: 'APPROVAL_NEEDED' }])
  for (const tenant of ['Litware', 'Proseware', 'Woodgrove', 'Fourth', 'Contoso', 'Tailspin'])
    await block(alice, tenant)
  const refusedCard = await alice.click(remove, 'tenant.confirmRemove')
  expect(textOf(refusedCard)).toMatch(/You acted in 1\d tenants in the last 60 minutes/)
  expect(textOf(await alice.click(refusedCard, 'Request removal'))).toMatch(/Request: remove[\s\S]*Woodgrove/)
  await alice.press(add, { verb: 'tenant.add', data: { domain: 'wingtiptoys.com' } })
  expect(
    auditOf(app, 'tenant.add').filter(({ result, actor }) => result === 'done' && actor.startsWith('Alice')),
  ).toEqual([])
})

test('what was counted when it began is not asked again when its link is opened', async () => {
  const app = await open()
  const { alice } = app
  const consent = await alice.click(await plan(alice, ['Contoso']), 'grant.start')
  for (const tenant of [...six, ...others.slice(1)]) await block(alice, tenant)
  const browser = makeBrowser()
  const page = await browser.submit(await browser.open(linksOf(consent)[0] ?? ''))
  expect(page.url).toContain('adminconsent')
})

test('two plans at the same moment on two instances: one of them finds the sum of the other', async () => {
  const database = await emptyPostgres()
  const app = await open({ DATABASE_FILE: '', DATABASE_URL: database })
  await app.addInstance()
  const { alice } = app
  for (const tenant of six.slice(0, 5)) await block(alice, tenant)
  const both = [await plan(alice, others.slice(0, 4)), await plan(alice, others.slice(4))] as const
  await Promise.all(both.map((card) => alice.click(card, 'grant.start')))
  await app.settled()
  const sums = await administer(
    database,
    `select count(distinct tenant_id)::int as n from own_acts where kind in ('block', 'grant')`,
  )
  expect([7, 9]).toContain(sums[0]?.n)
  const refusals = `select count(*)::int as n from audit where action = 'grant.start' and reason = 'APPROVAL_NEEDED'`
  expect(await administer(database, refusals)).toEqual([{ n: 1 }])
})

describe('per person', () => {
  test('open requests are limited', async () => {
    const app = await open({ OPEN_REQUESTS_LIMIT: '2' })
    const { olivia } = app
    const ask = async (tenant: string) => {
      const form = await olivia.ask(`block ${activity} in ${tenant}`)
      const answer = await olivia.click(form, 'request.make', { reason })
      await app.settled()
      return textOf(answer)
    }
    expect(await ask('Adatum')).toMatch(/Waiting/)
    expect(await ask('Alpine')).toMatch(/Waiting/)
    expect(await ask('Alpine'), 'the same again is the same request').toMatch(/Waiting/)
    expect(await ask('Fabrikam')).toMatch(/2 open requests/)
    expect(query(app, "select 1 from requests where state = 'open'")).toHaveLength(2)
  })

  test('withdrawing and requesting again does not flood the approvers', async () => {
    const app = await open({ OPEN_REQUESTS_LIMIT: '3' })
    const { bob, olivia } = app
    const { conversationId } = bob
    const ask = async () => {
      await app.settled()
      return olivia.click(await olivia.ask(`block ${activity} in Fabrikam`), 'request.make', { reason })
    }
    for (let round = 0; round < 3; round++) await olivia.click(await ask(), 'request.withdraw')
    expect(textOf(await ask())).toMatch(/3 open requests or withdrew them within 60 minutes/)
    await app.settled()
    expect(app.teams.cards(conversationId).filter((each) => /requests: /.test(textOf(each)))).toHaveLength(3)
    await app.pass(minutes(61))
    expect(textOf(await ask())).toMatch(/Waiting/)
  })

  test('refused attempts are limited, and blocking is not', async () => {
    const app = await open({ REFUSED_ATTEMPTS_LIMIT: '10' })
    const { alice, olivia } = app
    const card = await olivia.ask('tenants')
    const forge = (by: Driver) =>
      by.press(card, { verb: 'request.listen', data: {} }).then(() => textOf(by.see(card)))
    for (let n = 0; n < 10; n += 1) expect(await forge(olivia)).toMatch(/approver role/)
    expect(await forge(olivia)).toMatch(/refused 10 times/)
    expect(textOf(await olivia.ask('sync Adatum'))).toMatch(/refused 10 times/)
    expect(textOf(await olivia.ask('status Adatum'))).toMatch(/Adatum/)
    expect(textOf(await olivia.ask(`block ${activity} in Adatum`))).toMatch(/Request/)
    expect(textOf(await alice.ask('sync Adatum'))).not.toMatch(/refused/)
    expect(auditOf(app).filter(({ result }) => result === 'refused')).toHaveLength(10)
    await app.pass(minutes(60))
    expect(textOf(await olivia.ask('sync Adatum'))).not.toMatch(/refused/)
  })
})
