import { expect, test } from 'vitest'
import { hours, minutes, seconds } from '#platform/base/time.ts'
import type { Access } from '../../emulator/world/permissions.ts'
import type { Registration } from '../../emulator/world/types.ts'
import { buttonsOf, elementsOf, readText } from '../support/card-parts.ts'
import { auditOf, query, statusOf } from '../support/facts.ts'
import { type Driver, groupChat } from '../support/fake-teams.ts'
import { people, startWholeApp, type WholeApp } from '../support/whole-app.ts'

const graph = '00000003-0000-0000-c000-000000000000'
const activity = 'user-device-activity'
const preview = '7e7e7e7e-0000-4000-8000-000000000001'
const reason = 'The new sensors need mailbox settings'
/** Domain.Read.All, and AdministrativeUnit.Read.All. */
const domains: Access = { resourceAppId: graph, type: 'Role', id: 'dbb9058a-0e50-45d7-ae91-66909b5d4664' }
const units: Access = { resourceAppId: graph, type: 'Role', id: '134fd756-38ce-4afd-ba33-e9623dbe66c2' }

function registrationOf(app: WholeApp, key: string): Registration {
  const found = [...app.emulator.world.registrations.values()].find((one) => one.key === key)
  if (!found) throw new Error(`Expected a registration "${key}"`)
  return found
}

/** A registration in the home tenant that lists what the set will require. */
function addPreview(app: WholeApp, ...more: Access[]): void {
  const today = registrationOf(app, activity)
  const coming = { ...today, appId: preview, key: 'preview', required: [...today.required, ...more] }
  app.emulator.world.registrations.set(preview, coming)
}

const dayIn = (app: WholeApp, days: number): string =>
  new Date(app.clock().getTime() + hours(24 * days)).toISOString().slice(0, 10)

async function open() {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const channel = app.teams.as(people.olivia, groupChat('identity'))
  await alice.ask('whoami')
  await channel.ask('alerts on')
  addPreview(app, domains)
  return { app, alice, channel }
}

async function plan(app: WholeApp, alice: Driver, typed: Record<string, string> = {}) {
  const form = await alice.ask(`announce "User, device and activity" on ${dayIn(app, 30)}`)
  const day = elementsOf(form.card).find(({ id }) => id === 'day')?.value
  return alice.click(form, 'Show plan', { day: `${day}`, reason, list: preview, ...typed })
}

async function announce(app: WholeApp, alice: Driver, typed?: Record<string, string>) {
  const card = await alice.click(await plan(app, alice, typed), 'Announce')
  await app.settled()
  return card
}

const states = (app: WholeApp) =>
  query<{ state: string }>(app, 'select state from notices order by id').map(({ state }) => state)
const noticesIn = (app: WholeApp, { conversationId }: Driver) =>
  app.teams
    .cards(conversationId)
    .filter(({ card }) =>
      /(will require another list|: the announced list is here|: the notice for)/.test(readText(card)),
    )
/** The time until the registrations are read again, and what follows is sent. */
async function untilRead(app: WholeApp): Promise<void> {
  await app.pass(minutes(16))
  await app.pass(seconds(4))
}

test('announced, acknowledged, and fulfilled early: nothing is red before, and then the campaign begins', async () => {
  const { app, alice, channel } = await open()
  const planned = await plan(app, alice)
  expect(readText(planned.card)).toMatch(/Announce a new list for “[^”]*ser, device and activity[^”]*” on/)
  expect(readText(planned.card)).toMatch(/9 tenants have the set: [\s\S]*\+ Domain\.Read\.All/)
  expect(readText(planned.card)).toMatch(/To forward[\s\S]*will require another list/)
  expect(noticesIn(app, channel)).toEqual([])
  await alice.click(planned, 'Announce')
  await app.settled()
  expect(auditOf(app, 'notice.announce')).toMatchObject([{ result: 'done', reason, actor: 'Alice Moreau' }])
  const [posted] = noticesIn(app, channel)
  if (!posted) throw new Error('Expected the notice in the channel')
  const statuses = () =>
    query(app, `select tenant_id, status from grants where set_id = '${activity}' order by 1`)
  const before = statuses()

  await channel.click(posted, 'Acknowledge')
  await channel.click(posted, 'Acknowledge')
  await app.settled()
  expect(readText(noticesIn(app, channel)[0]?.card ?? posted.card)).toMatch(
    /Acknowledged by 1 person: Olivia/,
  )
  expect(auditOf(app, 'notice.acknowledge')).toHaveLength(1)

  await app.restart()
  await app.pass(hours(12))
  expect(statuses()).toEqual(before)
  registrationOf(app, activity).required.push(domains)
  await untilRead(app)
  expect(states(app)).toEqual(['fulfilled'])
  expect(readText(noticesIn(app, channel)[0]?.card ?? posted.card)).toMatch(/It came before the day/)
  expect(statusOf(app, 'Adatum', activity)).toBe('updateRequired')
  expect(query(app, 'select state from campaigns')).toEqual([{ state: 'open' }])
  expect(noticesIn(app, channel)).toHaveLength(1)
})

