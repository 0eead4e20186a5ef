import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvLine } from '#domain/audit/csv.ts'
import { anySign } from '../../support/any-sign.ts'

/** Reads RFC 4180 character by character: quotes, doubled quotes, CRLF between lines. */
function parseCsv(text: string): string[][] {
  const lines: string[][] = []
  let [line, field, quoted] = [[] as string[], '', false]
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? ''
    if (quoted && char === '"' && text[at + 1] === '"') field += text[++at]
    else if (char === '"') quoted = !quoted
    else if (quoted || !/[,\r]/.test(char)) field += char
    else {
      line.push(field)
      field = ''
      if (char === ',') continue
      expect(text[++at], 'a line ends with CRLF').toBe('\n')
      lines.push(line)
      line = []
    }
  }
  return lines
}

const blanks = fc.string({
  unit: fc.constantFrom(' ', '\t', '\u00a0', '\u200b', '\ufeff', '\r', '\n'),
  maxLength: 2,
})
const field = fc.oneof(
  fc.string({ unit: anySign, maxLength: 12 }),
  fc.string({ unit: fc.constantFrom(...'",\r\n=+-@\t \'a1＝'), maxLength: 8 }),
  fc
    .tuple(blanks, fc.constantFrom('=1+1', '+1', '-1', '@SUM(1)', '\tx', '\rx', '=cmd|" /C calc"!A0'))
    .map((two) => two.join('')),
)

test('every field comes back as it was, or behind an apostrophe when a spreadsheet would run it', () => {
  fc.assert(
    fc.property(fc.array(fc.array(field, { minLength: 1, maxLength: 5 }), { maxLength: 5 }), (rows) => {
      const parsed = parseCsv(rows.map((row) => csvLine(row)).join(''))
      expect(parsed.map((row) => row.length)).toEqual(rows.map((row) => row.length))
      for (const [at, row] of parsed.entries()) {
        for (const [place, cell] of row.entries()) {
          const given = rows[at]?.[place] ?? ''
          // Expressed differently from the code: the text without spaces and invisible characters.
          const bare = given.replaceAll(/[\s\u200b\ufeff]/gu, '')
          const runs = /^[\t\r]/.test(given) || '=+-@'.includes(bare[0] ?? 'x')
          if (runs) expect(cell).toBe(`'${given}`)
          else expect([given, `'${given}`]).toContain(cell)
          expect('=+-@\t\r').not.toContain(cell[0] ?? 'x')
        }
      }
    }),
  )
})

test('plain fields are left alone, numbers are numbers', () => {
  expect(csvLine([7, 'it is 1-2, "so"', ''])).toBe('7,"it is 1-2, ""so""",""\r\n')
})
