import type { Explanation } from './explain.ts'
import type { Terminal } from './terminal.ts'

/** Cause, who can mend it, and what to do. */
export function sayExplained(terminal: Terminal, { cause, who, remedy, reference }: Explanation): void {
  const lines = [`  Cause: ${cause}`, `  Who: ${who}`, `  What to do: ${remedy}`]
  if (reference !== undefined) lines.push(`  Microsoft’s request ID: ${reference}`)
  terminal.say(lines.join('\n'))
}
