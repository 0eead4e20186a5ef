import { expect, test } from 'vitest'
import { minutes, seconds } from '#platform/base/time.ts'
import { buttonsOf, findButton, readText } from '../support/card-parts.ts'
import { askAccess, auditOf, statusOf } from '../support/facts.ts'
import { people, startWholeApp, tenantIdOf } from '../support/whole-app.ts'
import { decide, startGrant } from './consent-flow.ts'

const actions = 'account-actions'
/** Without a permission of tier 0: one person may lift its block. */
const labels = 'protected-content'

test('a confirmed unblock that is delivered again after a restart leaves a newer block', async () => {
  const app = await startWholeApp()
  const [alice, bob] = [app.teams.as(people.alice), app.teams.as(people.bob)]
  const block = async () =>
    alice.click(await alice.ask('block "Labels and protected content" in Fabrikam'), 'Confirm block')
  await block()
  await app.pass(minutes(11))
  const card = await bob.ask('unblock "Labels and protected content" in Fabrikam')
  const { verb, data } = findButton(card.card, 'grant.confirmUnblock')
  const action = { type: 'Action.Execute', verb, data }
  const click = {
    type: 'invoke',
    name: 'adaptiveCard/action',
    id: '1700000000077',
    replyToId: card.id,
    value: { action, trigger: 'manual' },
  }
  await bob.send(click)
  await app.settled()
  expect(statusOf(app, 'Fabrikam', 'protected-content')).toBe('granted')
  await app.pass(seconds(2))
  await block()
  await app.restart()
  await bob.send(click)
  await app.settled()
  expect(statusOf(app, 'Fabrikam', 'protected-content')).toBe('blocked')
})

test('block: consequences first, then the apps are told no at once; undo takes it back', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  expect(await askAccess(app, 'Fabrikam', actions)).toMatchObject({ allowed: true, status: 'granted' })
  const card = await alice.ask('block "Account actions" in Fabrikam')
  expect(readText(card.card)).toMatch(/stay in Entra|remain|stay granted/i)
  expect(statusOf(app, 'Fabrikam', actions)).toBe('granted')
  const blocked = await alice.click(card, 'Confirm block')
  expect(await askAccess(app, 'Fabrikam', actions)).toMatchObject({ allowed: false, status: 'blocked' })
  await alice.click(blocked, 'Undo')
  expect(await askAccess(app, 'Fabrikam', actions)).toMatchObject({ allowed: true, status: 'granted' })
  expect(auditOf(app).map(({ action, actor }) => `${action} ${actor}`)).toEqual(
    expect.arrayContaining(['grant.block Alice Moreau', 'grant.undoBlock Alice Moreau']),
  )
})

test('after ten minutes there is no undo, only unblock', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const blocked = await alice.click(
    await alice.ask('block "Labels and protected content" in Fabrikam'),
    'Confirm block',
  )
  await app.pass(minutes(11))
  const late = await alice.click(blocked, 'Undo')
  expect(readText(late.card)).toMatch(/ten minutes|10 min|too late/i)
  expect(statusOf(app, 'Fabrikam', labels)).toBe('blocked')
  const card = await alice.ask('status Fabrikam')
  const confirm = await alice.click(card, { verb: 'grant.unblock', data: { setId: labels } })
  await alice.click(confirm, 'Confirm unblock')
  await app.settled()
  expect(statusOf(app, 'Fabrikam', labels)).toBe('granted')
})

test('a block survives every sync, and a restart', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  await alice.click(await alice.ask('block "Account actions" in Fabrikam'), 'Confirm block')
  await alice.ask('sync Fabrikam')
  await app.settled()
  await app.restart()
  expect(await askAccess(app, 'Fabrikam', actions)).toMatchObject({ allowed: false, status: 'blocked' })
})

test('blocking a set whose link is out kills the link', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const started = await startGrant(alice, 'grant "User, device and activity" in Fabrikam')
  const confirm = await alice.ask('block "User, device and activity" in Fabrikam')
  await alice.click(confirm, 'Confirm block')
  await app.settled()
  expect(readText(alice.see(started).card)).toMatch(/canceled|withdrawn/i)
  expect(statusOf(app, 'Fabrikam', 'user-device-activity')).toBe('blocked')
})

test('a second person on an old card changes nothing and sees what is so', async () => {
  const app = await startWholeApp()
  const [alice, bob] = [app.teams.as(people.alice), app.teams.as(people.bob)]
  const forBob = await bob.ask('block "Account actions" in Fabrikam')
  await alice.click(await alice.ask('block "Account actions" in Fabrikam'), 'Confirm block')
  await bob.click(forBob, 'Confirm block')
  expect(auditOf(app, 'grant.block').filter(({ result }) => result === 'done')).toHaveLength(1)
  expect(auditOf(app, 'grant.block').map(({ actor }) => actor)).toContain('Alice Moreau')
})

test('reset: only from an error, links and errors go, and the tenant is read afresh', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  await decide(app, await startGrant(alice, 'grant "Labels and protected content" in Litware'), {
    decision: 'cancel',
  })
  expect(statusOf(app, 'Litware', labels)).toBe('error')
  const card = await alice.ask('status Litware')
  const sinceReset = app.emulator.log.entries({ tenantId: tenantIdOf('Litware') }).length
  const after = await alice.click(card, { verb: 'grant.reset', data: { setId: labels } })
  expect(readText(after.card)).toMatch(/reset/i)
  await app.settled()
  expect(app.emulator.log.entries({ tenantId: tenantIdOf('Litware') }).length).toBeGreaterThan(sinceReset)
  expect(statusOf(app, 'Litware', labels)).toBe('notGranted')
  const refused = await alice.ask('reset "SaaS posture" in Contoso')
  expect(readText(refused.card)).toMatch(/only|error/i)
  expect(auditOf(app, 'grant.reset').map(({ result }) => result)).toEqual(['done', 'refused'])
})

test('reset is offered only where it clears something: never for what Entra itself shows', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  expect(statusOf(app, 'Contoso', actions)).toBe('error')
  for (const line of ['status Contoso', 'details "Account actions" in Contoso', 'status Wingtip'])
    expect(buttonsOf((await alice.ask(line)).card).map(({ verb }) => verb)).not.toContain('grant.reset')
  for (const tenant of ['Contoso Ltd', 'Wingtip Toys']) {
    const refused = await alice.ask(`reset "Account actions" in ${tenant}`)
    expect(readText(refused.card)).toContain('A reset clears only a failed or pending consent')
  }
  expect(auditOf(app, 'grant.reset').map(({ result }) => result)).toEqual(['refused', 'refused'])
  // Waiting for a consent: a reset takes the link back.
  for (const line of ['status Woodgrove', 'details "Labels and protected content" in Woodgrove'])
    expect(buttonsOf((await alice.ask(line)).card).map(({ verb }) => verb)).toContain('grant.reset')
})
