import { readAs, unknownReader } from './reader.ts'
import { day, escapeMarkdown, stopped, unmarked } from './text.ts'
import type { RetirementPhase } from './words/codes.ts'
import { en as words } from './words/en.ts'
import type { RetirementBlanks } from './words/retirements-en.ts'

/** The end of an API behind a permission. */
export interface RetirementRef {
  phase: RetirementPhase
  /** "2027-04-01". */
  date: string
  what: string
  replacement?: string | undefined
  alsoNeeds?: { what: string; from?: string | undefined } | undefined
  source: string
}

/** What is a preview, and where that stands. */
export interface PreviewRef {
  what: string
  source: string
}

/** A day of the catalog, as nearly every reader's zone has the same one at noon (UTC). '' for none. */
export const calendarDay = (date: string | undefined, now: Date): string =>
  date ? day(new Date(`${date}T12:00:00Z`), now) : ''

/** Facts of a finding or an alert as escaped blanks. */
export const retirementBlanks = (
  { date, from, what, replacement, alsoNeeds }: Readonly<Record<string, string | undefined>>,
  now: Date,
): RetirementBlanks => ({
  date: calendarDay(date, now),
  from: calendarDay(from, now),
  what: escapeMarkdown(what ?? '', 300),
  replacement: escapeMarkdown(replacement ?? '', 300),
  alsoNeeds: escapeMarkdown(alsoNeeds ?? '', 300),
})

const blanksOf = ({ alsoNeeds, date, what, replacement }: RetirementRef, now: Date): RetirementBlanks =>
  retirementBlanks({ date, what, replacement, alsoNeeds: alsoNeeds?.what, from: alsoNeeds?.from }, now)

interface Ending {
  retires?: RetirementRef | undefined
  preview?: PreviewRef | undefined
}

/** Sentences about the end of the API, or that it is a preview; '' for most permissions. */
export function worthText({ retires, preview }: Ending, now: Date): string {
  const ends = retires ? words.retirements.told[retires.phase](blanksOf(retires, now)) : ''
  const early = preview ? words.retirements.preview(escapeMarkdown(preview.what, 300)) : ''
  return [ends, early].filter(Boolean).join(' ')
}

/** The same for a page, of whose readers nobody knows the zone, and without Markdown. */
export const worthOnPage = (permission: Ending, now: Date): string =>
  readAs(unknownReader, () => unmarked(worthText(permission, now)))

/** A text, and behind it what is to be said about the API. */
export function withWorth(text: string, permission: Ending, now: Date): string {
  const worth = worthText(permission, now)
  return worth ? `${stopped(text)} ${worth}` : text
}
