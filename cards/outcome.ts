/** What Microsoft answered; the words for `name` stand in `words/outcomes-en.ts`. */
export interface OutcomeData {
  name: string
  /** AADSTS number or Graph code, shown as a hint. */
  code?: string
}
