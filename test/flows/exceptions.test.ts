import { expect, test } from 'vitest'
import { hours, minutes, seconds } from '#platform/base/time.ts'
import { buttonsOf, elementsOf, readText } from '../support/card-parts.ts'
import { askAccess, auditOf, query, statusOf } from '../support/facts.ts'
import type { BotMessage } from '../support/fake-connector.ts'
import type { Driver } from '../support/fake-teams.ts'
import { people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'
import { changeWorld } from '../support/world.ts'

const actions = 'account-actions'
const activity = 'user-device-activity'
const reason = 'The break-glass role follows with the project in spring'
const day = hours(24)

type Opened = WholeApp & Record<'alice' | 'bob' | 'olivia' | 'victor', Driver>

async function open(change: Readonly<Record<string, string>> = {}): Promise<Opened> {
  const app = await startWholeApp({}, undefined, change)
  const drivers = {
    alice: app.teams.as(people.alice),
    bob: app.teams.as(people.bob),
    olivia: app.teams.as(people.olivia),
    victor: app.teams.as(people.victor),
  }
  for (const driver of Object.values(drivers)) await driver.ask('whoami')
  return { ...app, ...drivers }
}

const dayIn = (app: WholeApp, days: number): string =>
  new Date(app.clock().getTime() + days * day).toISOString().slice(0, 10)

const titlesOf = ({ card }: BotMessage): unknown[] => buttonsOf(card).map(({ title }) => title)

const details = (driver: Driver, tenant: string, set = 'Account actions'): Promise<BotMessage> =>
  driver.ask(`details "${set}" in ${tenant}`)

interface Typed {
  reason?: string
  endDay?: string
  owner?: string
}

/** Accepts what the details of a set show. */
async function acceptIn(app: Opened, driver: Driver, tenant: string, typed: Typed = {}): Promise<BotMessage> {
  const form = await driver.click(await details(driver, tenant), 'Accept')
  const done = await driver.click(form, 'exception.accept', { reason, ...typed })
  await app.settled()
  return done
}

/** What every card says of one moment. */
async function figures(app: Opened) {
  const { victor } = app
  const list = readText((await victor.ask('tenants')).card)
  const overview = readText((await victor.ask('overview')).card)
  const [, listed] = /(\d+) need attention/.exec(list) ?? []
  const [, seen] = /(\d+) need attention/.exec(overview) ?? []
  const [, granted] = /(\d+) granted/.exec(overview) ?? []
  const next = readText((await victor.ask('next actions')).card)
  return { list, overview, next, needs: Number(listed), seen: Number(seen), granted: Number(granted) }
}

const exceptionsIn = (app: WholeApp) =>
  query<{ id: string; ended_at: number | null; end_json: string | null; reminded_at: number | null }>(
    app,
    'select id, ended_at, end_json, reminded_at from exceptions order by accepted_at, id',
  )

const chatSays = (app: Opened, driver: Driver, says: RegExp): BotMessage[] =>
  app.teams.cards(driver.conversationId).filter(({ card }) => says.test(readText(card)))

test('accepted: marked everywhere, in no open and no green count; it ends by itself, once, also over a restart', async () => {
  const app = await open()
  const { alice, bob, victor } = app
  await victor.ask('alerts on from info')
  const before = await figures(app)
  expect(before.needs).toBe(before.seen)
  expect(before.next).toContain('Northwind')
  const form = await alice.click(await details(alice, 'Northwind'), 'Accept')
  expect(readText(form.card)).toMatch(/Accept a finding of “Account actions”[\s\S]*Northwind Traders/)
  expect(readText(form.card)).toMatch(/counts neither as open nor as granted/)
  const owner = people.bob.objectId
  const done = await alice.click(form, 'exception.accept', { reason, owner, endDay: dayIn(app, 90) })
  expect(readText(done.card)).toMatch(/Accepted until/)
  expect(readText(done.card)).toMatch(/⚑ \*\*.*Password Administrator/)
  expect(readText(done.card)).toContain('owner: Bob Okafor')
  await app.settled()
  expect(statusOf(app, 'Northwind', actions)).toBe('settingsRequired')
  const during = await figures(app)
  expect([during.needs, during.seen]).toEqual([before.needs - 1, before.needs - 1])
  expect(during.granted).toBe(before.granted)
  expect(during.list).toMatch(/Northwind[\s\S]*?⚑ 1 accepted/)
  expect(during.overview).toContain('⚑ 1 accepted')
  expect(during.next).not.toContain('Northwind')
  const tenant = readText((await victor.ask('status Northwind')).card)
  expect(tenant).toMatch(/⚑[\s\S]*Account actions.*Additional settings required.*accepted until/)
  expect(await askAccess(app, 'Northwind', actions)).toMatchObject({ allowed: true })
  const shown = await victor.ask('exceptions Northwind')
  for (const said of [
    /⚑ Exceptions in Northwind/,
    /Password Administrator/,
    /owner: Bob/,
    /accepted by Alice/,
  ])
    expect(readText(shown.card)).toMatch(said)
  expect(readText(shown.card)).toContain(`“${reason}”`)
  expect(titlesOf(shown)).not.toContain('Withdraw')
  await app.pass(84 * day)
  expect(chatSays(app, bob, /An exception ends/)).toHaveLength(1)
  expect(chatSays(app, alice, /An exception ends/)).toHaveLength(0)
  await app.restart({ between: async () => app.clock.forward(8 * day) })
  app.emulator.clock.advance(8 * day)
  await app.pass(seconds(30))
  expect(chatSays(app, bob, /An exception has ended/)).toHaveLength(1)
  await app.restart()
  await app.pass(hours(1))
  expect(chatSays(app, bob, /An exception has ended/)).toHaveLength(1)
  expect(exceptionsIn(app).map(({ end_json }) => end_json)).toEqual(['{"because":"expired"}'])
  // What was last read is too old to count, so everything is read again.
  for (let round = 0; round < 2; round += 1) await app.pass(hours(7))
  const after = await figures(app)
  expect(after.needs).toBe(after.seen)
  expect(after.needs).toBeGreaterThan(during.needs)
  expect(after.list).not.toContain('⚑')
  expect(chatSays(app, victor, /A setting is missing in Northwind/).length).toBeGreaterThan(0)
  const acts = auditOf(app).filter(({ action }) => action.startsWith('exception.'))
  expect(acts.map(({ action, actor, reason: why }) => [action, actor, why])).toEqual([
    ['exception.accept', 'Alice Moreau', reason],
    ['exception.remind', 'system', null],
    ['exception.end', 'system', 'EXCEPTION_EXPIRED'],
  ])
})

/** The app of a set is switched in Adatum, where everything else is well. */
async function switchApp(app: Opened, action: 'disable' | 'enable'): Promise<void> {
  await changeWorld(app, action, { tenantId: tenantIdOf('Adatum'), clientId: actions })
  await app.olivia.ask('sync Adatum')
  await app.settled()
  await app.pass(seconds(5))
}

const alertsOf = (app: Opened, driver: Driver): BotMessage[] =>
  app.teams
    .cards(driver.conversationId)
    .filter(({ card }) => /^\S+ Alert #\d+:/.test(String(card.fallbackText)))

const alertOf = (app: Opened, driver: Driver): BotMessage => {
  const last = alertsOf(app, driver).at(-1)
  if (!last) throw new Error('Expected an alert')
  return last
}

test('an error needs a second person, who sees all of it; its alert sleeps, and wakes when it is withdrawn', async () => {
  const app = await open()
  const { alice, bob, olivia, victor } = app
  await olivia.ask('alerts on')
  await switchApp(app, 'disable')
  const alert = alertOf(app, olivia)
  const form = await olivia.click(alert, 'Accept')
  expect(readText(form.card)).toMatch(/hide an error, so a second person/)
  expect(titlesOf(form)).not.toContain('Accept')
  await olivia.invoke(form, {
    verb: 'exception.accept',
    data: { ...dataOf(form), reason, endDay: dayIn(app, 30), owner: 'self' },
  })
  expect(exceptionsIn(app)).toEqual([])
  const asked = await olivia.click(form, 'Request exception', { reason, endDay: dayIn(app, 30) })
  expect(readText(asked.card)).toMatch(/Your request: accept a finding of “Account actions”/)
  await app.settled()
  const [approval] = chatSays(app, bob, /Olivia Lind requests: accept a finding/)
  if (!approval) throw new Error('Expected a card for the approver')
  for (const said of [/Would hide: .*disabled/, /Until: /, /Owner: Olivia Lind/, /Adatum/])
    expect(readText(approval.card)).toMatch(said)
  expect(readText(approval.card)).toContain(reason)
  expect(readText((await bob.click(approval, 'Approve')).card)).toMatch(/Approved by Bob/)
  await app.settled()
  await app.pass(seconds(5))
  const asleep = readText(alertOf(app, olivia).card)
  expect(asleep).toMatch(/⚑ Accepted until .* by \*\*Olivia Lind/)
  expect(readText((await victor.ask('alerts')).card)).not.toContain('was disabled in Adatum')
  expect(statusOf(app, 'Adatum', actions)).toBe('error')
  const list = await olivia.ask('exceptions')
  expect(readText(list.card)).toMatch(/approved by Bob Okafor/)
  const sent = alertsOf(app, olivia).length
  const away = await olivia.click(list, 'Withdraw')
  expect(readText(away.card)).toMatch(/Withdrawn/)
  await app.pass(seconds(10))
  expect(readText(alertOf(app, olivia).card)).not.toContain('⚑')
  expect(readText((await victor.ask('alerts')).card)).toContain('was disabled in Adatum')
  expect(chatSays(app, olivia, /is open again/).length + alertsOf(app, olivia).length).toBeGreaterThan(sent)
  const late = await olivia.click(away, 'Tenants')
  await alice.press(late, { verb: 'exception.withdraw', data: withdrawalOf(list) })
  expect(readText(alice.see(late).card)).toMatch(/counts no more/)
})

const pickedOn = ({ card }: BotMessage): string =>
  String(elementsOf(card).find(({ id }) => id === 'picked')?.value)

const dataOf = ({ card }: BotMessage): Record<string, unknown> =>
  (buttonsOf(card).find(({ verb }) => verb === 'exception.request')?.data ?? {}) as Record<string, unknown>
const withdrawalOf = ({ card }: BotMessage): unknown =>
  buttonsOf(card).find(({ verb }) => verb === 'exception.withdraw')?.data

test('another fact wakes it and opens the alert again; what is gone ends it in silence', async () => {
  const app = await open()
  const { alice, olivia } = app
  await olivia.ask('alerts on from info')
  const form = await alice.click(await details(alice, 'Fabrikam', 'User, device and activity'), 'Accept')
  // What needs action is picked; that one of its APIs ends can be picked, too.
  const none = await alice.click(form, 'exception.accept', { reason, picked: '' })
  expect(readText(none.card)).toMatch(/Nothing was picked/)
  const terms = { reason, owner: people.bob.objectId, endDay: dayIn(app, 60), picked: pickedOn(form) }
  const done = await alice.click(form, 'exception.accept', terms)
  expect(readText(done.card)).toMatch(/Accepted until/)
  await app.settled()
  expect((await figures(app)).list).toMatch(/Fabrikam[\s\S]*?⚑ 1 accepted/)
  await changeWorld(app, 'set-user', { userId: people.bob.objectId, accountEnabled: false })
  await changeWorld(app, 'require', { clientId: activity, permission: 'Mail.Read' })
  await app.pass(hours(7))
  await app.pass(minutes(2))
  expect(exceptionsIn(app).map(({ end_json }) => end_json)).toEqual(['{"because":"woken"}'])
  // Its owner can’t see anything any more, so the approvers are told, and why.
  const [told, ...more] = chatSays(app, alice, /An exception has ended: the facts have changed/)
  expect([told && readText(told.card), more.length]).toEqual([
    expect.stringContaining('Bob Okafor, who owns it, has no role for this tenant anymore'),
    0,
  ])
  expect((await figures(app)).list).not.toContain('⚑')
  const now = readText((await details(alice, 'Fabrikam', 'User, device and activity')).card)
  expect(now).not.toContain('⚑')
  const gone = await acceptIn(app, alice, 'Northwind', { endDay: dayIn(app, 60) })
  expect(readText(gone.card)).toMatch(/Accepted until/)
  await changeWorld(app, 'add-role', {
    tenantId: tenantIdOf('Northwind'),
    clientId: actions,
    role: 'Password Administrator',
  })
  await olivia.ask('sync northwindtraders.com')
  await app.settled()
  expect(statusOf(app, 'Northwind', actions)).toBe('granted')
  expect(exceptionsIn(app).map(({ end_json }) => end_json)).toContain('{"because":"recovered"}')
  expect(chatSays(app, alice, /An exception is over/)).toHaveLength(0)
})

test('what can’t be: words, nothing changed, and the attempt in the history', async () => {
  const app = await open({ EXCEPTION_MAX_DAYS: '30' })
  const { alice, bob, olivia, victor } = app
  const form = await alice.click(await details(alice, 'Northwind'), 'Accept')
  expect(JSON.stringify(form.card)).toContain('30 days from now at most')
  const tries: [Record<string, string>, RegExp][] = [
    [{ reason: ' too\u200b sho\u2060rt ' }, /Enter 10 to 500 characters/],
    [{ reason, endDay: dayIn(app, -1) }, /in the past/],
    [{ reason, endDay: dayIn(app, 33) }, /at most 30 days from now/],
    [{ reason, endDay: '2027-02-30' }, /end date is required/],
    [{ reason, endDay: '' }, /end date is required/],
    [{ reason, owner: people.gus.objectId }, /no role for this tenant/],
    [{ reason, owner: '00000000-0000-4000-8000-00000000dead' }, /no role for this tenant/],
  ]
  for (const [typed, says] of tries) {
    const again = await alice.click(form, 'exception.accept', typed)
    expect(readText(again.card)).toMatch(says)
    expect(titlesOf(again)).toContain('Accept')
  }
  const button = buttonsOf(alice.see(form).card).find(({ verb }) => verb === 'exception.accept')
  const sent = { ...(button?.data as object), reason, endDay: dayIn(app, 20), owner: 'self' }
  const press = async (driver: Driver, data: object) => {
    const at = await driver.ask('tenants')
    await driver.press(at, { verb: 'exception.accept', data })
    return readText(driver.see(at).card)
  }
  expect(await press(alice, { ...sent, hashes: ['0'.repeat(32)] })).toMatch(/has ended or is something else/)
  expect(await press(olivia, sent)).toMatch(/approver/i)
  expect(await press(victor, sent)).toMatch(/role/i)
  expect(exceptionsIn(app)).toEqual([])
  const refused = auditOf(app).filter(({ action }) => action.startsWith('exception.'))
  expect(refused.map(({ result, reason: why }) => [result, why])).toEqual([
    ['refused', 'REASON_TOO_SHORT'],
    ['refused', 'DATE_PAST'],
    ['refused', 'DATE_TOO_LATE'],
    ['refused', 'DATE_MISSING'],
    ['refused', 'DATE_MISSING'],
    ['refused', 'EXCEPTION_OWNER_UNFIT'],
    ['refused', 'EXCEPTION_OWNER_UNFIT'],
    ['refused', 'FINDING_GONE'],
    ['refused', 'ROLE_MISSING'],
    ['refused', 'ROLE_MISSING'],
  ])
  await acceptIn(app, alice, 'Northwind', { endDay: dayIn(app, 20) })
  await bob.click(await bob.ask('remove tenant Northwind'), 'Confirm removal')
  await app.settled()
  expect(exceptionsIn(app).map(({ end_json }) => JSON.parse(end_json ?? '{}').because)).toEqual(['removed'])
  expect(readText((await alice.ask('exceptions')).card)).toContain('None counts now')
})

test('whoever sees some tenants sees their exceptions only', async () => {
  const app = await open({
    ROLE_APPROVERS: `${people.alice.objectId},${people.bob.objectId}`,
    ROLE_OPERATORS: people.olivia.objectId,
    ROLE_VIEWERS: people.victor.objectId,
    ROLE_SCOPES: `${people.victor.objectId}=${tenantIdOf('Adatum')}`,
  })
  await acceptIn(app, app.alice, 'Northwind', { endDay: dayIn(app, 60) })
  expect(readText((await app.olivia.ask('exceptions')).card)).toContain('Northwind')
  const own = readText((await app.victor.ask('exceptions')).card)
  expect(own).toContain('None counts now')
  expect(own).not.toContain('Northwind')
  const [known] = exceptionsIn(app)
  const at = await app.victor.ask('tenants')
  await app.victor.press(at, { verb: 'exception.form', data: { exceptionId: known?.id } })
  const told = readText(app.victor.see(at).card)
  expect(told).not.toContain('Northwind')
  expect(exceptionsIn(app).map(({ ended_at }) => ended_at)).toEqual([null])
})

test('a campaign asks nobody for permissions that are accepted, until the exception ends', async () => {
  const app = await open({ SYNC_HOURS: '168', MAX_AGE_HOURS: '720' })
  await changeWorld(app, 'require', { clientId: actions, permission: 'Place.Read.All' })
  await app.pass(minutes(16))
  await app.pass(minutes(2))
  const stagesOf = () =>
    query<{ stage: string }>(
      app,
      `select stage from campaign_members where tenant_id = '${tenantIdOf('Adatum')}'`,
    ).map(({ stage }) => stage)
  expect(stagesOf()).toEqual(['waiting'])
  await acceptIn(app, app.alice, 'Adatum', { endDay: dayIn(app, 5) })
  expect(stagesOf()).toEqual(['left'])
  await app.alice.ask('sync Adatum')
  await app.pass(minutes(2))
  expect(stagesOf()).toEqual(['left'])
  expect(chatSays(app, app.alice, /left out: accepted/).length).toBeGreaterThanOrEqual(0)
  await app.pass(6 * day)
  await app.pass(minutes(2))
  expect(stagesOf()).toEqual(['waiting'])
  const alerts = query<{ set_id: string }>(
    app,
    `select set_id from alerts where condition = 'permissionsNew' and tenant_id = '${tenantIdOf('Adatum')}'`,
  )
  expect(alerts).toEqual([])
})
