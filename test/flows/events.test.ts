import { DatabaseSync } from 'node:sqlite'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { hours, minutes } from '#platform/base/time.ts'
import { demo } from '../../emulator/demo-world.ts'
import { askAccess, askEvents, query, type ToldEvent } from '../support/facts.ts'
import { people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'
import { changeWorld } from '../support/world.ts'
import { closedCatalog } from './opening-flow.ts'

const labels = 'protected-content'
const name = '"Labels and protected content" in Fabrikam'
const reason = 'The customer asked for a review of their labels'

/** What was told since, without the name of the type that all have. */
async function told(app: WholeApp, after: number): Promise<ToldEvent[]> {
  await app.settled()
  const { status, body } = await askEvents(app, `?after=${after}`)
  expect([status, body.more]).toEqual([200, false])
  return body.events
}

const short = ({ type }: ToldEvent): string => type.replace(/^com\.grantkeeper\.|\.v1$/g, '')
const last = async (app: WholeApp): Promise<number> => (await askEvents(app, '?limit=1000')).body.next

test('each change of access is told once, as the access API answers it, in numbered order', async () => {
  const app = await startWholeApp()
  const [alice, bob, olivia] = [
    app.teams.as(people.alice),
    app.teams.as(people.bob),
    app.teams.as(people.olivia),
  ]
  const begin = await last(app)
  const answers = [await askAccess(app, 'Fabrikam', labels)]
  const blocked = await alice.click(await alice.ask(`block ${name}`), 'Confirm block')
  answers.push(await askAccess(app, 'Fabrikam', labels))
  await alice.click(blocked, 'Undo')
  await alice.click(await alice.ask(`block ${name}`), 'Confirm block')
  await app.pass(minutes(11))
  await bob.click(await bob.ask(`unblock ${name} for 2 hours`), 'Confirm unblock')
  answers.push(await askAccess(app, 'Fabrikam', labels))
  await app.pass(hours(3))
  const events = (await told(app, begin)).filter(
    ({ subject }) => subject === `${tenantIdOf('Fabrikam')}/${labels}`,
  )
  expect(events.map((event) => `${short(event)} ${event.data.allowed ?? event.data.status}`)).toEqual([
    ...['access.changed false', 'status.changed blocked', 'access.changed true', 'status.changed granted'],
    ...['access.changed false', 'status.changed blocked', 'access.changed true', 'status.changed granted'],
    ...['access.changed false', 'status.changed blocked'],
  ])
  const first = answers[1] as Record<string, unknown>
  expect(events[0]?.data).toMatchObject({
    ...{
      tenant: tenantIdOf('Fabrikam'),
      set: labels,
      allowed: false,
      status: 'blocked',
      reason: 'BLOCKED_HERE',
    },
    since: first.since,
    apps: (first.apps as { id: string }[]).map(({ id }) => id),
  })
  const opened = answers[2] as Record<string, unknown>
  expect(events[6]?.data).toMatchObject({
    allowed: true,
    until: opened.until,
    validUntil: opened.validUntil,
  })
  const numbers = events.map(({ sequence }) => Number(sequence))
  expect(numbers).toEqual(numbers.map((_, at) => (numbers[0] ?? 0) + at))
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length)

  // A sync that finds nothing new tells nothing.
  const before = await last(app)
  await olivia.ask('sync Fabrikam')
  expect((await told(app, before)).filter(({ type }) => /access|status/.test(type))).toEqual([])
})

