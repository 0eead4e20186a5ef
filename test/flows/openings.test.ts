import { readFile, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { hours, minutes } from '#platform/base/time.ts'
import { consent, makeBrowser } from '../support/browser.ts'
import { buttonsOf, elementsOf, readText } from '../support/card-parts.ts'
import { temporaryFile } from '../support/databases.ts'
import { askAccess, auditOf, query, statusOf } from '../support/facts.ts'
import type { BotMessage } from '../support/fake-connector.ts'
import { people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'

const labels = 'protected-content'
const name = '"Labels and protected content" in Fabrikam'

/** The built-in catalog with one set closed by default. */
async function closedCatalog(openFor: unknown = { max: '8h' }): Promise<string> {
  const text = await readFile(new URL('../../bot/domain/catalog/catalog.json', import.meta.url), 'utf8')
  const catalog = JSON.parse(text) as { sets: { id: string; openFor?: unknown }[] }
  for (const set of catalog.sets) if (set.id === labels) set.openFor = openFor
  const file = `${await temporaryFile()}.json`
  await writeFile(file, JSON.stringify(catalog))
  return file
}

async function openClosed() {
  const app = await startWholeApp({}, undefined, { CATALOG_FILE: await closedCatalog() })
  const [alice, bob, olivia, victor] = [
    app.teams.as(people.alice),
    app.teams.as(people.bob),
    app.teams.as(people.olivia),
    app.teams.as(people.victor),
  ]
  return { app, alice, bob, olivia, victor }
}

type Access = Awaited<ReturnType<typeof askAccess>> & { until?: string; validUntil?: string; reason?: string }
const access = async (app: WholeApp): Promise<Access> => (await askAccess(app, 'Fabrikam', labels)) as Access
const textOf = ({ card }: Pick<BotMessage, 'card'>): string => readText(card)
const titlesOf = ({ card }: Pick<BotMessage, 'card'>) => buttonsOf(card).map(({ title }) => title)
const inputOf = ({ card }: Pick<BotMessage, 'card'>, id: string) =>
  elementsOf(card).find((element) => element.id === id)
/** For the bot and Microsoft, and nothing runs. */
function jump(app: WholeApp, ms: number): void {
  app.clock.forward(ms)
  app.emulator.clock.advance(ms)
}

const reason = 'The customer asked for a review of their labels'

/** Olivia asks, Alice approves. */
async function openFor(
  { olivia, alice }: Awaited<ReturnType<typeof openClosed>>,
  time: string,
): Promise<{ asked: BotMessage; shown: BotMessage; approved: BotMessage }> {
  const form = await olivia.ask(`unblock ${name} ${time}`)
  const asked = await olivia.click(form, 'request.make', { reason, reference: 'INC0012345' })
  const first = await alice.ask('requests')
  const isShown = buttonsOf(first.card).some(({ verb }) => verb === 'request.approve')
  const shown = isShown ? first : await alice.click(first, 'request.show')
  const approved = await alice.click(shown, 'request.approve')
  return { asked, shown, approved }
}

test('a closed set is opened by two people, for a time and a case, and closes by the clock alone', async () => {
  const world = await openClosed()
  const { app, alice, olivia, victor } = world
  // It counts before anything is read again.
  expect(await access(app)).toMatchObject({ allowed: false, status: 'blocked', reason: 'CLOSED_BY_DEFAULT' })
  await olivia.ask('sync Fabrikam')
  await app.settled()
  const tenant = await olivia.ask('status Fabrikam')
  expect(textOf(tenant)).toMatch(/🔒/)
  expect(textOf(tenant)).toMatch(/Labels and protected content\*{0,2} · Closed/)
  expect(textOf(tenant)).not.toMatch(/Labels and protected content\*{0,2} · Blocked/)
  expect(titlesOf(tenant)).toContain('Open for a time')

  const form = await olivia.click(tenant, { verb: 'grant.openForm', data: { setId: labels } })
  expect(textOf(form)).toMatch(/closed by default, so a second person must always approve/)
  expect(textOf(form)).toMatch(/Entra keeps the grant/)
  expect(titlesOf(form)).toContain('Open for a time')
  for (const id of ['endDay', 'endTime', 'reference', 'reason']) expect(inputOf(form, id), id).toBeDefined()
  const bare = await olivia.click(form, 'request.make', { reason })
  expect(textOf(bare)).toMatch(/ticket or case number/)
  expect(inputOf(bare, 'reason')?.value).toBe(reason)
  const late = await olivia.click(bare, 'request.make', { reason, reference: 'INC1', endDay: '2999-01-01' })
  expect(textOf(late)).toMatch(/too long: at most 8 hours/)
  const past = await olivia.click(late, 'request.make', { reason, reference: 'INC1', endDay: '2020-01-01' })
  expect(textOf(past)).toMatch(/That end is over/)
  const none = await olivia.click(past, 'request.make', { reason, reference: 'INC1', endDay: 'soon' })
  expect(textOf(none)).toMatch(/Pick the day/)
  expect(query(app, 'select id from requests')).toEqual([])

  const until = new Date(app.clock().getTime() + hours(4))
  const { asked, shown, approved } = await openFor(world, 'for 4 hours')
  const full = new RegExp(`Until \\*{0,2}\\w{3}, \\w{3} \\d+, ${until.getUTCFullYear()}, \\d\\d:\\d\\d UTC`)
  for (const card of [asked, shown]) {
    expect(textOf(card)).toMatch(full)
    expect(textOf(card)).toMatch(/INC0012345/)
  }
  expect(textOf(approved)).toMatch(/Approved by Alice/)
  await app.settled()
  const open = await access(app)
  expect(open).toMatchObject({ allowed: true, status: 'granted' })
  // The inputs of a card have no seconds.
  const end = new Date(open.until ?? '')
  expect(until.getTime() - end.getTime()).toBeLessThan(minutes(1))
  expect(open.validUntil).toBe(open.until)
  expect(textOf(await victor.ask('status Fabrikam'))).toMatch(/open until \w{3}, /)
  const details = await alice.ask(`details ${name}`)
  expect(textOf(details)).toMatch(/Open until .*Olivia.*Alice.*INC0012345/)
  expect(textOf(details)).toMatch(/Entra keeps the grant/)

  // An eighth before the end, its requester is reminded; to go on is a new approval.
  await app.pass(hours(3) + minutes(45))
  const reminder = await app.teams.nextCard(olivia.conversationId, (card) =>
    /closes soon/.test(readText(card)),
  )
  expect(textOf(reminder)).toMatch(/INC0012345/)
  expect(titlesOf(reminder)).toEqual(['Open for a time', 'Details'])
  await olivia.click(reminder, 'grant.openForm')
  const asks = /It is open until/
  const longer = await app.teams.nextCard(olivia.conversationId, (card) => asks.test(readText(card)))
  expect(titlesOf(longer)).toContain('Open for a time')

  // The clock reaches the end, and nothing else runs.
  jump(app, end.getTime() - app.clock().getTime() - 1)
  expect(await access(app)).toMatchObject({ allowed: true })
  jump(app, 1)
  const closed = await access(app)
  expect(closed).toMatchObject({ allowed: false, status: 'blocked', reason: 'CLOSED_BY_DEFAULT' })
  expect(closed.until).toBeUndefined()
  // What was answered once stays so.
  jump(app, -hours(3))
  expect(await access(app)).toMatchObject({ allowed: false })
  jump(app, hours(3))
  await app.settled()
  expect(statusOf(app, 'Fabrikam', labels)).toBe('blocked')
  expect(auditOf(app, 'grant.open')).toMatchObject([{ actor: people.olivia.name, result: 'done' }])
  expect(auditOf(app, 'grant.close')).toMatchObject([{ actor: 'system', result: 'done' }])
  expect(textOf(await victor.ask(`history Fabrikam ${labels}`))).toMatch(/closed at the end of the time/)
})

test('nobody opens alone, and a wrong way asks or refuses with words', async () => {
  const world = await openClosed()
  const { app, alice, victor } = world
  await alice.ask('sync Fabrikam')
  await app.settled()
  // An approver asks too.
  const form = await alice.ask(`unblock ${name} for 2 hours`)
  expect(titlesOf(form)).toContain('Open for a time')
  const asked = await alice.click(form, 'request.make', { reason, reference: 'INC7' })
  const [row] = query<{ id: string; version: number }>(app, 'select id, version from requests')
  const own = await alice.press(asked, {
    verb: 'request.approve',
    data: { requestId: row?.id ?? '', v: row?.version ?? 0 },
  })
  expect(JSON.stringify(own.body)).toMatch(/your own request/i)
  expect(await access(app)).toMatchObject({ allowed: false })
  // Longer than the catalog allows: the form says so and offers the longest.
  expect(textOf(await alice.ask(`unblock ${name} for 3 days`))).toMatch(/too long: at most 8 hours/)
  expect(textOf(await alice.ask(`unblock ${name} until yesterday`))).toMatch(/can’t be read as one end/)
  expect(textOf(await alice.ask(`block ${name} for 8 hours`))).toMatch(/takes no end/)
  expect(textOf(await victor.ask(`unblock ${name} for 2 hours`))).toMatch(/operator/i)
  // A forged button makes no unblock of it.
  const forged = await alice.press(form, {
    verb: 'grant.confirmUnblock',
    data: {
      tenantId: tenantIdOf('Fabrikam'),
      setId: labels,
      v: 1,
      beyond: '',
      until: '2999-01-01T00:00:00.000Z',
    },
  })
  expect(JSON.stringify(forged.body)).not.toMatch(/is unblocked/)
  expect(await access(app)).toMatchObject({ allowed: false })
  expect(query(app, "select 1 from audit where action = 'grant.open'")).toEqual([])
})

test('a block ends it, and what comes back afterwards is the closed set', async () => {
  const world = await openClosed()
  const { app, bob, olivia } = world
  await olivia.ask('sync Fabrikam')
  await app.settled()
  await openFor(world, 'for 4 hours')
  await app.settled()
  expect(await access(app)).toMatchObject({ allowed: true })
  const blocked = await bob.click(await bob.ask(`block ${name}`), 'Confirm block')
  expect(textOf(blocked)).toMatch(/is blocked/)
  expect(await access(app)).toMatchObject({ allowed: false, reason: 'BLOCKED_HERE' })
  await bob.click(await bob.ask(`unblock ${name}`), 'Confirm unblock')
  expect(await access(app)).toMatchObject({ allowed: false, reason: 'CLOSED_BY_DEFAULT' })
  await app.pass(hours(5))
  expect(auditOf(app, 'grant.close')).toEqual([])
})

async function openLimited() {
  const app = await startWholeApp()
  const [alice, bob, olivia] = [
    app.teams.as(people.alice),
    app.teams.as(people.bob),
    app.teams.as(people.olivia),
  ]
  await alice.click(await alice.ask(`block ${name}`), 'Confirm block')
  await app.pass(minutes(11))
  return { app, alice, bob, olivia }
}

test('an unblock with an end: the block of before comes back, with the name of its blocker', async () => {
  const { app, bob } = await openLimited()
  const confirm = await bob.ask(`unblock ${name} for 2 hours`)
  expect(textOf(confirm)).toMatch(/Until \*{0,2}\w{3}, \w{3} \d+, \d{4}, \d\d:\d\d UTC/)
  expect(textOf(confirm)).toMatch(/Entra keeps the grant/)
  const done = await bob.click(confirm, 'Confirm unblock')
  expect(textOf(done)).toMatch(/unblocked for a time/)
  expect(await access(app)).toMatchObject({ allowed: true, status: 'granted' })
  // Killed over the end: nothing ran.
  await app.restart({ between: async () => jump(app, hours(2) + minutes(1)) })
  expect(await access(app)).toMatchObject({ allowed: false, reason: 'BLOCKED_HERE' })
  const card = await bob.ask(`details ${name}`)
  expect(textOf(card)).toMatch(/Blocked.* by Alice Moreau/)
  expect(titlesOf(card)).toContain('Unblock')
  expect(titlesOf(card)).not.toContain('Undo')
})

test('the last decision wins: a block ends it and can’t be undone into access without an end; an unblock lifts the limit', async () => {
  const { app, alice, bob } = await openLimited()
  await bob.click(await bob.ask(`unblock ${name} until tomorrow`), 'Confirm unblock')
  const blocked = await bob.click(await bob.ask(`block ${name}`), 'Confirm block')
  expect(titlesOf(blocked)).not.toContain('Undo')
  const [grant] = query<{ version: number }>(
    app,
    'select version from grants where tenant_id = ? and set_id = ?',
    tenantIdOf('Fabrikam'),
    labels,
  )
  const ids = { tenantId: tenantIdOf('Fabrikam'), setId: labels, v: grant?.version ?? 0 }
  const undo = await bob.press(blocked, { verb: 'grant.undoBlock', data: ids })
  expect(JSON.stringify(undo.body)).toMatch(/ended access for a time/)
  expect(await access(app)).toMatchObject({ allowed: false })

  await alice.click(await alice.ask(`unblock ${name} for 1 hour`), 'Confirm unblock')
  expect(await access(app)).toMatchObject({ allowed: true })
  await alice.click(await alice.ask(`unblock ${name}`), 'Confirm unblock')
  const open = await access(app)
  expect(open).toMatchObject({ allowed: true })
  expect(open.until).toBeUndefined()
  await app.pass(hours(2))
  expect(await access(app)).toMatchObject({ allowed: true })
})

test('who removes and adds the tenant again opens nothing', async () => {
  const { app, bob, alice } = await openLimited()
  await bob.click(await bob.ask(`unblock ${name} for 2 hours`), 'Confirm unblock')
  const plan = await alice.ask('remove tenant Fabrikam')
  await alice.click(plan, 'Confirm removal')
  expect(await access(app)).toMatchObject({ allowed: false, status: 'blocked', reason: 'BLOCKED_HERE' })
  await app.pass(hours(3))
  expect(await access(app)).toMatchObject({ allowed: false, reason: 'BLOCKED_HERE' })
})

test('a grant with an end: consented and verified, and blocked by whoever limited it when it is over', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const where = '"Labels and protected content" in Litware'
  const plan = await alice.ask(`grant ${where} for 2 days`)
  expect(textOf(plan)).toMatch(/Until \*{0,2}\w{3}, \w{3} \d+, \d{4}/)
  expect(textOf(plan)).toMatch(/Entra keeps the grant/)
  const consentCard = await alice.click(plan, 'grant.start')
  const link = elementsOf(consentCard.card).find(({ url }) => String(url).includes('/consent/'))
  await consent(makeBrowser(), String(link?.url), { decision: 'accept' })
  await app.pass(minutes(2))
  expect(statusOf(app, 'Litware', labels)).toBe('granted')
  const open = await askAccess(app, 'Litware', labels)
  expect(open).toMatchObject({ allowed: true, until: expect.any(String) })
  jump(app, hours(48))
  expect(await askAccess(app, 'Litware', labels)).toMatchObject({ allowed: false, reason: 'BLOCKED_HERE' })
  await app.settled()
  expect(statusOf(app, 'Litware', labels)).toBe('blocked')
  expect(textOf(await alice.ask(`details ${where}`))).toMatch(/Blocked.* by Alice Moreau/)
})

test('a closed set is granted as any other, stays closed, and is opened then', async () => {
  const { app, alice } = await openClosed()
  const where = '"Labels and protected content" in Litware'
  const limited = await alice.ask(`grant ${where} for 2 hours`)
  expect(textOf(limited)).toMatch(/closed by default/)
  const plan = await alice.ask(`grant ${where}`)
  const consentCard = await alice.click(plan, 'grant.start')
  const link = elementsOf(consentCard.card).find(({ url }) => String(url).includes('/consent/'))
  await consent(makeBrowser(), String(link?.url), { decision: 'accept' })
  await app.pass(minutes(2))
  expect(query(app, "select 1 from audit where action = 'consent.verified'")).not.toEqual([])
  expect(await askAccess(app, 'Litware', labels)).toMatchObject({
    allowed: false,
    reason: 'CLOSED_BY_DEFAULT',
  })
  const form = await alice.ask(`grant ${where} for 2 hours`)
  expect(titlesOf(form)).toContain('Open for a time')
})
