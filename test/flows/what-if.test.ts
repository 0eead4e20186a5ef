import { expect, test } from 'vitest'
import { commands } from '#edge/handlers/commands.ts'
import { hours, minutes } from '#platform/base/time.ts'
import { setAppEnabled } from '../../emulator/world/change-apps.ts'
import { buttonsOf, findButton, readText } from '../support/card-parts.ts'
import { askAccess, auditOf, query, snapshot, statusOf } from '../support/facts.ts'
import type { BotMessage } from '../support/fake-connector.ts'
import { channel } from '../support/fake-teams.ts'
import { meetPeople } from '../support/meet-people.ts'
import { fullNameOf, people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'
import { linksOf } from './consent-flow.ts'

const labels = 'protected-content'
const activity = 'user-device-activity'
const blockLine = 'block "Labels and protected content" in Fabrikam'
const reason = 'The new sensors need it from Monday on'

async function open() {
  const app = await startWholeApp()
  return { app, ...(await meetPeople(app)), victor: app.teams.as(people.victor) }
}

const textOf = ({ card }: Pick<BotMessage, 'card'>): string => readText(card)
const titlesOf = ({ card }: Pick<BotMessage, 'card'>) => buttonsOf(card).map(({ title }) => title)
const plans = (app: WholeApp) =>
  query<{ state: string; id: string }>(app, 'select id, state from what_if_plans order by made_at, id')
const done = (app: WholeApp, action: string) =>
  auditOf(app, action).filter(({ result }) => result === 'done').length

test('“what if” says what a block would stop, writes one line, and is carried out as it says, once', async () => {
  const { app, alice } = await open()
  const before = snapshot(app)
  const entries = auditOf(app).length
  const shown = await alice.ask(`what if ${blockLine}`)
  expect(textOf(shown)).toMatch(/What if: block “Labels and protected content”/)
  expect(textOf(shown)).toMatch(/Fabrikam/)
  expect(textOf(shown)).toMatch(/Nothing was done\. Plan \*\*\w{3}-\w{3}\*\*/)
  expect(textOf(shown)).toMatch(/You can do this alone/)
  expect(textOf(shown)).toMatch(/Apps that stop getting data in Fabrikam[^\n]*Zero Trust Secure Access/)
  expect(textOf(shown)).toMatch(/Fabrikam[^\n]*✅ Granted → ⛔ Blocked/)
  expect(titlesOf(shown)).toEqual(['Carry out', 'Cancel'])
  expect(snapshot(app)).toBe(before)
  expect(auditOf(app).slice(entries)).toMatchObject([{ action: 'plan.make', result: 'done' }])
  const answer = await alice.click(shown, 'Carry out')
  expect(textOf(answer)).toMatch(/is blocked/)
  expect(await askAccess(app, 'Fabrikam', labels)).toMatchObject({ allowed: false, status: 'blocked' })
  expect(plans(app).map(({ state }) => state)).toEqual(['done'])
  const again = findButton(shown.card, 'plan.carryOut')
  await alice.click(answer, 'Undo')
  await app.settled()
  await alice.press(shown, { verb: 'plan.carryOut', data: again.data })
  expect(textOf(alice.see(shown))).toMatch(/already carried out/)
  expect(statusOf(app, 'Fabrikam', labels)).toBe('granted')
  expect(done(app, 'grant.block')).toBe(1)
})

test('a plan whose facts have changed is void: the difference is shown, nothing is done', async () => {
  const { app, alice, bob } = await open()
  const shown = await alice.ask(`what if block ${labels} in Fabrikam, Adatum`)
  await bob.click(await bob.ask(blockLine), 'Confirm block')
  await app.settled()
  const blocked = done(app, 'grant.block')
  const answer = await alice.click(shown, 'Carry out')
  expect(textOf(answer)).toMatch(/has changed, so it is void/)
  expect(textOf(answer)).toMatch(/No longer: [^\n]*Fabrikam/)
  expect(textOf(answer)).toMatch(/Left out: 1 tenant/)
  expect(done(app, 'grant.block')).toBe(blocked)
  expect(statusOf(app, 'Adatum', labels)).toBe('granted')
  expect(
    plans(app)
      .map(({ state }) => state)
      .toSorted(),
  ).toEqual(['open', 'void'])
  await alice.click(answer, 'Carry out')
  expect(statusOf(app, 'Adatum', labels)).toBe('blocked')
})

test('the plan of another person is not there, and the attempt is in the history; neither is one that has expired', async () => {
  const { app, alice, bob } = await open()
  const shown = await alice.ask(`what if ${blockLine}`)
  const [{ id = '' } = {}] = plans(app)
  const card = await bob.ask('tenants')
  const answers: string[] = []
  for (const plan of [id, 'x'.repeat(43)]) {
    await bob.press(card, { verb: 'plan.carryOut', data: { plan } })
    answers.push(textOf(bob.see(card)))
    await bob.press(card, { verb: 'plan.request', data: { plan } })
    answers.push(textOf(bob.see(card)))
  }
  expect(new Set(answers).size).toBe(1)
  expect(answers[0]).toMatch(/You have no “what if” plan with this ID/)
  const refused = auditOf(app, 'plan.carryOut')
  expect(refused.map(({ result, reason, actor }) => ({ result, reason, actor }))).toEqual(
    Array.from({ length: 2 }, () => ({ result: 'refused', reason: 'WHAT_IF_UNKNOWN', actor: 'Bob Okafor' })),
  )
  await app.pass(hours(24) + minutes(1))
  expect(textOf(await alice.click(shown, 'Carry out'))).toMatch(/or it has expired/)
  expect(statusOf(app, 'Fabrikam', labels)).toBe('granted')
})

test('a tier-0 grant says who can approve; the approval does exactly what was foreseen', async () => {
  const { app, alice, bob } = await open()
  const shown = await alice.ask('what if grant "Account actions" in Litware')
  expect(textOf(shown)).toMatch(/A second person decides/)
  expect(textOf(shown)).toMatch(/Can approve: Bob Okafor/)
  expect(textOf(shown)).toMatch(/once it’s approved/)
  expect(textOf(shown)).toMatch(/Consent link for Litware/)
  expect(textOf(shown)).toMatch(/in your own chat/)
  expect(titlesOf(shown)).toEqual(['Request grant', 'Cancel'])
  const form = await alice.click(shown, 'plan.request')
  expect(statusOf(app, 'Litware', 'account-actions')).toBe('notGranted')
  await alice.click(form, 'request.make', { reason })
  await app.settled()
  const asked = app.teams.cards(bob.conversationId).findLast((card) => /requests: /.test(textOf(card)))
  await bob.click(asked ?? '', 'Approve')
  await app.settled()
  expect(statusOf(app, 'Litware', 'account-actions')).toBe('granting')
  expect(app.teams.cards(alice.conversationId).filter((card) => linksOf(card).length > 0)).toHaveLength(1)
  expect(plans(app).map(({ state }) => state)).toEqual(['done'])
})

test('an approval that would do something else than its plan ends the request instead', async () => {
  const { app, alice, bob, olivia } = await open()
  const shown = await olivia.ask(`what if ${blockLine}`)
  const form = await olivia.click(shown, 'plan.request')
  await olivia.click(form, 'request.make', { reason })
  await app.settled()
  const asked = app.teams.cards(bob.conversationId).findLast((card) => /requests: /.test(textOf(card)))
  // What a request binds doesn't hold this, and the block stops nothing any more.
  const { world } = app.emulator
  const tenant = world.tenants.get(tenantIdOf('Fabrikam'))
  const appId = [...world.registrations.values()].find(({ key }) => key === labels)?.appId
  if (!tenant || !appId) throw new Error('Expected the tenant and its set')
  setAppEnabled(world, tenant, appId, false)
  for (let read = 0; read < 2; read++) {
    await app.pass(minutes(2))
    await alice.ask(`sync "${fullNameOf('Fabrikam')}"`)
    await app.settled()
  }
  expect(statusOf(app, 'Fabrikam', labels)).toBe('error')
  await bob.click(asked ?? '', 'Approve')
  await app.settled()
  expect(statusOf(app, 'Fabrikam', labels)).toBe('error')
  expect(query(app, 'select state from requests')).toEqual([{ state: 'voided' }])
  expect(plans(app).map(({ state }) => state)).toEqual(['void'])
})

test('a viewer may ask and sees whom to ask; what is refused is named with the ways on; nobody’s lines act', async () => {
  const { app, alice, victor } = await open()
  const before = snapshot(app)
  const seen = await victor.ask(`what if I ${blockLine}?`)
  expect(textOf(seen)).toMatch(/Can approve: Alice Moreau, Bob Okafor/)
  expect(textOf(seen)).toMatch(/Your role can’t request it/)
  expect(textOf(seen)).toMatch(/✅ Granted → ⛔ Blocked/)
  expect(titlesOf(seen)).toEqual(['Show tenant'])
  const [{ id = '' } = {}] = plans(app)
  await victor.press(seen, { verb: 'plan.carryOut', data: { plan: id } })
  expect(textOf(victor.see(seen))).toMatch(/need|role/i)
  const refused = await alice.ask('what if unblock "Labels and protected content" in Fabrikam')
  expect(textOf(refused)).toMatch(/isn’t blocked here/)
  expect(textOf(refused)).toMatch(/Nothing was done/)
  expect(titlesOf(refused)).toContain('Details')
  expect(titlesOf(refused)).not.toContain('Carry out')
  const part = await alice.ask('what if sync Fabri')
  const choices = buttonsOf(part.card).filter(({ verb }) => verb === 'command.run')
  expect(choices.map(({ data }) => (data as { text: string }).text)).toEqual([
    expect.stringMatching(/^what if sync /),
  ])
  expect(textOf(await alice.ask('what if status Fabrikam'))).toMatch(/This changes nothing/)
  expect(textOf(await alice.ask('what if'))).toMatch(/Something is missing/)
  expect(textOf(await alice.ask('what if frobnicate Fabrikam'))).toMatch(/is no command/)
  expect(textOf(await alice.ask(`what if we don't ${blockLine}`))).not.toMatch(/→ ⛔/)
  await app.settled()
  expect(snapshot(app)).toBe(before)
})

test('the button beside a confirm answers the same', async () => {
  const { app, alice } = await open()
  const confirm = await alice.ask(blockLine)
  const clicked = await alice.click(confirm, 'What if')
  expect(textOf(clicked)).toMatch(/✅ Granted → ⛔ Blocked/)
  await alice.click(clicked, 'Carry out')
  expect(statusOf(app, 'Fabrikam', labels)).toBe('blocked')
})

/** One line for each command that acts: a new one must be here, and what it does must be foreseen. */
const acting: Readonly<Record<string, { line: string; says: RegExp; asksFirst?: true }>> = {
  grant: { line: 'grant "User, device and activity" in Fabrikam', says: /Consent link for Fabrikam/ },
  move: { line: 'move Mobile Security to Fabrikam', says: /→|⊘/ },
  block: { line: blockLine, says: /→ ⛔ Blocked/ },
  unblock: { line: `unblock ${labels} in Fabrikam, Adatum`, says: /⊘/ },
  reset: { line: `reset ${activity} in "${fullNameOf('Contoso')}"`, says: /→|⊘/ },
  'requests on': { line: 'requests on', says: /turned requests on here/ },
  'requests off': { line: 'requests off', says: /turned requests off here/ },
  sync: { line: `sync "${fullNameOf('Fabrikam')}"`, says: /The history would say: synced/ },
  'sync all': { line: 'sync all', says: /synced all tenants/ },
  'add tenant': { line: 'add tenant wingtiptoys.com', says: /Link for the directory connection|⊘/ },
  'remove tenant': { line: 'remove tenant Fabrikam', says: /removed from the list/ },
  'alerts on': { line: 'alerts on', says: /turned alerts on/ },
  'alerts off': { line: 'alerts off', says: /turned alerts off/ },
  'alerts quiet': { line: 'alerts quiet 22:00-07:00', says: /changed quiet hours/ },
  'set owner': { line: 'owner of Fabrikam is me', says: /owner/ },
  'set deputy': { line: 'deputy of Fabrikam is me', says: /owner|deputy/ },
  announce: { line: 'announce "Directory data" on 2027-01-31', says: /Announce a new list/, asksFirst: true },
  export: { line: 'export csv', says: /created a link to an export/ },
}

test('every command that acts can be foreseen, and none of them does anything by it', async () => {
  const acts = commands.filter((command) => command.acts).map(({ word }) => word)
  const how =
    'a command that acts has a line above; one whose card another button confirms says so with `leadsTo`'
  expect(acts.toSorted(), how).toEqual(Object.keys(acting).toSorted())
  const { app, alice } = await open()
  const room = app.teams.as(people.alice, channel('security'))
  for (const line of ['requests on', 'alerts on']) await room.ask(line)
  await app.settled()
  const before = snapshot(app)
  for (const [word, { line, says, asksFirst }] of Object.entries(acting)) {
    const isOff = word === 'requests off' || word.startsWith('alerts ')
    const shown = await (isOff && word !== 'alerts on' ? room : alice).ask(
      `what if ${line}`,
      isOff && word !== 'alerts on' ? { in: room.conversationId } : undefined,
    )
    if (!asksFirst) expect(textOf(shown), word).toMatch(/What if: /)
    if (word !== 'requests on') expect(textOf(shown), word).toMatch(says)
  }
  await app.settled()
  expect(snapshot(app)).toBe(before)
})

test('forged: what only shows, itself, an unknown verb, or an input that does not fit is refused and keeps no plan', async () => {
  const { app, alice } = await open()
  const card = await alice.ask('tenants')
  const before = snapshot(app)
  for (const data of [
    { of: 'tenant.list', with: {} },
    { of: 'plan.make', with: { of: 'grant.block', with: {} } },
    { of: 'plan.carryOut', with: { plan: 'x'.repeat(43) } },
    { of: 'no.verb', with: {} },
    { of: 'grant.block', with: { tenantId: 'no id', setId: labels } },
    { of: 'grant.block' },
    { of: 'grant.block', with: { tenantId: '0'.repeat(8), setId: labels } },
    {},
  ]) {
    await alice.press(card, { verb: 'plan.make', data })
    expect(textOf(alice.see(card))).not.toMatch(/→ ⛔|Plan \*\*/)
  }
  expect(plans(app)).toEqual([])
  expect(snapshot(app)).toBe(before)
})
