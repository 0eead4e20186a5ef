import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { evaluateStatus } from '#domain/status/evaluate-status.ts'
import type { GrantMemory } from '#domain/status/memory.ts'
import { hours, later } from '#platform/base/time.ts'
import { histories, play, requirements } from './arbitraries.ts'
import {
  alice,
  directoryRead,
  factsWith,
  maxAgeMs,
  now,
  readAt,
  requirement,
  verifiedWith,
} from './grant-samples.ts'

const bob = { ...alice, objectId: 'bob', name: 'Bob Tanaka' }
const of = requirement([directoryRead])
const closed = { ...of, openForMs: hours(8) }
const granted: GrantMemory = {
  facts: { at: readAt, value: factsWith([directoryRead]) },
  verified: verifiedWith([directoryRead]),
}
const blocked = { at: readAt, by: alice }
const open = { at: readAt, until: later(now, hours(1)), by: bob, approvedBy: alice, reference: 'INC1' }
const evaluate = (memory: GrantMemory, at = now, required = of) =>
  evaluateStatus({ requirement: required, memory, now: at, maxAgeMs })

describe('what keeps apps from the data', () => {
  test('a set that is closed by default is blocked by nobody, whatever is granted', () => {
    expect(evaluate(granted)).toMatchObject({ status: 'granted', usable: true })
    expect(evaluate(granted, now, closed)).toMatchObject({
      status: 'blocked',
      lastKnown: 'granted',
      usable: false,
      findings: [{ code: 'CLOSED_BY_DEFAULT', who: 'anyOperator' }],
    })
  })

  test('open for a time: the status is what was read, and says until when, by whom, and what follows', () => {
    const { status, usable, findings } = evaluate({ ...granted, open }, now, closed)
    expect({ status, usable }).toEqual({ status: 'granted', usable: true })
    expect(findings.at(-1)).toMatchObject({
      code: 'OPEN_UNTIL',
      since: open.until,
      facts: { closes: 'default', by: 'Bob Tanaka', approver: 'Alice Moreau', reference: 'INC1' },
    })
    const lifted = evaluate({ ...granted, blocked, open })
    expect(lifted).toMatchObject({ status: 'granted', usable: true })
    expect(lifted.findings.at(-1)?.facts?.closes).toBe('block')
  })

  test('the end itself is over, and a block that is lifted comes back with its blocker', () => {
    const memory = { ...granted, blocked, open }
    expect(evaluate(memory, later(open.until, -1))).toMatchObject({ usable: true })
    for (const required of [of, closed])
      expect(evaluate(memory, open.until, required)).toMatchObject({
        status: 'blocked',
        usable: false,
        findings: [{ code: 'BLOCKED_HERE', since: readAt, facts: { by: 'Alice Moreau' } }, {}],
      })
  })

  test('what one person opened, or for longer than the set allows, opens no set that is closed by default', () => {
    const { approvedBy: _, ...alone } = open
    for (const each of [alone, { ...open, until: later(readAt, hours(9)) }]) {
      expect(evaluate({ ...granted, open: each }, readAt)).toMatchObject({ usable: true })
      const shut = evaluate({ ...granted, open: each }, readAt, closed)
      expect(shut).toMatchObject({ status: 'blocked', usable: false })
      expect(shut.findings.map(({ code }) => code)).not.toContain('OPEN_UNTIL')
    }
  })

  test('a person’s block of a closed set is said as theirs', () => {
    expect(evaluate({ ...granted, blocked }, now, closed).findings[0]).toMatchObject({ code: 'BLOCKED_HERE' })
  })
})

test('whatever was read, and whatever the clock says: after an end nothing is usable, before it what would be', () => {
  fc.assert(
    fc.property(
      requirements,
      histories,
      fc.integer({ min: -hours(48), max: hours(48) }),
      fc.boolean(),
      fc.boolean(),
      (required, steps, leftMs, isBlocked, isClosed) => {
        const { memory, at } = play(required, steps)
        const { blocked: _, ...bare } = memory
        const free = evaluateStatus({ requirement: required, memory: bare, now: at, maxAgeMs })
        const until = later(at, leftMs)
        const opened = { ...open, at: later(until, -hours(8)), until }
        const limited = { ...bare, ...(isBlocked && { blocked }), open: opened }
        const by = { ...required, ...(isClosed && { openForMs: hours(8) }) }
        const seen = evaluateStatus({ requirement: by, memory: limited, now: at, maxAgeMs })
        if (leftMs > 0) expect(seen).toMatchObject({ status: free.status, usable: free.usable })
        else if (isBlocked || isClosed) expect(seen).toMatchObject({ status: 'blocked', usable: false })
        else expect(seen).toMatchObject({ status: free.status, usable: free.usable })
      },
    ),
    { numRuns: 200 },
  )
})
