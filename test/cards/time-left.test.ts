import fc from 'fast-check'
import { expect, test } from 'vitest'
import { timeLeftMs, timeLeftText } from '../../cards/time-left.ts'

const startedAt = new Date('2026-11-23T10:00:00Z')
const after = (ms: number): Date => new Date(startedAt.getTime() + ms)
const dayMs = 86_400_000

test('says nothing while too little is known, at the end, and for a clock that went back', () => {
  const pace = { startedAt, now: after(60_000), done: 100, total: 1_000 }
  expect(timeLeftMs(pace)).toBe(540_000)
  expect(timeLeftText(pace)).toBe('about 9 min left')
  for (const none of [
    { done: 4 },
    { done: 0 },
    { done: 19 },
    { now: after(9_999) },
    { now: after(-60_000) },
    { done: 1_000 },
    { done: 1_001 },
    { total: 0 },
    { done: Number.NaN },
    { total: Number.NaN },
    { now: new Date(Number.NaN) },
    { now: after(3 * dayMs) },
  ])
    expect(timeLeftText({ ...pace, ...none }), JSON.stringify(none)).toBe('')
})

const anyPace = fc.record({
  total: fc.integer({ min: -5, max: 200_000 }),
  done: fc.integer({ min: -5, max: 200_000 }),
  spent: fc.integer({ min: -dayMs, max: 30 * dayMs }),
})

test('whatever it is given, an estimate is finite, positive, and within its limit', () => {
  fc.assert(
    fc.property(anyPace, ({ total, done, spent }) => {
      const pace = { startedAt, now: after(spent), done, total }
      const left = timeLeftMs(pace)
      expect(left === undefined || (left > 0 && left <= 2 * dayMs)).toBe(true)
      expect(timeLeftText(pace)).toMatch(/^$|^less than a minute left$|^about [1-9]\d? (?:min|h|days?) left$/)
    }),
    { numRuns: 2_000 },
  )
})

/** Steps of a work whose pace varies by half, with the true time of each. */
const anyWork = fc
  .record({
    total: fc.integer({ min: 20, max: 400 }),
    eachMs: fc.integer({ min: 50, max: 60_000 }),
    noise: fc.array(fc.double({ min: 0.5, max: 1.5, noNaN: true }), { minLength: 400, maxLength: 400 }),
  })
  .map(({ total, eachMs, noise }) => {
    const times = noise.slice(0, total).map((factor) => factor * eachMs)
    return { total, times }
  })

test('an estimate is near the truth, and the next one is near it: no jumps', () => {
  fc.assert(
    fc.property(anyWork, ({ total, times }) => {
      const whole = times.reduce((sum, each) => sum + each, 0)
      let spent = 0
      let before: number | undefined
      for (const [at, ms] of times.entries()) {
        spent += ms
        const left = timeLeftMs({ startedAt, now: after(spent), done: at + 1, total })
        if (left === undefined) continue
        // The pace so far lies between half and one and a half of the mean, and so does the rest.
        expect(left / Math.max(1, whole - spent)).toBeGreaterThan(0.33)
        expect(left / Math.max(1, whole - spent)).toBeLessThan(3.01)
        if (before !== undefined) expect(left / before).toBeLessThan(1.35)
        before = left
      }
    }),
    { numRuns: 60 },
  )
})

test('more done in the same time never means more time left', () => {
  fc.assert(
    fc.property(anyPace, ({ total, done, spent }) => {
      const [less, more] = [done, done + 1].map((n) =>
        timeLeftMs({ startedAt, now: after(spent), done: n, total }),
      )
      if (less !== undefined && more !== undefined) expect(more).toBeLessThan(less)
    }),
    { numRuns: 2_000 },
  )
})