test('requests, alerts, and exceptions are told, without links, tokens, or names read in a tenant', async () => {
  const app = await startWholeApp()
  const [bob, olivia] = [app.teams.as(people.bob), app.teams.as(people.olivia)]
  await bob.ask('whoami')
  const begin = await last(app)
  const form = await olivia.ask('grant "User, device and activity" in Fabrikam')
  await olivia.click(form, 'Request grant', { reason, reference: 'INC0012345' })
  await app.settled()
  const approval = app.teams
    .cards(bob.conversationId)
    .findLast(({ card }) => /requests: grant/.test(JSON.stringify(card)))
  if (!approval) throw new Error('Expected a card for the approver')
  await bob.click(approval, 'Approve')
  const tenantId = tenantIdOf('Fabrikam')
  await changeWorld(app, 'disable', { tenantId, clientId: demo.sets['account-actions'] ?? '' })
  await olivia.ask('sync Fabrikam')
  const details = await bob.ask('details "Account actions" in Northwind')
  const endDay = new Date(app.clock().getTime() + hours(90 * 24)).toISOString().slice(0, 10)
  await bob.click(await bob.click(details, 'Accept'), 'exception.accept', { reason, endDay })
  const events = await told(app, begin)
  const ofType = (type: string) => events.filter((event) => short(event) === type).map(({ data }) => data)
  expect(ofType('request.changed')).toEqual([
    expect.objectContaining({ state: 'open', reason, reference: 'INC0012345', kind: 'grant' }),
    expect.objectContaining({
      state: 'approved',
      decidedBy: expect.objectContaining({ objectId: people.bob.objectId, name: 'Bob Okafor' }),
    }),
  ])
  expect(ofType('alert.changed')).toContainEqual(
    expect.objectContaining({ condition: 'appDisabled', state: 'open', set: 'account-actions' }),
  )
  expect(ofType('exception.changed')).toEqual([
    expect.objectContaining({
      ...{ tenant: tenantIdOf('Northwind'), set: 'account-actions', code: 'SETTING_MISSING' },
      ...{ state: 'accepted', reason, by: expect.objectContaining({ name: 'Bob Okafor' }) },
    }),
  ])
  const text = JSON.stringify(events)
  expect(text).not.toMatch(/\/consent\/|demo-secret|eyJ/)
  for (const { token_hash } of query<{ token_hash: string }>(app, 'select token_hash from consent_links'))
    expect(text).not.toContain(token_hash)
  await expectDescribed(app, events)
})

/** Every event fits what the description says of it. */
async function expectDescribed(app: WholeApp, events: readonly ToldEvent[]): Promise<void> {
  const answer = await fetch(new URL('/api/v1/openapi.json', app.botUrl))
  const description = (await answer.json()) as { webhooks: object }
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  ajv.addSchema(description, 'api')
  const page = ajv.compile({ $ref: 'api#/components/schemas/EventsPage' })
  const isRight = page({ events, next: Number(events.at(-1)?.position), more: false })
  expect(isRight, JSON.stringify(page.errors?.slice(0, 5))).toBe(true)
  for (const { type } of events) expect(description.webhooks).toHaveProperty([type])
}

test('where an app with a limit is open now is told of the tenant that nobody touched, too', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const begin = await last(app)
  const data = 'directory-data'
  await changeWorld(app, 'grant', { tenantId: tenantIdOf('Northwind'), clientId: data })
  await alice.ask('sync Northwind Traders')
  const ofNorthwind = ({ subject }: ToldEvent) => subject === `${tenantIdOf('Northwind')}/${data}`
  const granted = (await told(app, begin)).filter(ofNorthwind)
  expect(granted.map((event) => `${short(event)} ${event.data.status}`)).toEqual(['status.changed granted'])
  expect(await askAccess(app, 'Northwind', data)).toMatchObject({ allowed: false, reason: 'BOUND_ELSEWHERE' })
  const before = await last(app)
  await alice.click(await alice.ask('block "Directory data" in Adatum'), 'Confirm block')
  const moved = (await told(app, before)).filter(ofNorthwind)
  expect(moved.map((event) => `${short(event)} ${event.data.allowed}`)).toEqual(['access.changed true'])
  expect(await askAccess(app, 'Northwind', data)).toMatchObject({ allowed: true })
})

