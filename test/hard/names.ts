import fc from 'fast-check'
import { expect, test } from 'vitest'
import { escapeHtml } from '#edge/http/html.ts'
import { errorCard } from '../../cards/error.ts'
import { escapeMarkdown, plain } from '../../cards/text.ts'
import { complaintsAbout } from '../support/check-card.ts'
import { attack } from './attack.ts'
import { holes, text } from './values.ts'

const pieces = fc.oneof(
  text,
  fc.constantFrom(
    '\u202e',
    '\u2066',
    '\u200b',
    '\u200d',
    '\ufeff',
    '\u00ad',
    '<at>',
    '</at>',
    '<at<at>>',
    '**',
    '[a](https://e.example)',
    '`',
    '$',
    '{',
    '${',
    '{{DATE(x)}}',
    'www.',
    'mailto:a@b',
    'https://',
    '&amp;',
    '&#x202e;',
    '1.',
    '- ',
    '\n',
    '\r\n',
    '\u2028',
    '\0',
    '\u001b[31m',
  ),
)
const name = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(''))
const huge = fc
  .tuple(name, fc.constantFrom('x', '\u0301', '👩‍👩‍👧', '\u202e', ' '))
  .map(([each, unit]) => each + unit.repeat(10_000))
const unseen = /[\p{Cc}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u00ad]|<\s*\/?\s*at\b/iu
const now = new Date('2026-03-01T08:00:00.000Z')

test('whatever something is called: one plain line, no mention, no link, no markup, no hole', {
  timeout: 600_000,
}, async () => {
  let at = 0
  await attack(
    'names',
    fc.oneof({ weight: 19, arbitrary: name }, { weight: 1, arbitrary: huge }),
    async (names) => {
      for (const each of names) {
        const line = plain(each)
        expect(line).not.toMatch(unseen)
        expect(line).not.toContain('${')
        expect(line.length).toBeLessThanOrEqual(240)
        expect(line.isWellFormed()).toBe(true)
        expect(escapeHtml(each)).not.toMatch(/[<>"']/)
        // Nothing that Teams would turn into a link, a picture or an emphasis is left without its escape. What is escaped
        // stands for itself: taken out, it would make its neighbours one word (`www\../` is no link).
        expect(escapeMarkdown(each).replace(/\\[!-/:-@[-`{-~]/g, '□')).not.toMatch(/[*_[\]`<>~]|:\/\/|www\./i)
        expect(escapeMarkdown(each)).not.toContain('{{')
        const card = errorCard({ now, code: 'TENANT_UNKNOWN', facts: { text: each } })
        expect(JSON.stringify(card)).not.toMatch(holes)
        at += 1
        if (at % 50 === 0) expect(complaintsAbout(card), JSON.stringify(each).slice(0, 300)).toEqual([])
      }
    },
  )
})
