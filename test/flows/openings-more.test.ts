import { expect, test } from 'vitest'
import { hours, minutes } from '#platform/base/time.ts'
import { consent, makeBrowser } from '../support/browser.ts'
import { buttonsOf, elementsOf, readText } from '../support/card-parts.ts'
import { askAccess, auditOf, query, statusOf } from '../support/facts.ts'
import { channel } from '../support/fake-teams.ts'
import { people, startWholeApp, tenantIdOf } from '../support/whole-app.ts'

import {
  access,
  jump,
  labels,
  name,
  openClosed,
  openFor,
  openLimited,
  reason,
  textOf,
  titlesOf,
} from './opening-flow.ts'

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

test('a grant with an end whose link nobody opens leaves what was there before', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const where = '"Labels and protected content" in Litware'
  const blocks = () => query(app, 'select set_id from blocks where tenant_id = ?', tenantIdOf('Litware'))
  // Its link runs out before its end, after it, or is cancelled.
  for (const time of ['2 days', '10 minutes', '3 hours']) {
    const card = await alice.click(await alice.ask(`grant ${where} for ${time}`), 'grant.start')
    if (time === '3 hours') await alice.click(card, 'Cancel')
    await app.pass(minutes(62))
    await app.pass(hours(49))
    expect(statusOf(app, 'Litware', labels), time).toBe('notGranted')
    expect(blocks(), time).toEqual([])
  }
  // Opened, it may have been consented to all the same.
  const card = await alice.click(await alice.ask(`grant ${where} for 2 hours`), 'grant.start')
  const link = elementsOf(card.card).find(({ url }) => String(url).includes('/consent/'))
  await consent(makeBrowser(), String(link?.url), { decision: 'cancel' })
  await app.pass(hours(3))
  expect(statusOf(app, 'Litware', labels)).toBe('blocked')
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

test('an end is meant in the zone of whoever typed it, in their own chat and in a channel', async () => {
  const { app, bob } = await openLimited()
  const line = `unblock ${name} until tomorrow at noon`
  await bob.send({ type: 'message', text: line, localTimezone: 'Asia/Kolkata', locale: 'en-GB' })
  await app.settled()
  const own = bob.cards().at(-1)
  expect(readText(own?.card ?? { type: 'AdaptiveCard' })).toMatch(
    /Until \*{0,2}\w{3}, \d+ \w{3} \d{4}, 12:00 GMT\+5:30/,
  )
  const there = app.teams.as(people.bob, channel('ops'))
  await there.send({
    type: 'message',
    text: `<at>Grantkeeper</at> ${line}`,
    entities: [
      {
        type: 'mention',
        mentioned: { id: '28:grantkeeper', name: 'Grantkeeper' },
        text: '<at>Grantkeeper</at>',
      },
    ],
    localTimezone: 'Asia/Kolkata',
  })
  await app.settled()
  const seen = there.cards().at(-1)
  const data = buttonsOf(seen?.card ?? { type: 'AdaptiveCard' }).find(
    ({ verb }) => verb === 'grant.confirmUnblock',
  )?.data
  const [{ until } = { until: '' }] = [data as { until: string }]
  expect(until.slice(11)).toBe('06:30:00.000Z')
  const before = await access(app)
  await bob.click(own ?? '', 'Confirm unblock')
  const after = await access(app)
  expect([before.until, after.until?.slice(11)]).toEqual([undefined, '06:30:00.000Z'])
})

test('what one person may not lift, two lift for a time: the request says the end, and the first blocker comes back', async () => {
  const app = await startWholeApp()
  const [alice, bob] = [app.teams.as(people.alice), app.teams.as(people.bob)]
  const where = '"Account actions" in "Alpine Ski House"'
  const ask = () => askAccess(app, 'Alpine', 'account-actions')
  const form = await alice.ask(`unblock ${where} for 10 minutes`)
  expect(textOf(form)).toMatch(/Until \*{0,2}\w{3}, /)
  expect(textOf(form)).toMatch(/Entra keeps the grant/)
  const asked = await alice.click(form, 'request.make', { reason })
  expect(textOf(asked)).toMatch(/Until \*{0,2}\w{3}, /)
  await bob.ask('whoami')
  const list = await bob.ask('requests')
  const shown = buttonsOf(list.card).some(({ verb }) => verb === 'request.approve')
    ? list
    : await bob.click(list, 'request.show')
  expect(textOf(await bob.click(shown, 'request.approve'))).toMatch(/Approved by Bob/)
  await app.settled()
  expect(await ask()).toMatchObject({ allowed: true, until: expect.any(String) })
  await app.pass(minutes(11))
  expect(await ask()).toMatchObject({ allowed: false, reason: 'BLOCKED_HERE' })
  expect(textOf(await alice.ask(`details ${where}`))).toMatch(/Blocked.* by Bob/)
})

test('a request for a time that nobody approves ends with its time', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const form = await alice.ask('unblock "Account actions" in "Alpine Ski House" for 10 minutes')
  await alice.click(form, 'request.make', { reason })
  await app.pass(minutes(11))
  expect(query(app, 'select state from requests')).toEqual([{ state: 'lapsed' }])
})

test('several tenants at once: one end for all, and each has its own block back', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const where = '"Labels and protected content" in Fabrikam and Adatum'
  await alice.click(await alice.ask(`block ${where}`), 'block.confirmMany')
  const confirm = await alice.ask(`unblock ${where} for 2 hours`)
  expect(textOf(confirm)).toMatch(/Until \*{0,2}\w{3}, /)
  await alice.click(confirm, 'order.confirmMany')
  for (const tenant of ['Fabrikam', 'Adatum'])
    expect(await askAccess(app, tenant, labels)).toMatchObject({ allowed: true, until: expect.any(String) })
  await app.pass(hours(3))
  for (const tenant of ['Fabrikam', 'Adatum'])
    expect(await askAccess(app, tenant, labels)).toMatchObject({ allowed: false, reason: 'BLOCKED_HERE' })
})

test('what an unblock for a time would do is carried out with its end', async () => {
  const { app, bob } = await openLimited()
  const plan = await bob.ask(`what if unblock ${name} for 2 hours`)
  expect(await access(app)).toMatchObject({ allowed: false })
  const carryOut = titlesOf(plan).find((title) => title === 'Carry out')
  expect(carryOut, textOf(plan)).toBeDefined()
  await bob.click(plan, 'Carry out')
  await app.settled()
  expect(await access(app)).toMatchObject({ allowed: true, until: expect.any(String) })
  await app.pass(hours(3))
  expect(await access(app)).toMatchObject({ allowed: false, reason: 'BLOCKED_HERE' })
})
