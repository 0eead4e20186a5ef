import { againButton, callButton } from './buttons.ts'
import layoutJson from './error.json' with { type: 'json' }
import { type ErrorData, type ErrorText, errorText } from './error-text.ts'
import { frame } from './frame.ts'
import type { RefusedAct, SentAction } from './refused-act.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import { dotted, escapeMarkdown, stopped } from './text.ts'
import { unreadAct, wayButtons, waysOn } from './ways-on.ts'
import type { UserErrorCode } from './words/codes.ts'
import { en as words } from './words/en.ts'

interface Refused extends ErrorData {
  /** What it was about, for the buttons. Absent: the person's roles weren't read. */
  act?: RefusedAct | undefined
  /** What was sent; offered once more where that can succeed. */
  sent?: SentAction | undefined
}

/** For a bug: a neutral sentence. */
interface ProblemData {
  now: Date
  reference: string
  act?: RefusedAct | undefined
  sent?: SentAction | undefined
}

interface Filled extends ErrorText {
  suggestions: Element[]
  hint: string
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)
const most = 6

/** A refusal: what cannot be done, why, and what to do next. */
export function errorCard({ code, facts, reference, suggestions = [], act, sent }: Refused): Card {
  const { title, what, next } = errorText({ code, facts })
  const icon = questions.has(code) ? '' : '⊘ '
  const microsoftSaid =
    code === 'OUTSIDE_UNAVAILABLE' ? dotted(plainFact(facts.status), plainFact(facts.code)) : ''
  const filled = layout({
    title: `${icon}${title}`,
    what,
    next: next === '' && suggestions.length > 0 ? words.forExample : next,
    suggestions: suggestions.slice(0, most).map((call) => callButton(call)),
    hint: dotted(reference && words.bug.reference(escapeMarkdown(reference)), microsoftSaid),
    actions: wayButtons(waysOn(code, act ?? unreadAct, facts), again(passing.has(code) ? sent : undefined)),
  })
  return frame(filled, `${stopped(title)} ${what}`)
}

/** A bug. Reveals nothing internal, and shows the reference number to find it by. */
export function problemCard({ reference, act, sent }: ProblemData): Card {
  const { title, what, next } = words.bug
  const filled = layout({
    title: `❌ ${title}`,
    what,
    next,
    suggestions: [],
    hint: words.bug.reference(escapeMarkdown(reference)),
    // The same ways as from any other failure that isn't the person's.
    actions: wayButtons(waysOn('OUTSIDE_UNAVAILABLE', act ?? unreadAct, {}), again(sent)),
  })
  return frame(filled, `${title}. ${words.bug.reference(reference)}`)
}

/** What a card can carry beside everything else. */
const longestSent = 2_000

const again = (sent: SentAction | undefined): Element[] =>
  sent && JSON.stringify(sent).length <= longestSent ? [againButton(sent)] : []

/** Refusals that pass by themselves. */
const passing: ReadonlySet<UserErrorCode> = new Set([
  'ROLES_UNREADABLE',
  'ACCOUNT_UNREADABLE',
  'REGISTRATION_MISMATCH',
  'OUTSIDE_UNAVAILABLE',
  'BUSY',
])

const plainFact = (fact: ErrorData['facts'][string] | undefined): string =>
  fact === undefined ? '' : escapeMarkdown(`${fact}`)

/** Not refusals: the command only needs to be clarified. */
const questions: ReadonlySet<UserErrorCode> = new Set([
  'TENANT_AMBIGUOUS',
  'SET_AMBIGUOUS',
  'COMMAND_UNKNOWN',
  'COMMAND_INCOMPLETE',
  'COMMAND_SURPLUS',
  'SETS_SEVERAL',
  'SET_MISSING',
  'TENANTS_SEVERAL',
  'NAME_PART',
  'LINE_NEGATED',
  'LINE_UNSURE',
  'TIME_UNCLEAR',
  'TIME_PAST',
  'TIME_UNUSED',
  'PERMISSION_AMBIGUOUS',
  'PERMISSION_ALONE',
  'DOMAIN_NEAR',
  'ALERTS_NOT_ON',
])
