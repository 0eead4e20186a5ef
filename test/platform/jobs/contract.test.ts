import { describe, expect, test } from 'vitest'
import { later, minutes, seconds } from '#platform/base/time.ts'
import type { Job } from '#platform/jobs/jobs.ts'
import { wakeAfterCommit } from '#platform/storage/commit-wakes.ts'
import { makeTestClock } from '../../support/clocks.ts'
import { openTestDatabase } from '../../support/databases.ts'
import { makeTestLog } from '../../support/logs.ts'
import { openTestPostgres } from '../../support/postgres-database.ts'
import { arrived, calm, makeGate, nothing, openJobs, patient, setup, written } from './setup.ts'
import { writing } from './setup-commits.ts'

/** Every engine that implements the contract of jobs.ts, on each of its databases. */
const kinds = [
  { name: 'in one process on SQLite', open: () => openTestDatabase() },
  { name: 'with pg-boss on PostgreSQL', open: () => openTestPostgres() },
]

describe.each(kinds)('jobs $name', ({ open }) => {
  describe('what is enqueued', () => {
    test('is worked on when it is due, with its data, and is gone afterwards', async () => {
      const { jobs, enqueue, rows, clock } = await setup(await open())
      const seen: Job[] = []
      jobs.work('work', { concurrency: 1 }, async (job) => {
        seen.push(job)
        return nothing
      })
      const runAt = clock()
      await enqueue('a', { tenantId: 't' })
      await jobs.settled()
      expect(seen).toEqual([
        { id: expect.any(String), queue: 'work', key: 'a', data: { tenantId: 't' }, runAt, attempts: 1 },
      ])
      expect(await rows()).toEqual([])
    })

    test('is not worked on before its time', async () => {
      const { jobs, enqueue, clock } = await setup(await open())
      const seen: string[] = []
      jobs.work('work', { concurrency: 1 }, async (job) => {
        seen.push(job.key)
        return nothing
      })
      await enqueue('a', null, minutes(5))
      await jobs.settled()
      expect(seen).toEqual([])
      clock.forward(minutes(5) - 1)
      await jobs.settled()
      expect(seen).toEqual([])
      clock.forward(1)
      await jobs.settled()
      expect(seen).toEqual(['a'])
    })

    test('is worked on at its own moment within a second', async () => {
      const { jobs, enqueue, clock, rows } = await setup(await open())
      const seen: string[] = []
      jobs.work('work', { concurrency: 3 }, async (job) => {
        seen.push(job.key)
        return nothing
      })
      await enqueue('later', null, 300)
      await enqueue('now')
      await enqueue('soon', null, 200)
      await jobs.settled()
      expect(seen).toEqual(['now'])
      clock.forward(200)
      await jobs.settled()
      expect(seen).toEqual(['now', 'soon'])
      clock.forward(99)
      await jobs.settled()
      await jobs.stop()
      expect(seen).toEqual(['now', 'soon'])
      expect((await rows()).map((row) => row.key)).toEqual(['later'])
    })

    test('is not there when its transaction failed', async () => {
      const { database, jobs, rows, clock } = await setup(await open())
      await expect(
        database.transaction(async (tx) => {
          await jobs.enqueue(tx, { queue: 'work', key: 'a', data: null, runAt: clock() })
          throw new Error('changed my mind')
        }),
      ).rejects.toThrow('changed my mind')
      expect(await rows()).toEqual([])
    })

    test('is one job per queue and key, at the last time and with the last data', async () => {
      const { jobs, enqueue, rows, clock } = await setup(await open())
      const seen: unknown[] = []
      jobs.work('work', { concurrency: 1 }, async (job) => {
        seen.push(job.data)
        return nothing
      })
      await enqueue('a', 'first')
      await enqueue('a', 'second', minutes(1))
      await enqueue('a', 'other queue', 0, 'elsewhere')
      expect(await rows()).toHaveLength(2)
      await jobs.settled()
      expect(seen).toEqual([])
      clock.forward(minutes(1))
      await jobs.settled()
      expect(seen).toEqual(['second'])
      expect((await rows()).map((row) => row.queue)).toEqual(['elsewhere'])
    })

    test('can be moved to an earlier time, though others of its queue were worked on meanwhile', async () => {
      const { jobs, enqueue, rows } = await setup(await open())
      const seen: unknown[] = []
      jobs.work('work', { concurrency: 3 }, async ({ data }) => {
        seen.push(data)
        return nothing
      })
      await enqueue('a', 'in five minutes', minutes(5))
      await enqueue('b', 'other')
      await jobs.settled()
      await enqueue('a', 'now')
      await jobs.settled()
      expect(seen).toEqual(['other', 'now'])
      expect(await rows()).toEqual([])
    })

    test('starts in the order of its times, then of its arrival', async () => {
      const { jobs, enqueue, clock } = await setup(await open())
      const seen: string[] = []
      jobs.work('work', { concurrency: 1 }, async (job) => {
        seen.push(job.key)
        return nothing
      })
      await enqueue('third', null, seconds(30))
      await enqueue('first', null, seconds(10))
      await enqueue('second', null, seconds(20))
      await enqueue('fourth', null, seconds(30))
      clock.forward(seconds(100))
      await jobs.settled()
      expect(seen).toEqual(['first', 'second', 'third', 'fourth'])
    })

    test('starts in that order also within a second, where several start together', async () => {
      const { jobs, enqueue, clock } = await setup(await open())
      const seen: string[] = []
      jobs.work('work', { concurrency: 4 }, async (job) => {
        seen.push(job.key)
        return nothing
      })
      await enqueue('third', null, 300)
      await enqueue('first', null, 100)
      await enqueue('second', null, 200)
      clock.forward(seconds(2))
      await jobs.settled()
      expect(seen).toEqual(['first', 'second', 'third'])
    })

    test('runs beside a job under way of another key', async () => {
      const { jobs, enqueue } = await setup(await open())
      const gate = makeGate()
      jobs.work('work', { concurrency: 2 }, async () => {
        await gate.wait()
        return nothing
      })
      await jobs.start()
      await enqueue('a')
      await arrived(gate, 1)
      await enqueue('b')
      await arrived(gate, 2)
      gate.letOne()
      gate.letOne()
      await jobs.stop()
    })

    test('under the key of a job under way runs after it, never beside it', async () => {
      const { jobs, enqueue, rows } = await setup(await open())
      const gate = makeGate()
      const seen: unknown[] = []
      jobs.work('work', { concurrency: 5 }, async (job) => {
        seen.push(job.data)
        await gate.wait()
        return nothing
      })
      await jobs.start()
      await enqueue('a', 'first')
      jobs.wake()
      await arrived(gate, 1)
      await enqueue('a', 'second')
      jobs.wake()
      await calm()
      expect(seen).toEqual(['first'])
      gate.letOne()
      await arrived(gate, 1)
      expect(seen).toEqual(['first', 'second'])
      gate.letOne()
      await jobs.settled()
      expect(await rows()).toEqual([])
      await jobs.stop()
    })
  })

  describe('cancelling', () => {
    test('takes a waiting job back and says whether there was one', async () => {
      const { jobs, enqueue, cancel } = await setup(await open())
      const seen: string[] = []
      jobs.work('work', { concurrency: 1 }, async (job) => {
        seen.push(job.key)
        return nothing
      })
      await enqueue('a')
      expect(await cancel('a')).toBe(true)
      expect(await cancel('a')).toBe(false)
      await jobs.settled()
      expect(seen).toEqual([])
    })

    test('a job under way throws away what it found', async () => {
      const { database, jobs, enqueue, cancel, rows } = await setup(await open())
      const gate = makeGate()
      jobs.work('work', { concurrency: 1 }, async (job) => {
        await gate.wait()
        return writing(job.key)
      })
      await jobs.start()
      await enqueue('a')
      jobs.wake()
      await arrived(gate, 1)
      expect(await cancel('a')).toBe(true)
      gate.letOne()
      await jobs.settled()
      expect(await written(database)).toEqual([])
      expect(await rows()).toEqual([])
      await jobs.stop()
    })

    test('and enqueueing anew does not let the old run end the new job', async () => {
      const { database, jobs, enqueue, cancel } = await setup(await open())
      const gate = makeGate()
      jobs.work('work', { concurrency: 2 }, async (job) => {
        await gate.wait()
        return writing(String(job.data))
      })
      await jobs.start()
      await enqueue('a', 'old')
      jobs.wake()
      await arrived(gate, 1)
      await cancel('a')
      await enqueue('a', 'new')
      jobs.wake()
      await calm()
      gate.letOne()
      gate.letOne()
      await jobs.settled()
      expect(await written(database)).toEqual(['new'])
      await jobs.stop()
    })
  })

  describe('a job that fails', () => {
    test('is tried again after 2 s, doubling up to 10 min, for ever', async () => {
      const { jobs, enqueue, clock, log, rows } = await setup(await open())
      const starts: number[] = []
      const begin = clock().getTime()
      jobs.work('work', { concurrency: 1 }, async (job) => {
        starts.push(clock().getTime() - begin)
        expect(job.attempts).toBe(starts.length)
        throw new Error('not yet')
      })
      await enqueue('a')
      for (let i = 0; i < 13; i++) {
        await jobs.settled()
        const [row] = await rows()
        clock.forward(Number(row?.runAt) - clock().getTime())
      }
      const waits = starts.slice(1).map((start, i) => (start - Number(starts[i])) / 1000)
      expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600, 600])
      expect(log.lines.every((line) => line.level === 'warn')).toBe(true)
      expect(log.lines[0]?.facts).toMatchObject({ queue: 'work', key: 'a', attempts: 1, waitMs: 2000 })
    })

    test('in its commit writes nothing and is tried again', async () => {
      const { database, jobs, enqueue, clock, rows } = await setup(await open())
      let reads = 0
      jobs.work('work', { concurrency: 1 }, async () => {
        reads++
        return async (tx) => {
          await writing('a')(tx)
          await jobs.enqueue(tx, { queue: 'later', key: 'b', data: null, runAt: clock() })
          if (reads === 1) throw new Error('halfway')
        }
      })
      await enqueue('a')
      await jobs.settled()
      expect(await written(database)).toEqual([])
      expect((await rows()).map((row) => row.key)).toEqual(['a'])
      clock.forward(seconds(2))
      await jobs.settled()
      expect(reads).toBe(2)
      expect(await written(database)).toEqual(['a'])
      expect((await rows()).map((row) => row.key)).toEqual(['b'])
    })

    test('does not hold up others', async () => {
      const { database, jobs, enqueue } = await setup(await open())
      jobs.work('work', { concurrency: 1 }, async (job) => {
        if (job.key === 'bad') throw new Error('bad')
        return writing(job.key)
      })
      await enqueue('bad')
      await enqueue('good')
      await jobs.settled()
      expect(await written(database)).toEqual(['good'])
    })

    test('counts anew when it is enqueued anew', async () => {
      const { jobs, enqueue } = await setup(await open())
      const attempts: number[] = []
      jobs.work('work', { concurrency: 1 }, async (job) => {
        attempts.push(job.attempts)
        throw new Error('no')
      })
      await enqueue('a')
      await jobs.settled()
      await enqueue('a')
      await jobs.settled()
      expect(attempts).toEqual([1, 1])
    })

    test('leaves the job of its key that was enqueued meanwhile as it is, and is none beside it', async () => {
      const { jobs, enqueue, rows } = await setup(await open())
      const gate = makeGate()
      jobs.work('work', { concurrency: 1 }, async () => {
        await gate.wait()
        throw new Error('no')
      })
      await enqueue('a', 'first')
      await jobs.start()
      await arrived(gate, 1)
      await enqueue('a', 'second', minutes(1))
      const [waiting] = (await rows()).filter(({ data }) => data === 'second')
      gate.letOne()
      await jobs.settled()
      expect(await rows()).toEqual([waiting])
      await jobs.stop()
    })
  })

  describe('a commit', () => {
    test('may enqueue its successor under the same key', async () => {
      const { jobs, enqueue, clock } = await setup(await open())
      const seen: unknown[] = []
      jobs.work<number>('work', { concurrency: 1 }, async (job) => {
        seen.push([job.data, job.attempts])
        return async (tx) => {
          if (job.data < 3)
            await jobs.enqueue(tx, { ...job, data: job.data + 1, runAt: later(clock(), 1000) })
        }
      })
      await enqueue('a', 1)
      for (let i = 0; i < 5; i++) {
        await jobs.settled()
        clock.forward(1000)
      }
      expect(seen).toEqual([
        [1, 1],
        [2, 1],
        [3, 1],
      ])
    })

    test('that enqueues for another queue needs nobody to wake it', async () => {
      const { database, jobs, enqueue, clock } = await setup(await open())
      const done = makeGate()
      const second = done.wait()
      jobs.work('work', { concurrency: 1 }, async () => async (tx) => {
        await jobs.enqueue(tx, { queue: 'next', key: 'b', data: null, runAt: clock() })
      })
      jobs.work('next', { concurrency: 1 }, async () => {
        done.letOne()
        return writing('next')
      })
      await jobs.start()
      await enqueue('a')
      jobs.wake()
      await second
      await jobs.stop()
      expect(await written(database)).toEqual(['next'])
    })
  })

  test('no more jobs of a queue run at once than it allows, and a full queue does not hold up another', async () => {
    const { jobs, enqueue } = await setup(await open())
    const gate = makeGate()
    let most = 0
    let active = 0
    const others: string[] = []
    jobs.work('work', { concurrency: 3 }, async () => {
      most = Math.max(most, ++active)
      await gate.wait()
      active--
      return nothing
    })
    jobs.work('other', { concurrency: 1 }, async (job) => {
      others.push(job.key)
      return nothing
    })
    for (let i = 0; i < 10; i++) await enqueue(`job ${i}`)
    await enqueue('x', null, 0, 'other')
    await jobs.start()
    await arrived(gate, 3)
    await expect.poll(() => others, patient).toEqual(['x'])
    for (let i = 0; i < 10; i++) {
      gate.letOne()
      await calm()
    }
    await jobs.settled()
    expect(most).toBe(3)
    await jobs.stop()
  })

  test('stop waits for what is under way and takes nothing new', async () => {
    const { database, jobs, enqueue, rows } = await setup(await open())
    const gate = makeGate()
    jobs.work('work', { concurrency: 1 }, async (job) => {
      await gate.wait()
      return writing(job.key)
    })
    await enqueue('a')
    await enqueue('b')
    await jobs.start()
    await arrived(gate, 1)
    let stopped = false
    const stopping = jobs.stop().then(() => {
      stopped = true
    })
    await calm()
    expect(stopped).toBe(false)
    gate.letOne()
    await stopping
    expect(await written(database)).toEqual(['a'])
    jobs.wake()
    await jobs.settled()
    expect((await rows()).map((row) => row.key)).toEqual(['b'])
  })

  test('after start the timer finds a job that falls due, without anybody waking it', async () => {
    const database = await open()
    const clock = makeTestClock()
    const jobs = await openJobs({ database, clock, log: makeTestLog() })
    const done = new Promise<void>((resolve) => {
      jobs.work('work', { concurrency: 1 }, async () => nothing.bind(resolve()))
    })
    await database.transaction((tx) =>
      jobs.enqueue(tx, { queue: 'work', key: 'a', data: null, runAt: later(clock(), 5) }),
    )
    await jobs.start()
    clock.forward(5)
    await done
    await jobs.stop()
  })

  test('work woken inside of a transaction waits for it instead of failing', async () => {
    const { database, jobs, enqueue } = await setup(await open())
    jobs.work('work', { concurrency: 1 }, async (job) => writing(job.key))
    await jobs.start()
    await enqueue('a')
    await database.transaction(async () => {
      jobs.wake()
      await calm()
      expect(await written(database)).toEqual([])
    })
    await jobs.settled()
    expect(await written(database)).toEqual(['a'])
    await jobs.stop()
  })

  test('a second worker for a queue is a mistake', async () => {
    const { jobs } = await setup(await open())
    jobs.work('work', { concurrency: 1 }, async () => nothing)
    expect(() => jobs.work('work', { concurrency: 1 }, async () => nothing)).toThrow('has its worker already')
  })

  test('a job of a committed transaction begins by itself', async () => {
    const { database, clock, jobs } = await setup(await open())
    const worked = Promise.withResolvers<string>()
    jobs.work('work', { concurrency: 1 }, async ({ key }) => {
      worked.resolve(key)
      return nothing
    })
    await jobs.start()
    await database.transaction((tx) =>
      jobs.enqueue(tx, { queue: 'work', key: 'a', data: null, runAt: clock() }),
    )
    expect(await worked.promise).toBe('a')
    await jobs.stop()
  })

  test('whoever must know is told after each commit, and of nothing else', async () => {
    const database = await open()
    const clock = makeTestClock()
    const seen: string[][] = []
    const told: Promise<void>[] = []
    database.afterCommit('outbox', () => {
      told.push(written(database).then((ids) => void seen.push(ids)))
    })
    const jobs = await openJobs({ database, clock, log: makeTestLog() })
    jobs.work('work', { concurrency: 1 }, async ({ key }) => {
      if (key === 'bad') throw new Error('no')
      return async (tx) => {
        wakeAfterCommit(tx, 'outbox')
        await writing(key)(tx)
      }
    })
    for (const key of ['a', 'bad', 'b']) {
      await database.transaction((tx) => jobs.enqueue(tx, { queue: 'work', key, data: null, runAt: clock() }))
      await jobs.settled()
    }
    await Promise.all(told)
    expect(seen).toEqual([['a'], ['a', 'b']])
  })
})
