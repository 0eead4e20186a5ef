import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from './stage.ts'
import type { TeamsPage } from './teams-page.ts'

let stage: Stage
let alice: TeamsPage

beforeAll(async () => {
  stage = await openStage(17_700)
  alice = await stage.teamsOf('alice')
})
afterAll(() => stage?.end())

test('a click on an outdated card shows the current one, with one line on top, and does nothing', async () => {
  const line = 'block "Account actions" in Fabrikam'
  const old = await alice.ask(line)
  await old.shows('Confirm block')
  const current = await alice.ask(line)
  await current.press('Confirm block')
  await current.shows('Undo')
  await current.press('Undo')
  await current.shows(/unblocked|undone/i)
  await old.press('Confirm block')
  await old.shows('This card was outdated. This is how it stands now. Nothing was done.')
  await old.picture('outdated-click')
  const text = await old.text()
  expect(text).toContain('Fabrikam')
  expect(text).not.toMatch(/Blocked/)
})
