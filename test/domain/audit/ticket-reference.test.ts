import { expect, test } from 'vitest'
import { longestReference, readReference, referenceKey } from '#domain/audit/ticket-reference.ts'

test.each([
  ['', undefined],
  [' \u200b\u202e ', undefined],
  ['INC0012345', 'INC0012345'],
  ['\tSR  2026/08\n', 'SR 2026/08'],
  ['INC\u200b00\u202e12', 'INC0012'],
  ['票-7', '票-7'],
  ['x'.repeat(longestReference), 'x'.repeat(longestReference)],
])('%j is %j', (text, reference) => {
  expect(readReference(text)).toBe(reference)
})

test.each(['x'.repeat(longestReference + 1), '#', '---', '👍'])('%j is none', (text) => {
  expect(() => readReference(text)).toThrow(expect.objectContaining({ code: 'REFERENCE_INVALID' }))
})

test.each([
  ['#INC0012345', 'inc 0012345'],
  ['ＩＮＣ１２', 'inc12'],
  ['CHG–4711', 'chg-4711'],
])('%j and %j are one', (one, other) => {
  expect(referenceKey(one)).toBe(referenceKey(other))
})

test('numbers that only begin alike are two', () => {
  expect(referenceKey('INC001')).not.toBe(referenceKey('INC0010'))
})
