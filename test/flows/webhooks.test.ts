import { writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { HTTP } from 'cloudevents'
import { expect, test } from 'vitest'
import { hours, minutes, seconds } from '#platform/base/time.ts'
import { findButton, readText } from '../support/card-parts.ts'
import { auditOf, query } from '../support/facts.ts'
import {
  answerWith,
  newWebhookKey,
  openWebhookReceiver,
  type ReceivedWebhook,
  type TestTarget,
  verifyWebhook,
  type WebhookReceiver,
  writeTargets,
} from '../support/webhook-receiver.ts'
import { people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'

const actions = 'account-actions'
const labels = 'protected-content'
const fabrikam = tenantIdOf('Fabrikam')
const adatum = tenantIdOf('Adatum')
const accessType = 'com.grantkeeper.access.changed.v1'

const patience = { readMs: 10_000, channelMs: 10_000, sleep: async () => {}, webhookMs: 300 }

/** The bot with these targets; each has the receiver of its name. */
async function startWith(
  targets: readonly (Partial<TestTarget> & { name: string })[],
  environment: Readonly<Record<string, string>> = {},
) {
  const receivers = await Promise.all(targets.map(() => openWebhookReceiver()))
  const named = targets.map((target, at) => ({ url: receivers[at]?.url ?? '', ...target }))
  const written = await writeTargets(named)
  const app = await startWholeApp({ patience }, undefined, { ...environment, WEBHOOKS_FILE: written.file })
  const [first] = receivers as [WebhookReceiver, ...WebhookReceiver[]]
  // The bot has told what it found when it was started.
  for (const receiver of receivers) receiver.requests.length = 0
  return { app, receiver: first, receivers, ...written }
}

async function block(app: WholeApp, tenant: string, set: string): Promise<void> {
  const alice = app.teams.as(people.alice)
  await alice.click(await alice.ask(`block "${set}" in ${tenant}`), 'Confirm block')
}

const lines = (requests: readonly ReceivedWebhook[]): string[] =>
  requests.map(({ event }) => `${event.subject} ${event.type.split('.')[2]} ${Number(event.sequence)}`)

const ofSubject = ({ requests }: WebhookReceiver, tenantId: string, setId: string): ReceivedWebhook[] =>
  requests.filter(({ event }) => event.subject === `${tenantId}/${setId}`)

const sequences = (requests: readonly ReceivedWebhook[]): number[] =>
  requests.map(({ event }) => Number(event.sequence))

const settingsOf = async (app: WholeApp) => app.teams.as(people.alice).ask('settings')

test('a block in the chat reaches a receiver, which verifies it with the published library', async () => {
  const { app, receiver, keys } = await startWith([{ name: 'siem' }])
  expect(receiver.requests).toEqual([])
  await block(app, 'Fabrikam', 'Account actions')
  await app.settled()
  const told = ofSubject(receiver, fabrikam, actions)
  const access = told.find(({ event }) => event.type === accessType)
  expect(access?.event.data).toMatchObject({ allowed: false })
  for (const request of receiver.requests) {
    expect(verifyWebhook(request, keys.siem ?? '', app.clock)).toEqual(request.event)
    expect(request.headers['webhook-id']).toBe(request.event.id)
    expect(request.headers['content-type']).toBe('application/cloudevents+json')
    const parsed = HTTP.toEvent({ headers: request.headers, body: request.body })
    expect(parsed).toMatchObject({ specversion: '1.0', id: request.event.id, subject: request.event.subject })
    // Another key, another body, another ID: each is refused.
    expect(() => verifyWebhook(request, newWebhookKey(), app.clock)).toThrow('No matching signature')
    const changed = { ...request, body: request.body.replace('false', 'true ') }
    if (changed.body !== request.body)
      expect(() => verifyWebhook(changed, keys.siem ?? '', app.clock)).toThrow('No matching signature')
  }
  expect(sequences(told)).toEqual(told.map((_, at) => (sequences(told)[0] ?? 0) + at))
  await app.pass(hours(1))
  expect(ofSubject(receiver, fabrikam, actions)).toHaveLength(told.length)
  expect(app.log.lines.filter(({ message }) => /webhook/i.test(message))).toEqual([])
})

test('what fails holds back its own tenant and set only, and keeps its order, its id, and a fresh time', async () => {
  const { app, receiver, keys } = await startWith([{ name: 'siem' }])
  const isStubborn = ({ event }: ReceivedWebhook) => event.subject === `${fabrikam}/${labels}`
  receiver.answer((request, response) => answerWith(isStubborn(request) ? 500 : 204)(request, response))
  await block(app, 'Fabrikam', 'Labels and protected content')
  await block(app, 'Adatum', 'Account actions')
  await app.settled()
  const alice = app.teams.as(people.alice)
  await alice.click(await alice.ask('unblock "Labels and protected content" in Fabrikam'), 'Confirm unblock')
  await app.settled()
  const failed = ofSubject(receiver, fabrikam, labels)
  // Only the first of the subject was tried.
  expect(new Set(failed.map(({ event }) => event.id)).size).toBe(1)
  expect(ofSubject(receiver, adatum, actions).length).toBeGreaterThan(0)
  receiver.answer(answerWith(204))
  await app.pass(hours(2))
  const all = ofSubject(receiver, fabrikam, labels)
  const accepted = all.slice(failed.length)
  expect(accepted[0]?.event.id).toBe(failed[0]?.event.id)
  expect(accepted[0]?.body).toBe(failed[0]?.body)
  const timeOf = (request: ReceivedWebhook | undefined) => Number(request?.headers['webhook-timestamp'])
  expect(timeOf(accepted[0])).toBeGreaterThan(timeOf(failed[0]))
  expect(sequences(accepted)).toEqual(sequences(accepted).toSorted((a, b) => a - b))
  expect(accepted.length).toBeGreaterThan(1)
  for (const request of accepted) verifyWebhook(request, keys.siem ?? '', app.clock)
  expect(query(app, 'select * from webhook_deliveries')).toEqual([])
})

test('a target that hangs, redirects, or is gone delays no other target and no answer in the chat', async () => {
  const { app, receivers } = await startWith([{ name: 'slow' }, { name: 'moved' }, { name: 'well' }])
  const [slow, moved, well] = receivers
  const elsewhere = await openWebhookReceiver()
  slow?.answer(() => {})
  moved?.answer(answerWith(301, { location: elsewhere.url }))
  await block(app, 'Fabrikam', 'Account actions')
  // Longer than the slow one may take: nobody waited for it.
  await app.settled()
  expect(well?.requests.length).toBeGreaterThan(0)
  expect(elsewhere.requests).toEqual([])
  const card = readText((await settingsOf(app)).card)
  expect(card).toMatch(/slow[\s\S]*Doesn’t answer in time/)
  expect(card).toMatch(/moved[\s\S]*Answers 301: a redirect, which isn’t followed/)
  expect(card).toMatch(/✅ \*\*well/)
})

test('after an hour the operator is told, after three days an approver sends it again, once', async () => {
  const { app, receiver } = await startWith([{ name: 'siem', sets: [actions] }])
  const alice = app.teams.as(people.alice)
  receiver.answer(answerWith(500))
  await block(app, 'Fabrikam', 'Account actions')
  await app.settled()
  const alarms = () =>
    query<{ state: string }>(app, "select state from alerts where condition = 'webhookFailing'")
  expect(alarms()).toEqual([])
  await app.pass(minutes(50))
  expect(alarms()).toEqual([])
  await app.pass(hours(1))
  expect(alarms()).toEqual([{ state: 'open' }])
  expect(readText((await settingsOf(app)).card)).toMatch(/webhook siem doesn’t accept events/)
  // The last attempt comes up to its wait after the three days.
  await app.pass(hours(71))
  await app.pass(hours(24))
  const tried = receiver.requests.length
  await app.pass(hours(24))
  expect(receiver.requests.length).toBe(tried)
  const settings = await settingsOf(app)
  expect(readText(settings.card)).toMatch(/events? couldn’t be delivered, since/)
  const olivia = app.teams.as(people.olivia)
  const refused = await olivia.click(await olivia.ask('settings'), 'webhook.sendAgain')
  expect(readText(refused.card)).toMatch(/approver/i)
  receiver.answer(answerWith(204))
  const { data } = findButton(settings.card, 'webhook.sendAgain')
  const answered = await alice.click(settings, 'webhook.sendAgain')
  expect(readText(answered.card)).toMatch(/being sent again/)
  await app.settled()
  const again = receiver.requests.slice(tried)
  expect(again.length).toBeGreaterThan(0)
  expect(sequences(again)).toEqual(sequences(again).toSorted((a, b) => a - b))
  expect(query(app, 'select * from webhook_deliveries')).toEqual([])
  expect(alarms()).toEqual([{ state: 'resolved' }])
  const late = await alice.invoke(settings, {
    verb: 'webhook.sendAgain',
    data: data as Record<string, unknown>,
  })
  expect(JSON.stringify(late.body)).toContain('Nothing was done')
  expect(auditOf(app, 'webhook.sendAgain').map(({ result, actor }) => `${result} ${actor}`)).toEqual([
    'refused Olivia Lind',
    'done Alice Moreau',
  ])
})

test('what is no longer kept is never said to be sent again', async () => {
  const targets = [{ name: 'siem', sets: [actions], events: ['access'] }]
  const { app, receiver } = await startWith(targets, { EVENT_RETENTION_DAYS: '7' })
  receiver.answer(answerWith(500))
  await block(app, 'Fabrikam', 'Account actions')
  await app.pass(hours(7 * 24 - 4))
  await block(app, 'Adatum', 'Account actions')
  await app.pass(hours(4 * 24))
  const settings = await settingsOf(app)
  expect(readText(settings.card)).toMatch(/1 of them is no longer kept and can’t be sent again/)
  receiver.answer(answerWith(204))
  await app.teams.as(people.alice).click(settings, 'webhook.sendAgain')
  await app.settled()
  expect(receiver.requests.at(-1)?.event.subject).toBe(`${adatum}/${actions}`)
  const after = JSON.stringify((await settingsOf(app)).card)
  expect([after.includes('webhook.sendAgain'), after.includes('webhook.discard')]).toEqual([false, true])
  expect(query(app, 'select target from webhook_deliveries')).toEqual([{ target: 'siem' }])
})

test('a target that is taken out of the file takes its alarm with it', async () => {
  const { app, receiver } = await startWith([{ name: 'siem', sets: [actions] }])
  receiver.answer(answerWith(500))
  await block(app, 'Fabrikam', 'Account actions')
  await app.pass(hours(2))
  const alarms = () =>
    query<{ state: string }>(app, "select state from alerts where condition = 'webhookFailing'")
  expect(alarms()).toEqual([{ state: 'open' }])
  await app.restart({ change: { webhooks: [] } })
  expect(alarms()).toEqual([{ state: 'resolved' }])
})

test('two keys sign while one replaces the other, without a restart', async () => {
  const [old, fresh] = [newWebhookKey(), newWebhookKey()]
  const { app, receiver, keyFiles } = await startWith([{ name: 'siem', keys: [old] }])
  const last = () => receiver.requests.at(-1) as ReceivedWebhook
  const signatures = () => last().headers['webhook-signature']?.split(' ')
  const act = async (set: string) => {
    await app.pass(seconds(30))
    await block(app, 'Adatum', set)
    await app.settled()
  }
  writeFileSync(keyFiles.siem ?? '', `${fresh}\n${old}\n`)
  await act('Account actions')
  expect(signatures()).toHaveLength(2)
  for (const key of [old, fresh]) verifyWebhook(last(), key, app.clock)
  // What can't be read keeps the last good keys, and is told once.
  writeFileSync(keyFiles.siem ?? '', 'whsec_short')
  await act('Labels and protected content')
  for (const key of [old, fresh]) verifyWebhook(last(), key, app.clock)
  expect(app.log.lines.filter(({ message }) => message.includes('key file'))).toHaveLength(1)
  writeFileSync(keyFiles.siem ?? '', fresh)
  await app.pass(seconds(30))
  await block(app, 'Fabrikam', 'Account actions')
  await app.settled()
  expect(signatures()).toHaveLength(1)
  verifyWebhook(last(), fresh, app.clock)
  expect(() => verifyWebhook(last(), old, app.clock)).toThrow('No matching signature')
})

test('a test event goes to its target only; one that answers 410 gets nothing until it accepts one', async () => {
  const { app, receivers } = await startWith([{ name: 'siem', events: ['access'] }, { name: 'other' }])
  const [siem, other] = receivers as [WebhookReceiver, WebhookReceiver]
  const alice = app.teams.as(people.alice)
  const sendTest = async () => {
    const card = await settingsOf(app)
    const answered = await alice.click(card, { verb: 'webhook.test', data: { target: 'siem' } })
    await app.settled()
    return readText(answered.card)
  }
  expect(await sendTest()).toMatch(/on its way/)
  expect(lines(siem.requests)).toEqual(['*/* webhook 1'])
  expect(other.requests).toEqual([])
  expect(auditOf(app, 'webhook.test')).toHaveLength(1)
  siem.answer(answerWith(410))
  await block(app, 'Fabrikam', 'Account actions')
  await app.settled()
  const before = siem.requests.length
  expect(query(app, "select state from alerts where condition = 'webhookFailing'")).toEqual([
    { state: 'open' },
  ])
  await block(app, 'Adatum', 'Account actions')
  await app.pass(hours(3))
  expect(siem.requests.length).toBe(before)
  expect(readText((await settingsOf(app)).card)).toMatch(/Wants no more events \(410\)/)
  siem.answer(answerWith(204))
  await sendTest()
  await block(app, 'Adatum', 'Labels and protected content')
  await app.settled()
  expect(ofSubject(siem, adatum, labels).map(({ event }) => event.type)).toEqual([accessType])
  // What happened meanwhile isn't told late: it's in the list of events.
  expect(ofSubject(siem, adatum, actions)).toEqual([])
})

test('a test event waits behind nothing, however much the target has not accepted yet', async () => {
  const { app, receiver } = await startWith([{ name: 'siem' }])
  // Other events are held back, and so is what the bot would hand out behind them.
  const db = new DatabaseSync(app.config.database)
  db.prepare(
    `insert into webhook_deliveries (target, position, lane, attempts, since_at, due_at)
       with recursive n(i) as (select 1 union all select i + 1 from n where i < 10000)
       select 'siem', 1, 'subject ' || i, 3, ?, ? from n`,
  ).run(app.clock().getTime(), app.clock().getTime() + minutes(30))
  db.close()
  await block(app, 'Fabrikam', 'Account actions')
  await app.settled()
  expect(receiver.requests).toEqual([])
  const alice = app.teams.as(people.alice)
  await alice.click(await settingsOf(app), { verb: 'webhook.test', data: { target: 'siem' } })
  await app.settled()
  expect(lines(receiver.requests)).toEqual(['*/* webhook 1'])
})

test('Retry-After pauses the target, and what waits survives a restart', async () => {
  const { app, receiver } = await startWith([{ name: 'siem' }])
  const eventsBefore = query(app, 'select id from events').length
  receiver.answer(answerWith(503, { 'retry-after': '600' }))
  await block(app, 'Fabrikam', 'Account actions')
  await app.settled()
  await block(app, 'Adatum', 'Account actions')
  const before = receiver.requests.length
  await app.pass(minutes(9))
  expect(receiver.requests.length).toBe(before)
  receiver.answer(answerWith(204))
  await app.restart()
  expect(receiver.requests.length).toBe(before)
  await app.pass(minutes(2))
  const ids = new Set(receiver.requests.map(({ event }) => event.id))
  expect(ids.size).toBe(query(app, 'select id from events').length - eventsBefore)
  expect(query(app, 'select * from webhook_deliveries')).toEqual([])
})
