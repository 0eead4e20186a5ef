import type { ButtonCall } from './buttons.ts'
import { escapeMarkdown, list, plain } from './text.ts'
import type { UserErrorCode } from './words/codes.ts'
import { en as words } from './words/en.ts'

export interface ErrorData {
  now: Date
  code: UserErrorCode
  /** Outside texts that fill the sentence. */
  facts: Readonly<Record<string, string | number | readonly string[]>>
  /** Also in the log. */
  reference?: string
  /** At most six; for example the nearest commands, or the tenants that a name could mean. */
  suggestions?: readonly ButtonCall[]
}

export interface ErrorText {
  title: string
  what: string
  /** '' when there is nothing to do. */
  next: string
}

type Facts = ErrorData['facts']

/** A refusal as escaped sentences: its title, what happened, what to do. */
export function errorText({ code, facts }: Pick<ErrorData, 'code' | 'facts'>): ErrorText {
  const fact = (name: string, otherwise = ''): string => {
    const value = name === 'names' ? namesIn(facts) : Object.hasOwn(facts, name) ? facts[name] : undefined
    if (value === undefined || value === '') return otherwise
    return typeof value === 'object'
      ? list(value.map((item) => escapeMarkdown(`${item}`)))
      : escapeMarkdown(`${value}`)
  }
  const { title, what, next } = words.errors[code]
  return { title, what: what(fact), next: next(fact) }
}

/** Names can be equal; the domain distinguishes such tenants. */
function namesIn({ names, domains }: Facts): Facts[string] | undefined {
  if (typeof names !== 'object' || typeof domains !== 'object') return names
  return names.map((name, n) => `${plain(name, 50)} (${plain(domains[n] ?? '', 50)})`)
}
