import { expect, test } from 'vitest'
import { hours, later } from '#platform/base/time.ts'
import { readText } from '../support/card-parts.ts'
import { auditOf, query } from '../support/facts.ts'
import { people, startWholeApp, tenantIdOf } from '../support/whole-app.ts'
import { expectSilence, heading, security, switchApp, theAlertIn, waits } from './alerts-flow.ts'

test('nothing changed, nothing said: twenty syncs', { timeout: 90_000 }, () => expectSilence(20))

test('a snooze has a reason and an end: a week at most for what is critical, and no day that is over', async () => {
  const app = await startWholeApp()
  const bob = app.teams.as(people.bob)
  await bob.ask('alerts on')
  await switchApp(app, 'disable')
  const dayIn = (days: number): string =>
    later(app.clock(), days * hours(24))
      .toISOString()
      .slice(0, 10)
  const alert = theAlertIn(app, bob)
  const tries: [Record<string, string>, RegExp][] = [
    [{ reason: waits, endDay: '' }, /end date is required/],
    [{ reason: waits, endDay: dayIn(-2) }, /in the past/],
    [{ reason: waits, endDay: dayIn(9) }, /at most 7 days from now/],
    [{ reason: '12345678 9', endDay: dayIn(5) }, /Snoozed until/],
  ]
  for (const [typed, says] of tries)
    expect(readText((await bob.click(alert, 'On that day', typed)).card)).toMatch(says)
  expect(auditOf(app, 'alert.snooze').map(({ result, reason }) => [result, reason])).toEqual([
    ['refused', 'DATE_MISSING'],
    ['refused', 'DATE_PAST'],
    ['refused', 'DATE_TOO_LATE'],
    ['done', '12345678 9'],
  ])
  await app.pass(hours(4 * 24))
  expect(readText(theAlertIn(app, bob).card)).toContain('Snoozed until')
  await app.pass(hours(2 * 24))
  expect(readText(theAlertIn(app, bob).card)).not.toContain('Snoozed until')
})

test('what comes and goes within the hour keeps its number and its card, and is not said again', async () => {
  const app = await startWholeApp()
  const olivia = app.teams.as(people.olivia)
  await olivia.ask('alerts on')
  await switchApp(app, 'disable')
  const alert = theAlertIn(app, olivia)
  const messages = () =>
    app.teams.cards(olivia.conversationId).filter((each) => /Alert #/.test(heading(each)))
  for (let round = 0; round < 3; round += 1) {
    await switchApp(app, 'enable')
    expect(heading(theAlertIn(app, olivia))).toMatch(/^✅/)
    await switchApp(app, 'disable')
    expect(heading(theAlertIn(app, olivia))).toMatch(/^❌/)
  }
  expect(messages().map(({ id }) => id)).toEqual([alert.id])
  await switchApp(app, 'enable')
  await app.pass(hours(2))
  await switchApp(app, 'disable')
  expect(theAlertIn(app, olivia).id).toBe(alert.id)
  expect(messages().map(heading)).toEqual([
    heading(theAlertIn(app, olivia)),
    expect.stringMatching(/is open again: The app was disabled in Adatum/),
  ])
})

test('what does not belong to an alert never takes its place, whatever a click says', async () => {
  const app = await startWholeApp()
  const olivia = app.teams.as(people.olivia, security)
  await olivia.ask('alerts on')
  await switchApp(app, 'disable')
  const alert = theAlertIn(app, olivia)
  const data = { tenantId: tenantIdOf('Adatum'), alertId: 1 }
  await olivia.invoke(alert, { verb: 'tenant.show', data })
  await app.settled()
  expect(theAlertIn(app, olivia).card).toEqual(alert.card)
})

test('“for me” in a channel changes nothing for the others there', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice, security)
  await alice.ask('alerts on')
  const subscriptions = () => query(app, 'select tenant_id, set_id from alert_subscriptions')
  const before = subscriptions()
  expect(before).toHaveLength(1)
  expect(readText((await alice.ask('alerts off for me')).card)).toMatch(/for me/)
  expect(readText((await alice.ask('alerts on in Contoso for me')).card)).toMatch(/for me/)
  expect(subscriptions()).toEqual(before)
  const own = app.teams.as(people.alice)
  await own.ask('alerts on for me')
  expect(subscriptions()).toHaveLength(2)
  await own.ask('alerts off for me')
  expect(subscriptions()).toEqual(before)
})
