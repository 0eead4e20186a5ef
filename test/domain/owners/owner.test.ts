import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dueDay } from '#domain/alerts/chase-campaigns.ts'
import { mostSpecific, type Ownership, ownerParts } from '#domain/owners/owner.ts'
import { splitOwner } from '#edge/teams/grammar/read-owner.ts'
import { grantkeeper } from '#platform/base/person.ts'
import { hours, later } from '#platform/base/time.ts'
import { alice, at, t0 } from '../../stores/samples.ts'

const name = (of: string) => fc.constantFrom<string | undefined>(undefined, ...[1, 2].map((n) => `${of}${n}`))
const ownership = fc
  .record({ tenantId: name('t'), setId: name('s'), part: fc.constantFrom(...ownerParts) })
  .filter(({ tenantId, setId }) => tenantId !== undefined || setId !== undefined)

test('the pair comes before the tenant, the tenant before the set, and nothing else counts', () => {
  fc.assert(
    fc.property(fc.array(ownership, { maxLength: 12 }), name('t'), name('s'), (given, tenantId, setId) => {
      const all = given.map(
        ({ tenantId: tenant, setId: set, part }): Ownership => ({
          ...(tenant && { tenantId: tenant }),
          ...(set && { setId: set }),
          part,
          holder: { person: alice },
          by: alice,
          at: at(0),
        }),
      )
      for (const part of ownerParts) {
        const found = mostSpecific(all, part, { ...(tenantId && { tenantId }), ...(setId && { setId }) })
        const fits = all.filter(
          (each) =>
            each.part === part &&
            (each.tenantId === undefined || each.tenantId === tenantId) &&
            (each.setId === undefined || each.setId === setId),
        )
        const weight = (each: Ownership) => (each.tenantId ? 2 : 0) + (each.setId ? 1 : 0)
        const best = Math.max(0, ...fits.map(weight))
        expect(found ? weight(found) : 0).toBe(best)
        if (found) expect(fits).toContain(found)
      }
    }),
  )
})

test('a line is cut at its last linking word', () => {
  expect(splitOwner('of Contoso is @Bob')).toEqual({ what: 'of Contoso', who: '@Bob' })
  expect(splitOwner('of This is It is nobody')).toEqual({ what: 'of This is It', who: 'nobody' })
  expect(splitOwner('deputy of Contoso to me')).toEqual({ what: 'of Contoso', who: 'me' })
  expect(splitOwner('of Contoso')).toBeUndefined()
  expect(splitOwner('is me')).toEqual({ what: '', who: 'me' })
  expect(splitOwner('to Contoso')).toBeUndefined()
  expect(splitOwner('of Contoso is')).toBeUndefined()
})

const day = (n: number): Date => later(t0, hours(24 * n))

test.each([
  [2.9, undefined, undefined],
  [3, undefined, 3],
  [6, 3, undefined],
  [7, 3, 7],
  // Nothing ran for two weeks: once, not three times.
  [20, undefined, 14],
  [20, 14, undefined],
] as const)('after %d days, having reminded on day %s, a campaign reminds for day %s', (n, chased, due) => {
  expect(dueDay({ openedAt: t0, ...(chased && { chased }) }, [3, 7, 14], day(n))).toBe(due)
})

test('right after a person has reminded, a campaign waits; without days it never reminds', () => {
  const reminded = { at: day(3), by: grantkeeper }
  expect(dueDay({ openedAt: t0, reminded }, [3], later(day(3), hours(0.5)))).toBeUndefined()
  expect(dueDay({ openedAt: t0, reminded }, [3], later(day(3), hours(1)))).toBe(3)
  expect(dueDay({ openedAt: t0 }, [], day(99))).toBeUndefined()
})
