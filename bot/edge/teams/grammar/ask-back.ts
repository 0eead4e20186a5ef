import type { PermissionSet } from '#domain/catalog/permission-set.ts'
import type { Tenant } from '#domain/tenants/tenant.ts'
import { type ErrorFacts, UserError, type UserErrorCode } from '#platform/base/errors.ts'
import type { Asked } from './form.ts'

/** A piece of a line that is written anew. */
interface Edit {
  at: number
  end: number
  text: string
}

/** The line of a command with pieces of its arguments written anew. `edits` don't overlap. */
export function lineWith({ word, args }: Pick<Asked, 'word' | 'args'>, edits: readonly Edit[]): string {
  let rest = args
  for (const { at, end, text } of edits.toSorted((a, b) => b.at - a.at))
    rest = rest.slice(0, at) + text + rest.slice(end)
  return `${word} ${rest}`.replace(/ +/g, ' ').replace(/ ,/g, ',').trim()
}

/** More don't fit on the card. */
const mostChoices = 5

/** A question: every choice is a button that sends its line. */
export function askBack(
  code: UserErrorCode,
  facts: ErrorFacts,
  choices: readonly { line: string; title: string }[] = [],
): UserError {
  // Two ways can lead to one line.
  const shown = [...new Map(choices.map((choice) => [choice.line, choice])).values()].slice(0, mostChoices)
  return new UserError(code, {
    ...facts,
    ...(shown.length > 0 && {
      lines: shown.map(({ line }) => line),
      titles: shown.map(({ title }) => title),
    }),
  })
}

/** A question whose lines still say what was read from the end of the typed one: without it, they would mean more. */
export function stillSaying(error: unknown, end: string): unknown {
  if (!(error instanceof UserError)) return error
  const { lines, titles } = error.facts
  if (typeof lines !== 'object' || typeof titles !== 'object') return error
  return new UserError(error.code, {
    ...error.facts,
    lines: lines.map((line) => `${line} ${end}`),
    titles: titles.map((title, n) => (title === lines[n] ? `${title} ${end}` : title)),
  })
}

/** Names can be equal; the domain distinguishes such tenants. */
const titleOf = ({ displayName, defaultDomain }: Tenant): string => `${displayName} (${defaultDomain})`

export const tenantChoices = (
  tenants: readonly Tenant[],
  lineOf: (id: string) => string,
): { line: string; title: string }[] =>
  tenants.map((tenant) => ({ line: lineOf(tenant.id), title: titleOf(tenant) }))

export const setChoices = (
  sets: readonly PermissionSet[],
  lineOf: (id: string) => string,
): { line: string; title: string }[] => sets.map(({ id, name }) => ({ line: lineOf(id), title: name }))
