import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from './stage.ts'
import { patienceMs, pictures } from './teams-page.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage(17_400)
})
afterAll(() => stage?.end())

test('the start page opens the Teams of everybody, also of those whose client starts later', async () => {
  const page = await stage.browser.newPage()
  await page.goto('http://127.0.0.1:17400/')
  await page.screenshot({ path: join(pictures, 'start-page.png'), fullPage: true })
  const [teams] = await Promise.all([
    page.context().waitForEvent('page'),
    page.getByRole('link', { name: 'Victor Haas' }).click(),
  ])
  const hello = teams.locator('.ac-adaptiveCard').filter({ hasText: 'Hello, I’m Grantkeeper' }).first()
  await hello.getByText('6 of 12 tenants need attention').waitFor({ timeout: patienceMs })
  await hello.screenshot({ path: join(pictures, 'hello.png') })
  await teams.close()
  await page.close()
})

test('help opens a task, and a line of it does what it says', async () => {
  const olivia = await stage.teamsOf('olivia')
  const card = await olivia.ask('help', 'What I can do')
  await card.picture('help')
  await card.press('Ask')
  await card.shows('doctor AADSTS650051')
  await card.picture('help-ask')
  await card.press('All commands')
  await card.shows('grant <set> in <tenant>')
  expect(await card.text()).not.toContain('export csv')
  await card.picture('all-commands')
})

test('a request that was made before Bob opened his Teams is there when he does', async () => {
  const olivia = await stage.teamsOf('olivia')
  const card = await olivia.ask('grant "Account actions" in Litware', 'Minimum role to consent')
  await card.fill('What it’s needed for', 'The on-call team resets passwords')
  await card.press('Request grant')
  await card.shows('Waiting for an approver')
  // What a client would lose is sent by then.
  await new Promise((done) => setTimeout(done, 6_000))
  const bob = await stage.teamsOf('bob')
  const approval = await bob.receives('Olivia Lind requests: grant “Account actions”')
  await approval.picture('request-before-the-page')
})
