import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { portalSentences, wholeSentences } from '#domain/doctor/portal-sentences.ts'
import { outcomeTable } from '#platform/microsoft/outcomes.ts'
import { findOutcomeWords } from '../../../cards/outcome.ts'
import { errorsEn } from '../../../cards/words/errors-en.ts'
import { findingsEn } from '../../../cards/words/findings-en.ts'
import { outcomesEn } from '../../../cards/words/outcomes-en.ts'
import { withOutcomes } from '../../../scripts/errors-page.ts'

interface Entry {
  class: string
  codes?: readonly string[]
  lost?: true
  again?: true
}
const table = Object.entries(outcomeTable) as [keyof typeof outcomeTable, Entry][]
const names = table.map(([name]) => name)

/** The page as headings with their text. */
const page = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8')
const chapters = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((chapter) => {
      const [title = '', ...sections] = chapter.split(/^### /m)
      const texts = sections.map((section) => [
        section.split('\n')[0] ?? '',
        section.slice(section.indexOf('\n')),
      ])
      return [title.split('\n')[0] ?? '', texts as [string, string][]] as const
    }),
)
const headings = (chapter: string): string[] => (chapters.get(chapter) ?? []).map(([heading]) => heading)

describe('the table of outcomes', () => {
  test('has words for every name, and no words for another', () => {
    expect(Object.keys(outcomesEn).toSorted()).toEqual(names.toSorted())
    expect(findOutcomeWords('consentDeclined')?.title).toBe('Consent was declined')
    expect(findOutcomeWords('constructor')).toBeUndefined()
  })

  test('says something in every field of the words', () => {
    for (const [name, { title, cause, remedy }] of Object.entries(outcomesEn)) {
      for (const text of [title, cause, remedy]) expect(text.trim().length, name).toBeGreaterThan(5)
      expect(title, name).not.toMatch(/[.!]$/)
      expect(`${cause}|${remedy}`, name).toMatch(/\.\|.*\.$/s)
    }
  })

  test('gives every code to one name', () => {
    const codes = table.flatMap(([, { codes = [] }]) => codes)
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([])
  })

  test('repeats only what passes, and loses no tenant by what passes or is ours', () => {
    for (const [name, entry] of table) {
      if (entry.again) expect(entry.class, name).toBe('passing')
      if (entry.lost) expect(['passing', 'publisher'], name).not.toContain(entry.class)
    }
  })
})

describe('docs/errors.md', () => {
  test('has one heading for every refusal, finding and outcome, and no other', () => {
    expect([...chapters.keys()]).toEqual(['Refusals', 'Findings', 'Codes and sentences', 'Outcomes'])
    expect(headings('Refusals').toSorted()).toEqual(Object.keys(errorsEn).toSorted())
    expect(headings('Findings').toSorted()).toEqual(Object.keys(findingsEn).toSorted())
    expect(headings('Outcomes').toSorted()).toEqual(names.toSorted())
  })

  test('is what the tables generate: run `npm run errors` after a change', () => {
    expect(withOutcomes(page)).toBe(page)
  })

  test('has a line for every code and every sentence of the doctor', () => {
    const lines = page.split('\n').filter((line) => line.startsWith('| '))
    for (const [name, { codes = [] }] of table) {
      for (const code of codes) {
        const line = lines.find((each) => each.startsWith(`| \`${code}\` |`))
        expect(line, code).toContain(`(#${name.toLowerCase()})`)
      }
    }
    for (const [sentence] of [...portalSentences, ...wholeSentences]) {
      expect(
        lines.some((line) => line.startsWith(`| “${sentence}” |`)),
        sentence,
      ).toBe(true)
    }
  })

  test('says of every outcome what the table and the words say', () => {
    const texts = new Map(chapters.get('Outcomes'))
    for (const [name, { class: kind, codes, lost, again }] of table) {
      const text = texts.get(name) ?? ''
      const listed = /Codes: ([^·\n]*)/.exec(text)?.[1]?.match(/[^`, ]+/g) ?? []
      expect(listed, name).toEqual(codes ?? [])
      expect(/Class: (\w+)/.exec(text)?.[1], name).toBe(kind)
      expect(text.includes('· Ends the connection'), name).toBe(lost === true)
      expect(text.includes('· Repeated'), name).toBe(again === true)
      expect(text, name).toContain(outcomesEn[name].title)
    }
  })
})
