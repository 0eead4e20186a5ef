import type { ErrorData } from './error.ts'
import { escapeMarkdown, list } from './text.ts'
import { en as words } from './words/en.ts'

/** A refusal as escaped sentences: its title, what happened, what to do. */
export function errorText({ code, facts }: Pick<ErrorData, 'code' | 'facts'>): {
  title: string
  what: string
  next: string
} {
  const fact = (name: string, otherwise = ''): string => {
    const value = Object.hasOwn(facts, name) ? facts[name] : undefined
    if (value === undefined || value === '') return otherwise
    return typeof value === 'object'
      ? list(value.map((item) => escapeMarkdown(`${item}`)))
      : escapeMarkdown(`${value}`)
  }
  const { title, what, next } = words.errors[code]
  return { title, what: what(fact), next: next(fact) }
}
