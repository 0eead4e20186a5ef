import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from './stage.ts'
import type { TeamsPage } from './teams-page.ts'

let stage: Stage
let alice: TeamsPage

beforeAll(async () => {
  stage = await openStage(18_100)
  alice = await stage.teamsOf('alice')
})
afterAll(() => stage?.end())

test('a coming list is planned, announced, and acknowledged', async () => {
  const form = await alice.ask('announce "SaaS posture" on 2027-06-30')
  await form.shows('From which day?')
  await form.picture('announce-form')
  const list = [
    {
      resourceAppId: '00000003-0000-0000-c000-000000000000',
      resourceAccess: [{ id: 'dbb9058a-0e50-45d7-ae91-66909b5d4664', type: 'Role' }],
    },
  ]
  await form.fill(
    'Why? Everybody who gets the notice reads it.',
    'The posture of domains will be checked, too.',
  )
  await form.fill('Preview registration (application ID), or the list as JSON', JSON.stringify(list))
  await form.press('Show plan')
  await form.shows('To forward')
  await form.picture('announce-plan')
  await form.press('Announce')
  await form.shows('Nobody has acknowledged it yet')
  await form.press('Acknowledge')
  await form.shows('Acknowledged by 1 person: Alice Moreau')
  await form.picture('announce-open')
})

test('a removed tenant: one card says what is left in Entra, and how to delete it', async () => {
  const confirm = await alice.ask('remove tenant Litware', 'Remove Litware')
  await confirm.press('Confirm removal')
  const card = await alice.receives('What’s left in Litware')
  await card.shows('delete it last')
  await card.picture('leaving-open')
  await card.press('Stop reading')
  await card.shows('Stopped by Alice Moreau')
  expect(await card.text()).not.toMatch(/Open in Entra/)
})
