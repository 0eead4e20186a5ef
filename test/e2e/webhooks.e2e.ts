import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '#platform/base/time.ts'
import {
  answerWith,
  startWebhookReceiver,
  verifyWebhook,
  type WebhookReceiver,
  writeTargetsTo,
} from '../support/webhook-receiver.ts'
import { openStage, type Stage } from './stage.ts'
import type { TeamsPage } from './teams-page.ts'

let folder: string
let receiver: WebhookReceiver
let key: string
let stage: Stage
let alice: TeamsPage

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'grantkeeper-webhooks-'))
  receiver = await startWebhookReceiver()
  const written = writeTargetsTo(join(folder, 'demo'), [{ name: 'siem', url: receiver.url }])
  key = written.keys.siem ?? ''
  stage = await openStage(20_400, undefined, written.file)
  alice = await stage.teamsOf('alice')
})
afterAll(async () => {
  await stage?.end()
  await receiver?.close()
  await rm(folder, { recursive: true, force: true })
})

test('an approver tests a target, sees what it answers, and a block reaches it', async () => {
  const settings = await alice.ask('settings', 'Settings')
  await settings.press('Send test event')
  await settings.shows('The test event is on its way.')
  await settings.press('Refresh')
  await settings.shows(/Accepted an event/)
  await settings.picture('webhooks-well')
  receiver.answer(answerWith(503))
  await settings.press('Send test event')
  await settings.shows('The test event is on its way.')
  await settings.press('Refresh')
  await settings.shows(/Answers 503/)
  await settings.picture('webhooks-failing')
  receiver.answer(answerWith(204))
  const before = receiver.requests.length
  const card = await alice.ask('block "Account actions" in Adatum')
  await card.press('Confirm block')
  await card.shows(/Blocked/)
  await expect.poll(() => receiver.requests.length, { timeout: 10_000 }).toBeGreaterThan(before)
  for (const request of receiver.requests.slice(before))
    expect(verifyWebhook(request, key, systemClock)).toEqual(request.event)
})
