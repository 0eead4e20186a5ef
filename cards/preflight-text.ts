import { findOutcomeWords, type OutcomeData, outcomeHint, whoText } from './outcome.ts'
import { dotted, escapeMarkdown, list, stopped } from './text.ts'
import type { Who } from './words/codes.ts'
import { en as words } from './words/en.ts'
import type { PreflightCauseCode, PreflightCheckId, PreflightSkipCode } from './words/preflight-en.ts'

/** Numbers and texts from outside. */
type CheckFacts = Readonly<Record<string, string | number | readonly string[]>>

/** One check of the configuration with its result. */
export interface CheckData {
  id: PreflightCheckId
  /** Which of several. */
  subject?: string
  result: CheckResultData
}

export type CheckResultData =
  | { state: 'passed'; facts?: CheckFacts }
  | { state: 'warning' | 'failed'; cause: PreflightCauseCode; who: Who; facts?: CheckFacts }
  | { state: 'failed'; outcome: OutcomeData }
  | { state: 'skipped'; why: PreflightSkipCode }

/** A check in words. Markdown, escaped. */
export interface CheckText {
  name: string
  state: CheckResultData['state']
  /** What was found, why it is wrong, or why nothing was tried. */
  said: string
  /** What to do; '' where nothing is to do. */
  remedy: string
  /** Who must do it. */
  who: string
}

/** Cause, who must act, and remedy of one check. */
export function checkText({ id, subject, result }: CheckData): CheckText {
  const { checks, setName } = words.preflight
  const name = subject === undefined ? checks[id].name : setName(escapeMarkdown(subject))
  const { state } = result
  if (state === 'skipped')
    return { name, state, said: words.preflight.skipped[result.why], remedy: '', who: '' }
  if (state === 'passed')
    return { name, state, said: checks[id].passed(shown(result.facts)), remedy: '', who: '' }
  if ('outcome' in result) return { name, state, ...outcomeParts(result.outcome) }
  const { cause, remedy } = words.preflight.causes[result.cause]
  const facts = shown(result.facts)
  return { name, state, said: cause(facts), remedy: remedy(facts), who: whoAtHome(result.who) }
}

const whoAtHome = (who: Who): string => whoText(who, words.preflight.home)

function outcomeParts(outcome: OutcomeData): Pick<CheckText, 'said' | 'remedy' | 'who'> {
  const says = findOutcomeWords(outcome.name)
  const atHome = words.preflight.atHome[outcome.name]
  const who = whoAtHome(atHome?.who ?? outcome.who)
  if (!says) return { said: dotted(words.preflight.unknown, outcomeHint(outcome)), remedy: '', who }
  const what = stopped(dotted(says.title, outcomeHint(outcome)))
  return { said: `${what} ${atHome?.cause ?? says.cause}`, remedy: atHome?.remedy ?? says.remedy, who }
}

const longestFact = 400
const mostNames = 4

function shown(facts: CheckFacts = {}): Readonly<Record<string, string>> {
  const texts = Object.entries(facts).map(([name, fact]): [string, string] => {
    if (typeof fact === 'number') return [name, String(fact)]
    if (typeof fact === 'string') return [name, escapeMarkdown(fact, longestFact)]
    return [
      name,
      list(
        fact.map((each) => escapeMarkdown(each)),
        mostNames,
      ),
    ]
  })
  return Object.fromEntries(texts)
}
