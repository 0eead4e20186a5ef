import { dotted, escapeMarkdown } from './text.ts'
import type { Who } from './words/codes.ts'
import { en as words } from './words/en.ts'
import { outcomesEn } from './words/outcomes-en.ts'

/** A result from Microsoft; the words for `name` are in `words/outcomes-en.ts`. */
export interface OutcomeData {
  name: string
  /** Who must act, from the outcome table of the bot. */
  who: Who
  /** AADSTS number or Graph code, shown as a hint. */
  code?: string
  /** The Conditional Access policy that refused. */
  policyId?: string
  /** The field that an unreadable answer lacked. */
  field?: string
}

interface OutcomeText {
  title: string
  cause: string
  remedy: string
  /** The least role that can act, also for a name without words. */
  who: string
}

const table: Readonly<Record<string, (typeof outcomesEn)[keyof typeof outcomesEn]>> = outcomesEn

/** The words for an outcome; undefined for a name that this version does not know. */
export const findOutcomeWords = (name: string | undefined) =>
  name !== undefined && Object.hasOwn(table, name) ? table[name] : undefined

/** An outcome as sentences; `domain` is that of the tenant whose admin must act. Undefined for an unknown name. */
export function outcomeText(outcome: OutcomeData | undefined, domain?: string): OutcomeText | undefined {
  const says = findOutcomeWords(outcome?.name)
  return outcome && says && { ...says, who: whoText(outcome.who, domain) }
}

/** A role with the tenant in which it is needed. */
export const whoText = (who: Who, domain?: string): string =>
  words.who[who](domain ? escapeMarkdown(domain, 60) : words.theTenant)

/** Code, policy and field of an outcome as one line; '' if it has none. */
export const outcomeHint = ({
  code,
  policyId,
  field,
}: Pick<OutcomeData, 'code' | 'policyId' | 'field'>): string =>
  dotted(
    code && words.doctor.code(escapeMarkdown(code, 40)),
    policyId && words.doctor.policy(escapeMarkdown(policyId, 40)),
    field && words.doctor.field(escapeMarkdown(field, 80)),
  )

/** "The response couldn’t be read · Missing field: web": for places with one line; '' for an unknown name. */
export function outcomeLine(outcome: OutcomeData): string {
  const title = findOutcomeWords(outcome.name)?.title
  return title ? dotted(title, outcomeHint(outcome)) : ''
}
