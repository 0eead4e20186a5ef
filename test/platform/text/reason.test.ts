import { expect, test } from 'vitest'
import { assertReason } from '#platform/text/reason.ts'

const tooShort = { code: 'REASON_TOO_SHORT', facts: { least: 10, most: 500 } }

test.each([
  ['ten letters', 'abcdefghij', 'abcdefghij'],
  ['spaces around and within', '  needed \n\t by  SOC ', 'needed by SOC'],
  ['ten signs that each take two characters', '🔒'.repeat(10), '🔒'.repeat(10)],
  ['five hundred letters', 'x'.repeat(500), 'x'.repeat(500)],
])('%s are a reason', (_, text, reason) => {
  expect(assertReason(text)).toBe(reason)
})

test.each([
  ['nothing', ''],
  ['nine letters', 'abcdefghi'],
  ['spaces only', ' '.repeat(40)],
  ['nine letters among spaces', `   abcdefghi${' '.repeat(40)}`],
  ['nine letters with what shows nothing', 'a\u200bb\u200cc\u200dd\u2060e\ufefff\u00adg\u202eh\u2066i\u2069'],
  ['tags and empty braille', '\u{e0041}\u2800'.repeat(20)],
  ['more than five hundred', 'x'.repeat(501)],
])('%s is no reason', (_, text) => {
  expect(() => assertReason(text)).toThrow(expect.objectContaining(tooShort))
})
