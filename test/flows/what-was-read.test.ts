import { expect, test } from 'vitest'
import { minutes } from '#platform/base/time.ts'
import { setApiPresent } from '../../emulator/world/change-apps.ts'
import { changePrincipal } from '../../emulator/world/directory.ts'
import { changeDirectory, getTenant } from '../../emulator/world/tenants.ts'
import { makeBrowser } from '../support/browser.ts'
import { readText } from '../support/card-parts.ts'
import { askAccess, query, statusOf } from '../support/facts.ts'
import { people, startWholeApp, tenantIdOf } from '../support/whole-app.ts'
import { linkOf, startGrant } from './consent-flow.ts'

const graph = '00000003-0000-0000-c000-000000000000'
const rightsManagement = '00000012-0000-0000-c000-000000000000'

test('every verified domain of a tenant finds it, a former default one too', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const tenant = getTenant(app.emulator.world, 'fabrikam.com')
  expect(readText((await alice.ask('status fabrikam.onmicrosoft.com')).card)).toContain('Fabrikam')
  tenant.domains = ['fabrikam.example', ...tenant.domains]
  await app.pass(minutes(1))
  await alice.ask('sync Fabrikam')
  await app.settled()
  for (const domain of ['fabrikam.example', 'FABRIKAM.com', 'fabrikam.onmicrosoft.com'])
    expect(readText((await alice.ask(`status ${domain}`)).card), domain).toMatch(/^.*Fabrikam/)
  expect(readText((await alice.ask('status tailwind-toys.com')).card)).toContain('tailwind-toys.com')
  expect(query(app, 'select 1 from tenants where default_domain = ?', 'tailwind-toys.com')).toEqual([])
})

test('a domain of a tenant beyond the reach gets the same answer as one of nobody', async () => {
  const { objectId } = people.bob
  const limited = {
    ROLE_APPROVERS: `${people.alice.objectId},${objectId}`,
    ROLE_SCOPES: `${objectId}=${tenantIdOf('Adatum')}`,
  }
  const app = await startWholeApp({}, undefined, limited)
  const bob = app.teams.as(people.bob)
  const plain = (text: string, domain: string) => text.replaceAll(domain, '…').replace(/Reference \w+/, '')
  const [foreign, nobody] = ['fabrikam.onmicrosoft.com', 'nobody-here.onmicrosoft.com']
  const answers = [await bob.ask(`status ${foreign}`), await bob.ask(`status ${nobody}`)]
  const [theirs = '', none = ''] = answers.map(({ card }) => readText(card))
  expect(plain(theirs, foreign)).toBe(plain(none, nobody))
})

test('an API that is switched off in the tenant is a finding on a granted set', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  expect(statusOf(app, 'Fabrikam', 'account-actions')).toBe('granted')
  const { world } = app.emulator
  const off = changePrincipal(graph, (now) => ({ ...now, accountEnabled: false }))
  changeDirectory(world, getTenant(world, 'fabrikam.com'), off)
  await app.pass(minutes(2))
  await alice.ask('sync Fabrikam')
  await app.settled()
  const text = readText((await alice.ask('details "Account actions" in Fabrikam')).card)
  expect(text).toMatch(/Microsoft Graph is disabled in this tenant/)
  expect(text).toMatch(/Cloud Application Administrator/)
  expect(await askAccess(app, 'Fabrikam', 'account-actions')).toMatchObject({
    allowed: true,
    status: 'granted',
  })
})

test.each(['absent', 'disabled'])('an API that is %s is named on the plan before the link', async (how) => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const { world } = app.emulator
  const tenant = getTenant(world, 'contoso.com')
  const off = changePrincipal(rightsManagement, (now) => ({ ...now, accountEnabled: false }))
  if (how === 'absent') setApiPresent(world, tenant, rightsManagement, false)
  else changeDirectory(world, tenant, off)
  await app.pass(minutes(2))
  await alice.ask('sync Contoso')
  await app.settled()
  const plan = readText((await alice.ask('grant "Protected content" in Contoso')).card)
  expect(plan).toMatch(how === 'absent' ? /isn’t available in this tenant/ : /is disabled in this tenant/)
})

test('an organization without name and domains overwrites nothing', async () => {
  const app = await startWholeApp()
  const { world } = app.emulator
  const tenant = getTenant(world, 'contoso.com')
  const stored = () =>
    query(app, 'select display_name, default_domain from tenants where id = ?', tenantIdOf('Contoso'))
  const before = stored()
  Object.assign(tenant, { displayName: '', domains: [] })
  await app.pass(minutes(2))
  await app.teams.as(people.alice).ask('sync Contoso')
  await app.settled()
  expect(stored()).toEqual(before)
})

test('a consent that comes back in another browser queues a read and says so', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const link = linkOf(await startGrant(alice, 'grant "Protected content" in Litware'))
  const started = makeBrowser()
  const microsoft = await started.submit(await started.open(link))
  const form = /<form[^>]*\saction="([^"]*)"/.exec(microsoft.text)?.[1] ?? microsoft.url
  const hidden = [...microsoft.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
  const body = new URLSearchParams(Object.fromEntries(hidden.map(([, name, value]) => [name, value])))
  body.set('decision', 'accept')
  body.set('signer', 'privilegedRoleAdministrator')
  const answer = await fetch(new URL(form, microsoft.url), { method: 'POST', body, redirect: 'manual' })
  const page = await fetch(answer.headers.get('location') ?? '')
  expect(page.status).toBe(400)
  expect(await page.text()).toMatch(/being read now/)
  await app.settled()
  expect(statusOf(app, 'Litware', 'protected-content')).toBe('granted')
})
