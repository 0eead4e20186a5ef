import { expect, test } from 'vitest'
import { ConcurrencyLimit } from '#platform/microsoft/concurrency-limit.ts'

/** A service in simulated time that handles several requests at once, in 20 ms each, and queues the others. */
function makeService(
  limit: ConcurrencyLimit,
  { capacity, tooMany, serviceMs = 20 }: { capacity: number; tooMany?: number; serviceMs?: number },
) {
  let nowMs = 0
  let most = 0
  let refused = 0
  const busy: number[] = Array.from({ length: capacity }, () => 0)
  const ends: { atMs: number; end: () => void }[] = []

  function ask(): Promise<void> {
    const startedMs = nowMs
    const slot = busy.indexOf(Math.min(...busy))
    const { inFlight } = limit.figures
    most = Math.max(most, inFlight)
    const overloaded = tooMany !== undefined && inFlight > tooMany
    if (overloaded) refused += 1
    const atMs = overloaded ? nowMs + 1 : Math.max(nowMs, busy[slot] ?? 0) + serviceMs
    if (!overloaded) busy[slot] = atMs
    return new Promise((resolve) => {
      ends.push({
        atMs,
        end: () => {
          limit.record({ ms: atMs - startedMs, overloaded })
          resolve()
        },
      })
    })
  }

  return {
    get most() {
      return most
    },
    get refused() {
      return refused
    },
    slowTo(other: number) {
      busy.splice(0, busy.length, ...Array.from({ length: other }, () => nowMs))
    },
    /** Sends as many requests as allowed until enough were answered. Returns the simulated ms. */
    async answer(count: number): Promise<number> {
      const from = nowMs
      const work = Array.from({ length: count }, () => limit.run(ask))
      let done = 0
      for (const each of work) void each.then(() => (done += 1))
      while (done < count) {
        for (let turn = 0; turn < 4; turn++) await Promise.resolve()
        const next = ends.toSorted((a, b) => a.atMs - b.atMs)[0]
        if (!next) continue
        ends.splice(ends.indexOf(next), 1)
        nowMs = next.atMs
        next.end()
      }
      return nowMs - from
    },
  }
}

test('grows to the most that is allowed while answers stay fast, and never beyond', async () => {
  const limit = new ConcurrencyLimit({ most: 32 })
  const service = makeService(limit, { capacity: 100 })
  await service.answer(600)
  expect(limit.figures).toEqual({ size: 32, inFlight: 0, waiting: 0 })
  expect(service.most).toBe(32)
})

test('stops growing where answers get slow, and still uses all that the service has', async () => {
  const limit = new ConcurrencyLimit({ most: 500 })
  const service = makeService(limit, { capacity: 20 })
  await service.answer(4_000)
  expect(limit.figures.size).toBeGreaterThan(20)
  expect(limit.figures.size).toBeLessThan(60)
  // 20 at once in 20 ms are 1,000 a second.
  expect(await service.answer(1_000)).toBeLessThan(1_050)
})

test('gives way when the service has less than before', async () => {
  const limit = new ConcurrencyLimit({ most: 64 })
  const service = makeService(limit, { capacity: 64 })
  await service.answer(1_000)
  expect(limit.figures.size).toBe(64)
  service.slowTo(5)
  await service.answer(2_000)
  expect(limit.figures.size).toBeLessThan(25)
})

test('halves once for all that was under way when it was too much, and comes back', async () => {
  const limit = new ConcurrencyLimit({ most: 64, first: 64 })
  const service = makeService(limit, { capacity: 64, tooMany: 40 })
  await service.answer(2_000)
  expect(limit.figures.size).toBeGreaterThanOrEqual(16)
  expect(limit.figures.size).toBeLessThanOrEqual(47)
  // Nearly all were answered: overload is rare.
  expect(service.refused).toBeLessThan(300)
})

test('a path that has become slower for good is believed in the end', async () => {
  const limit = new ConcurrencyLimit({ most: 32 })
  await makeService(limit, { capacity: 100 }).answer(600)
  await makeService(limit, { capacity: 100, serviceMs: 60 }).answer(2_000)
  expect(limit.figures.size).toBe(32)
})

test('never falls below one at a time, so that it finds out when all is well again', async () => {
  const limit = new ConcurrencyLimit({ most: 16 })
  for (let time = 0; time < 100; time++) limit.record({ ms: 5, overloaded: true })
  expect(limit.figures.size).toBe(1)
  await makeService(limit, { capacity: 100 }).answer(600)
  expect(limit.figures.size).toBe(16)
})

test('does not grow while a limit is nearly used up', async () => {
  const limit = new ConcurrencyLimit({ most: 64 })
  const service = makeService(limit, { capacity: 64 })
  for (let time = 0; time < 20; time++) {
    limit.record({ ms: 0, nearLimit: true })
    await service.answer(8)
  }
  expect(limit.figures.size).toBeLessThanOrEqual(8)
})

test('what is not used tells nothing: a few requests do not raise it', async () => {
  const limit = new ConcurrencyLimit({ most: 64 })
  const service = makeService(limit, { capacity: 64 })
  for (let time = 0; time < 50; time++) await service.answer(4)
  expect(limit.figures.size).toBe(8)
})

test('a tenant that is not well says nothing about all of them; the word that all is too much does', async () => {
  const limit = new ConcurrencyLimit({ most: 32, first: 32 })
  const service = makeService(limit, { capacity: 100 })
  for (let time = 0; time < 20; time++) {
    limit.record({ ms: 5, overloaded: true })
    await service.answer(40)
  }
  expect(limit.figures.size).toBe(32)
  limit.record({ ms: 0, throttled: true })
  expect(limit.figures.size).toBe(16)
})

test('a failure frees its place', async () => {
  const limit = new ConcurrencyLimit({ most: 1 })
  await expect(limit.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await limit.run(async () => 'next')).toBe('next')
  expect(limit.figures.inFlight).toBe(0)
})
