import { expect, test } from 'vitest'
import { hours, minutes, seconds } from '#platform/base/time.ts'
import { packIds } from '../../cards/pack-ids.ts'
import type { Card } from '../../cards/render.ts'
import { demo } from '../../emulator/demo-world.ts'
import { buttonsOf, elementsOf, readText } from '../support/card-parts.ts'
import { auditOf, query } from '../support/facts.ts'
import { channel, type Driver } from '../support/fake-teams.ts'
import { people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'
import { changeWorld } from '../support/world.ts'
import { startGrant } from './consent-flow.ts'

const own = tenantIdOf('Adatum')
const activity = 'user-device-activity'
const shared = channel('shared')

const only = (who: keyof typeof people, ...tenants: string[]) =>
  `${people[who].objectId}=${tenants.join('+')}`
const given = {
  ROLE_APPROVERS: `${people.alice.objectId},${people.bob.objectId}`,
  ROLE_OPERATORS: people.olivia.objectId,
  ROLE_VIEWERS: people.victor.objectId,
}
const start = (scopes: string, more: Readonly<Record<string, string>> = {}): Promise<WholeApp> =>
  startWholeApp({}, undefined, { ...given, ROLE_SCOPES: scopes, ...more })

const foreign = demo.tenants.filter(({ id }) => id !== own)
const namesIn = (told: unknown): string[] => {
  const text = JSON.stringify(told ?? '').toLowerCase()
  return foreign
    .flatMap(({ id, displayName, domain }) => [id, displayName.toLowerCase(), domain])
    .filter((name) => text.includes(name))
}
const chatOf = (app: WholeApp, { conversationId }: Pick<Driver, 'conversationId'>): Card[] =>
  app.teams.cards(conversationId).map(({ card }) => card)

const isCampaign = (card: Card): boolean => /new permission.* of \d+/i.test(String(card.fallbackText))

/** The requirement of a set grows, and every tenant is evaluated. */
async function grow(app: WholeApp): Promise<void> {
  await changeWorld(app, 'require', { clientId: 'account-actions', permission: 'Place.Read.All' })
  await app.pass(minutes(16))
  await app.pass(minutes(2))
}

test('a campaign is drawn for the tenants of its reader', async () => {
  const app = await start(`${only('victor', own)}`)
  const [alice, victor] = [app.teams.as(people.alice), app.teams.as(people.victor)]
  await alice.ask('alerts on')
  await victor.ask('alerts on')
  await grow(app)
  const [seen] = chatOf(app, alice).filter(isCampaign)
  const [mine] = app.teams.cards(victor.conversationId).filter(({ card }) => isCampaign(card))
  if (!seen || !mine) throw new Error('Expected a campaign in both chats')
  expect(readText(seen)).toMatch(/0 of [2-9]\b|0 of 1\d/)
  expect(readText(mine.card)).toMatch(/0 of 1\b/)
  expect(namesIn(mine.card)).toEqual([])
  expect(buttonsOf(mine.card).map(({ verb }) => verb)).not.toContain('campaign.remind')
  expect(namesIn((await victor.click(mine, 'campaign.show')).card)).toEqual([])
})

test('a campaign of other tenants only is not there for somebody who can see none of them', async () => {
  const app = await start(only('victor', tenantIdOf('Contoso')))
  const [alice, victor] = [app.teams.as(people.alice), app.teams.as(people.victor)]
  await alice.ask('alerts on')
  await victor.ask('alerts on')
  await grow(app)
  const [{ id } = { id: 0 }] = query<{ id: number }>(app, 'select id from campaigns')
  const members = query<{ tenant_id: string }>(app, 'select tenant_id from campaign_members')
  expect(members.map(({ tenant_id }) => tenant_id)).not.toContain(tenantIdOf('Contoso'))
  const answers = []
  for (const campaignId of [id, 4_711])
    answers.push(await victor.invoke('x', { verb: 'campaign.show', data: { campaignId } }))
  expect(answers[0]).toEqual(answers[1])
  expect(chatOf(app, alice).filter(isCampaign)).toHaveLength(1)
  expect(chatOf(app, victor).filter(isCampaign)).toEqual([])
})

test('somebody limited neither ends nor mutes what a channel gets for more tenants', async () => {
  const app = await start(only('olivia', own))
  const [alice, olivia] = [app.teams.as(people.alice, shared), app.teams.as(people.olivia, shared)]
  await alice.ask('alerts on')
  const before = query(app, 'select * from alert_subscriptions')
  const data = [{ all: true }, { all: false }, {}, { all: true, setId: activity }]
  for (const line of ['alerts off', 'alerts quiet 00:00-23:59', 'alerts quiet off'])
    expect(readText((await olivia.ask(line)).card), line).toMatch(/doesn’t cover/)
  for (const each of data) await olivia.invoke('x', { verb: 'alerts.unsubscribe', data: each })
  await olivia.invoke('x', { verb: 'alerts.quiet', data: {} })
  expect(query(app, 'select * from alert_subscriptions')).toEqual(before)
  expect(query(app, 'select quiet_from from alert_places')).toEqual([{ quiet_from: null }])
  expect(auditOf(app, 'alerts.unsubscribe').filter(({ result }) => result === 'done')).toEqual([])

  await alice.ask('alerts off')
  await olivia.ask('alerts on')
  expect(query(app, 'select tenant_id from alert_subscriptions where ended_at is null')).toEqual([
    { tenant_id: own },
  ])
  await alice.ask('alerts on in Contoso')
  const both = { all: true, tenantId: own }
  await olivia.invoke('x', { verb: 'alerts.unsubscribe', data: both })
  expect(query(app, 'select tenant_id from alert_subscriptions where ended_at is null')).toEqual([
    { tenant_id: tenantIdOf('Contoso') },
  ])
})

test('a request for a sync keeps the reach of who makes it; without a tenant it is refused', async () => {
  const app = await start(only('olivia', own, tenantIdOf('Fabrikam')), { BULK_SYNC_LIMIT: '1' })
  const [alice, olivia] = [app.teams.as(people.alice), app.teams.as(people.olivia)]
  for (const verb of ['request.form', 'request.make'])
    for (const v of ['', '0', 'abc']) {
      const data = { kind: 'sync', tenants: '', v, reason: 'because it must be' }
      expect(JSON.stringify((await olivia.invoke('x', { verb, data })).body)).toMatch(/doesn’t cover/)
    }
  expect(query(app, 'select id from requests')).toEqual([])

  const form = await olivia.ask('sync all')
  expect(
    namesIn(form.card).filter((name) => !/fabrikam/.test(name) && name !== tenantIdOf('Fabrikam')),
  ).toEqual([])
  await olivia.click(form, 'Request sync', { reason: 'after the migration' })
  await app.settled()
  const asked = app.teams.cards(alice.conversationId).at(-1)
  if (!asked) throw new Error('Expected the request')
  await alice.click(asked, 'Approve')
  await app.settled()
  const [run] = query<{ total: number; scope_json: string }>(app, 'select total, scope_json from sync_runs')
  expect(run?.total).toBe(2)
  expect(JSON.parse(run?.scope_json ?? '')).toEqual([own, tenantIdOf('Fabrikam')].toSorted())
})

test('a request whose tenants were all removed is not asked again for all that are left', async () => {
  const app = await start(only('olivia', own, tenantIdOf('Fabrikam')), { BULK_SYNC_LIMIT: '1' })
  const [alice, olivia] = [app.teams.as(people.alice), app.teams.as(people.olivia)]
  await olivia.click(await olivia.ask('sync all'), 'Request sync', { reason: 'after the migration' })
  await app.settled()
  for (const tenant of ['Adatum', 'Fabrikam']) {
    const confirm = await alice.ask(`remove tenant ${tenant}`)
    await alice.click(confirm, { verb: 'tenant.confirmRemove', data: {} })
    await app.settled()
  }
  const [{ id } = { id: '' }] = query<{ id: string }>(app, "select id from requests where state = 'voided'")
  const { body } = await olivia.invoke('x', { verb: 'request.again', data: { requestId: id } })
  const text = JSON.stringify(body)
  expect(text).toMatch(/No tenant/)
  expect(text).not.toMatch(/all tenants|request\.make/)
})

test('a request of more than the requester can reach by now is void', async () => {
  const app = await start('', { BULK_SYNC_LIMIT: '1', ROLE_SCOPES: '' })
  const [alice, olivia] = [app.teams.as(people.alice), app.teams.as(people.olivia)]
  const form = await olivia.ask('sync all')
  expect(readText(form.card)).toContain('all tenants')
  await olivia.click(form, 'Request sync', { reason: 'after the migration' })
  await app.settled()
  const asked = app.teams.cards(alice.conversationId).at(-1)
  if (!asked) throw new Error('Expected the request')
  await app.restart({ change: { scopes: { [people.olivia.objectId]: [own] } } })
  await alice.click(asked, 'Approve')
  await app.settled()
  expect(query(app, 'select state from requests')).toEqual([{ state: 'voided' }])
  expect(query(app, 'select id from sync_runs')).toEqual([])
})

test('what is not yours and what is not there get the same answer', async () => {
  const app = await start(`${only('olivia', own)},${only('bob', own)},${only('victor', own)}`, {
    ROLE_AUDITORS: people.nadia.objectId,
  })
  const alice = app.teams.as(people.alice)
  await alice.ask('alerts on')
  await startGrant(alice, 'grant "User, device and activity" in Contoso')
  await alice.ask('sync all')
  await alice.ask('requests mine')
  await app.settled()
  await app.pass(seconds(10))
  const [{ id: runId } = { id: '' }] = query<{ id: string }>(app, 'select id from sync_runs')
  const [{ id: consentId } = { id: '' }] = query<{ id: string }>(app, 'select id from consents')
  const [{ id: alertId } = { id: 0 }] = query<{ id: number }>(
    app,
    `select id from alerts where tenant_id <> '${own}' limit 1`,
  )
  expect([runId, consentId, alertId]).not.toContain('')
  const missing = 'x'.repeat(43)
  const pairs: [string, Record<string, unknown>, Record<string, unknown>][] = [
    ['tenant.show', { tenantId: tenantIdOf('Contoso') }, { tenantId: crypto.randomUUID() }],
    [
      'grant.details',
      { tenantId: tenantIdOf('Contoso'), setId: activity },
      { tenantId: crypto.randomUUID(), setId: activity },
    ],
    ['history.show', { tenantId: tenantIdOf('Contoso') }, { tenantId: crypto.randomUUID() }],
    ['sync.tenant', { tenantId: tenantIdOf('Contoso') }, { tenantId: crypto.randomUUID() }],
    ['sync.show', { runId }, { runId: missing }],
    ['sync.cancel', { runId }, { runId: missing }],
    ['consent.show', { consentId }, { consentId: missing }],
    ['consent.cancel', { consentId, v: 1 }, { consentId: missing, v: 1 }],
    ['alert.show', { alertId }, { alertId: 4_711 }],
    ['alert.acknowledge', { alertId, v: 1 }, { alertId: 4_711, v: 1 }],
    [
      'request.form',
      { kind: 'block', setId: activity, tenants: packIds([tenantIdOf('Contoso')]) },
      { kind: 'block', setId: activity, tenants: packIds([crypto.randomUUID()]) },
    ],
  ]
  const plain = (body: unknown, number: unknown) => JSON.stringify(body).replaceAll(`alert #${number}.`, '')
  for (const [verb, theirs, nobodys] of pairs) {
    const olivia = app.teams.as(people.olivia)
    const [a, b] = [
      await olivia.invoke('x', { verb, data: theirs }),
      await olivia.invoke('x', { verb, data: nobodys }),
    ]
    expect(plain(a.body, theirs.alertId), verb).toBe(plain(b.body, nobodys.alertId))
  }
})

test('an act in several tenants is an entry in each, and none names another', async () => {
  const app = await start(only('victor', own), {
    ROLE_VIEWERS: '',
    ROLE_AUDITORS: people.victor.objectId,
    ROLE_OPERATORS: people.olivia.objectId,
  })
  const [alice, olivia, victor] = [people.alice, people.olivia, people.victor].map((who) => app.teams.as(who))
  if (!alice || !olivia || !victor) throw new Error('Expected three people')
  await olivia.click(await olivia.ask('block "Account actions" in Adatum, Fabrikam'), 'Request block', {
    reason: 'the vendor was attacked',
  })
  await app.settled()
  const asked = app.teams.cards(alice.conversationId).at(-1)
  if (!asked) throw new Error('Expected the request')
  await alice.click(asked, 'Approve')
  const consent = await startGrant(alice, 'grant "User, device and activity" in Adatum, Fabrikam').catch(
    () => undefined,
  )
  expect(consent).toBeUndefined()
  await app.settled()
  const rows = query<{ action: string; tenant_id: string | null }>(
    app,
    "select action, tenant_id from audit where action like 'request.%'",
  )
  for (const action of ['request.make', 'request.approve'])
    expect(
      rows
        .filter((row) => row.action === action)
        .map(({ tenant_id }) => tenant_id)
        .toSorted(),
    ).toEqual([own, tenantIdOf('Fabrikam')].toSorted())
  const made = await victor.click(await victor.ask('export json'), 'Get the link')
  const url = `${elementsOf(made.card).find(({ type }) => type === 'Action.OpenUrl')?.url}`
  const text = await (await fetch(url)).text()
  expect(text).toContain('request.approve')
  expect(namesIn(text)).toEqual([])
})

test('who has no role learns no number, and who is limited only their own', async () => {
  const app = await start(only('victor', own))
  const total = /\b12 tenants\b/
  for (const who of ['gus', 'victor'] as const) {
    const driver = app.teams.as(people[who])
    await driver.install()
    await app.settled()
    const text = chatOf(app, driver).map(readText).join('\n')
    expect(text, who).toContain('Grantkeeper')
    expect(text, who).not.toMatch(total)
    // A number would say how many there are; a limited person hears of their own one only.
    if (who === 'gus') expect(text).not.toMatch(/\d+ .*tenant|your tenant needs|no tenant/i)
    else expect(text).toMatch(/Your tenant needs/)
  }
  await app.teams.as(people.alice, shared).install()
  await app.settled()
  expect(
    app.teams
      .cards(shared.id)
      .map(({ card }) => readText(card))
      .join('\n'),
  ).not.toMatch(total)
  await app.pass(hours(1))
})

test('what a limited person subscribes a channel to is theirs', async () => {
  const app = await start(only('olivia', own))
  const olivia = app.teams.as(people.olivia, shared)
  expect(readText((await olivia.ask('alerts on')).card)).toContain('Adatum')
  for (const tenant of ['Adatum', 'Fabrikam'])
    await changeWorld(app, 'disable', { tenantId: tenantIdOf(tenant), clientId: 'account-actions' })
  await grow(app)
  await app.pass(hours(7))
  await app.pass(seconds(10))
  const posted = app.teams.cards(shared.id.split(';')[0] ?? '').map(({ card }) => card)
  expect(posted.map(readText).join('\n')).toContain('was disabled in Adatum')
  expect(posted.filter(isCampaign)).toHaveLength(1)
  expect(namesIn(posted)).toEqual([])
})

test('a subscription shrinks with the role of who made it, and says so', async () => {
  const app = await start(only('olivia', own))
  const [alice, chat] = [app.teams.as(people.alice, shared), app.teams.as(people.alice)]
  await alice.ask('alerts on')
  await chat.ask('alerts on')
  const scopes = { [people.alice.objectId]: [own] }
  await app.restart({ change: { scopes } })
  await changeWorld(app, 'disable', { tenantId: tenantIdOf('Fabrikam'), clientId: 'account-actions' })
  await app.teams.as(people.bob).ask('sync Fabrikam')
  await app.settled()
  await app.pass(seconds(20))
  const places = [shared.id.split(';')[0] ?? '', chat.conversationId]
  for (const place of places) {
    const cards = app.teams.cards(place).map(({ card }) => card)
    const last = readText(cards.at(-1) as Card)
    expect(last, place).toContain('can see fewer tenants now. Still posted here: Adatum')
    expect(namesIn(cards.slice(1)), place).toEqual([])
  }
  expect(query(app, 'select distinct tenant_id, ended_at from alert_subscriptions')).toEqual([
    { tenant_id: own, ended_at: null },
  ])

  await app.restart({ change: { roles: { ...app.config.roles, approver: [people.bob.objectId] } } })
  await changeWorld(app, 'disable', { tenantId: own, clientId: 'account-actions' })
  await app.teams.as(people.bob).ask('sync Adatum')
  await app.settled()
  await app.pass(seconds(20))
  for (const place of places) {
    const last = app.teams.cards(place).at(-1)?.card as Card
    expect(readText(last), place).toContain('Nothing is posted here anymore')
    expect(readText(last), place).not.toMatch(/Adatum|\d unresolved/)
  }
  expect(query(app, 'select tenant_id from alert_subscriptions')).toEqual([])
})

test('a limited approver listens to the requests about their tenants, and does not silence those of others', async () => {
  const app = await start(only('bob', own))
  const [olivia, alice, bob] = [
    app.teams.as(people.olivia),
    app.teams.as(people.alice, shared),
    app.teams.as(people.bob, shared),
  ]
  const listeners = () => query<{ person_json: string }>(app, 'select person_json from approval_places')
  const ask = async (tenant: string) => {
    const form = await olivia.ask(`block "Account actions" in ${tenant}`)
    await olivia.click(form, 'Request block', { reason: 'the vendor was attacked' })
    await app.settled()
  }
  const postedHere = () =>
    app.teams
      .cards(shared.id)
      .map(({ card }) => readText(card))
      .join('\n')
  await bob.ask('requests on')
  await ask('Fabrikam')
  await ask('Adatum')
  expect(postedHere()).toContain('Adatum')
  expect(postedHere()).not.toContain('Fabrikam')

  await alice.ask('requests on')
  await app.settled()
  expect(postedHere(), 'taken over by somebody who can approve more').toContain('Fabrikam')
  await bob.invoke('x', { verb: 'request.silence' })
  await bob.invoke('x', { verb: 'request.listen' })
  expect(listeners().map(({ person_json }) => person_json)).toEqual([expect.stringContaining('Alice')])
  await alice.ask('requests off')
  expect(listeners()).toEqual([])
})
