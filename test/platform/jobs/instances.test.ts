import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { PgBoss } from 'pg-boss'
import { expect, onTestFinished, test, vi } from 'vitest'
import { seconds, systemClock } from '#platform/base/time.ts'
import { queueOptions } from '#platform/storage/boss-schema.ts'
import { emptyPostgres, openInstance } from '../../support/postgres-database.ts'
import { administer } from '../../support/postgres-server.ts'
import { programOf } from '../../support/programs.ts'
import { arrived, calm, makeGate, nothing, openJobs, patient, setup, written } from './setup.ts'
import { writing } from './setup-commits.ts'

/** Two instances on one database. */
async function two() {
  const address = await emptyPostgres()
  const one = await setup(await openInstance(address))
  const other = await setup(await openInstance(address))
  return { address, one, other }
}

/** As if no heartbeat had come for so long that pg-boss takes back what is active. */
async function loseHeartbeats(address: string): Promise<void> {
  const boss = new PgBoss({
    connectionString: address,
    supervise: false,
    schedule: false,
    registerInstance: false,
  })
  await boss.start()
  // An instance that lives can give another heartbeat in between.
  while ((await administer(address, "select 1 from pgboss.job where state = 'active'")).length > 0) {
    await administer(
      address,
      "update pgboss.job set heartbeat_on = now() - interval '11 s' where state = 'active'",
      'update pgboss.queue set monitor_claim_on = null, monitor_on = null',
    )
    await boss.supervise()
  }
  await boss.stop({ graceful: false })
}

test('share what is due, and none is worked on twice', async () => {
  const { one, other } = await two()
  const seen: string[] = []
  for (const { jobs } of [one, other])
    jobs.work('work', { concurrency: 3 }, async ({ key }) => {
      seen.push(key)
      return writing(key)
    })
  const keys = Array.from({ length: 40 }, (_, at) => String(at).padStart(2, '0'))
  for (const key of keys) await one.enqueue(key)
  await Promise.all([one.jobs.settled(), other.jobs.settled()])
  await one.jobs.settled()
  expect(seen.toSorted()).toEqual(keys)
  expect(await written(one.database)).toEqual(keys)
  expect(await one.rows()).toEqual([])
})

test('a job that is enqueued anew while the other one works on it waits for the end of that', async () => {
  const { one, other } = await two()
  const gate = makeGate()
  const seen: unknown[] = []
  for (const { jobs } of [one, other])
    jobs.work('work', { concurrency: 1 }, async ({ data }) => {
      seen.push(data)
      await gate.wait()
      return writing(String(data))
    })
  await one.enqueue('a', 'first')
  await one.jobs.start()
  await arrived(gate, 1)
  await other.enqueue('a', 'second')
  // Nothing that may run now is due.
  await other.jobs.settled()
  await other.jobs.start()
  await calm()
  expect(seen).toEqual(['first'])
  gate.letOne()
  const lookAgain = (): unknown[] => {
    other.jobs.wake()
    return seen
  }
  await expect.poll(lookAgain, patient).toEqual(['first', 'second'])
  await arrived(gate, 1)
  gate.letOne()
  await Promise.all([one.jobs.stop(), other.jobs.stop()])
  expect(await written(one.database)).toEqual(['first', 'second'])
})

test('who slept past the heartbeats writes nothing, whatever the other one has made of the job', async () => {
  const { address, one, other } = await two()
  const gate = makeGate()
  one.jobs.work('work', { concurrency: 1 }, async () => {
    await gate.wait()
    return writing('the slow one')
  })
  other.jobs.work('work', { concurrency: 1 }, async () => writing('the other one'))
  await one.enqueue('a')
  await one.jobs.start()
  await arrived(gate, 1)
  await other.jobs.settled()
  expect(await written(other.database)).toEqual([])
  await loseHeartbeats(address)
  await other.jobs.settled()
  expect(await written(other.database)).toEqual(['the other one'])
  // Also if the same job was enqueued again meanwhile.
  await other.enqueue('a')
  gate.letOne()
  await one.jobs.stop()
  expect(await written(other.database)).toEqual(['the other one'])
  expect(await other.rows()).toHaveLength(1)
})

test('the slow one cannot end the job that the other one works on', async () => {
  const { address, one, other } = await two()
  const [slow, gate] = [makeGate(), makeGate()]
  one.jobs.work('work', { concurrency: 1 }, async () => {
    await slow.wait()
    return writing('the slow one')
  })
  other.jobs.work('work', { concurrency: 1 }, async () => {
    await gate.wait()
    return writing('the other one')
  })
  await one.enqueue('a')
  await one.jobs.start()
  await arrived(slow, 1)
  await loseHeartbeats(address)
  await other.jobs.start()
  await arrived(gate, 1)
  slow.letOne()
  await one.jobs.stop()
  expect(await written(other.database)).toEqual([])
  expect(await other.rows()).toHaveLength(1)
  gate.letOne()
  await other.jobs.stop()
  expect(await written(other.database)).toEqual(['the other one'])
})

