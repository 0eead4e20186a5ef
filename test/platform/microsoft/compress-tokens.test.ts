import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeTokenShelf } from '#platform/microsoft/compress-tokens.ts'

const token = fc.string({
  unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
})

test('whatever is put on the shelf comes back as it was', () => {
  fc.assert(
    fc.property(fc.array(token), fc.nat(20), (tokens, plain) => {
      const shelf = makeTokenShelf(plain)
      const shelved = tokens.map((each, at) => shelf.put(each, at + 1))
      expect(shelved.map((each) => shelf.read(each))).toEqual(tokens)
      expect(shelved.map(({ packed }) => packed)).toEqual(tokens.map((_, at) => at + 1 > plain))
    }),
  )
})

test('a token that says what others say takes less than half', () => {
  const shelf = makeTokenShelf(0)
  const claims = (id: number): string =>
    JSON.stringify({ tid: id, roles: Array.from({ length: 40 }, (_, at) => `Role.${at}.All`) })
  shelf.put(claims(1), 1)
  expect(shelf.put(claims(2), 2).text.length).toBeLessThan(claims(2).length / 2)
})
