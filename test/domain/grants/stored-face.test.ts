import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Permission, Requirement } from '#domain/catalog/permission-set.ts'
import { dayStart } from '#domain/catalog/retirement.ts'
import type { Grant } from '#domain/grants/grant.ts'
import { grantFromRow, longColumns, shortColumns } from '#domain/grants/grants-store.ts'
import { faceOf, type GrantFace, storedFaceOf } from '#domain/grants/present-grant.ts'
import { reevaluate } from '#domain/grants/reevaluate.ts'
import type { Confirmation, GrantMemory } from '#domain/status/memory.ts'
import { hours, later, minutes } from '#platform/base/time.ts'
import { histories, play, requirements, start } from '../status/arbitraries.ts'
import {
  alice,
  byHand,
  clientId,
  factsWith,
  gone,
  graphApi,
  maxAgeMs,
  requirement,
  throttled,
  userRead,
} from '../status/grant-samples.ts'

const program = '1'
const rules = (own: Partial<{ maxAgeMs: number; program: string }> = {}) =>
  ({ maxAgeMs, program, undoMs: minutes(10), ...own }) as never
const at = (now: Date, own?: Parameters<typeof rules>[0]) => ({ clock: () => now, rules: rules(own) })

/** Stored as it was judged then, and read with the tenant's read time. */
function store(of: Requirement, memory: GrantMemory, judgedAt: Date, checkedAt?: Date): Grant {
  const made = reevaluate(at(judgedAt), { tenantId: 'tenant', requirement: of, memory })
  if (!made) throw new Error('Expected a grant')
  return grantFromRow({
    tenant_id: 'tenant',
    set_id: of.setId,
    ...shortColumns(made.grant),
    ...longColumns(made.grant),
    excepted: 0,
    checked_at: checkedAt?.getTime() ?? null,
    ...{ block_at: null, block_by: null, block_reason: null, block_final: null },
  })
}

const days = fc.constantFrom('2026-02-28', '2026-03-01', '2026-03-02', '2026-03-03')
const whileOpen = fc.record({
  date: days,
  from: fc.option(days, { nil: undefined }),
  until: fc.option(days, { nil: undefined }),
  askAgainDays: fc.constantFrom(1, 2),
  listReadMs: fc.option(fc.constantFrom(0, hours(1), maxAgeMs), { nil: undefined }),
})

/** A list with an API that ends, and with settings that a person confirms. */
const lists = fc
  .tuple(requirements, whileOpen)
  .map(([of, { date, from, until, askAgainDays, listReadMs }]) => {
    const retires = {
      date,
      what: 'An API',
      source: 'https://example.com',
      alsoNeeds: { what: 'A switch', from },
    }
    const permissions = of.permissions.map(
      (one, index): Permission =>
        index < 2 ? { ...one, retires: { ...retires, what: `API ${index}` } } : one,
    )
    const settings = [...of.settings, { ...byHand, until, askAgainDays }]
    return {
      ...of,
      permissions,
      settings,
      ...(listReadMs !== undefined && { readAt: later(start, -listReadMs) }),
    }
  })

const confirmations = fc.option(
  fc
    .constantFrom(hours(-47), hours(-23), hours(0))
    .map((ms): Confirmation[] => [{ setting: byHand.id, at: later(start, ms), by: alice, clientId }]),
  { nil: undefined },
)
const shifts = fc.constantFrom(
  0,
  1,
  minutes(5),
  hours(1),
  hours(17),
  maxAgeMs,
  maxAgeMs + 1,
  -minutes(5),
  -hours(30),
)

const situations = fc
  .record({
    of: lists,
    steps: histories,
    said: confirmations,
    judgedAfter: fc.constantFrom(0, hours(1), maxAgeMs + 1),
    shownAfter: shifts,
    readAgain: fc.option(fc.constantFrom(0, minutes(1), hours(2)), { nil: undefined }),
    use: fc.option(fc.constant({ app: 'Enrollment', limit: 1 }), { nil: undefined }),
    isTurned: fc.boolean(),
    off: fc.boolean(),
  })
  .map(({ of, steps, said, judgedAfter, shownAfter, readAgain, use, isTurned, off }) => {
    const { memory: played, at: last } = play(of, steps)
    const memory = off ? withoutGraph(played) : played
    const judgedAt = later(last, judgedAfter)
    const shownAt = later(judgedAt, shownAfter)
    const checkedAt = readAgain === undefined ? undefined : later(shownAt, -readAgain)
    return {
      of,
      shownOf: isTurned ? { ...of, permissions: of.permissions.toReversed() } : of,
      memory: { ...memory, ...(said && { confirmations: said }) },
      judgedAt,
      shownAt,
      checkedAt,
      use,
    }
  })

/** An API of several permissions is switched off in the tenant. */
function withoutGraph({ facts, ...memory }: GrantMemory): GrantMemory {
  return facts
    ? { ...memory, facts: { ...facts, value: { ...facts.value, disabledResources: [graphApi] } } }
    : memory
}

