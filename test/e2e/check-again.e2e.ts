import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from './stage.ts'
import type { TeamsPage } from './teams-page.ts'

let stage: Stage
let alice: TeamsPage

beforeAll(async () => {
  stage = await openStage(17_600)
  alice = await stage.teamsOf('alice')
})
afterAll(() => stage?.end())

const app = { tenantId: 'contoso.com', clientId: 'account-actions', by: 'admin' }

test('fixed in Entra: Check again shows it on the same card at once', async () => {
  const card = await alice.ask('details "Account actions" in Contoso')
  await card.shows('The app is disabled in Entra')
  await card.picture('check-again-before')
  await stage.change('enable', app)
  await card.press('Check again')
  await card.shows('Checked just now')
  await card.shows(/^Granted$/)
  await card.picture('check-again-after')
  expect(await card.text()).not.toContain('disabled in Entra')
})

test('a tenant opens what needs action; a click opens what is well', async () => {
  const card = await alice.ask('status Fabrikam')
  await card.shows('1 of 5 permission sets needs attention')
  expect(await card.text()).not.toContain('Block permissions')
  await card.press('Show or hide Account actions')
  await card.shows('Block permissions')
  await card.picture('tenant-row-opened')
})

test('a lost connection: the cause, Connect, and what was last known', async () => {
  const card = await alice.ask('status Wingtip')
  await card.shows(/^Connect$/)
  await card.picture('tenant-lost')
  expect(await card.text()).toMatch(/Granted, (just now|\d+ (min|h) ago)/)
  await card.press('Connect')
  await card.shows('Open consent page')
})
