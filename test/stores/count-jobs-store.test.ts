import { expect, test } from 'vitest'
import { later, seconds } from '#platform/base/time.ts'
import { countDueJobs } from '#platform/jobs/count-jobs-store.ts'
import { putJob } from '#platform/jobs/jobs-store.ts'
import { describeStore } from './contract.ts'
import { t0 } from './samples.ts'

describeStore('counts of jobs', (open) => {
  test('are of what is due, by queue, with the age of the oldest', async () => {
    const { db } = await open()
    expect(await countDueJobs(db, t0)).toEqual([])
    const jobs = [
      ['b', 'one', 5],
      ['b', 'two', 9],
      ['a', 'one', 7],
      ['a', 'late', 99],
      ['c', 'late', 99],
    ] as const
    for (const [queue, key, after] of jobs) {
      await putJob(db, { queue, key, data: null, runAt: later(t0, seconds(after)) }, t0)
    }
    expect(await countDueJobs(db, later(t0, seconds(10)))).toEqual([
      { queue: 'a', due: 1, oldestMs: seconds(3) },
      { queue: 'b', due: 2, oldestMs: seconds(5) },
    ])
  })
})
