import { OutsideError, UserError } from '#platform/base/errors.ts'
import { errorText } from '../../../cards/error-text.ts'
import { unmarked } from '../../../cards/text.ts'
import { whomToAsk } from '../../../cards/whom-to-ask.ts'
import { en } from '../../../cards/words/en.ts'
import { mcpEn as words } from '../../../cards/words/mcp-en.ts'

interface Refusing {
  /** Whom people without a role can ask, from the configuration. */
  contacts: readonly string[]
  /** Of a bug: also in the log. */
  reference: string
}

/** Why nothing is shown, in the words of the card that chat would answer with. A bug reveals nothing but its reference. */
export function refusalText(error: unknown, { contacts, reference }: Refusing): string {
  if (error instanceof OutsideError) return textOf('OUTSIDE_UNAVAILABLE', { service: error.facts.service })
  if (!(error instanceof UserError)) return said(en.bug.title, en.bug.what, en.bug.reference(reference))
  const hasNoRole = error.code === 'NO_ROLE' || error.code === 'ROLE_MISSING'
  const { title, what, next } = errorText({ code: error.code, facts: error.facts })
  return said(title, what, hasNoRole && contacts.length > 0 ? whomToAsk(contacts) : next)
}

function textOf(code: 'OUTSIDE_UNAVAILABLE', facts: UserError['facts']): string {
  const { title, what, next } = errorText({ code, facts })
  return said(title, what, next)
}

const said = (title: string, ...sentences: readonly string[]): string =>
  unmarked(words.refused(`${title}.`, ...sentences))
