import { afterAll, beforeAll, test } from 'vitest'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage(17_400)
})
afterAll(() => stage?.end())

test('a request that was made before Bob opened his Teams is there when he does', async () => {
  const olivia = await stage.teamsOf('olivia')
  const card = await olivia.ask('grant "Account actions" in Litware', 'Minimum role to consent')
  await card.fill('What it’s needed for, and until when', 'The on-call team resets passwords')
  await card.press('Request grant')
  await card.shows('Waiting for an approver')
  await new Promise((done) => setTimeout(done, 6_000))
  const bob = await stage.teamsOf('bob')
  const approval = await bob.receives('Olivia Lind requests: grant “Account actions”')
  await approval.picture('request-before-the-page')
})
