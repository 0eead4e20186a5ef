import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from './stage.ts'
import { decide, pictures, type TeamsPage } from './teams-page.ts'

let stage: Stage
let alice: TeamsPage

beforeAll(async () => {
  stage = await openStage(17_000)
  alice = await stage.teamsOf('alice')
})
afterAll(() => stage?.end())

test('the tenants, worst first; the status of one', async () => {
  const list = await alice.ask('tenants')
  await list.shows('Contoso Ltd')
  await list.picture('tenants')
  expect(await list.text()).toMatch(/Contoso Ltd[\s\S]*Fabrikam/)
  const tenant = await alice.ask('status Fabrikam')
  await tenant.shows('New permissions required')
  await tenant.picture('tenant')
})

test('grant with consent: the same card turns to granted', async () => {
  const card = await alice.ask('grant "Labels and protected content" in Contoso')
  await card.shows('Contoso')
  await card.picture('plan')
  await card.press('Grant permissions')
  await card.shows('Open consent page')
  await card.picture('consent-sent')
  const page = await card.follow('Open consent page')
  await page.screenshot({ path: 'out/pictures/page-start.png' })
  await page.getByRole('button').first().click()
  await page.getByRole('button', { name: 'Accept', exact: true }).waitFor()
  await page.screenshot({ path: 'out/pictures/page-microsoft.png' })
  await card.shows('Opened')
  await page.getByRole('button', { name: 'Accept', exact: true }).click()
  await page.waitForURL('**/consent/callback**')
  await page.screenshot({ path: 'out/pictures/page-thanks.png' })
  await card.shows(/Verified/)
  await card.picture('consent-verified')
})

test('details of a grant', async () => {
  const card = await alice.ask('details "Labels and protected content" in Contoso')
  await card.shows('Contoso')
  await card.picture('details')
})

test('a declined consent shows the reason and the remedy', async () => {
  const card = await alice.ask('grant "Labels and protected content" in Litware')
  await card.press('Grant permissions')
  await decide(await card.follow('Open consent page'), 'Cancel')
  await card.shows(/declined|refused|canceled/i)
  await card.picture('consent-declined')
})

test('block, the app is told no, undo', async () => {
  const card = await alice.ask('block "Account actions" in Fabrikam')
  await card.shows('Confirm block')
  await card.picture('block')
  await card.press('Confirm block')
  await card.shows('Undo')
  await card.picture('blocked')
  await card.press('Undo')
  await card.shows(/taken back|undone/i)
  await card.picture('block-undone')
})

test('reset of an error', async () => {
  const card = await alice.ask('status Litware')
  await card.shows('Consent was declined')
  await card.picture('tenant-in-trouble')
  await card.press('Reset', 'Labels and protected content')
  await card.shows(/reset/i)
  await card.press('Refresh')
  await card.picture('reset')
  expect(await card.text()).not.toContain('Consent was declined')
})

test('the pack for a reviewer is one page that fits a phone and prints', async () => {
  const card = await alice.ask('pack Account actions in Adatum')
  await card.picture('pack')
  const page = await card.follow('Open the pack')
  await page.getByRole('heading', { name: 'Account actions' }).waitFor()
  await page.screenshot({ path: join(pictures, 'pack-page.png'), fullPage: true })
  await page.pdf({ path: join(pictures, 'pack.pdf'), preferCSSPageSize: true })
  await page.setViewportSize({ width: 320, height: 800 })
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320)
  await page.screenshot({ path: join(pictures, 'pack-phone.png'), fullPage: true })
  await page.close()
})

/** From this day on, the default catalog no longer asks for it. */
const isAsked = new Date() < new Date('2027-04-01')
test.runIf(isAsked)('an API that ends, and a setting that no API shows', async () => {
  const card = await alice.ask('details "SaaS posture" in Adatum')
  await card.shows('Nobody has confirmed')
  await card.shows('also needs')
  await card.picture('api-ends')
  await card.press('Confirm setting')
  await card.shows('Confirmed by')
  await card.picture('confirmed-by-hand')
  const why = await alice.ask('why full_access_as_app')
  await why.shows('Open the source')
  await why.picture('why-api-ends')
})

test('sync of one tenant and of all', async () => {
  const one = await alice.ask('sync Adatum Corporation')
  await one.shows('The tenant was read')
  await one.picture('sync-one')
  const all = await alice.ask('sync all')
  await all.shows('12 were read')
  await all.picture('sync-all')
})

test('Update permissions after the world grew a requirement', async () => {
  await stage.change('require', { clientId: 'directory-data', permission: 'Place.Read.All' })
  const sync = await alice.ask('sync all')
  await sync.shows('12 were read')
  const card = await alice.ask('status Adatum')
  await card.shows('New permissions required')
  await card.picture('update-required')
  await card.press('Update permissions')
  await card.shows('Nothing is granted until an admin accepts')
  await card.press('Update permissions')
  await decide(await card.follow('Open consent page'), 'Accept', 'Privileged Role Administrator')
  await card.shows(/Verified/)
  await card.picture('update-verified')
})
