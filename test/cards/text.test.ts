import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  age,
  capital,
  cut,
  day,
  dotted,
  escapeMarkdown,
  list,
  moment,
  plain,
  plural,
  stopped,
  unmarked,
  utc,
} from '../../cards/text.ts'
import { anySign } from '../support/any-sign.ts'
import { runs } from '../support/runs.ts'

const pieces = [
  ...['*', '**', '_', '`', '~~', '\\', '[', ']', '(', ')', '![', '<', '>', '|', '#', '-', '+', '1.', '&amp;'],
  ...['<at>', '</at>', '<AT id="0">', '< / at >', '<a<at>t>', '${', '$', '{', '{{', '}}', '{{DATE(x)}}'],
  ...['https://evil.example', 'www.evil.example', 'mailto:a@b.c', '://', ':', '.', ' ', '\n', '\r\n', '\t'],
  ...[
    '\u202e',
    '\u2066',
    '\u200b',
    '\u200d',
    '\ufeff',
    '\u00ad',
    '\ufe0f',
    '\u2028',
    '\0',
    '\ud800',
    '\udc00',
  ],
  ...['a', 'Contoso', 'é', 'e\u0301', 'Ж', '株式会社', '👩‍👩‍👧', 'a\u0301\u0302\u0303\u0304\u0305', 'ᄀ'],
]

/** Texts that mean harm, and any others. */
const texts = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((all) => all.join('')),
  },
  fc.string({ unit: anySign, maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
)
const limits = fc.integer({ min: 1, max: 200 })

const countCharacters = (text: string): number =>
  [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)].length
const withoutEscapes = (text: string): string => text.replace(/\\[!-/:-@[-`{-~]/g, '□')

describe('plain', () => {
  test('is one visible line, of at most so many characters, whatever comes in', () => {
    fc.assert(
      fc.property(texts, limits, (text, limit) => {
        const line = plain(text, limit)
        expect(line).not.toMatch(/\p{Cc}|\p{Cf}|\p{Cs}|\u2028|\u2029|\ufe0f/u)
        expect(line).not.toMatch(/<\s*\/?\s*at\b[^>]*>/i)
        expect(line).not.toContain('${')
        expect(line).not.toMatch(/^\s|\s$|\s\s/)
        expect(countCharacters(line)).toBeLessThanOrEqual(limit)
        expect(line.length).toBeLessThanOrEqual(2 * limit)
      }),
      runs(2_000),
    )
  })

  test('leaves what is plain already', () => {
    fc.assert(fc.property(texts, (text) => plain(plain(text)) === plain(text)))
    for (const name of ['Contoso Ltd', 'Müller & Söhne', '株式会社', 'Контора “Рога”', 'A$AP {1}'])
      expect(plain(name)).toBe(name)
  })

  test.each([
    ['a mention', '<at>Everyone</at> here', 'Everyone here'],
    ['a mention inside a mention', '<<at>at>x<</at>/at>', 'x'],
    ['a hole for the template', 'a${b}', 'a$ {b}'],
    ['a hole put together again', 'a$\u200b{b}', 'a$ {b}'],
    ['a text that is turned', 'moc.\u202eosotnoc', 'moc.osotnoc'],
    ['letters of the same look', 'e\u0301', 'é'],
    ['lines', ' one\r\n\ttwo\u2028three ', 'one two three'],
  ])('takes %s apart', (_what, text, line) => {
    expect(plain(text)).toBe(line)
  })

  test('survives texts made to exhaust it', () => {
    expect(plain(`${'<'.repeat(200_000)}${'at>'.repeat(200_000)}`)).toHaveLength(120)
    expect(plain(`a${'\u0301'.repeat(500_000)}`).length).toBeLessThanOrEqual(240)
    expect(plain(' '.repeat(500_000))).toBe('')
  })
})

describe('escapeMarkdown', () => {
  test('leaves nothing that Markdown, links, mentions or dates act on', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const rest = withoutEscapes(escapeMarkdown(text))
        expect(rest).not.toMatch(/[\\*_[\]()<>~`]/)
        expect(rest).not.toMatch(/^[-+#]|^\d+\.|&#?\w+;|\{\{|:\/\/|mailto:|www\./i)
      }),
      runs(2_000),
    )
  })

  test('shows what plain shows, once read as Markdown', () => {
    fc.assert(fc.property(texts, (text) => unmarked(escapeMarkdown(text)) === plain(text)))
  })

  test('stands between our own bold marks and ends nothing there', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const marks = withoutEscapes(`**${escapeMarkdown(text)}** · x`).match(/\*/g)
        expect(marks).toHaveLength(4)
      }),
    )
  })
})

