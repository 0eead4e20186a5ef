import fc from 'fast-check'

/** Code points that are half a sign, which no text has alone. */
const halves = { first: 0xd800, count: 0x800 }

/**
 * One sign of Unicode, any of them: a unit for `fc.string`. The library's own, `binary`, costs every worker a table of a
 * million signs: half a second and 145 MB, for good.
 */
export const anySign: fc.Arbitrary<string> = fc.integer({ min: 0, max: 0x10ffff - halves.count }).map(
  (number) => String.fromCodePoint(number < halves.first ? number : number + halves.count),
  (sign) => {
    const code = typeof sign === 'string' ? (sign.codePointAt(0) ?? -1) : -1
    if (code < 0 || String.fromCodePoint(code) !== sign) throw new Error('Expected one sign')
    return code < halves.first ? code : code - halves.count
  },
)
