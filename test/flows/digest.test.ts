import { expect, test } from 'vitest'
import { seconds } from '#platform/base/time.ts'
import { buttonsOf, readText } from '../support/card-parts.ts'
import { query } from '../support/facts.ts'
import type { BotMessage } from '../support/fake-connector.ts'
import type { Driver } from '../support/fake-teams.ts'
import { people, startWholeApp, type WholeApp } from '../support/whole-app.ts'
import { changeWorld } from '../support/world.ts'
import { startGrant } from './consent-flow.ts'

const activity = 'user-device-activity'

/** Tenants in which the set is granted. */
const grantedIn = (app: WholeApp, setId: string): string[] =>
  query<{ id: string }>(
    app,
    `select tenant_id as id from grants where status = 'granted' and set_id = '${setId}'`,
  ).map(({ id }) => id)

async function syncAll(app: WholeApp): Promise<void> {
  await app.teams.as(people.bob).ask('sync all')
  await app.settled()
  await app.pass(seconds(4))
}

const digestOf = (app: WholeApp, { conversationId }: Driver): BotMessage => {
  const found = app.teams
    .cards(conversationId)
    .filter(({ card }) => /^\S+ \d+ alerts?,/.test(`${card.fallbackText}`))
  const [digest, ...more] = found
  if (!digest || more.length > 0) throw new Error(`Expected one digest, got ${found.length}`)
  return digest
}

test('a digest says the cause first, a row per tenant, and grants in all of them', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  await alice.ask('alerts on')
  const tenants = grantedIn(app, 'saas-posture')
  expect(tenants.length).toBeGreaterThan(5)
  const permission = { clientId: 'saas-posture', permission: 'Mail.Read' }
  for (const tenantId of tenants) await changeWorld(app, 'revoke', { tenantId, ...permission })
  await syncAll(app)
  await app.pass(seconds(62))
  await app.pass(seconds(20))
  await app.pass(seconds(70))
  const digest = digestOf(app, alice)
  const text = readText(digest.card)
  const cause = `❌ **Mail.Read** of “SaaS posture” removed in ${tenants.length} tenants by **admin@…**`
  expect(text.split('\n').filter((line) => line.startsWith(cause))).toHaveLength(1)
  const rows = text.split('\n').filter((line) => /^\*\*.*\*\* · \S+\.\S+/.test(line))
  expect(rows).toHaveLength(Math.min(10, tenants.length))
  await alice.click(digest, 'Grant in all')
  await app.settled()
  const plan = app.teams.cards(alice.conversationId).at(-1)
  const planText = plan ? readText(plan.card) : ''
  expect(planText).toMatch(new RegExp(`Grant “SaaS posture”[\\s\\S]*${tenants.length} tenants`))
})

test('a digest leaves out what an open campaign asks for, also while its links are out', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  await alice.ask('alerts on from info')
  const tenants = grantedIn(app, activity)
  await changeWorld(app, 'require', { clientId: activity, permission: 'Mail.Read' })
  await syncAll(app)
  await app.pass(seconds(20))
  const told = () =>
    query<{ n: number }>(
      app,
      "select count(*) as n from alerts where condition = 'permissionsNew' and tenant_id in (select tenant_id from campaign_members where stage = 'waiting')",
    )[0]?.n
  const before = told()
  const names = query<{ name: string }>(
    app,
    `select display_name as name from tenants where id in ('${tenants.join("','")}')`,
  )
  await startGrant(alice, `grant "User, device and activity" in ${names.map(({ name }) => name).join(', ')}`)
  await syncAll(app)
  await app.pass(seconds(20))
  expect(told()).toBe(before)
})

test('what resolved stays below what is left', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  await alice.ask('alerts on')
  const tenants = grantedIn(app, 'saas-posture')
  for (const tenantId of tenants) await changeWorld(app, 'disable', { tenantId, clientId: 'saas-posture' })
  await syncAll(app)
  await app.pass(seconds(20))
  const [first = ''] = tenants
  await changeWorld(app, 'enable', { tenantId: first, clientId: 'saas-posture' })
  await syncAll(app)
  await app.pass(seconds(20))
  const { card } = digestOf(app, alice)
  expect(readText(card)).toMatch(
    new RegExp(`App disabled[\\s\\S]*in ${tenants.length - 1} tenants[\\s\\S]*✅ \\*\\*1 resolved`),
  )
  expect(buttonsOf(card).map(({ title }) => title)).not.toContain('Grant in all')
})
