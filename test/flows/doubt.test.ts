import { describe, expect, test } from 'vitest'
import { hours, minutes, seconds } from '#platform/base/time.ts'
import { readText } from '../support/card-parts.ts'
import { auditOf, query } from '../support/facts.ts'
import type { Trouble } from '../support/fake-connector.ts'
import type { Where } from '../support/fake-teams.ts'
import { people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'
import { changeWorld } from '../support/world.ts'

const security: Where = { id: '19:security@thread.tacv2', conversationType: 'channel' }

async function startSubscribed() {
  const app = await startWholeApp()
  await app.teams.as(people.alice).ask('help')
  const inChannel = app.teams.as(people.alice, security)
  await inChannel.ask('alerts on')
  await app.settled()
  const fail = (trouble: Trouble, times?: number) =>
    app.teams.connector.fail({ conversationId: security.id, ...trouble }, times)
  return { app, fail }
}

/** An app is disabled and the tenant read twice, so that an alert is due. */
async function openAlert(app: WholeApp, clientId = 'account-actions'): Promise<void> {
  await changeWorld(app, 'disable', { tenantId: tenantIdOf('Adatum'), clientId })
  await app.teams.as(people.olivia).say('sync Adatum')
  await app.settled()
  for (const ms of [seconds(4), seconds(62), seconds(4)]) await app.pass(ms)
}

const alertsIn = (app: WholeApp, id: string): string[] =>
  app.teams
    .cards(id)
    .flatMap(({ card }) => (/Alert #/.test(String(card.fallbackText)) ? [readText(card)] : []))
const own = `a:${people.alice.objectId}`
const notesIn = (app: WholeApp): string[] =>
  app.teams
    .cards(own)
    .flatMap(({ card }) => (/you (had )?turned on/.test(readText(card)) ? [readText(card)] : []))
const asked = (app: WholeApp): number =>
  app.teams.connector.requests.filter(
    ({ path, status }) => path.includes(encodeURIComponent(security.id)) && status >= 400,
  ).length
const waiting = (app: WholeApp) =>
  query<{ reason: string; dead_at: number | null }>(
    app,
    'select reason, dead_at from outbox where reason is not null',
  )

describe('one answer is not believed for ever', () => {
  test.each<Trouble>([
    { status: 404, code: 'ConversationNotFound' },
    { status: 403, code: 'BadArgument' },
    { status: 403, code: 'NeverHeardOf' },
    { status: 410, code: 'Gone' },
  ])('%o once: the alert arrives a minute later, nobody is bothered', async (trouble) => {
    const { app, fail } = await startSubscribed()
    fail(trouble)
    await openAlert(app)
    await app.pass(minutes(1))
    expect(alertsIn(app, security.id)).toHaveLength(1)
    expect(waiting(app)).toEqual([])
    expect(notesIn(app)).toEqual([])
  })

  test.each<Trouble>([
    { status: 403, code: 'BotDisabledByAdmin' },
    { status: 403, code: 'BotNotInConversationRoster' },
  ])('%o is asked again after hours, and told at once', async (trouble) => {
    const { app, fail } = await startSubscribed()
    fail(trouble)
    await openAlert(app)
    expect(notesIn(app)).toHaveLength(1)
    await app.pass(hours(4))
    expect(alertsIn(app, security.id)).toHaveLength(1)
  })

  test.each<[Trouble, string]>([
    [{ status: 404, code: 'ConversationNotFound' }, 'noConversation'],
    [{ status: 410, code: 'Gone' }, 'noConversation'],
    [{ status: 403, code: 'BadArgument' }, 'suspect'],
  ])(
    '%o repeated is asked less and less, the subscriber and settings say so, and a later alert is tried',
    async (trouble, reason) => {
      const { app, fail } = await startSubscribed()
      fail(trouble, Number.POSITIVE_INFINITY)
      await openAlert(app)
      await app.pass(minutes(1))
      const [note = '', ...more] = notesIn(app)
      expect(more).toEqual([])
      expect(note).toContain('19:security')
      expect(note).toContain('disabled')
      expect(readText((await app.teams.as(people.alice).ask('settings')).card)).toMatch(
        /couldn’t be delivered[\s\S]*asks again/,
      )
      for (let passed = 0; passed < hours(30); passed += minutes(20)) await app.pass(minutes(20))
      expect(asked(app)).toBeLessThan(12)
      expect(waiting(app)).toMatchObject([{ reason, dead_at: expect.any(Number) }])
      expect(notesIn(app)).toHaveLength(1)

      app.teams.connector.recover()
      await openAlert(app, 'user-device-activity')
      await app.pass(hours(1))
      expect(waiting(app)).toEqual([])
      expect(alertsIn(app, security.id)).toHaveLength(2)
    },
    120_000,
  )
})

test.each([
  ['channelDeleted', { channel: { id: security.id } }],
  ['teamDeleted', { team: { id: security.id } }],
])('%s ends what is posted there and tells who turned it on', async (eventType, about) => {
  const { app } = await startSubscribed()
  const event = (tenantId: string) =>
    app.teams.as(people.olivia, { id: '19:general@thread.tacv2', conversationType: 'channel' }).send({
      type: 'conversationUpdate',
      channelData: { eventType, ...about, tenant: { id: tenantId } },
    })
  expect((await event(app.config.homeTenantId)).status).toBe(200)
  await app.settled()
  expect(notesIn(app)).toMatchObject([expect.stringMatching(/deleted[\s\S]*19:security/)])
  await event(app.config.homeTenantId)
  await app.settled()
  expect(notesIn(app)).toHaveLength(1)
  expect(auditOf(app, 'alerts.unsubscribe')).toMatchObject([{ reason: 'CHANNEL_DELETED' }])
  expect(readText((await app.teams.as(people.alice).ask('history')).card)).toContain(
    'The channel was deleted in Teams',
  )
  const before = app.teams.connector.requests.length
  await openAlert(app)
  const later = app.teams.connector.requests.slice(before)
  expect(later.filter(({ path }) => path.includes(encodeURIComponent(security.id)))).toEqual([])
})

test('where the bot was removed, whoever turned on the alerts is told', async () => {
  const { app } = await startSubscribed()
  await app.teams
    .as(people.olivia, { ...security, id: `${security.id};messageid=1700000000000` })
    .install('remove')
  await app.settled()
  expect(notesIn(app)).toMatchObject([expect.stringMatching(/removed[\s\S]*19:security/)])
})

test('a 401 in one channel only stops nobody else, is asked less and less, and is told', async () => {
  const { app, fail } = await startSubscribed()
  const alice = app.teams.as(people.alice)
  await alice.ask('alerts on')
  fail({ status: 401 }, Number.POSITIVE_INFINITY)
  await openAlert(app)
  await app.pass(minutes(5))
  expect(alertsIn(app, own)).toHaveLength(1)
  await app.pass(minutes(20))
  await app.pass(minutes(1))
  await openAlert(app, 'user-device-activity')
  expect(alertsIn(app, own)).toHaveLength(2)
  expect(await (await fetch(new URL('/readyz', app.botUrl))).text()).not.toContain('channel')
  for (let passed = 0; passed < hours(2); passed += minutes(5)) await app.pass(minutes(5))
  expect(notesIn(app)).toHaveLength(1)
  expect(asked(app)).toBeLessThan(16)
  app.teams.connector.recover()
  for (let passed = 0; passed < hours(5); passed += minutes(20)) await app.pass(minutes(20))
  expect(alertsIn(app, security.id)).toHaveLength(2)
})

test('who turned on requests in a channel that was deleted is told, and they are off', async () => {
  const app = await startWholeApp()
  await app.teams.as(people.alice).ask('help')
  const thread = { ...security, id: `${security.id};messageid=1700000000000` }
  await app.teams.as(people.alice, thread).ask('requests on')
  await app.teams.as(people.olivia, security).send({
    type: 'conversationUpdate',
    channelData: {
      eventType: 'channelDeleted',
      channel: { id: security.id },
      tenant: { id: app.config.homeTenantId },
    },
  })
  await app.settled()
  expect(notesIn(app)).toMatchObject([expect.stringMatching(/deleted[\s\S]*19:security/)])
  expect(auditOf(app, 'request.silence')).toMatchObject([{ reason: 'CHANNEL_DELETED' }])
})
