import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from './stage.ts'
import type { TeamsPage } from './teams-page.ts'

let stage: Stage
let alice: TeamsPage

beforeAll(async () => {
  stage = await openStage(18_500)
  alice = await stage.teamsOf('alice')
})
afterAll(() => stage?.end())

test('what a block would do is shown, beside its confirm button and typed, and then carried out', async () => {
  const confirm = await alice.ask('block "Labels and protected content" in Fabrikam')
  await confirm.press('What if')
  await confirm.shows('Nothing was done')
  await confirm.shows('Apps that stop getting data in Fabrikam')
  await confirm.picture('what-if-block')
  const typed = await alice.ask('what if block "Labels and protected content" in Fabrikam')
  await typed.shows('You can do this alone')
  await typed.press('Carry out')
  await typed.shows('is blocked')
  expect(await typed.text()).toMatch(/Undo/)
  const second = await alice.ask('what if grant "Account actions" in Litware')
  await second.shows('A second person decides')
  await second.picture('what-if-second-person')
})
