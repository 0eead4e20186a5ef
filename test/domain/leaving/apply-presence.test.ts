import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyPresence, isReaderNext } from '#domain/leaving/apply-presence.ts'
import type { Leaving } from '#domain/leaving/leaving.ts'
import { later, seconds } from '#platform/base/time.ts'
import type { SetFacts, TenantRead } from '#platform/microsoft/facts.ts'
import { runs } from '../../support/runs.ts'
import { alice, factsWith, gone, groupRead, notInstalled, throttled } from '../status/grant-samples.ts'

const t0 = new Date('2026-03-01T08:00:00.000Z')
const [own, reader] = ['2b2b2b2b-0000-4000-8000-000000000001', '1a1a1a1a-0000-4000-8000-0000000000a1']
const app = (clientId: string, setId?: string) => ({
  clientId,
  ...(setId && { setId }),
  held: 1,
  state: 'there' as const,
  since: t0,
})
const start: Leaving = {
  id: 1,
  tenantId: 't',
  state: 'open',
  version: 1,
  apps: [app(own, 'a-set'), app(reader)],
  by: alice,
  startedAt: t0,
}

const there = factsWith([groupRead])
const at = (n: number): Date => later(t0, seconds(n))
const read = (n: number, sets: Record<string, SetFacts | 'unread'>): TenantRead => ({
  connection: 'ok',
  at: at(n),
  organization: { read: false, outcome: throttled },
  sets: Object.fromEntries(
    Object.entries(sets).map(([id, value]) => [
      id,
      value === 'unread' ? { read: false, outcome: throttled } : { read: true, value },
    ]),
  ),
})
const lost = (n: number): TenantRead => ({ connection: 'lost', at: at(n), outcome: gone })
const failed = (n: number): TenantRead => ({ connection: 'failed', at: at(n), outcome: throttled })
const play = (...reads: TenantRead[]): Leaving => reads.reduce(applyPresence, start)
const statesOf = ({ apps }: Leaving) => apps.map(({ state }) => state)

test('an app is gone after two reads a minute apart that don’t see it; the reader is then the next', () => {
  const once = play(read(1, { [own]: notInstalled, [reader]: there }))
  expect(statesOf(once)).toEqual(['missing', 'there'])
  expect(isReaderNext(once)).toBe(false)
  const twice = applyPresence(once, read(62, { [own]: notInstalled, [reader]: there }))
  expect(twice).toMatchObject({ state: 'open', checkedAt: at(62) })
  expect(statesOf(twice)).toEqual(['gone', 'there'])
  expect(isReaderNext(twice)).toBe(true)
})

test('once the reader is gone, nothing can be read any more, and nothing is said to be gone', () => {
  const once = play(lost(1))
  expect(once).toMatchObject({ state: 'open', lostAt: at(1) })
  const twice = applyPresence(once, lost(62))
  expect(twice).toMatchObject({ state: 'unreadable', endedAt: at(62) })
  expect(statesOf(twice)).toEqual(['there', 'there'])
})

test('a list without the reader never makes it gone: it came with the reader’s own token', () => {
  const reads = [1, 62, 200].map((n) => read(n, { [own]: notInstalled, [reader]: notInstalled }))
  expect(play(...reads)).toMatchObject({ state: 'open' })
  expect(statesOf(play(...reads))).toEqual(['gone', 'there'])
})

test('a blocked set is over when all of it is gone', () => {
  const blocked: Leaving = { ...start, setId: 'a-set', apps: [app(own, 'a-set')] }
  const over = [read(1, { [own]: notInstalled }), read(62, { [own]: notInstalled })].reduce(
    applyPresence,
    blocked,
  )
  expect(over).toMatchObject({ state: 'gone', endedAt: at(62) })
})

test('what came back is there again', () => {
  const reads = [
    read(1, { [own]: notInstalled }),
    read(62, { [own]: notInstalled }),
    read(70, { [own]: there }),
  ]
  expect(statesOf(play(...reads))[0]).toBe('there')
})

test('whatever is read, only a pair of complete reads without it makes an app gone, and a failed one changes nothing', () => {
  const one = fc.oneof(
    fc.constant('lost' as const),
    fc.constant('failed' as const),
    fc.constantFrom('there', 'absent', 'unread').map((kind) => ({ kind })),
  )
  const steps = fc.array(fc.record({ gap: fc.constantFrom(1, 30, 61, 500), one }), { maxLength: 12 })
  fc.assert(
    fc.property(steps, (all) => {
      let n = 0
      let known = start
      let absentSince: number | undefined
      for (const { gap, one: step } of all) {
        n += gap
        const before = known
        const value = typeof step === 'string' ? undefined : step.kind
        const facts = value === 'there' ? there : value === 'absent' ? notInstalled : 'unread'
        const next = step === 'lost' ? lost(n) : step === 'failed' ? failed(n) : read(n, { [own]: facts })
        known = applyPresence(before, next)
        if (before.state !== 'open') expect(known).toBe(before)
        else if (value === 'there') absentSince = undefined
        else if (value === 'absent') absentSince ??= n
        else expect(statesOf(known)).toEqual(statesOf(before))
        const isGone = statesOf(known)[0] === 'gone'
        if (isGone && statesOf(before)[0] !== 'gone')
          expect(n - (absentSince ?? n)).toBeGreaterThanOrEqual(60)
        expect(statesOf(known)[1]).toBe('there')
      }
    }),
    runs(300),
  )
})