test('a caller goes on where it stopped, page by page, and is told what is wrong', async () => {
  const app = await startWholeApp()
  const { body: all } = await askEvents(app, '?limit=1000')
  expect(all.events.length).toBeGreaterThan(80)
  let after = 0
  const pages: ToldEvent[] = []
  for (let more = true; more; ) {
    const { body } = await askEvents(app, `?after=${after}&limit=40`)
    pages.push(...body.events)
    more = body.more
    after = body.next
  }
  expect(pages).toEqual(all.events)
  expect((await askEvents(app, `?after=${after}`)).body).toEqual({ events: [], next: after, more: false })
  for (const [wrong, parameters] of [
    ['?after=', ['after']],
    ['?after=-1', ['after']],
    ['?after=1&after=2', ['after']],
    ['?after=abc&limit=0', ['after', 'limit']],
    ['?limit=1001', ['limit']],
    ['?limit=1.5', ['limit']],
    ['?since=5', ['since']],
  ] as const)
    expect(await askEvents(app, wrong), wrong).toMatchObject({
      status: 400,
      body: { code: 'INPUT_INVALID', parameters, message: expect.stringContaining('1 to 1000') },
    })
  expect(await askEvents(app, '?after=999999999')).toMatchObject({
    status: 409,
    body: { code: 'TAIL_AHEAD', message: expect.stringContaining(`after=${after}`) },
  })
  // The role of the access API is another one.
  const [suiteApp] = demo.apps
  expect((await askEvents(app, '', suiteApp)).status).toBe(403)
  const url = new URL('/api/v1/events', app.botUrl)
  expect((await fetch(url)).status).toBe(401)
})

test('events are kept for some days; whoever comes later is told what to do', async () => {
  const app = await startWholeApp({}, undefined, { EVENT_RETENTION_DAYS: '7' })
  const alice = app.teams.as(people.alice)
  const begin = await last(app)
  await app.pass(hours(8 * 24))
  await alice.click(await alice.ask(`block ${name}`), 'Confirm block')
  await app.settled()
  const { status, body } = await askEvents(app, '?after=0')
  expect([status, body]).toMatchObject([410, { code: 'TAIL_REMOVED' }])
  const { message } = body as unknown as { message: string }
  expect(message).toContain('/api/v1/access')
  const oldest = Number(/after=(\d+)/.exec(message)?.[1])
  expect(oldest).toBeGreaterThanOrEqual(begin)
  const { body: rest } = await askEvents(app, `?after=${oldest}`)
  expect(rest.events.map(short)).toContain('access.changed')
  expect(Number(rest.events[0]?.position)).toBe(oldest + 1)
})

test('what was there before events, and what another catalog means, is told at the start, and once', async () => {
  const app = await startWholeApp()
  const forget = async (): Promise<void> => {
    const file = new DatabaseSync(app.config.database)
    file.exec(
      "delete from events; delete from event_subjects; update event_head set position = 0; delete from marks where name = 'events.compared'",
    )
    file.close()
  }
  await app.restart({ between: forget })
  const { body } = await askEvents(app, '?limit=1000')
  const own = ({ subject }: ToldEvent) => subject === `${tenantIdOf('Fabrikam')}/${labels}`
  expect(body.events.filter(own).map(({ data }) => data)).toEqual([
    expect.objectContaining({ allowed: true, reason: 'ALL_GRANTED' }),
    expect.objectContaining({ status: 'granted', previousStatus: 'notGranted' }),
  ])
  await app.restart()
  expect(await told(app, body.next)).toEqual([])
  await app.restart({ change: { catalogFile: await closedCatalog() } })
  expect((await told(app, body.next)).filter(own).map(({ data }) => data)).toEqual([
    expect.objectContaining({ allowed: false, reason: 'CLOSED_BY_DEFAULT' }),
  ])
  expect(await askAccess(app, 'Fabrikam', labels)).toMatchObject({ allowed: false })
})
