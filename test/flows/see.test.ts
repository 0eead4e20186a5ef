import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { readText } from '../support/card-parts.ts'
import { query } from '../support/facts.ts'
import { channel } from '../support/fake-teams.ts'
import { people, startWholeApp, tenantIdOf } from '../support/whole-app.ts'
import { accept, decide } from './consent-flow.ts'

test('the demo shows all eight states', async () => {
  const app = await startWholeApp()
  const statuses = query<{ status: string }>(app, 'select distinct status from grants order by status')
  expect(statuses.map(({ status }) => status)).toEqual(
    [
      'blocked',
      'error',
      'granted',
      'granting',
      'notGranted',
      'settingsRequired',
      'unknown',
      'updateRequired',
    ].toSorted(),
  )
})

test('the list: worst first, ten a page, filters and search', async () => {
  const app = await startWholeApp()
  const victor = app.teams.as(people.victor)
  const first = await victor.ask('tenants')
  const names = (text: string): string[] => [
    ...(text.match(/Contoso Ltd|Fabrikam|Adatum Corporation|Wingtip Toys|Alpine Ski House/g) ?? []),
  ]
  const order = names(readText(first.card))
  expect(order.indexOf('Contoso Ltd')).toBeLessThan(order.indexOf('Fabrikam'))
  expect(order).not.toContain('Adatum Corporation')
  const second = await victor.click(first, 'Next')
  expect(names(readText(second.card))).toContain('Adatum Corporation')
  const back = await victor.click(second, 'Previous')
  expect(names(readText(back.card))).toEqual(order)
  const found = await victor.ask('tenants adatum')
  expect(readText(found.card)).toContain('Adatum Corporation')
  expect(readText(found.card)).not.toContain('Contoso')
})

test('the choice of what is shown goes along with the search, and a block says by whom', async () => {
  const app = await startWholeApp()
  const victor = app.teams.as(people.victor)
  const list = await victor.ask('tenants')
  const blocked = await victor.click(list, 'Search', { filter: 'blocked', search: '' })
  expect(readText(blocked.card)).toMatch(/⛔\n\*\*Alpine Ski House\*\*.*\n“Account actions” blocked by /)
  expect(readText(blocked.card)).not.toContain('Contoso')
  const both = await victor.click(list, 'Search', { filter: 'error', search: 'wingtip' })
  expect(readText(both.card)).toMatch(/❌\n\*\*Wingtip Toys\*\*.*\nConnection lost · ask /)
  expect(readText(both.card)).not.toContain('Contoso')
})

test('an id stands beside names that two tenants share, and no other', async () => {
  const app = await startWholeApp()
  const [contoso, adatum] = [tenantIdOf('Contoso'), tenantIdOf('Adatum')]
  await app.restart({
    between: async () => {
      const db = new DatabaseSync(app.config.database)
      db.prepare(
        "update tenants set display_name = 'CONTOSO LTD', name_key = 'contoso ltd' where id = ?",
      ).run(adatum)
      db.close()
    },
  })
  const first = readText((await app.teams.as(people.victor).ask('tenants')).card)
  expect(first).toContain(`**Contoso Ltd** · contoso.com · ${contoso.slice(0, 8)}…`)
  expect(first.match(/…/g)).toHaveLength(1)
  const limited = await startWholeApp({}, undefined, { ROLE_SCOPES: `${people.victor.objectId}=${contoso}` })
  const alone = readText((await limited.teams.as(people.victor).ask('tenants')).card)
  expect(alone).toContain('**Contoso Ltd** · contoso.com\n')
})

test('a tenant whose rows are damaged says so in the list, and hides no other', async () => {
  const app = await startWholeApp()
  const db = new DatabaseSync(app.config.database, { timeout: 5_000 })
  const damage = db.prepare("update grants set evaluation_json = '{' where tenant_id = ?")
  damage.run(tenantIdOf('Contoso'))
  damage.run(tenantIdOf('Adatum'))
  db.close()
  const victor = app.teams.as(people.victor)
  const text = readText((await victor.ask('tenants')).card)
  expect(text).toMatch(/Contoso Ltd[\s\S]*is damaged/)
  expect(text.match(/is damaged/g)).toHaveLength(1)
  expect(text).toContain('Fabrikam')
  const said = app.log.lines.filter(({ message }) => message === 'a stored grant is damaged')
  expect(said).toMatchObject([{ level: 'error', facts: { tenantId: tenantIdOf('Contoso') } }])
  // All of it was granted, which nobody can say now.
  const other = readText((await victor.ask('tenants adatum')).card)
  expect(other).toMatch(/❌\n.*Adatum Corporation.*\n.*is damaged · ask the admin who runs Grantkeeper/)
  expect(other).not.toContain('5 of 5 granted')
})

test('what everybody with a role may look at', async () => {
  const app = await startWholeApp()
  const victor = app.teams.as(people.victor)
  const looks: [string, RegExp][] = [
    ['help', /status/],
    ['status contoso.com', /Contoso Ltd[\s\S]*Place\.Read\.All/],
    ['details "User, device and activity" in Contoso', /Place\.Read\.All/],
    ['catalog', /Directory data/],
    ['why Directory.Read.All', /Directory\.Read\.All/],
    ['why CREM', /Risk Insights|CREM/],
    [
      `doctor AADSTS700016: not found in ${tenantIdOf('Adatum')}, see ${crypto.randomUUID()}`,
      /Adatum Corporation/,
    ],
    ['doctor AADSTS650051', /650051/],
    [
      'doctor https://bot.example/consent/callback?error=access_denied&error_subcode=cancel',
      /cancel|declin/i,
    ],
    ['history', /history/i],
    ['whoami', /Victor Haas[\s\S]*viewer/i],
  ]
  for (const [line, words] of looks) expect(readText((await victor.ask(line)).card), line).toMatch(words)
  const settings = await victor.ask('settings')
  expect(readText(settings.card)).toMatch(/catalog/i)
  expect(app.log.lines.filter(({ level }) => level === 'error')).toEqual([])
})

test('a viewer sees no acting button in their own chat; in a channel every click is checked', async () => {
  const app = await startWholeApp()
  const own = await app.teams.as(people.victor).ask('status Contoso')
  expect(readText(own.card)).not.toMatch(/Grant permissions|Block permissions|Reset|Sync now/)
  const room = app.teams.as(people.victor, channel('security'))
  const shared = await room.ask('status Woodgrove')
  const refused = await room.click(shared, { verb: 'grant.reset', data: { setId: 'protected-content' } })
  expect(readText(refused.card)).toMatch(/operator/i)
})

test('a tenant is added by domain, connected by consent, and removed again', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const acts = () =>
    query(app, "select 1 from audit where action in ('tenant.add', 'tenant.remove') order by id").length
  const before = acts()
  const started = await alice.ask('add tenant tailwind-toys.com')
  await decide(app, started, accept)
  expect(readText(alice.see(started).card)).toMatch(/verified|connected/i)
  const status = await alice.ask('status tailwind-toys.com')
  expect(readText(status.card)).toContain('Tailwind Toys')
  const again = await alice.ask('add tenant tailwind-toys.com')
  expect(readText(again.card)).toMatch(/already added/i)
  const ask = await alice.ask('remove tenant tailwind-toys.com')
  expect(readText(ask.card)).toMatch(/Entra/)
  await alice.click(ask, 'tenant.confirmRemove')
  await app.settled()
  expect(readText((await alice.ask('status tailwind-toys.com')).card)).toMatch(/no tenant|not known|unknown/i)
  expect(acts() - before).toBe(2)
})
