import { expect, test } from 'vitest'
import { assertCapacity } from '#domain/sync/assert-capacity.ts'
import { add } from '#platform/outbox/outbox-store.ts'
import { describeStore } from '../../stores/contract.ts'
import { putJobs } from '../../support/put-jobs.ts'

const now = new Date('2026-03-01T08:00:00.000Z')

describeStore('room for a round', (open) => {
  test('is there until more waits than the limit', async () => {
    const database = await open()
    const { db } = database
    const message = (n: number) => ({
      conversationId: `a:${n}`,
      activityId: null,
      subject: { kind: 'alert', id: String(n) },
      dueAt: now,
    })
    for (let n = 0; n < 3; n++) await add(db, message(n))
    await assertCapacity(database, 3)
    await add(db, message(3))
    await expect(assertCapacity(database, 3)).rejects.toMatchObject({ code: 'BUSY' })
    // Dead messages are not waiting.
    await db.updateTable('outbox').set({ dead_at: 1 }).where('subject_id', '=', '3').execute()
    await assertCapacity(database, 3)
  })

  test('is not there while more jobs wait', async () => {
    const database = await open()
    await putJobs(
      database,
      [0, 1, 2, 3].map((n) => ({ queue: 'q', key: String(n), runAt: now })),
    )
    await assertCapacity(database, 4)
    await expect(assertCapacity(database, 3)).rejects.toMatchObject({ code: 'BUSY' })
  })
})
