import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyFacts } from '#domain/status/apply-facts.ts'
import { evaluateStatus } from '#domain/status/evaluate-status.ts'
import { isStable } from '#domain/status/is-stable.ts'
import type { GrantMemory } from '#domain/status/memory.ts'
import { later, seconds } from '#platform/base/time.ts'
import { runs } from '../../support/runs.ts'
import { completeFacts, histories, play, requirements } from './arbitraries.ts'
import { maxAgeMs } from './grant-samples.ts'

const withoutTime = ({ facts, ...memory }: GrantMemory) => ({ ...memory, facts: facts?.value })

const samples = fc.record({
  of: requirements,
  steps: histories,
  value: completeFacts,
  gapMs: fc.constantFrom(1, seconds(59), seconds(61), maxAgeMs, 10 * maxAgeMs),
})

test('settled: the same facts, read again at any time, change neither the memory nor what is judged by it', () => {
  let stable = 0
  fc.assert(
    fc.property(samples, ({ of, steps, value, gapMs }) => {
      const before = play(of, steps)
      const read = (memory: GrantMemory, at: Date) =>
        applyFacts(memory, of, { connection: 'ok', at, result: { read: true, value } })
      const at = later(before.at, 1)
      const memory = read(before.memory, at)
      if (!isStable(memory)) return
      stable += 1
      const nextAt = later(at, gapMs)
      const next = read(memory, nextAt)
      expect(withoutTime(next)).toEqual(withoutTime(memory))
      const judged = (of_: GrantMemory, now: Date) =>
        evaluateStatus({ requirement: of, memory: of_, now, maxAgeMs })
      expect(judged(next, nextAt)).toEqual(judged(memory, at))
    }),
    runs(400),
  )
  expect(stable).toBeGreaterThan(50)
})

test.each<[string, GrantMemory]>([
  ['nothing was read yet', {}],
  [
    'the last read failed',
    { readFailure: { at: new Date(0), outcome: { service: 'graph', name: 'x', class: 'passing' } } },
  ],
  ['a consent is under way', { consent: { consentId: 'c', phase: 'spreading', since: new Date(0) } }],
  ['a loss was seen once', { lossSeenAt: new Date(0), losses: [] }],
])('not settled while %s', (_, memory) => {
  const facts = { at: new Date(0), value: undefined as never }
  expect(
    isStable(
      'readFailure' in memory || 'consent' in memory || 'lossSeenAt' in memory
        ? { ...memory, facts }
        : memory,
    ),
  ).toBe(false)
})
