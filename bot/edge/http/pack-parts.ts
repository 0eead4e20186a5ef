import { unmarked } from '../../../cards/text.ts'
import type { Tier } from '../../../cards/words/codes.ts'

/** A label with its text. `href` is where the text leads. `tone`: it must not be missed. */
export interface PackLine {
  label: string
  text: string
  href?: string
  tone?: 'bad' | 'warn'
}

export interface PackEntry {
  name: string
  /** A name that a program knows, not a word. */
  isCode?: boolean
  tags?: readonly { text: string; tier?: Tier }[]
  lines: readonly PackLine[]
}

export type PackBlock =
  | { kind: 'text'; text: string; tone?: PackLine['tone'] }
  | { kind: 'heading'; text: string }
  | { kind: 'lines'; lines: readonly PackLine[] }
  | { kind: 'entries'; entries: readonly PackEntry[] }
  | { kind: 'steps'; steps: readonly string[] }

export interface PackSection {
  id: string
  title: string
  blocks: readonly PackBlock[]
}

/** The pack in plain texts, in the order in which it is read, whatever it is written as. */
export interface PackDocument {
  /** What this is; `title`: of what. */
  kind: string
  title: string
  subtitle: string
  byline: string
  facts: readonly PackLine[]
  sections: readonly PackSection[]
  /** On every printed page: what it is about, and of when. */
  footer: string
}

/** The file outlives the day, and nobody knows where it is read. */
export const packTime = (at: Date): string => {
  const text = at.toISOString()
  return `${text.slice(0, 10)} ${text.slice(11, 16)} UTC`
}

/** An escaped sentence of a card, as it reads. */
export const plainly = (markdown: string): string => unmarked(markdown)
