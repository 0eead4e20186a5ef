import { expect, test } from 'vitest'
import { Poller, type PollerOptions } from '#platform/base/poller.ts'
import { hours, seconds } from '#platform/base/time.ts'
import { makeTestClock } from '../../support/clocks.ts'
import { makeTestLog } from '../../support/logs.ts'
import { makeTestTimers } from '../../support/timers.ts'

function setup(options: Partial<PollerOptions<string>> = {}) {
  const [clock, log, timers] = [makeTestClock(), makeTestLog(), makeTestTimers()]
  const polls: string[] = []
  const wakes = new Set<() => void>()
  const poller: Poller<string> = new Poller({
    clock,
    log,
    timers,
    sources: () => ['a', 'b'],
    poll: async (sources) => void polls.push(sources.join()),
    waitMs: async () => seconds(10),
    failure: 'could not be read',
    subscribe: (wake) => {
      wakes.add(wake)
      return () => void wakes.delete(wake)
    },
    ...options,
  })
  const pass = async (ms: number) => {
    clock.forward(ms)
    timers.forward(ms)
    await calm()
  }
  const setBack = (ms: number) => clock.forward(-ms)
  return { poller, polls, wakes, log, pass, setBack }
}

async function calm(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve))
}

test('polls one at a time, and once more for all that woke it meanwhile', async () => {
  const going: (() => void)[] = []
  const polls: string[] = []
  const { poller } = setup({
    poll: async (sources) => {
      polls.push(sources.join())
      await new Promise<void>((resolve) => going.push(resolve))
    },
  })
  const started = poller.start()
  await calm()
  poller.wake()
  void poller.poll(['b'])
  void poller.poll(['c'])
  await calm()
  expect(polls).toEqual(['a,b'])
  going.shift()?.()
  await calm()
  expect(polls).toEqual(['a,b', 'a,b,c'])
  going.shift()?.()
  await started
})

test('polls again after the time it was given, and for nobody before it is started or after it was stopped', async () => {
  const { poller, polls, wakes, pass } = setup()
  for (const wake of wakes) wake()
  await pass(seconds(20))
  expect(polls).toEqual([])
  await poller.start()
  await pass(seconds(9))
  expect(polls).toHaveLength(1)
  await pass(seconds(1))
  expect(polls).toHaveLength(2)
  for (const wake of wakes) wake()
  await pass(0)
  expect(polls).toHaveLength(3)
  await poller.stop()
  expect(wakes.size).toBe(0)
  poller.wake()
  await pass(seconds(20))
  expect(polls).toHaveLength(3)
})

test('logs a failure, rests for a while whoever wakes it, and goes on by itself', async () => {
  let broken = true
  let polls = 0
  const { poller, log, pass } = setup({
    poll: async () => {
      polls++
      if (broken) throw new Error('disk full')
    },
  })
  await poller.start()
  broken = false
  poller.wake()
  await pass(seconds(4))
  expect([polls, poller.mayPoll]).toEqual([1, false])
  expect(log.lines.map(({ message }) => message)).toEqual(['could not be read'])
  await pass(seconds(1))
  expect([polls, poller.mayPoll]).toEqual([2, true])
  await poller.stop()
})

test('a stop waits for the poll under way', async () => {
  const poll = Promise.withResolvers<void>()
  const { poller } = setup({ poll: () => poll.promise })
  void poller.start()
  await calm()
  const order: string[] = []
  const stopped = poller.stop().then(() => order.push('stopped'))
  await calm()
  order.push('poll ends')
  poll.resolve()
  await stopped
  expect(order).toEqual(['poll ends', 'stopped'])
})

/** Fails the first time. */
function failingOnce() {
  const polls: string[] = []
  const poll = async (sources: readonly string[]) => {
    polls.push(sources.join())
    if (polls.length === 1) throw new Error('down')
  }
  return { polls, poll }
}

test('a clock that is set back does not prolong the pause after a failure', async () => {
  const { polls, poll } = failingOnce()
  const { poller, pass, setBack } = setup({ poll })
  await poller.start()
  setBack(hours(1))
  await pass(seconds(5))
  expect(polls).toHaveLength(2)
})

test('a pause that ends while a poll asks for it is not the end of all polls', async () => {
  const { polls, poll } = failingOnce()
  const timers = makeTestTimers()
  let now = 0
  const { poller } = setup({ poll, timers, clock: () => new Date(now++) })
  await poller.start()
  // The timer is a millisecond early.
  now = 5_001
  timers.forward(seconds(5))
  await calm()
  expect(polls).toHaveLength(1)
  timers.forward(1)
  await calm()
  expect(polls).toHaveLength(2)
})
