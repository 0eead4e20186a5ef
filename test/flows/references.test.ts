import { expect, test } from 'vitest'
import { minutes, seconds } from '#platform/base/time.ts'
import { buttonsOf, readText } from '../support/card-parts.ts'
import { auditOf, query } from '../support/facts.ts'
import type { BotMessage } from '../support/fake-connector.ts'
import type { Driver } from '../support/fake-teams.ts'
import { people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'
import { changeWorld } from '../support/world.ts'

const reason = 'The new sensors need it from Monday on'
const line = 'grant "User, device and activity" in Fabrikam'

const ask = (app: WholeApp, who: keyof typeof people): Driver => app.teams.as(people[who])

/** The newest card of a chat that says so. */
function latest(app: WholeApp, { conversationId }: Driver, says: RegExp): BotMessage {
  const found = app.teams.cards(conversationId).findLast(({ card }) => says.test(readText(card)))
  if (!found) throw new Error(`Expected a card that says ${says}`)
  return found
}

test('a ticket number goes with a request: to its approver, the list, the history, and the file', async () => {
  const app = await startWholeApp()
  const [alice, bob, olivia] = [ask(app, 'alice'), ask(app, 'bob'), ask(app, 'olivia')]
  for (const driver of [alice, bob, olivia]) await driver.ask('whoami')

  const form = await olivia.ask(line)
  const long = await olivia.click(form, 'Request grant', { reason, reference: `INC${'0'.repeat(40)}` })
  expect(readText(long.card), 'a number that is too long is never cut').toMatch(/at most 40 characters/)
  expect(JSON.stringify(long.card), 'and nothing typed is lost').toContain(reason)
  expect(query(app, 'select * from requests')).toEqual([])

  const asked = await olivia.click(long, 'Request grant', { reason, reference: ' INC\u200b0012345\u202e ' })
  expect(readText(asked.card)).toContain('Reference: **INC0012345**')
  await app.settled()
  const approval = latest(app, bob, /requests: /)
  expect(readText(approval.card)).toContain('Reference: **INC0012345**')

  for (const typed of ['requests INC0012345', 'requests ref inc0012345', 'requests case number #INC0012345'])
    expect(readText((await bob.ask(typed)).card), typed).toMatch(
      /Olivia Lind requests[\s\S]*ref\. INC0012345/,
    )
  expect(readText((await bob.ask('requests INC9999999')).card)).toMatch(/No request .*INC9999999/)

  await bob.click(approval, 'Approve')
  await app.settled()
  const ended = await bob.ask('requests INC0012345')
  expect(readText(ended.card), 'one that has ended is found too').toMatch(/Approved by Bob Okafor/)
  const history = await bob.click(ended, 'History')
  expect(readText(history.card)).toMatch(/of ref\. INC0012345/)
  const found = readText((await bob.ask('history Fabrikam case INC0012345')).card)
  expect(found).toMatch(/Olivia Lind\*\* requested/)
  expect(found).toMatch(/Bob Okafor\*\* approved/)
  expect(found, 'what the approval released').toMatch(/requested consent.*ref\. INC0012345/)
  expect(found).not.toMatch(/read sets for the first time/)
  expect(readText((await bob.ask('history Contoso INC0012345')).card)).toMatch(/No entry .*INC0012345/)

  const plan = await alice.ask('export csv')
  const made = await alice.click(plan, 'Get the link')
  const url = JSON.stringify(made.card).match(/"url":"([^"]+)"/)?.[1] ?? ''
  const csv = await (await fetch(url)).text()
  expect(csv.split('\r\n')[0]).toMatch(/"reference","hash"$/)
  expect(csv).toMatch(/"request\.make"[^\r]*"INC0012345","[0-9a-f]{64}"\r/)
})

test('who may not see the tenant finds nothing by its number', async () => {
  const own = tenantIdOf('Adatum')
  const app = await startWholeApp({}, undefined, { ROLE_SCOPES: `${people.victor.objectId}=${own}` })
  const [olivia, victor] = [ask(app, 'olivia'), ask(app, 'victor')]
  await olivia.click(await olivia.ask(line), 'Request grant', { reason, reference: 'CHG-4711' })
  expect(readText((await olivia.ask('history CHG-4711')).card)).toContain('Fabrikam')
  for (const typed of ['history CHG-4711', 'requests CHG-4711'])
    expect(readText((await victor.ask(typed)).card), typed).toMatch(/No (entry|request) that you can see/)
})

test('an operator gives an alert its number once; a viewer only reads it', async () => {
  const app = await startWholeApp()
  const [olivia, victor] = [ask(app, 'olivia'), ask(app, 'victor')]
  await olivia.ask('alerts on')
  await victor.ask('alerts on')
  await changeWorld(app, 'disable', { tenantId: tenantIdOf('Adatum'), clientId: 'account-actions' })
  await olivia.ask('sync Adatum')
  await app.settled()
  await app.pass(seconds(4))
  const alert = latest(app, olivia, /Add a ticket or case number/)
  const { data } = buttonsOf(alert.card).find(({ title }) => title === 'Save reference') ?? {}
  const bad = await olivia.click(alert, 'Save reference', { reference: '#' })
  expect(readText(bad.card)).toMatch(/with a letter or a digit/)
  const set = await olivia.click(alert, 'Save reference', { reference: 'INC0099' })
  expect(readText(set.card)).toContain('Reference: **INC0099**')
  const outdated = { verb: 'alert.reference', data: { ...(data as object), reference: 'INC0100' } }
  const late = await olivia.invoke(alert, outdated)
  expect(JSON.stringify(late.body), 'an outdated card does nothing').toContain('Reference: **INC0099**')
  await olivia.click(latest(app, olivia, /Reference: \*\*INC0099/), 'Save reference', {
    reference: 'INC0099',
  })
  expect(auditOf(app, 'alert.reference')).toMatchObject([
    { result: 'refused', reason: 'REFERENCE_INVALID' },
    { actor: 'Olivia Lind', result: 'done' },
  ])
  await app.pass(minutes(1))
  const seen = latest(app, victor, /Reference: \*\*INC0099/)
  expect(buttonsOf(seen.card).map(({ title }) => title)).not.toContain('Save reference')
  expect(readText((await victor.ask('history INC0099')).card)).toMatch(/set the reference of an alert/)
  expect(readText((await victor.ask('alerts')).card)).toContain('ref. INC0099')
})
