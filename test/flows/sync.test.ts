import { expect, test } from 'vitest'
import { hours, minutes, seconds } from '#platform/base/time.ts'
import { readText } from '../support/card-parts.ts'
import { auditOf, query, statusOf } from '../support/facts.ts'
import { people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'
import { changeWorld } from '../support/world.ts'

const requestsTo = (app: WholeApp, tenant: string) =>
  app.emulator.log.entries({ tenantId: tenantIdOf(tenant) }).map(({ service, path }) => `${service} ${path}`)

test('one tenant: exactly one request to Graph with a warm token, one more for the token when cold', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  await alice.ask('sync Adatum')
  await app.settled()
  app.emulator.log.clear()
  await alice.ask('sync Adatum')
  await app.settled()
  expect(requestsTo(app, 'Adatum')).toEqual(['graph /v1.0/$batch'])
  await app.restart()
  app.emulator.log.clear()
  await alice.ask('sync Adatum')
  await app.settled()
  expect(requestsTo(app, 'Adatum').toSorted()).toEqual([
    'graph /v1.0/$batch',
    `login /${tenantIdOf('Adatum')}/oauth2/v2.0/token`,
  ])
})

test('all tenants: one card in place, honest about those that could not be read', async () => {
  const app = await startWholeApp()
  const olivia = app.teams.as(people.olivia)
  const card = await olivia.ask('sync all')
  await app.settled()
  await app.pass(seconds(5))
  const text = readText(olivia.see(card).card)
  expect(text).toContain('12')
  expect(text).toContain('Tailspin Toys')
  expect(app.teams.cards(olivia.conversationId).filter(({ id }) => id === card.id)).toHaveLength(1)
  expect(query(app, 'select state, total, done from sync_runs')).toEqual([
    { state: 'done', total: 12, done: 12 },
  ])
  expect(auditOf(app, 'sync.all')).toHaveLength(1)
})

test('a manual sync does not refresh the apps that only the schedule refreshes, and says so', async () => {
  const app = await startWholeApp()
  const olivia = app.teams.as(people.olivia)
  const refreshed = () =>
    query<{ app_id: string; at: number }>(
      app,
      'select app_id, at from app_refreshes where tenant_id = ?',
      tenantIdOf('Adatum'),
    )
  const before = new Map(refreshed().map(({ app_id, at }) => [app_id, at]))
  await app.pass(minutes(5))
  const card = await olivia.ask('sync Adatum')
  await app.settled()
  await app.pass(seconds(5))
  const moved = refreshed().filter(({ app_id, at }) => before.get(app_id) !== at)
  expect(moved.map(({ app_id }) => app_id)).toContain('mobile-security')
  expect(moved.map(({ app_id }) => app_id)).not.toContain('risk-insights')
  expect(readText(olivia.see(card).card)).toContain('Risk Insights')
})

test('cancel: what was read stays, the rest is not read', async () => {
  const app = await startWholeApp()
  const olivia = app.teams.as(people.olivia)
  const card = await olivia.ask('sync all')
  await olivia.click(card, 'sync.cancel')
  await app.settled()
  const [run] = query<{ state: string; done: number; total: number }>(app, 'select * from sync_runs')
  expect(['cancelled', 'done']).toContain(run?.state)
  expect(
    query(app, "select * from jobs where queue = 'sync.tenant' and run_at <= ?", app.clock().getTime()),
  ).toEqual([])
})

test('a loss is an error only after two reads a minute apart; a failed read is none', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const permission = 'AuditLog.Read.All'
  await changeWorld(app, 'revoke', {
    tenantId: tenantIdOf('Adatum'),
    clientId: 'user-device-activity',
    permission,
  })
  await alice.ask('sync Adatum')
  await app.settled()
  expect(statusOf(app, 'Adatum', 'user-device-activity')).toBe('unknown')
  await app.pass(seconds(62))
  expect(statusOf(app, 'Adatum', 'user-device-activity')).toBe('error')
})

test('the schedule reads every tenant again, spread over the interval', async () => {
  const app = await startWholeApp()
  app.emulator.log.clear()
  for (let spent = 0; spent < hours(7); spent += minutes(10)) await app.pass(minutes(10))
  const tenants = new Set(app.emulator.log.entries({ service: 'graph' }).map(({ tenantId }) => tenantId))
  for (const name of ['Contoso', 'Adatum', 'Tailspin']) expect(tenants).toContain(tenantIdOf(name))
})

test('a requirement that grew shows in every tenant that had the whole set', async () => {
  const app = await startWholeApp()
  const olivia = app.teams.as(people.olivia)
  expect(statusOf(app, 'Adatum', 'account-actions')).toBe('granted')
  const permission = 'Place.Read.All'
  await changeWorld(app, 'require', { clientId: 'account-actions', permission })
  await olivia.ask('sync all')
  await app.settled()
  expect(statusOf(app, 'Adatum', 'account-actions')).toBe('updateRequired')
  expect(statusOf(app, 'Litware', 'account-actions')).toBe('notGranted')
})

test('an unreadable or empty registration turns nothing green and nothing red', async () => {
  const app = await startWholeApp()
  const olivia = app.teams.as(people.olivia)
  const before = query(app, 'select tenant_id, set_id, status from grants order by 1, 2')
  for (const registration of app.emulator.world.registrations.values())
    if (registration.part === 'set') registration.required = []
  await olivia.ask('sync all')
  await app.settled()
  expect(query(app, 'select tenant_id, set_id, status from grants order by 1, 2')).toEqual(before)
  const settings = await app.teams.as(people.alice).ask('settings')
  expect(readText(settings.card)).toMatch(/empty|no permission/i)
})
