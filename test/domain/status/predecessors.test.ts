import { expect, test } from 'vitest'
import { applyFacts, type SetRead } from '#domain/status/apply-facts.ts'
import { evaluateStatus } from '#domain/status/evaluate-status.ts'
import { isStable } from '#domain/status/is-stable.ts'
import type { GrantMemory } from '#domain/status/memory.ts'
import { later, seconds } from '#platform/base/time.ts'
import {
  alice,
  directoryRead,
  factsWith,
  groupRead,
  maxAgeMs,
  notInstalled,
  requirement,
  throttled,
} from './grant-samples.ts'

const old = '5f5f5f5f-0000-4000-8000-000000000001'
const required = [directoryRead, groupRead]
const needed = { ...requirement(required), formerClientIds: [old] }
const t0 = new Date('2026-03-01T08:00:00.000Z')
const left = { appId: old, objectId: 'aaaaaaaa-0000-4000-8000-000000000001', name: 'Old Suite' }
const seen = (at: Date, predecessors = [left]): SetRead => ({
  connection: 'ok',
  at,
  result: { read: true, value: { ...factsWith(required), predecessors } },
})
const learn = (memory: GrantMemory, ...reads: SetRead[]): GrantMemory =>
  reads.reduce((known, read) => applyFacts(known, needed, read), memory)
const judged = (memory: GrantMemory, now: Date) =>
  evaluateStatus({ requirement: needed, memory, now, maxAgeMs })
const remains = (memory: GrantMemory, now = t0) =>
  judged(memory, now).findings.find(({ code }) => code === 'PREDECESSOR_REMAINS')

test('a former app that is still there is a finding, and changes no status', () => {
  const memory = learn({}, seen(t0))
  expect(judged(memory, t0)).toMatchObject({ status: 'granted', usable: true })
  expect(remains(memory)).toMatchObject({
    who: 'cloudApplicationAdministrator',
    since: t0,
    facts: { name: 'Old Suite', appId: old, objectId: left.objectId },
  })
  const blocked = { at: t0, by: alice }
  expect(remains({ ...memory, blocked })).toBeDefined()
  const absent = learn(
    {},
    {
      connection: 'ok',
      at: t0,
      result: { read: true, value: { ...notInstalled, predecessors: [left] } },
    },
  )
  expect(judged(absent, t0).status).toBe('notGranted')
  expect(remains(absent)).toBeDefined()
})

test('it is gone after two reads a minute apart that don’t see it, and not before', () => {
  const [soon, last] = [later(t0, seconds(59)), later(t0, seconds(61))]
  const first = later(t0, seconds(1))
  const missed = learn({}, seen(t0), seen(first, []))
  expect(remains(missed)).toMatchObject({ since: t0 })
  expect(isStable(missed)).toBe(false)
  expect(remains(learn(missed, seen(soon, [])))).toBeDefined()
  const gone = learn(missed, seen(soon, []), seen(last, []))
  expect(remains(gone)).toBeUndefined()
  expect(gone.predecessors).toBeUndefined()
  expect(isStable(gone)).toBe(true)
})

test('seen again in between, it begins anew', () => {
  const missed = learn({}, seen(t0), seen(later(t0, seconds(1)), []))
  const back = learn(missed, seen(later(t0, seconds(40))), seen(later(t0, seconds(62)), []))
  expect(remains(back)).toMatchObject({ since: t0 })
})

test('a read that failed never counts as gone, however long it fails', () => {
  const failed = (at: Date): SetRead => ({ connection: 'failed', at, outcome: throttled })
  const unread = (at: Date): SetRead => ({
    connection: 'ok',
    at,
    result: { read: false, outcome: throttled },
  })
  const reads = [1, 62, 130, 4_000].flatMap((n) => [
    failed(later(t0, seconds(n))),
    unread(later(t0, seconds(n + 1))),
  ])
  const memory = learn({}, seen(t0), ...reads)
  expect(memory.predecessors).toEqual([{ ...left, since: t0 }])
})

test('another object of the same app is another find, and what the old one held is forgotten', () => {
  const held = { at: t0, count: 1, names: ['Mail.Read (Microsoft Graph)'], tierZero: 0 }
  const before = { ...learn({}, seen(t0)), predecessors: [{ ...left, since: t0, held }] }
  const at = later(t0, seconds(5))
  const other = { ...left, objectId: 'aaaaaaaa-0000-4000-8000-000000000002' }
  expect(learn(before, seen(at, [other])).predecessors).toEqual([{ ...other, since: at }])
  expect(learn(before, seen(at)).predecessors).toEqual([{ ...left, since: t0, held }])
})

test('one that the catalog names no more is no finding', () => {
  const memory = learn({}, seen(t0))
  const { formerClientIds: _, ...now } = needed
  const findings = evaluateStatus({ requirement: now, memory, now: t0, maxAgeMs }).findings
  expect(findings.map(({ code }) => code)).toEqual(['ALL_GRANTED'])
})
