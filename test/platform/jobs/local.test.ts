import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { seconds } from '#platform/base/time.ts'
import type { Job } from '#platform/jobs/jobs.ts'
import { putJob } from '#platform/jobs/jobs-store.ts'
import { makeLocalJobs } from '#platform/jobs/local.ts'
import { makeTestClock } from '../../support/clocks.ts'
import { openTestDatabase, temporaryFile } from '../../support/databases.ts'
import { makeTestLog } from '../../support/logs.ts'
import { calm, makeGate, setup, written } from './setup.ts'
import { writing } from './setup-commits.ts'

test('a job whose process died before the commit is read again, and written once', async () => {
  const file = await temporaryFile()
  const first = await openTestDatabase({}, file)
  const before = await setup(first)
  const gate = makeGate()
  before.jobs.work('work', { concurrency: 1 }, async (job) => {
    await gate.wait()
    return writing(job.key)
  })
  await before.jobs.start()
  await before.enqueue('a')
  before.jobs.wake()
  await calm()
  expect(gate.waiting).toBe(1)

  const second = await openTestDatabase({}, file)
  const after = await setup(second)
  const seen: Job[] = []
  after.jobs.work('work', { concurrency: 1 }, async (job) => {
    seen.push(job)
    return writing(job.key)
  })
  await after.jobs.start()
  await after.jobs.settled()
  expect(seen.map((job) => job.key)).toEqual(['a'])
  expect(await written(second)).toEqual(['a'])

  // The old process was only slow: its result is not written a second time.
  await second.db.deleteFrom('requirements').execute()
  gate.letOne()
  await before.jobs.settled()
  expect(await written(first)).toEqual([])
  await before.jobs.stop()
  await after.jobs.stop()
})

test('when the database fails the engine rests, says so and goes on later', async () => {
  const { database, jobs, enqueue, clock, log } = await setup(await openTestDatabase())
  let broken = true
  const failing = makeLocalJobs({
    clock,
    log,
    database: {
      ...database,
      transaction: (work) => (broken ? Promise.reject(new Error('disk full')) : database.transaction(work)),
    },
  })
  let reads = 0
  failing.work('work', { concurrency: 1 }, async (job) => {
    reads++
    return writing(job.key)
  })
  await enqueue('a')
  await failing.settled()
  expect(reads).toBe(1)
  expect(log.lines.map((line) => line.level)).toEqual(['warn', 'error'])
  broken = false
  await failing.settled()
  expect(reads).toBe(1)
  clock.forward(seconds(5))
  await failing.settled()
  expect(reads).toBe(2)
  expect(await written(database)).toEqual(['a'])
  await jobs.stop()
})

test('a timer that rings too early during a rest does not end the work for ever', async () => {
  const database = await openTestDatabase()
  const clock = makeTestClock()
  let broken = true
  const jobs = makeLocalJobs({
    clock,
    log: makeTestLog(),
    database: {
      ...database,
      transaction: (work) => (broken ? Promise.reject(new Error('disk full')) : database.transaction(work)),
    },
  })
  jobs.work('work', { concurrency: 1 }, async ({ key }) => writing(key))
  await database.transaction((tx) =>
    jobs.enqueue(tx, { queue: 'work', key: 'a', data: null, runAt: clock() }),
  )
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  await jobs.start()
  await calm()
  broken = false
  // The clock stands still: the pause has not ended when the timer fires.
  vi.advanceTimersByTime(seconds(5))
  await calm()
  expect(await written(database)).toEqual([])
  clock.forward(seconds(5))
  vi.advanceTimersByTime(seconds(5))
  await calm()
  expect(await written(database)).toEqual(['a'])
  await jobs.stop()
})

describe('a result that is being written', () => {
  test('leaves its place to the next job, as many as may work and no more', async () => {
    const { jobs, enqueue, rows } = await setup(await openTestDatabase())
    const gate = makeGate()
    const seen: string[] = []
    jobs.work('work', { concurrency: 1 }, async (job) => {
      seen.push(job.key)
      return gate.wait
    })
    for (const key of ['a', 'b', 'c']) await enqueue(key)
    await jobs.start()
    await calm()
    expect(seen).toEqual(['a', 'b'])
    for (let left = 3; left > 0; left--) {
      gate.letOne()
      await calm()
    }
    expect(seen).toEqual(['a', 'b', 'c'])
    await jobs.settled()
    expect(await rows()).toEqual([])
  })
})

test('a job that falls due while the queues are read is not forgotten', async () => {
  const database = await openTestDatabase()
  const due = Date.now()
  let readings = 0
  const clock = () => new Date(++readings <= 2 ? due - 1 : due)
  const jobs = makeLocalJobs({ database, clock, log: makeTestLog() })
  const ran = Promise.withResolvers<void>()
  // Two queues, so that a first statement looks for those with due jobs.
  for (const queue of ['a', 'b']) {
    jobs.work(queue, { concurrency: 1 }, async () => async () => ran.resolve())
  }
  await putJob(database.db, { queue: 'a', key: '1', data: null, runAt: new Date(due) }, new Date(due))
  await jobs.start()
  await ran.promise
  await jobs.stop()
})
