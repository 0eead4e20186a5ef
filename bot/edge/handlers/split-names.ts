/** A part of what was typed after a command, and where it begins there. */
export interface Part {
  text: string
  at: number
}

/** Names separated by commas, from a place in the line on; a comma inside quotes belongs to the name. Linear. */
export function splitNames(line: string, from: number): Part[] {
  const parts: Part[] = []
  let start = from
  for (let at = from; at <= line.length; at += 1) {
    const sign = line[at]
    if (sign === '"' || (sign === "'" && line.slice(start, at).trim() === '')) at = endOfQuote(line, at)
    else if (sign === ',' || at === line.length) {
      const text = line.slice(start, at).trim()
      if (text !== '') parts.push({ text, at: line.indexOf(text, start) })
      start = at + 1
    }
  }
  return parts
}

/** Where a quote ends, before a comma or the end; an apostrophe that is none stands for itself. */
function endOfQuote(line: string, at: number): number {
  const sign = line[at] ?? ''
  const end = line.indexOf(sign, at + 1)
  if (end === -1) return at
  return sign === '"' || /^ *(?:,|$)/.test(line.slice(end + 1, end + 9)) ? end : at
}
