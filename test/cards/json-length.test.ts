import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonLength } from '../../cards/json-length.ts'
import { samples } from '../support/card-samples.ts'
import { runs } from '../support/runs.ts'

test('the length of every card is that of its text', () => {
  for (const [name, make] of Object.entries(samples)) {
    const card = make()
    expect([name, jsonLength(card)]).toEqual([name, JSON.stringify(card).length])
  }
})

test('the length of any value is that of its text', () => {
  const value = fc.object({
    key: fc.string({ unit: 'binary' }),
    values: [
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('"', '\\', '\n', '\u0000', '\u007f', '\ud83d', '\udee1', 'ü', '🛡️') }),
      fc.double(),
      fc.boolean(),
      fc.constantFrom(null, undefined, new Date(0), [undefined], () => 1),
    ],
  })
  fc.assert(
    fc.property(value, (each) => {
      expect(jsonLength(each)).toBe(JSON.stringify(each).length)
    }),
    runs(2_000, 100),
  )
})
