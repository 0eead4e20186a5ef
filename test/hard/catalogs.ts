import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CatalogError } from '#domain/catalog/catalog-error.ts'
import { parseCatalog } from '#domain/catalog/load-catalog.ts'
import { attack } from './attack.ts'
import { damaged, garbled } from './values.ts'

const good = readFileSync(new URL('../../bot/domain/catalog/catalog.json', import.meta.url), 'utf8')
const whole = JSON.parse(good) as { sets: { permissions: object[] }[]; apps: object[] }

/** Twice the same, none at all, ten thousand. */
const resized = fc
  .tuple(fc.constantFrom('sets', 'apps', 'permissions'), fc.constantFrom(0, 2, 200))
  .map(([list, times]) => {
    const copy = structuredClone(whole)
    const many = <T>(items: T[]): T[] => Array.from({ length: times }, () => items).flat()
    if (list === 'sets') copy.sets = many(copy.sets)
    else if (list === 'apps') copy.apps = many(copy.apps)
    else for (const set of copy.sets) set.permissions = many(set.permissions)
    return JSON.stringify(copy)
  })

test('whatever a catalog holds: it is whole, or refused with its mistakes', {
  timeout: 600_000,
}, async () => {
  const input = fc.oneof(
    { weight: 4, arbitrary: damaged(whole).map((value) => JSON.stringify(value) ?? '') },
    { weight: 4, arbitrary: garbled(good) },
    { weight: 1, arbitrary: resized },
  )
  let refused = 0
  const count = await attack('catalogs', input, async (texts) => {
    for (const text of texts) {
      try {
        const { sets, apps } = parseCatalog(text, 'catalog.json')
        expect(sets.length).toBeGreaterThan(0)
        expect(new Set(sets.map(({ id }) => id)).size).toBe(sets.length)
        expect(new Set(apps.map(({ id }) => id)).size).toBe(apps.length)
        for (const { permissions } of sets) expect(permissions.length).toBeGreaterThan(0)
      } catch (error) {
        if (!(error instanceof CatalogError)) throw error
        expect(error.message).toContain('catalog.json')
        expect(error.message.length).toBeLessThan(200_000)
        refused += 1
      }
    }
  })
  expect(refused).toBeGreaterThan(count / 4)
})
