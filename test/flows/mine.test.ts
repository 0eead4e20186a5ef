import { expect, test } from 'vitest'
import { hours, minutes, seconds } from '#platform/base/time.ts'
import { demo } from '../../emulator/demo-world.ts'
import { setMember } from '../../emulator/world/change-people.ts'
import { getTenant } from '../../emulator/world/tenants.ts'
import { buttonsOf, readText } from '../support/card-parts.ts'
import { auditOf, query } from '../support/facts.ts'
import type { BotMessage } from '../support/fake-connector.ts'
import type { Driver, Where } from '../support/fake-teams.ts'
import { askMentioning } from '../support/mention.ts'
import { people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'
import { changeWorld } from '../support/world.ts'

const actions = 'account-actions'
const security: Where = { id: '19:security@thread.tacv2', conversationType: 'channel' }
const groupId = (name: string) => demo.groups.find(({ displayName }) => displayName === name)?.id ?? ''

const noCard = { type: 'AdaptiveCard', body: [] } as unknown as BotMessage['card']

/** Everybody but Nadia has written to the bot, so that it knows them and can write to them. */
async function meetAll(app: WholeApp) {
  const drivers = Object.fromEntries(
    Object.entries(people).map(([name, person]) => [name, app.teams.as(person)]),
  ) as Record<keyof typeof people, Driver>
  for (const [name, driver] of Object.entries(drivers)) if (name !== 'nadia') await driver.ask('whoami')
  return { ...drivers, channel: app.teams.as(people.alice, security) }
}

/** The app of a set in Adatum, where everything is well, is disabled or enabled and the tenant read. */
async function switchApp(app: WholeApp, action: 'disable' | 'enable'): Promise<void> {
  await changeWorld(app, action, { tenantId: tenantIdOf('Adatum'), clientId: actions })
  await app.teams.as(people.bob).ask('sync Adatum')
  await app.settled()
  await app.pass(seconds(4))
}

const cardsIn = (app: WholeApp, { conversationId }: Pick<Driver, 'conversationId'>): string[] =>
  app.teams.cards(conversationId).map(({ card }) => String(card.fallbackText))
const alertsIn = (app: WholeApp, driver: Pick<Driver, 'conversationId'>): BotMessage[] =>
  app.teams.cards(driver.conversationId).filter(({ card }) => /^\S+ Alert #\d+:/.test(`${card.fallbackText}`))

async function lastAfter(app: WholeApp, driver: Driver, work: Promise<unknown>): Promise<string> {
  await work
  await app.settled()
  const last = driver.cards().at(-1)
  return last ? readText(driver.see(last).card) : ''
}

const owners = (app: WholeApp) =>
  query<{ tenant_id: string; set_id: string; part: string; holder: string }>(
    app,
    'select tenant_id, set_id, part, holder from owners order by 1, 2, 3',
  )

test('an approver names owner and deputy by a mention or a group ID, and nobody by a typed name', async () => {
  const app = await startWholeApp()
  const { alice, olivia, channel } = await meetAll(app)
  const adatum = tenantIdOf('Adatum')
  const set = await lastAfter(app, channel, askMentioning(channel, 'owner of "Adatum" is @', people.olivia))
  expect(set).toContain('**Owner:** Olivia Lind')
  expect(set).toContain('The owner is named')
  const leads = groupId('Security leads')
  const group = await alice.ask(`deputy of "Account actions" in Adatum is ${leads}`)
  expect(readText(group.card)).toContain('**Deputy:** group Security leads')
  expect(owners(app)).toEqual([
    {
      tenant_id: adatum,
      set_id: '',
      part: 'owner',
      holder: `person:${demo.homeTenantId}/${people.olivia.objectId}`,
    },
    { tenant_id: adatum, set_id: actions, part: 'deputy', holder: `group:${leads}` },
  ])
  // The pair has the owner of its tenant.
  expect(readText((await olivia.ask('who owns "Account actions" in Adatum?')).card)).toContain(
    '**Owner:** Olivia Lind',
  )
  const before = owners(app)
  const refused: readonly (readonly [Driver, string, RegExp])[] = [
    [alice, 'owner of Adatum is Bob Okafor', /typed text/],
    [alice, 'owner of Adatum is @Bob Okafor', /typed text/],
    [alice, `owner of Adatum is ${tenantIdOf('Contoso')}`, /isn’t somebody I know/],
    [alice, 'owner of Adatum is', /not "is"/],
    [alice, 'owner of Atlantis is me', /Atlantis/],
    [alice, 'owner is me', /Use this syntax: \*\*owner of/],
    [olivia, 'owner of Adatum is me', /approver/i],
  ]
  for (const [driver, line, says] of refused)
    expect(readText((await driver.ask(line)).card), line).toMatch(says)
  for (const [person, says] of [
    [people.gus, /isn’t somebody I know|role doesn’t reach/],
    [{ name: 'Zoe Unmet', objectId: '4d4d4d4d-0000-4000-8000-00000000ffff' }, /isn’t somebody I know/],
  ] as const)
    expect(
      await lastAfter(app, channel, askMentioning(channel, 'owner of Adatum is @', person)),
      person.name,
    ).toMatch(says)
  // Whom the bot hasn't met, Teams knows; of another organization nobody owns anything.
  const { members } = app.teams.connector
  const pia = { name: 'Pia Visitor', objectId: '4d4d4d4d-0000-4000-8000-00000000fff1' }
  members.set(`29:${pia.objectId}`, { ...pia, tenantId: tenantIdOf('Contoso') })
  const foreign = askMentioning(channel, 'owner of Adatum is @', pia)
  expect(await lastAfter(app, channel, foreign)).toMatch(/isn’t somebody I know/)
  members.set(`29:${people.nadia.objectId}`, { ...people.nadia, tenantId: demo.homeTenantId })
  const unmet = askMentioning(channel, 'deputy of "Directory data" is @', people.nadia)
  expect(await lastAfter(app, channel, unmet)).toContain('**Deputy:** Nadia Fischer')
  await alice.ask('deputy of "Directory data" is nobody')
  const turned = askMentioning(channel, 'owner of Adatum is not @', people.bob)
  expect(await lastAfter(app, channel, turned)).toMatch(/not Bob/)
  expect(owners(app)).toEqual(before)
  expect(auditOf(app, 'owner.set').map(({ result, actor }) => `${result} ${actor}`)).toEqual([
    'done Alice Moreau',
    'done Alice Moreau',
    ...Array(5).fill('refused Alice Moreau'),
    'refused Olivia Lind',
    ...Array(3).fill('refused Alice Moreau'),
    'done Alice Moreau',
    'done Alice Moreau',
    'refused Alice Moreau',
  ])
  // Buttons: to oneself, and to nobody.
  const card = await alice.ask('owner of Adatum')
  expect(readText((await alice.click(card, 'I own this')).card)).toContain('**Owner:** Alice Moreau')
  expect(readText((await alice.click(card, 'No owner')).card)).toContain('**Owner:** nobody')
  expect(owners(app)).toHaveLength(1)
  expect(readText((await alice.ask('deputy of "Account actions" in Adatum is nobody')).card)).toContain(
    '**Deputy:** nobody',
  )
  expect(owners(app)).toEqual([])
})

test('channel and owner get one card each; a silent owner’s goes to the deputy once, across a restart', async () => {
  const app = await startWholeApp()
  const { alice, olivia, victor, bob, channel } = await meetAll(app)
  await channel.ask('alerts on')
  // Their own chat subscribes as well: still one card.
  await olivia.ask('alerts on')
  await askMentioning(channel, 'owner of "Adatum" is @', people.olivia)
  await askMentioning(channel, 'deputy of "Account actions" is @', people.victor)
  await app.settled()
  await switchApp(app, 'disable')
  expect(alertsIn(app, channel)).toHaveLength(1)
  expect(alertsIn(app, olivia)).toHaveLength(1)
  for (const other of [alice, bob, victor]) expect(alertsIn(app, other)).toEqual([])
  const [own] = alertsIn(app, olivia)
  expect(readText(own?.card ?? noCard)).toContain('Owner: Olivia Lind · deputy: Victor Haas')
  await app.pass(hours(2))
  await app.restart()
  expect(alertsIn(app, victor)).toEqual([])
  await app.pass(hours(2) + minutes(1))
  await app.pass(minutes(1))
  const [passed, ...more] = alertsIn(app, victor)
  expect(more).toEqual([])
  expect(readText(passed?.card ?? noCard)).toContain('Olivia Lind hasn’t acknowledged this')
  await app.pass(hours(30))
  for (const each of [channel, olivia, victor]) expect(alertsIn(app, each)).toHaveLength(1)
  expect(auditOf(app, 'alert.passOn')).toHaveLength(1)
  const mine = readText((await victor.ask('mine')).card)
  expect(mine).toContain('The app was disabled in Adatum')
  expect(mine).toContain('as the deputy')
  if (!own) throw new Error('Expected an alert')
  const answered = readText((await olivia.click(own, 'Acknowledge')).card)
  expect(answered).toContain('Olivia Lind** is handling it')
  await app.settled()
  expect(readText((await victor.ask('mine')).card)).toContain('Nothing waits for you')
  expect(readText((await olivia.ask('mine')).card)).toContain('Olivia Lind is handling it')
  expect(readText((await bob.ask('mine')).card)).not.toContain('Adatum')
})

test('an owner without a role, or whom the bot can’t reach, falls back to the approvers, and it is said', async () => {
  const app = await startWholeApp()
  const { alice, bob, olivia, channel } = await meetAll(app)
  await askMentioning(channel, 'owner of "Adatum" is @', people.olivia)
  await app.settled()
  // The chat refuses: the card waits there, and the approvers have it.
  const code = 'ForbiddenOperationException'
  app.teams.connector.fail(
    { status: 403, code, method: 'POST', conversationId: olivia.conversationId },
    Infinity,
  )
  await switchApp(app, 'disable')
  await app.pass(minutes(30))
  await app.pass(seconds(4))
  app.teams.connector.recover()
  for (const approver of [alice, bob]) {
    const [card, ...more] = alertsIn(app, approver)
    expect(more).toEqual([])
    expect(readText(card?.card ?? noCard)).toContain('Teams doesn’t let the bot write to Olivia Lind')
    expect(buttonsOf(card?.card ?? noCard).map(({ title }) => title)).toContain('Change owner')
  }
  expect(auditOf(app, 'alert.fallBack')).toMatchObject([{ reason: 'owner.unreached', actor: 'system' }])
  await switchApp(app, 'enable')
  const home = getTenant(app.emulator.world, demo.homeTenantId)
  const change = { groupId: groupId('Identity operators'), userId: people.olivia.objectId, member: false }
  setMember(app.emulator.world, home, change)
  await app.pass(hours(2))
  const before = cardsIn(app, olivia).length
  await changeWorld(app, 'disable', { tenantId: tenantIdOf('Adatum'), clientId: 'user-device-activity' })
  await bob.ask('sync Adatum')
  await app.settled()
  await app.pass(seconds(4))
  for (const approver of [alice, bob])
    expect(readText(alertsIn(app, approver).at(-1)?.card ?? noCard)).toContain(
      'Olivia Lind has no role that reaches this',
    )
  expect(cardsIn(app, olivia)).toHaveLength(before)
  expect(readText((await alice.ask('owner of Adatum')).card)).toContain('so the approvers get the alerts')
})

test('a group owns: each member who may see it gets one card, also one who subscribed; answered, it goes to no deputy', async () => {
  const app = await startWholeApp({}, undefined, { DEPUTY_AFTER_HOURS: '1' })
  const { alice, bob, olivia, victor, channel } = await meetAll(app)
  await bob.ask('alerts on')
  await alice.ask(`owner of "Account actions" is ${groupId('Identity approvers')}`)
  await askMentioning(channel, 'deputy of "Adatum" is @', people.victor)
  await switchApp(app, 'disable')
  const [own, ...more] = alertsIn(app, bob)
  expect(more).toEqual([])
  for (const other of [alice, olivia]) expect(alertsIn(app, other)).toEqual([])
  expect(readText((await bob.ask('mine')).card)).toContain('The app was disabled in Adatum')
  await bob.click(own ?? '', 'Acknowledge')
  await app.pass(hours(5))
  await app.pass(minutes(1))
  expect(alertsIn(app, victor)).toEqual([])
})

test('mine has the requests to decide, the own links, and a way on for each; nothing of others', async () => {
  const app = await startWholeApp()
  const { alice, bob, olivia, victor, nadia, gus } = await meetAll(app)
  expect(readText((await victor.ask('mine')).card)).toContain('Nothing waits for you')
  expect(readText((await bob.ask('what waits for me?')).card)).toMatch(/1 open link of yours/)
  const form = await olivia.ask('grant "Account actions" in Tailspin')
  await olivia.click(form, 'Request grant', { reason: 'the audit asks for it' })
  await app.settled()
  for (const approver of [alice, bob]) {
    const card = await approver.ask('mine')
    expect(readText(card.card)).toContain('1 request to decide')
    await approver.click(card, 'request.show')
  }
  for (const other of [olivia, victor, nadia])
    expect(readText((await other.ask('mine')).card), other.conversationId).toContain('Nothing waits for you')
  expect(readText((await gus.ask('mine')).card)).toMatch(/role|organization/i)
})

test('an owner of nothing is asked about, though a tenant’s name has the word in it', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  for (const line of ['owner of', 'deputy of', 'owner of is me', 'deputy of is me'])
    expect(readText((await alice.ask(line)).card), line).toMatch(/(owner|deputy) of \\?<tenant or set/)
  expect(query(app, 'select * from owners')).toEqual([])
})
