import { expect, test } from 'vitest'
import { readText } from '../support/card-parts.ts'
import { auditOf, query } from '../support/facts.ts'
import { people, startWholeApp } from '../support/whole-app.ts'

/** A sync whose progress card Teams refuses to change. */
async function startWithLetter() {
  const app = await startWholeApp()
  const olivia = app.teams.as(people.olivia)
  const alice = app.teams.as(people.alice)
  app.teams.connector.fail({ status: 413, code: 'MessageSizeTooBig', method: 'PUT' })
  const progress = await olivia.ask('sync Adatum')
  await app.settled()
  const settings = await alice.ask('settings')
  return { app, olivia, alice, progress, settings, letters: () => query(app, 'select * from outbox') }
}

test('a card that could not be delivered stands in the settings, and an approver sends it again', async () => {
  const { app, olivia, alice, progress, settings, letters } = await startWithLetter()
  expect(readText(settings.card)).toMatch(/1 card couldn’t be delivered[\s\S]*sync progress[\s\S]*too big/i)
  expect(letters()).toMatchObject([{ reason: 'tooBig' }])
  expect(readText(olivia.see(progress).card)).not.toMatch(/ended|done|finished/i)
  const after = await alice.click(settings, 'message.sendAgain')
  expect(readText(after.card)).toContain('sent again')
  await app.settled()
  expect(letters()).toEqual([])
  expect(app.teams.connector.find(progress.id)?.updates).toBe(1)
  expect(readText((await alice.ask('settings')).card)).not.toContain('could not be delivered')
  expect(auditOf(app, 'message.sendAgain')).toHaveLength(1)
})

test('or discards it; whoever comes second changes nothing, and an operator may not', async () => {
  const { app, olivia, alice, settings, letters } = await startWithLetter()
  const refused = await olivia.click(await olivia.ask('settings'), 'message.discard')
  expect(readText(refused.card)).toMatch(/approver/i)
  expect(letters()).toHaveLength(1)
  await alice.click(settings, 'message.discard')
  expect(letters()).toEqual([])
  const late = await alice.invoke(settings, {
    verb: 'message.sendAgain',
    data: { letterId: 1, v: 1 },
  })
  expect(JSON.stringify(late.body)).toContain('Nothing was done')
  expect(auditOf(app, 'message.discard').filter(({ result }) => result === 'done')).toHaveLength(1)
  expect(auditOf(app, 'message.sendAgain')).toEqual([])
})
