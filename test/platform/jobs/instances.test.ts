import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { later, seconds, systemClock } from '#platform/base/time.ts'
import { makeLeasedJobs } from '#platform/jobs/leased.ts'
import { emptyPostgres, openInstance } from '../../support/postgres-database.ts'
import { programOf } from '../../support/programs.ts'
import { arrived, calm, makeGate, patient, setup, written } from './setup.ts'
import { writing } from './setup-commits.ts'

/** Two instances on one database. */
async function two() {
  const address = await emptyPostgres()
  const one = await setup(await openInstance(address), makeLeasedJobs)
  const other = await setup(await openInstance(address), makeLeasedJobs)
  return { one, other }
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

test('who slept through the end of a lease writes nothing, whatever the other one has made of the job', async () => {
  const { one, other } = await two()
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
  other.clock.forward(seconds(61))
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
  const { one, other } = await two()
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
  other.clock.forward(seconds(61))
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
  const { one, other } = await two()
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
  other.clock.forward(seconds(61))
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
  ['stopped for longer than its lease', 'SIGSTOP'],
] as const)('the job of an instance that was %s is done once, by another one', async (_how, signal) => {
  const address = await emptyPostgres()
  const database = await openInstance(address)
  const late = later(systemClock(), seconds(90))
  const { jobs, rows } = await setup(database, (options) => makeLeasedJobs({ ...options, clock: () => late }))
  jobs.work('work', { concurrency: 1 }, async () => writing('the other one'))
  const runAt = systemClock()
  await database.transaction((tx) => jobs.enqueue(tx, { queue: 'work', key: 'a', data: null, runAt }))

  const program = await programOf('test/platform/jobs/leased-worker.ts')
  const child = spawn(process.execPath, ['--no-warnings', program, address], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines = createInterface({ input: child.stdout })
  expect(await once(lines, 'line')).toEqual(['taken'])
  child.kill(signal)
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