const storedFace = (
  now: ReturnType<typeof at>,
  of: Requirement,
  grant: Grant,
  { checkedAt, use }: { checkedAt?: Date | undefined; use?: Parameters<typeof faceOf>[3] } = {},
): GrantFace | undefined => {
  const { memory: _, ...stored } = grant
  return storedFaceOf(now, of, stored, { checkedAt, use })
}

test('what is shown as stored is what the memory gives when it is judged again', () => {
  let shown = 0
  let granted = 0
  fc.assert(
    fc.property(situations, ({ of, shownOf, memory, judgedAt, shownAt, checkedAt, use }) => {
      const grant = store(of, memory, judgedAt, checkedAt)
      const face = storedFace(at(shownAt), shownOf, grant, { checkedAt, use })
      if (!face) return
      shown += 1
      if (face.status === 'granted') granted += 1
      expect(face).toEqual(faceOf(at(shownAt), shownOf, grant, use))
    }),
    { numRuns: 1_600 },
  )
  expect(shown).toBeGreaterThan(40)
  expect(granted).toBeGreaterThan(0)
})

const list = requirement([userRead])
const readAt = start
const memory: GrantMemory = {
  facts: { at: readAt, value: factsWith([userRead]) },
  verified: { at: readAt, permissions: [], clientId },
}
const stored = store(list, memory, readAt)

test('a set that was read without trouble is shown as stored, with the time of a later read', () => {
  const checkedAt = later(readAt, hours(20))
  const now = later(readAt, maxAgeMs + 1)
  expect(storedFace(at(readAt), list, stored)).toMatchObject({ status: 'granted', readAt, granted: 1 })
  expect(storedFace(at(now), list, stored, { checkedAt })).toMatchObject({
    status: 'granted',
    readAt: checkedAt,
  })
})

test.each([
  [
    'an API ends',
    { permissions: [{ ...userRead, retires: { date: '2026-03-03', what: 'An API', source: '' } }] },
  ],
  ['a setting no longer helps', { settings: [{ ...byHand, until: '2026-03-03' }] }],
])(
  'what was judged before the day on which %s stands until that day begins, and the other way round',
  (_what, own) => {
    const of: Requirement = { ...list, ...own }
    const day = dayStart('2026-03-03')
    const eve = later(day, -1)
    const isShown = (judgedAt: Date, now: Date): boolean => {
      const facts = { at: judgedAt, value: factsWith([userRead]) }
      const grant = store(of, { ...memory, facts }, judgedAt)
      return storedFace(at(now), of, grant) !== undefined
    }
    expect([isShown(eve, eve), isShown(eve, day)]).toEqual([true, false])
    expect([isShown(day, eve), isShown(day, day)]).toEqual([false, true])
  },
)

test.each([
  ['the read is too old', at(later(readAt, maxAgeMs + 1)), list],
  ['the list was read too long ago', at(readAt), { ...list, readAt: later(readAt, -maxAgeMs - 1) }],
  ['another program judged', at(readAt, { program: '2' }), list],
  ['the limit of age is another one', at(later(readAt, 2), { maxAgeMs: 1 }), list],
  ['the list is another one', at(readAt), { ...list, version: 'v2' }],
  ['a tier of the list is another one', at(readAt), requirement([{ ...userRead, tier: 0 }])],
  ['a setting was added', at(readAt), requirement([userRead], [byHand])],
  ['the client ID is another one', at(readAt), { ...list, clientId: 'another' }],
  ['the set is closed by default now', at(readAt), { ...list, openForMs: 1 }],
  ['the set has replaced an app now', at(readAt), { ...list, formerClientIds: ['former'] }],
])('the memory is judged again when %s', (_what, now, of) => {
  expect(storedFace(now, of, stored)).toBeUndefined()
})

test.each<[string, GrantMemory]>([
  ['was never read', {}],
  ['is blocked', { ...memory, blocked: { at: readAt, by: alice } }],
  ['is open for a time', { ...memory, open: { at: readAt, until: later(readAt, 1), by: alice } }],
  ['could not be read', { ...memory, readFailure: { at: readAt, outcome: throttled } }],
  ['lost its connection', { ...memory, connectionLost: { at: readAt, outcome: gone } }],
  ['was never verified', { facts: { at: readAt, value: factsWith([userRead]) } }],
])('so is that of a set that %s', (_what, kept) => {
  expect(store(list, kept, readAt).judged).toBeUndefined()
})

test('a complete read that finds the same stores again what another program judged', () => {
  const again = (old: Grant, own?: Parameters<typeof rules>[0]) =>
    reevaluate(at(later(readAt, 1), own), {
      tenantId: 'tenant',
      requirement: list,
      old,
      memory,
      complete: true,
    })
  expect(again(stored)).toBeUndefined()
  const upgraded = again(stored, { program: '2' })
  expect(upgraded).toMatchObject({ visibleChange: false, grant: { version: stored.version } })
  const { judged: _, ...older } = stored
  expect(again(older)?.grant.judged).toEqual(stored.judged)
})
