import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Buckets, halfOfTeams, type Limit } from '#platform/outbox/sliding-windows.ts'

const to = (conversation: string, tenantId = 't') => ({ conversation, tenantId })

/** The most requests that lie in any stretch of this length. */
function mostIn(times: readonly number[], inMs: number): number {
  return Math.max(0, ...times.map((end) => times.filter((at) => at > end - inMs && at <= end).length))
}

test('three in a second, then room as the first one leaves the second', () => {
  const buckets = new Buckets()
  for (const at of [0, 10, 20]) {
    expect(buckets.findFull(to('c'), at)).toBeUndefined()
    buckets.count(to('c'), at)
  }
  expect(buckets.findFull(to('c'), 21)).toEqual({ what: 'conversation', untilMs: 1_000 })
  expect(buckets.findFull(to('d'), 21)).toBeUndefined()
  expect(buckets.findFull(to('c'), 1_000)).toBeUndefined()
})

test('a tenant and the whole have their own; the widest that is full is named', () => {
  const buckets = new Buckets()
  for (let i = 0; i < 25; i++) buckets.count(to(`c${i}`), 0)
  expect(buckets.findFull(to('new'), 1)).toEqual({ what: 'tenant', untilMs: 1_000 })
  expect([...buckets.fullTenants(1)]).toEqual([['t', 1_000]])
  expect(buckets.findFull(to('new', 'u'), 1)).toBeUndefined()
  for (let i = 0; i < 75; i++) buckets.count(to(`d${i}`, `u${i}`), 5)
  expect(buckets.fullUntilMs).toBe(1_000)
  expect(buckets.findFull(to('new', 'v'), 6)).toEqual({ what: 'all', untilMs: 1_000 })
  expect([...buckets.fullTenants(1_000)]).toEqual([])
})

test('whoever asks first never exceeds half of the limits, whenever it asks', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ waitMs: fc.nat(400), conversation: fc.nat(3), tenant: fc.nat(1) }), {
        maxLength: 300,
      }),
      (asked) => {
        const buckets = new Buckets()
        const sent: { at: number; conversation: string; tenantId: string }[] = []
        let at = 0
        for (const { waitMs, conversation, tenant } of asked) {
          at += waitMs
          const destination = to(`${tenant} ${conversation}`, `${tenant}`)
          if (buckets.findFull(destination, at)) continue
          buckets.count(destination, at)
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
  const buckets = new Buckets()
  for (let i = 0; i < 500; i++) buckets.count(to(`c${i}`, `t${i}`), i)
  expect(buckets.size).toBe(1_000)
  buckets.count(to('late', 'late'), 3_600_000 + 600)
  expect(buckets.size).toBe(2)
  for (let i = 0; i < 30_000; i++) buckets.count(to(`d${i}`), 3_700_000)
  expect(buckets.size).toBeLessThanOrEqual(20_002)
  for (let i = 0; i < 5_000; i++) buckets.count(to('loud'), 3_700_001)
  expect(buckets.findFull(to('loud'), 3_700_002)?.what).toBe('all')
})