describe('cut', () => {
  test('keeps the start and says that something is gone', () => {
    fc.assert(
      fc.property(texts, limits, (text, limit) => {
        const short = cut(text, limit)
        expect(countCharacters(short)).toBeLessThanOrEqual(limit)
        if (short !== text) expect(short.endsWith('…') && text.startsWith(short.slice(0, -1))).toBe(true)
        if (countCharacters(text) <= limit && text.length <= limit) expect(short).toBe(text)
      }),
      runs(2_000),
    )
  })

  test('never inside a word, unless there is only one', () => {
    expect(cut('Contoso Verwaltungsgesellschaft mbH', 20)).toBe('Contoso…')
    expect(cut('Contoso, Verwaltungsgesellschaft', 12)).toBe('Contoso…')
    expect(cut('one two three', 8)).toBe('one two…')
    expect(cut('Verwaltungsgesellschaft', 10)).toBe('Verwaltun…')
    expect(cut('a-long-name.of-a-holding.onmicrosoft.com', 33)).toBe('a-long-name.of-a-holding…')
    const rest = fc.string({ maxLength: 12, unit: fc.constantFrom(...'abcäöé漢.-') })
    const word = rest.map((each) => `a${each}`)
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 2, max: 60 }),
        (words, limit) => {
          const short = cut(words.join(' '), limit)
          if (!short.endsWith('…')) return
          const kept = short.slice(0, -1).split(' ')
          const last = kept.at(-1) ?? ''
          const whole = words[kept.length - 1] ?? ''
          // Punctuation at the end says nothing.
          if (kept.length > 1) expect(whole.replace(/[-.]+$/, '')).toBe(last.replace(/[-.]+$/, ''))
        },
      ),
      runs(2_000),
    )
  })

  test('counts as a reader does', () => {
    expect(cut('👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', 12)).toBe('👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧')
    expect(cut('abcdef', 4)).toBe('abc…')
    expect(cut('😀😀😀😀', 3)).toBe('😀😀…')
  })

  test('lets no letter carry a thousand marks', () => {
    expect(cut(`a${'\u0301'.repeat(1_000)}`, 10)).toHaveLength(20)
  })
})

describe('times', () => {
  const now = new Date('2026-11-23T10:16:00Z')
  const earlier = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000)

  test.each([
    [0, 'just now'],
    [-5, 'just now'],
    [1, '1 min ago'],
    [59, '59 min ago'],
    [60, '1 h ago'],
    [47 * 60 + 59, '47 h ago'],
    [48 * 60, '2 days ago'],
    [30 * 24 * 60 - 1, '29 days ago'],
    [30 * 24 * 60, 'on Oct 24'],
    [400 * 24 * 60, 'on Oct 19, 2025'],
  ])('age of %i minutes is %s', (minutes, words) => {
    expect(age(earlier(minutes), now)).toBe(words)
  })

  test('age never grows smaller as time passes', () => {
    const rank = (text: string): number => {
      const [, n, unit] = /^(\d+) (min|h|days?) ago$/.exec(text) ?? []
      if (text === 'just now') return 0
      return n
        ? Number(n) * { min: 1, h: 60, day: 1_440, days: 1_440 }[unit as 'min' | 'h' | 'day' | 'days']
        : 50_000
    }
    const minutes = fc.integer({ min: 0, max: 100_000 })
    fc.assert(
      fc.property(minutes, minutes, (one, other) => {
        const [younger, older] = one < other ? [one, other] : [other, one]
        return rank(age(earlier(younger), now)) <= rank(age(earlier(older), now))
      }),
    )
  })

  test('say their zone, and the day and the year where they are not those of now', () => {
    expect(moment(earlier(74), now)).toBe('09:02 UTC')
    expect(moment(earlier(11 * 60), now)).toBe('Nov 22, 23:16 UTC')
    expect(utc(new Date('2025-01-02T03:04:00Z'), now)).toBe('Jan 2, 2025, 03:04 UTC')
    expect(day(now, now)).toBe('Nov 23')
  })
})

describe('lists and sentences', () => {
  test('a list says how many it leaves out', () => {
    expect(list(['a', 'b', 'c'])).toBe('a, b, c')
    expect(list(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c, +2 more')
    expect(list([], 2)).toBe('')
  })

  test('numbers are grouped and take the right word', () => {
    expect([plural(1, 'tenant', 'tenants'), plural(1_000, 'tenant', 'tenants')]).toEqual([
      '1 tenant',
      '1,000 tenants',
    ])
  })

  test('parts that are not there leave no dot', () => {
    expect(dotted('a', '', undefined, false, 'b')).toBe('a · b')
    expect([capital('blocked since'), capital('')]).toEqual(['Blocked since', ''])
    expect([stopped('Gone'), stopped('Which one?'), stopped('Gone.')]).toEqual([
      'Gone.',
      'Which one?',
      'Gone.',
    ])
  })
})
