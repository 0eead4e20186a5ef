import { expect, test } from 'vitest'
import { list } from '#domain/audit/audit-store.ts'
import { takeDue } from '#platform/outbox/due-store.ts'
import type { Database } from '#platform/storage/database.ts'
import { openTestDatabase, temporaryFile } from '../../support/databases.ts'
import { runUntilKilled } from '../../support/run-until-killed.ts'

const worker = 'test/platform/storage/crash-worker.ts'

async function contents({ db }: Database) {
  const entries = await list(db, { limit: 100_000 })
  const messages = await takeDue(db, new Date(1e12), 100_000)
  return {
    entries: entries.map((entry) => entry.id).reverse(),
    messages: messages.map(({ subject }) => Number(subject.id)),
  }
}

test('kill -9 in the middle of the work loses nothing that was answered, and halves nothing', async () => {
  const path = await temporaryFile()
  const { length: answered } = await runUntilKilled(worker, [path], (lines, kill) => {
    if (lines.length === 100) kill()
  })
  expect(answered).toBeGreaterThanOrEqual(100)
  const { entries, messages } = await contents(await openTestDatabase({}, path))
  expect(entries.length).toBeGreaterThanOrEqual(answered)
  expect(messages).toEqual(entries)
})

test.each([
  ['transaction.begin', 2],
  ['transaction.commit', 2],
  ['transaction.committed', 3],
])('killed at %s of the third, the file holds %i', async (step, count) => {
  const path = await temporaryFile()
  expect(await runUntilKilled(worker, [path, step, '3'])).toHaveLength(2)
  const { entries, messages } = await contents(await openTestDatabase({}, path))
  expect(entries).toHaveLength(count)
  expect(messages).toEqual(entries)
})
