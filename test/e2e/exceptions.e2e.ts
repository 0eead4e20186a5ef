import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from './stage.ts'
import type { TeamsPage } from './teams-page.ts'

let stage: Stage
let alice: TeamsPage

beforeAll(async () => {
  stage = await openStage(18_300)
  alice = await stage.teamsOf('alice')
})
afterAll(() => stage?.end())

test('a finding is accepted until a date: marked everywhere, listed, and withdrawn', async () => {
  const details = await alice.ask('details "Account actions" in Northwind', /Password Administrator/)
  await details.press('Accept')
  await details.shows('counts neither as open nor as granted')
  await details.press('Accept')
  await details.shows(/Enter 10 to 500 characters/)
  await details.fill('At least 10 characters; everyone who sees it reads this', 'The role follows in spring')
  await details.picture('exception-form')
  await details.press('Accept')
  await details.shows(/Accepted until/)
  await details.picture('exception-accepted')
  const overview = await alice.ask('overview')
  await overview.shows('⚑ 1 accepted')
  await overview.picture('exception-overview')
  const list = await alice.ask('exceptions')
  await list.shows('The role follows in spring')
  await list.picture('exceptions')
  await list.press('Withdraw')
  await list.shows('None counts now')
  expect(await list.text()).toContain('Withdrawn')
})
