import { outcomesEn } from './words/outcomes-en.ts'

/** A result from Microsoft; the words for `name` are in `words/outcomes-en.ts`. */
export interface OutcomeData {
  name: string
  /** AADSTS number or Graph code, shown as a hint. */
  code?: string
}

const table: Readonly<Record<string, (typeof outcomesEn)[keyof typeof outcomesEn]>> = outcomesEn

/** The words for an outcome; undefined for a name that this version does not know. */
export const findOutcomeWords = (name: string | undefined) =>
  name !== undefined && Object.hasOwn(table, name) ? table[name] : undefined
