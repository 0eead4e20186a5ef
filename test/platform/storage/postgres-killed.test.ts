import { describe, expect, test } from 'vitest'
import { list } from '#domain/audit/audit-store.ts'
import { takeDue } from '#platform/outbox/due-store.ts'
import type { Database } from '#platform/storage/database.ts'
import { emptyPostgres, openInstance } from '../../support/postgres-database.ts'
import { runUntilKilled } from '../../support/run-until-killed.ts'

describe('kill -9', () => {
  const worker = 'test/platform/storage/crash-worker.ts'
  const contents = async ({ db }: Database) => {
    const entries = await list(db, { limit: 100_000 })
    const messages = await takeDue(db, new Date(1e12), 100_000)
    return {
      entries: entries.map(({ id }) => id).reverse(),
      messages: messages.map(({ subject }) => Number(subject.id)),
    }
  }

  test('in the middle of the work loses nothing that was answered, and halves nothing', async () => {
    const address = await emptyPostgres()
    const { length: answered } = await runUntilKilled(worker, [address], (lines, kill) => {
      if (lines.length === 50) kill()
    })
    const { entries, messages } = await contents(await openInstance(address))
    expect(entries.length).toBeGreaterThanOrEqual(answered)
    expect(messages).toEqual(entries)
  })

  test.each([
    ['transaction.begin', 2],
    ['transaction.commit', 2],
    ['transaction.committed', 3],
  ])('at %s of the third leaves %i', async (step, count) => {
    const address = await emptyPostgres()
    expect(await runUntilKilled(worker, [address, step, '3'])).toHaveLength(2)
    const { entries, messages } = await contents(await openInstance(address))
    expect(entries).toHaveLength(count)
    expect(messages).toEqual(entries)
  })
})
