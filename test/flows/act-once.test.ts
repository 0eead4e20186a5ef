import { expect, test } from 'vitest'
import { hours } from '#platform/base/time.ts'
import { findButton, readText } from '../support/card-parts.ts'
import { auditOf, query, statusOf } from '../support/facts.ts'
import { channel, type Driver } from '../support/fake-teams.ts'
import { people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'
import { linksOf, startGrant } from './consent-flow.ts'

/** Everything that an act can change, except who was seen when. */
const changed = (app: WholeApp): string =>
  JSON.stringify(
    [
      'select id, action, result, reason from audit',
      'select tenant_id, set_id, version, status from grants',
      'select address, tenant_id, set_id, severity, ended_at from alert_subscriptions',
      'select conversation_id from approval_places',
      'select id, state, version from requests',
      'select id, phase, version from consent_links',
      'select id from tenants',
      'select id from sync_runs',
    ].map((sql) => query(app, `${sql} order by 1`)),
  )

const typed = (text: string, id: string) => ({ type: 'message', id, text })

/** A line in a channel, which mentions the bot. */
const inChannel = (text: string, id: string) => {
  const mention = '<at>Grantkeeper</at>'
  const mentioned = { id: '28:grantkeeper', name: 'Grantkeeper' }
  return { ...typed(`${mention} ${text}`, id), entities: [{ type: 'mention', mentioned, text: mention }] }
}

/** Sends, lets the world move on, kills the memory of what was seen, and sends the same again. */
async function twice(
  app: WholeApp,
  driver: Driver,
  activity: Record<string, unknown>,
  between: () => Promise<unknown>,
): Promise<void> {
  await driver.send(activity)
  await app.settled()
  await between()
  await app.restart()
  const before = changed(app)
  const { status } = await driver.send(activity)
  expect(status).toBe(200)
  await app.settled()
  expect(changed(app), JSON.stringify(activity)).toBe(before)
}

test('what is typed takes effect once, also if it is delivered again after a restart', async () => {
  const app = await startWholeApp()
  const [alice, bob] = [app.teams.as(people.alice), app.teams.as(people.bob)]
  const ops = app.teams.as(people.alice, channel('ops'))
  await ops.ask('whoami')
  await twice(app, alice, typed('alerts off', 't1'), () => alice.ask('alerts on'))
  await twice(app, alice, typed('alerts on', 't2'), () => alice.ask('alerts off'))
  await twice(app, ops, inChannel('requests off', 't3'), () => ops.ask('requests on'))
  await twice(app, ops, inChannel('requests on', 't4'), () => ops.ask('requests off'))
  await twice(app, alice, typed('sync Fabrikam', 't5'), async () => undefined)
  await twice(app, alice, typed('add tenant tailwind-toys.com', 't6'), async () => undefined)
  expect(readText(app.teams.cards(alice.conversationId).at(-1)?.card ?? (undefined as never))).toContain(
    'Teams delivered this twice',
  )
  expect(linksOf(app.teams.cards(alice.conversationId).at(-1) ?? (undefined as never))).toHaveLength(1)
  await twice(app, bob, typed('reset "Labels and protected content" in "Woodgrove Bank"', 't7'), () =>
    startGrant(alice, 'grant "Labels and protected content" in Woodgrove'),
  )
})

test('what is clicked takes effect once, and the answer shows how it stands now', async () => {
  const app = await startWholeApp()
  const [alice, bob, olivia] = (['alice', 'bob', 'olivia'] as const).map((name) =>
    app.teams.as(people[name]),
  ) as [Driver, Driver, Driver]
  for (const each of [bob, olivia]) await each.ask('whoami')
  const card = await alice.ask('status Fabrikam')
  const tenantId = tenantIdOf('Fabrikam')
  const click = (id: string, verb: string, data: object) => ({
    type: 'invoke',
    name: 'adaptiveCard/action',
    id,
    replyToId: card.id,
    value: { action: { type: 'Action.Execute', verb, data } },
  })
  const form = await olivia.ask('block "Account actions" in Fabrikam')
  const { data } = findButton(form.card, 'request.make')
  const reason = 'Their admin left the company'
  await twice(app, olivia, click('c1', 'request.make', { ...(data as object), reason }), async () => {
    const [request] = query<{ id: string; version: number }>(app, 'select id, version from requests')
    const withdrawal = { requestId: request?.id, v: request?.version }
    await olivia.press(form, { verb: 'request.withdraw', data: withdrawal })
    await app.settled()
  })
  expect(query(app, 'select state from requests')).toEqual([{ state: 'withdrawn' }])
  await twice(app, alice, click('c2', 'alerts.subscribe', {}), () => alice.ask('alerts off'))
  const { status, body } = await alice.send(click('c2', 'alerts.subscribe', {}))
  expect(status).toBe(200)
  expect(JSON.stringify(body)).toContain('AdaptiveCard')
  await twice(
    app,
    bob,
    click('c3', 'grant.confirmBlock', { tenantId, setId: 'protected-content', v: 1 }),
    async () => undefined,
  )
  expect(statusOf(app, 'Fabrikam', 'protected-content')).toBeDefined()
})

test('a refused act is no act: once it is possible, the same line is', async () => {
  const app = await startWholeApp()
  const bob = app.teams.as(people.bob)
  await bob.send(typed('unblock "Labels and protected content" in Fabrikam', 'r1'))
  await app.settled()
  expect(query(app, 'select key from acts')).toEqual([])
  expect(auditOf(app, 'grant.unblock').map(({ result }) => result)).not.toContain('done')
})

test('reading leaves nothing, and what was noted goes after a day', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const card = await alice.ask('tenants')
  await alice.click(card, { verb: 'tenant.show', data: { tenantId: tenantIdOf('Contoso') } })
  await alice.ask('grant "User, device and activity" in Fabrikam')
  expect(query(app, 'select key from acts')).toEqual([])
  await alice.ask('alerts on')
  expect(query(app, 'select key from acts')).toHaveLength(1)
  await app.pass(hours(25))
  await app.pass(hours(2))
  expect(query(app, 'select key from acts')).toEqual([])
})
