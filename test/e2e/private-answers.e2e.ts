import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from './stage.ts'
import type { TeamsPage } from './teams-page.ts'

let stage: Stage
let bob: TeamsPage

beforeAll(async () => {
  stage = await openStage(17_800)
  bob = await stage.teamsOf('bob')
})
afterAll(() => stage?.end())

// The client has no messages for one member and refuses them; `test/flows/targeted.test.ts` has a Teams that shows them.
test('an answer for one person, refused in the channel, is in their own chat once', async () => {
  await bob.enterChannel('Alerts')
  const note = await bob.ask('whoami')
  await note.shows('the answer is in your chat with me')
  await note.picture('answered-privately')
  expect(await note.text()).not.toContain('Object ID')
  await bob.enterChat()
  const answer = await bob.receives('Object ID')
  await answer.picture('answer-in-own-chat')
  expect(await bob.count()).toBe(2)
})

test('a time that a client writes is written', async () => {
  await bob.enterChannel('Alerts')
  const history = await bob.ask('history', /History/)
  await history.picture('history-in-a-channel')
  expect(await history.text()).not.toMatch(/\{\{/)
})

test('the client warns of no card', async () => {
  await bob.page.getByText('Log Panel').waitFor()
  expect(await bob.page.getByText('not supported yet').count()).toBe(0)
  expect(await bob.page.getByText('Warning:').count()).toBe(0)
})
