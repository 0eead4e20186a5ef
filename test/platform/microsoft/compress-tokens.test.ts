import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeTokenCodec } from '#platform/microsoft/compress-tokens.ts'

const token = fc.string({
  unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
})

test('whatever is put on the shelf comes back as it was', () => {
  fc.assert(
    fc.property(fc.array(token), fc.nat(20), (tokens, plain) => {
      const codec = makeTokenCodec(plain)
      const shelved = tokens.map((each, at) => codec.encode(each, at + 1))
      expect(shelved.map((each) => codec.decode(each))).toEqual(tokens)
      expect(shelved.map(({ isCompressed }) => isCompressed)).toEqual(tokens.map((_, at) => at + 1 > plain))
    }),
  )
})

test('a token that says what others say takes less than half', () => {
  const codec = makeTokenCodec(0)
  const claims = (id: number): string =>
    JSON.stringify({ tid: id, roles: Array.from({ length: 40 }, (_, at) => `Role.${at}.All`) })
  codec.encode(claims(1), 1)
  expect(codec.encode(claims(2), 2).text.length).toBeLessThan(claims(2).length / 2)
})
