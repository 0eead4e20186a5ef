import fc from 'fast-check'
import { expect, test } from 'vitest'
import { halfOfTeams, type Limit, SlidingWindows } from '#platform/outbox/sliding-windows.ts'

const to = (conversation: string, tenantId = 't') => ({ conversation, tenantId })

/** The most requests in any window of this length. */
function mostIn(times: readonly number[], inMs: number): number {
  return Math.max(0, ...times.map((end) => times.filter((at) => at > end - inMs && at <= end).length))
}

test('three in a second, then room as the first one leaves the second', () => {
  const windows = new SlidingWindows()
  for (const at of [0, 10, 20]) {
    expect(windows.findFull(to('c'), at)).toBeUndefined()
    windows.count(to('c'), at)
  }
  expect(windows.findFull(to('c'), 21)).toEqual({ what: 'conversation', untilMs: 1_000 })
  expect(windows.findFull(to('d'), 21)).toBeUndefined()
  expect(windows.findFull(to('c'), 1_000)).toBeUndefined()
})

test('a tenant and the whole have their own; the widest that is full is named', () => {
  const windows = new SlidingWindows()
  for (let i = 0; i < 25; i++) windows.count(to(`c${i}`), 0)
  expect(windows.findFull(to('new'), 1)).toEqual({ what: 'tenant', untilMs: 1_000 })
  expect([...windows.fullTenants(1)]).toEqual([['t', 1_000]])
  expect(windows.findFull(to('new', 'u'), 1)).toBeUndefined()
  for (let i = 0; i < 75; i++) windows.count(to(`d${i}`, `u${i}`), 5)
  expect(windows.fullUntilMs).toBe(1_000)
  expect(windows.findFull(to('new', 'v'), 6)).toEqual({ what: 'all', untilMs: 1_000 })
  expect([...windows.fullTenants(1_000)]).toEqual([])
})

test('whoever asks first never exceeds half of the limits, whenever it asks', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ waitMs: fc.nat(400), conversation: fc.nat(3), tenant: fc.nat(1) }), {
        maxLength: 300,
      }),
      (asked) => {
        const windows = new SlidingWindows()
        const sent: { at: number; conversation: string; tenantId: string }[] = []
        let at = 0
        for (const { waitMs, conversation, tenant } of asked) {
          at += waitMs
          const destination = to(`${tenant} ${conversation}`, `${tenant}`)
          if (windows.findFull(destination, at)) continue
          windows.count(destination, at)
          sent.push({ at, ...destination })
        }
        const check = (limits: readonly Limit[], times: number[]) => {
          for (const { most, inMs } of limits) expect(mostIn(times, inMs)).toBeLessThanOrEqual(most)
        }
        const timesBy = (key: 'conversation' | 'tenantId') => Map.groupBy(sent, (one) => one[key]).values()
        for (const some of timesBy('conversation'))
          check(
            halfOfTeams.conversation,
            some.map((s) => s.at),
          )
        for (const some of timesBy('tenantId'))
          check(
            halfOfTeams.tenant,
            some.map((s) => s.at),
          )
        check(
          halfOfTeams.all,
          sent.map((one) => one.at),
        )
      },
    ),
    { numRuns: 60 },
  )
})

test('remembers nobody for longer than an hour, and no more than it may', () => {
  const windows = new SlidingWindows()
  for (let i = 0; i < 500; i++) windows.count(to(`c${i}`, `t${i}`), i)
  expect(windows.size).toBe(1_000)
  windows.count(to('late', 'late'), 3_600_000 + 600)
  expect(windows.size).toBe(2)
  for (let i = 0; i < 30_000; i++) windows.count(to(`d${i}`), 3_700_000)
  expect(windows.size).toBeLessThanOrEqual(20_002)
  for (let i = 0; i < 5_000; i++) windows.count(to('loud'), 3_700_001)
  expect(windows.findFull(to('loud'), 3_700_002)?.what).toBe('all')
})
