import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from './stage.ts'
import type { TeamsPage } from './teams-page.ts'

let stage: Stage
let alice: TeamsPage

beforeAll(async () => {
  stage = await openStage(18_400)
  alice = await stage.teamsOf('alice')
})
afterAll(() => stage?.end())

test('the fleet as a picture: a table, a bar above it, and a click on an icon', async () => {
  const card = await alice.ask('overview')
  await card.shows('Contoso Ltd')
  await card.picture('overview')
  expect(await card.text()).toMatch(/Contoso Ltd[\s\S]*Fabrikam/)
  await card.press('Error')
  await card.shows('Account actions')
  await card.shows('Contoso Ltd')
  await card.picture('overview-details')
})

test('ten tenants a page, and the others on the next', async () => {
  const card = await alice.ask('overview')
  await card.shows('1–10 of 12')
  await card.press('Next')
  await card.shows('11–12 of 12')
  await card.picture('overview-next')
})

test('the list with its choice, and what waits for one person, with the plan for all', async () => {
  const card = await alice.ask('tenants')
  await card.shows('Contoso Ltd')
  await card.picture('tenant-list')
  await card.press('Next actions')
  await card.shows(/tenants wait for a/)
  await card.picture('next-actions')
  await card.press('Update in all 2')
  await card.shows('Update “User, device and activity”')
  await card.picture('next-actions-plan')
  expect(await card.text()).toMatch(/Contoso Ltd[\s\S]*Fabrikam/)
})
