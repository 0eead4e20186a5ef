import { expect, test } from 'vitest'
import { hours, minutes } from '#platform/base/time.ts'
import { findHistoryDamage } from '../model/oracles.ts'
import { readText } from '../support/card-parts.ts'
import { auditOf, query, statusOf } from '../support/facts.ts'
import { people } from '../support/whole-app.ts'

import {
  access,
  inputOf,
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
  expect(auditOf(app, 'request.make').map(({ result, reason }) => [result, reason])).toEqual(
    ['REFERENCE_MISSING', 'TIME_TOO_LONG', 'TIME_PAST', 'INPUT_INVALID'].map((code) => ['refused', code]),
  )

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
  expect(await findHistoryDamage(app)).toBeUndefined()
})

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
