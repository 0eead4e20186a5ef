import { expect, test } from 'vitest'
import { loadCatalog, parseCatalog } from '#domain/catalog/load-catalog.ts'
import { daysUntil, phaseOf, retirementNow } from '#domain/catalog/retirement.ts'

const ews = {
  date: '2027-04-01',
  what: 'Exchange Web Services',
  alsoNeeds: { what: 'an allowed client ID', from: '2026-10-01' },
  source: 'https://example.com/ews',
}

test.each([
  ['2026-09-30T23:59:59.999Z', 'ending'],
  ['2026-10-01T00:00:00.000Z', 'limited'],
  ['2026-10-02T12:00:00.000Z', 'limited'],
  ['2027-03-31T23:59:59.999Z', 'limited'],
  ['2027-04-01T00:00:00.000Z', 'ended'],
])('at %s it is %s', (now, phase) => {
  expect(phaseOf(ews, new Date(now))).toBe(phase)
  expect(retirementNow(ews, new Date(now))).toEqual({ ...ews, phase })
})

test('what has always been needed limits from the start; what nothing helps ends on its day only', () => {
  const { alsoNeeds: _, ...plain } = ews
  const now = new Date('2020-01-01T00:00:00Z')
  expect(phaseOf({ ...plain, alsoNeeds: { what: 'more' } }, now)).toBe('limited')
  expect(phaseOf(plain, now)).toBe('ending')
  expect(retirementNow(undefined, now)).toBeUndefined()
})

test('counts the days that are left, and none on the day', () => {
  expect(daysUntil('2026-10-01', new Date('2026-09-30T00:00:00Z'))).toBe(1)
  expect(daysUntil('2026-10-01', new Date('2026-09-30T23:59:00Z'))).toBe(1)
  expect(daysUntil('2026-10-01', new Date('2026-10-01T00:00:00Z'))).toBe(0)
  expect(daysUntil('2026-10-01', new Date('2026-10-02T00:00:00Z'))).toBe(-1)
})

test('what is needed as well can be written as a text', async () => {
  const { suite, apps, sets } = await loadCatalog()
  const [first] = sets
  const permissions = first?.permissions.map((each) => ({
    ...each,
    retires: { ...ews, alsoNeeds: 'a role' },
  }))
  const text = JSON.stringify({
    version: 1,
    suite,
    apps,
    sets: [{ ...first, permissions }, ...sets.slice(1)],
  })
  const read = parseCatalog(text, 'own.json').sets[0]?.permissions[0]?.retires
  expect(read).toEqual({ ...ews, alsoNeeds: { what: 'a role' } })
})
