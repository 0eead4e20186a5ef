import { expect, test } from 'vitest'
import { openTestDatabase, temporaryFile } from '../../support/databases.ts'
import { runUntilKilled } from '../../support/run-until-killed.ts'
import { setup } from './setup.ts'

test.each([
  ['message.taken', ['1'], ['2', '3']],
  ['message.sent', ['1', '2'], ['2', '3']],
  ['message.ended', ['1', '2'], ['3']],
])('kill -9 at %s loses no card', async (step, arrivedBefore, arriveAfter) => {
  const path = await temporaryFile()
  const worker = 'test/platform/outbox/crash-worker.ts'
  expect(await runUntilKilled(worker, [path, step])).toEqual(arrivedBefore)
  const { outbox, fake, rows } = await setup({}, await openTestDatabase({}, path))
  await outbox.settled()
  expect(fake.cards).toEqual(arriveAfter)
  expect(await rows()).toEqual([])
})
