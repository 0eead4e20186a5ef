import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from './stage.ts'
import { decide, type TeamsPage } from './teams-page.ts'

let stage: Stage
let alice: TeamsPage

beforeAll(async () => {
  stage = await openStage(17_900)
  alice = await stage.teamsOf('alice')
})
afterAll(() => stage?.end())

test('a plan of several tenants names who gets a link and who is left out', async () => {
  const plan = await alice.ask('grant "Labels and protected content" in Contoso, Litware, Adatum, Fabrikam')
  await plan.shows('2 get a link')
  await plan.shows('Already granted')
  await plan.picture('bulk-plan')
})

test('an app of one tenant is moved: both sides first, then one card to the end', async () => {
  const tenant = await alice.ask('status Fabrikam')
  await tenant.shows('used in Adatum Corporation (one tenant only)')
  await tenant.picture('move-tenant')
  await tenant.press('Move here')
  await tenant.shows('This stops immediately')
  await tenant.picture('move-plan')
  await tenant.press('Move here')
  await tenant.shows('Blocked in Adatum Corporation')
  await tenant.picture('move-link')
  await decide(await tenant.follow('Open consent page'), 'Accept')
  await tenant.shows(/Verified/)
  await tenant.shows('Adatum Corporation stays blocked')
  await tenant.picture('move-done')
  expect(await tenant.text()).toMatch(/Move “Directory data” to Fabrikam/)
})
