type ParsedCommand =
  | { word: string; args: string }
  /** No command: an empty message or a greeting. */
  | { word: undefined; typed: '' }
  | { word: undefined; typed: string; nearest: readonly string[] }

const greetings = new Set(['hi', 'hello', 'hey'])

/** The typed line must start with the words of a command, in any case: "please do not sync all" is none. */
export function parseCommand(line: string, words: readonly string[]): ParsedCommand {
  const lower = line.toLowerCase()
  const word = words
    .filter((candidate) => lower === candidate || lower.startsWith(`${candidate} `))
    .reduce<string | undefined>(
      (best, candidate) => (candidate.length > (best?.length ?? 0) ? candidate : best),
      undefined,
    )
  if (word !== undefined) return { word, args: argsOf(line, word) }
  const first = lower.split(' ', 1)[0] ?? ''
  if (line === '' || greetings.has(first.slice(0, 20).replace(/[^\p{L}]+$/u, '')))
    return { word: undefined, typed: '' }
  return { word: undefined, typed: line, nearest: nearestCommands(line, words) }
}

/** The rest of a line after the words of its command. */
export const argsOf = (line: string, word: string): string => line.slice(word.length).trim()

/** Suggests three lines, the nearest first; the rest of the line is kept only after a small typo. */
export function nearestCommands(line: string, words: readonly string[]): string[] {
  const parts = line.toLowerCase().split(' ')
  const ranked = words.map((word) => {
    const size = word.split(' ').length
    const typed = parts.slice(0, size).join(' ').slice(0, 40)
    const distance = distanceBetween(typed, word)
    const rest = distance <= 2 ? line.split(' ').slice(size).join(' ') : ''
    return { line: `${word} ${rest}`.trim(), distance: word.startsWith(typed) ? 0.5 : distance }
  })
  return ranked
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map((candidate) => candidate.line)
}

/** The number of typos between two short words: a letter added, removed or replaced, or two swapped. */
export function distanceBetween(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const line = [row]
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      line[column] = Math.min(
        (last[column] ?? 0) + 1,
        (line[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + same,
        swapped ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    beforeLast = last
    last = line
  }
  return last[b.length] ?? 0
}