test('a failure of the slow one does not postpone what the other one works on', async () => {
  const { address, one, other } = await two()
  const [slow, gate] = [makeGate(), makeGate()]
  one.jobs.work('work', { concurrency: 1 }, async () => {
    await slow.wait()
    throw new Error('no')
  })
  other.jobs.work('work', { concurrency: 1 }, async () => {
    await gate.wait()
    return writing('the other one')
  })
  await one.enqueue('a')
  await one.jobs.start()
  await arrived(slow, 1)
  await loseHeartbeats(address)
  await other.jobs.start()
  await arrived(gate, 1)
  const [held] = await other.rows()
  slow.letOne()
  await one.jobs.stop()
  expect(await other.rows()).toEqual([held])
  gate.letOne()
  await other.jobs.stop()
  expect(await written(other.database)).toEqual(['the other one'])
  expect(await other.rows()).toEqual([])
})

test.each([
  ['killed', 'SIGKILL'],
  ['stopped for longer than its heartbeats', 'SIGSTOP'],
] as const)('the job of an instance that was %s is done once, by another one', async (_how, signal) => {
  const address = await emptyPostgres()
  const database = await openInstance(address)
  const { jobs, rows } = await setup(database, (options) => openJobs({ ...options, clock: systemClock }))
  jobs.work('work', { concurrency: 1 }, async () => writing('the other one'))
  const runAt = systemClock()
  await database.transaction((tx) => jobs.enqueue(tx, { queue: 'work', key: 'a', data: null, runAt }))

  const program = await programOf('test/platform/jobs/boss-worker.ts')
  const child = spawn(process.execPath, ['--no-warnings', program, address], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines = createInterface({ input: child.stdout })
  expect(await once(lines, 'line')).toEqual(['taken'])
  child.kill(signal)
  await loseHeartbeats(address)
  await jobs.settled()
  expect(await written(database)).toEqual(['the other one'])
  if (signal === 'SIGSTOP') {
    const ended = once(lines, 'line')
    child.kill('SIGCONT')
    child.stdin.write('go on\n')
    expect(await ended).toEqual(['ended'])
  }
  expect(await written(database)).toEqual(['the other one'])
  expect(await rows()).toEqual([])
})

/** Keys of the jobs that no heartbeat has reached for long. */
const silent = (address: string) =>
  administer(
    address,
    "select singleton_key as key from pgboss.job where heartbeat_on < now() - interval '1 h' order by 1",
  )

test('whoever works long gives heartbeats, of what it still has and for as long as it works', async () => {
  const { address, one } = await two()
  const gate = makeGate()
  one.jobs.work('work', { concurrency: 2 }, async ({ key }) => {
    await gate.wait()
    return writing(key)
  })
  await one.enqueue('kept')
  await one.enqueue('taken over')
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  onTestFinished(() => void vi.useRealTimers())
  await one.jobs.start()
  await arrived(gate, 2)
  await administer(
    address,
    "update pgboss.job set heartbeat_on = now() - interval '2 h'",
    "update pgboss.job set retry_count = retry_count + 1 where singleton_key = 'taken over'",
  )
  // Before pg-boss takes back what is active.
  vi.advanceTimersByTime(seconds(queueOptions.heartbeatSeconds - 1))
  await expect.poll(() => silent(address), patient).toEqual([{ key: 'taken over' }])
  gate.letOne()
  gate.letOne()
  await one.jobs.stop()
  expect(vi.getTimerCount()).toBe(0)
})

test('what a dead instance worked on and what waited beside it are both done, one after the other', async () => {
  const { address, one, other } = await two()
  const gate = makeGate()
  one.jobs.work('work', { concurrency: 1 }, async () => {
    await gate.wait()
    return nothing
  })
  let active = 0
  const seen: unknown[] = []
  other.jobs.work('work', { concurrency: 2 }, async ({ data }) => {
    expect(++active).toBe(1)
    seen.push(data)
    await calm()
    active--
    return nothing
  })
  await one.enqueue('a', 'first')
  await one.jobs.start()
  await arrived(gate, 1)
  await one.enqueue('a', 'second')
  await loseHeartbeats(address)
  await other.jobs.settled()
  expect(seen).toEqual(['first', 'second'])
  gate.letOne()
  await one.jobs.stop()
  expect(await other.rows()).toEqual([])
})

test('an instance is woken by what another one enqueues', async () => {
  const { one, other } = await two()
  const worked = Promise.withResolvers<string>()
  other.jobs.work('work', { concurrency: 1 }, async ({ key }) => {
    worked.resolve(key)
    return nothing
  })
  // It doesn't poll by itself.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  await other.jobs.start()
  await calm()
  await one.enqueue('a')
  expect(await worked.promise).toBe('a')
  await other.jobs.stop()
})

test('instances that start together make the queues once', async () => {
  const address = await emptyPostgres()
  await Promise.all(Array.from({ length: 4 }, async () => setup(await openInstance(address))))
  const queues = await administer(
    address,
    "select name from pgboss.queue where name in ('work', 'elsewhere')",
  )
  expect(queues).toHaveLength(2)
})

test('what instances enqueue at once under one key is one job', async () => {
  const { one, other } = await two()
  for (let round = 0; round < 10; round++)
    await Promise.all([one.enqueue('a', 'one'), other.enqueue('a', 'other')])
  expect(await one.rows()).toEqual([
    expect.objectContaining({ key: 'a', data: expect.stringMatching(/one|other/) }),
  ])
})
