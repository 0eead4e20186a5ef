import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hours, later, minutes, seconds } from '#platform/base/time.ts'
import { judgeAnswer, retriedMs } from '#platform/webhooks/judge-answer.ts'
import { runs } from '../../support/runs.ts'

const since = new Date('2026-11-30T08:00:00Z')
const fresh = { attempts: 0, sinceAt: since, isTest: false }
const at = (ms: number) => ({ now: later(since, ms), random: () => 1 })

test.each([200, 201, 202, 204, 299])('%i is success, also after three days', (status) => {
  expect(judgeAnswer({ status }, fresh, at(hours(100)))).toEqual({ act: 'delivered' })
})

test.each([100, 300, 301, 302, 304, 307, 308, 400, 401, 404, 429, 500, 502, 503])(
  '%i is tried again, and dead after three days',
  (status) => {
    const dueAt = later(since, seconds(5))
    const outcome = String(status)
    expect(judgeAnswer({ status }, fresh, at(0))).toEqual({ act: 'again', dueAt, outcome })
    expect(judgeAnswer({ status }, fresh, at(retriedMs))).toEqual({ act: 'dead', outcome })
  },
)

test('410 ends the target, at any time', () => {
  expect(judgeAnswer({ status: 410 }, fresh, at(0))).toEqual({ act: 'gone', outcome: '410' })
})

describe('Retry-After', () => {
  test.each([429, 503])('of %i pauses the whole target', (status) => {
    const verdict = judgeAnswer({ status, retryAfterMs: minutes(10) }, fresh, at(0))
    const dueAt = later(since, minutes(10))
    expect(verdict).toEqual({ act: 'again', dueAt, pausedUntil: dueAt, outcome: String(status) })
  })

  test('of another answer is about this event', () => {
    const verdict = judgeAnswer({ status: 500, retryAfterMs: minutes(10) }, fresh, at(0))
    expect(verdict).toEqual({ act: 'again', dueAt: later(since, minutes(10)), outcome: '500' })
  })

  test('shortens nothing', () => {
    const verdict = judgeAnswer({ status: 503, retryAfterMs: 1_000 }, { ...fresh, attempts: 9 }, at(0))
    expect(verdict).toMatchObject({ dueAt: later(since, minutes(42.666_666_666_7)) })
  })
})

test('a test event is tried once', () => {
  const tried = { ...fresh, isTest: true }
  expect(judgeAnswer({ failure: 'timedOut' }, tried, at(0))).toEqual({ act: 'dead', outcome: 'timedOut' })
})

test('whatever fails, the waits grow to an hour, and the last try is at the end of the three days', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (jitter) => {
      let [now, attempts] = [since, 0]
      for (;;) {
        const verdict = judgeAnswer({ status: 500 }, { ...fresh, attempts }, { now, random: () => jitter })
        if (verdict.act !== 'again')
          return verdict.act === 'dead' && now.getTime() === since.getTime() + retriedMs
        const waitMs = verdict.dueAt.getTime() - now.getTime()
        if (waitMs <= 0 || waitMs > hours(1)) return false
        now = verdict.dueAt
        attempts += 1
        if (attempts > 200) return false
      }
    }),
    runs(50),
  )
})
