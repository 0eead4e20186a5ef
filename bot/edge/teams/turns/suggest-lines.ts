import type { ErrorFacts } from '#platform/base/errors.ts'
import type { ButtonCall } from '../../../../cards/buttons.ts'
import { plain } from '../../../../cards/text.ts'
import type { TypedCommand } from '../actions/command.ts'
import { asButtonLine } from './read-typed.ts'

/** What a button can carry; a longer line is typed again. */
const longestLine = 2_000
const longestTitle = 300

/** Buttons that send whole lines, which can quote what was typed. */
export function suggestLines(lines: readonly { line: string; title: string }[]): ButtonCall[] {
  return lines.flatMap(({ line, title }) => {
    const text = asButtonLine(line)
    if (text.length > longestLine) return []
    return [
      { button: 'command', input: { text: plain(text, longestLine) }, title: plain(title, longestTitle) },
    ]
  })
}

/** For a name that means several things: the typed line with each of them in its place. */
export function suggestChoices(typed: TypedCommand | undefined, facts: ErrorFacts): ButtonCall[] {
  const { ids, names, domains, at, size } = facts
  if (!typed || typeof ids !== 'object' || typeof names !== 'object') return []
  if (typeof at !== 'number' || typeof size !== 'number') return []
  const { word, args } = typed
  const lines = ids.map((id, n) => {
    const domain = typeof domains === 'object' ? ` (${domains[n]})` : ''
    const line = `${word} ${args.slice(0, at)}${id}${args.slice(at + size)}`
    return { line, title: `${names[n]}${domain}` }
  })
  return suggestLines(lines)
}
