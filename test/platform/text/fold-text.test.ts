import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldText, plainLine, withoutEnding } from '#platform/text/fold-text.ts'
import { countGraphemes, cutGraphemes, visibleText } from '#platform/text/visible-text.ts'
import { anySign } from '../../support/any-sign.ts'
import { startThreadCpu } from '../../support/thread-cpu.ts'

const anyText = fc.string({ unit: anySign, maxLength: 60 })

describe('two names are one', () => {
  it.each([
    ['O’Brien', "o'brien"],
    ['O`Brien', "O'BRIEN"],
    ['O´Brien', 'Oʼbrien'],
    ['«Nord»', '"nord"'],
    ['‹Nord›', '„Nord“'],
    ['「Nord」', "'Nord'"],
    ['A–B', 'a-b'],
    ['A—B', 'A‑B'],
    ['A\u2212B', 'a\u05beb'],
    ['A\u00a0B', 'a b'],
    ['A\u3000\u2003B', 'a  b'],
    ['A\u2800B', 'a b'],
    ['Straße', 'STRASSE'],
    ['ΣΊΣΥΦΟΣ', 'σίσυφος'],
    ['ﬁne', 'FINE'],
    ['Ｆａｂｒｉｋａｍ', 'fabrikam'],
    ['Con\u200dto\ufe0fso', 'contoso'],
    ['\u202eContoso\u202c', 'contoso'],
    ['\u{e0041}Contoso', 'contoso'],
    ['Con\u3164toso', 'contoso'],
    ['Contoso Inc.', 'contoso inc'],
    ['Contoso…', 'contoso'],
    ['Contoso？', 'contoso'],
    ['Café', 'Cafe\u0301'],
  ])('%j and %j', (a, b) => {
    expect(foldText(a)).toBe(foldText(b))
  })

  it.each([
    ['Contoso', 'Contoso 2'],
    ['A-B', 'A B'],
    ['O-Brien', "O'Brien"],
    ['Café', 'Cafe'],
    ['a.b', 'ab'],
  ])('but not %j and %j', (a, b) => {
    expect(foldText(a)).not.toBe(foldText(b))
  })
})

it('every form is its own fixed point, whatever the text', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      for (const form of [visibleText, plainLine, foldText]) {
        const once = form(text)
        expect(form(once)).toBe(once)
        expect(once.isWellFormed()).toBe(true)
        expect(once).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\u2028\u2029]/u)
        expect(once).not.toMatch(/^ | $| {2}/)
      }
    }),
  )
})

it('what shows nothing makes no difference, wherever it stands', () => {
  const nothing = fc.constantFrom(
    ...'\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066\u2069\ufeff\u00ad\u034f\u115f\u180e\u3164\ufe00\u{e0020}\u0000\u0007',
  )
  const words = fc.array(fc.constantFrom('status', 'Contoso', 'Ltd', '"x"'), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(words, fc.array(nothing, { maxLength: 9 }), (parts, signs) => {
      const text = parts.join(' ')
      const spread = [...text].map((sign, at) => `${sign}${signs[at % 10] ?? ''}`).join('')
      expect(visibleText(`${signs.join('')}${spread}`)).toBe(text)
    }),
  )
})

describe('the length of a text', () => {
  it.each([
    ['\u200b'.repeat(12), 0],
    ['\u2800 \u3000'.repeat(12), 0],
    ['\u{e0041}\u2066'.repeat(12), 0],
    ['e\u0301'.repeat(4), 4],
    ['\u0301'.repeat(40), 1],
    ['🇩🇪👍🏽', 2],
    ['ten letters', 11],
  ])('of %j is %i as a reader counts', (text, length) => {
    expect(countGraphemes(visibleText(text))).toBe(length)
  })

  it('is cut at whole characters', () => {
    fc.assert(
      fc.property(anyText, fc.nat(20), (text, limit) => {
        const seen = visibleText(text)
        const cut = cutGraphemes(seen, limit)
        expect(seen.startsWith(cut)).toBe(true)
        expect(cut.length <= limit || countGraphemes(cut) <= limit).toBe(true)
      }),
    )
  })
})

it('the end of a sentence is no part of a line', () => {
  expect(withoutEnding('status Contoso?!. ')).toBe('status Contoso')
  expect(withoutEnding('Directory.Read.All.')).toBe('Directory.Read.All')
  expect(withoutEnding('???')).toBe('')
})

const hostile: [string, (n: number) => string][] = [
  ['dots before a letter', (n) => `${'.'.repeat(n)}x`],
  ['marks in the wrong order', (n) => `a${'\u0301\u0316'.repeat(n / 2)}`],
  ['spaces between nothing', (n) => ' \u200b'.repeat(n / 2)],
  ['quotes', (n) => '“’`'.repeat(n / 3)],
  ['one sign that becomes eighteen', (n) => '\ufdfa'.repeat(n)],
]
it.each(hostile)('%s cost no more than their length', (_name, make) => {
  const cost = (n: number): number => {
    const text = make(n)
    const times = Array.from({ length: 5 }, () => {
      const cpuMs = startThreadCpu()
      foldText(text)
      return cpuMs()
    })
    return Math.min(...times)
  }
  cost(4_000)
  const small = cost(4_000)
  expect(cost(16_000)).toBeLessThan(10 * small + 25)
})
