import type { RetirementPhase } from './codes.ts'

/** What a card says about an API that ends. Every text is already escaped; an absent one is ''. */
export interface RetirementBlanks {
  /** The day on which it ends, and the day from which on it needs more. */
  date: string
  from: string
  /** What ends. */
  what: string
  replacement: string
  alsoNeeds: string
}

const needs = ({ alsoNeeds }: RetirementBlanks): string => `it also needs: ${alsoNeeds}`
/** Who moves to what, because only the publisher can. */
const moving = ({ replacement }: RetirementBlanks): string =>
  replacement
    ? `Ask the publisher when its apps use the replacement: ${replacement}.`
    : 'Ask the publisher what its apps use instead.'

const instead = ({ replacement }: RetirementBlanks): string =>
  replacement ? ` Replacement: ${replacement}.` : ''

export const retirementsEn = {
  moving,
  /** For a permission that is granted; `names`: which, escaped. */
  finding: {
    ending: (r, names) => `Granted, but the API behind ${names} ends on ${r.date}: ${r.what}`,
    limited: (r, names) =>
      `Granted, but ${r.from ? `since ${r.from}, ` : ''}${names} also needs: ${r.alsoNeeds}`,
    ended: (r, names) => `Granted, but the API behind ${names} has ended on ${r.date}: ${r.what}`,
  },
  /** What to do. */
  next: {
    ending: (r) => `${r.alsoNeeds && r.from ? `From ${r.from} on, ${needs(r)}. ` : ''}${moving(r)}`,
    limited: (r) =>
      `Without that, the permission is worth nothing. The API ends on ${r.date}: ${r.what}.${instead(r)}`,
    ended: moving,
  },
  /** For whoever reads about a permission, granted or not. */
  told: {
    ending: (r) =>
      `⏳ The API behind it ends on ${r.date}: ${r.what}.${r.alsoNeeds && r.from ? ` From ${r.from} on, ${needs(r)}.` : ''}${instead(r)}`,
    limited: (r) =>
      `⚠️ ${r.from ? `Since ${r.from}, it` : 'It'} also needs: ${r.alsoNeeds}. The API behind it ends on ${r.date}: ${r.what}.${instead(r)}`,
    ended: (r) => `⚠️ The API behind it has ended on ${r.date}: ${r.what}.${instead(r)}`,
  },
  /** Before something is granted. */
  before: (n: number, names: string) =>
    `${n === 1 ? 'An API behind this list ends or has ended' : `APIs behind ${n} permissions end or have ended`}: ${names}. What is granted then is worth less than it seems.`,
  preview: (what: string) => `Preview: ${what}. It can change without notice.`,
  source: 'Open the source',
} satisfies Record<string, unknown> &
  Record<
    'finding' | 'next' | 'told',
    Record<RetirementPhase, (blanks: RetirementBlanks, names: string) => string>
  >