test('on the day another list is there: void, with the difference, once', async () => {
  const { app, alice, channel } = await open()
  await announce(app, alice)
  registrationOf(app, activity).required.push(units)
  await untilRead(app)
  // Before the day, another list decides nothing about it.
  expect(states(app)).toEqual(['open'])
  expect(readText(noticesIn(app, channel)[0]?.card ?? { type: 'AdaptiveCard' })).toMatch(
    /list has changed since/,
  )
  await app.pass(hours(24 * 30))
  await app.pass(seconds(4))
  expect(states(app)).toEqual(['void'])
  const told = noticesIn(app, channel).map(({ card }) => readText(card))
  expect(told).toHaveLength(2)
  for (const text of told)
    expect(text).toMatch(
      /is void[\s\S]*Not announced, but required: AdministrativeUnit\.Read\.All[\s\S]*Announced, but not required: Domain\.Read\.All/,
    )
  await app.pass(hours(48))
  expect(noticesIn(app, channel)).toHaveLength(2)
})

test('no list comes: void at the end of the day, not while it can’t be read', async () => {
  const { app, alice } = await open()
  await announce(app, alice)
  await app.pass(hours(24 * 30))
  expect(states(app)).toEqual(['open'])
  await app.pass(hours(24))
  await app.pass(seconds(4))
  expect(states(app)).toEqual(['void'])
  expect(
    noticesIn(app, alice)
      .map(({ card }) => readText(card))
      .at(-1),
  ).toMatch(/hasn’t changed/)
})

test('bad days, lists, and reasons, a second notice, and people who may not: words, an entry, and nothing announced', async () => {
  const { app, alice } = await open()
  const refusedWith = async (typed: Record<string, string>) => readText((await plan(app, alice, typed)).card)
  expect(await refusedWith({ day: '2020-01-31' })).toMatch(/2020-01-31 isn’t ahead/)
  expect(await refusedWith({ day: dayIn(app, 400) })).toMatch(/more than a year ahead/)
  expect(await refusedWith({ day: '2027-02-30' })).toMatch(/isn’t a date/)
  expect(await refusedWith({ reason: 'short' })).toMatch(/reason/i)
  expect(await refusedWith({ list: 'no list' })).toMatch(/neither an application ID nor a list/)
  expect(await refusedWith({ list: '{"requiredResourceAccess":[{"resourceAppId":1}]}' })).toMatch(/neither/)
  expect(await refusedWith({ list: '[]' })).toMatch(/requests no permissions/)
  expect(await refusedWith({ list: '99999999-0000-4000-8000-000000000009' })).toMatch(/no app registration/)
  const own = registrationOf(app, activity).appId
  expect(await refusedWith({ list: own })).toMatch(/is the one of today/)
  expect(auditOf(app, 'notice.plan').map(({ result }) => result)).toEqual(
    Array.from({ length: 9 }, () => 'refused'),
  )
  expect(states(app)).toEqual([])

  const olivia = app.teams.as(people.olivia)
  expect(readText((await olivia.ask(`announce ${activity} on ${dayIn(app, 9)}`)).card)).toMatch(/approver/i)
  await announce(app, alice)
  const second = await plan(app, alice)
  expect(readText(second.card)).toMatch(/There’s a notice already/)
  expect(states(app)).toEqual(['open'])

  const list = await alice.click(await alice.ask('notices'), { verb: 'notice.show', data: { noticeId: 1 } })
  const withdrawn = await alice.click(list, 'Withdraw')
  expect(readText(withdrawn.card)).toMatch(/Alice Moreau took it back/)
  expect(buttonsOf(withdrawn.card).map(({ title }) => title)).not.toContain('Acknowledge')
  await app.pass(hours(24 * 32))
  expect(states(app)).toEqual(['withdrawn'])
})

test('a plan is announced as it was shown, once; when the list of today moved meanwhile, not at all', async () => {
  const { app, alice } = await open()
  const pasted = JSON.stringify([
    { resourceAppId: graph, resourceAccess: [{ id: domains.id, type: 'Role' }] },
  ])
  const planned = await plan(app, alice, { list: pasted })
  expect(readText(planned.card)).toMatch(/List as it was pasted/)
  expect(readText(planned.card)).toMatch(/No longer required: [\s\S]*\+\d+ more/)
  registrationOf(app, activity).required.push(units)
  await untilRead(app)
  const late = await alice.click(planned, 'Announce')
  expect(readText(late.card)).toMatch(/outdated|changed/i)
  expect(states(app)).toEqual(['draft'])
})
