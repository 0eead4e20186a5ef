import type { ErrorFacts } from '#platform/base/errors.ts'
import type { ButtonCall } from '../../../../cards/buttons.ts'
import { plain } from '../../../../cards/text.ts'
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

/** The lines of a question, with a button for each. */
export function suggestChoices({ lines, titles }: ErrorFacts): ButtonCall[] {
  if (typeof lines !== 'object' || typeof titles !== 'object') return []
  return suggestLines(lines.map((line, n) => ({ line, title: titles[n] ?? line })))
}
