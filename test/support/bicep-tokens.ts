/** A word, number, or sign of a Bicep file; a text has parts, of which those that are tokens again stand for `${…}`. */
export interface Token {
  kind: 'name' | 'number' | 'sign' | 'text' | 'line' | 'end'
  text: string
  parts?: readonly (string | readonly Token[])[]
  /** Where it begins, counted from 1. */
  line: number
}

const plain =
  /(?<space>[ \t]+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)|(?<line>\r?\n)|(?<name>[A-Za-z_]\w*)|(?<number>\d+)|(?<sign>&&|\|\||\?\?|==|!=|<=|>=|=>|\.\?|::|[{}[\]():,.?!=@|<>+\-*/%])/y

/** Bicep's grammar, as far as our own files use it: no text of several lines. @throws Error that says in which line */
export function readTokens(source: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < source.length) {
    const line = source.slice(0, at).split('\n').length
    if (source[at] === "'") {
      const { parts, end } = readText(source, at, line)
      tokens.push({ kind: 'text', text: source.slice(at, end), parts, line })
      at = end
      continue
    }
    plain.lastIndex = at
    const found = plain.exec(source)
    if (!found) throw new Error(`line ${line}: ${source[at]} is no Bicep`)
    at = plain.lastIndex
    for (const kind of ['name', 'number', 'sign', 'line'] as const)
      if (found.groups?.[kind] !== undefined) tokens.push({ kind, text: found[0], line })
  }
  return [...tokens, { kind: 'end', text: '', line: source.split('\n').length }]
}

function readText(source: string, from: number, line: number) {
  const parts: (string | Token[])[] = []
  let [at, text] = [from + 1, '']
  while (source[at] !== "'") {
    if (at >= source.length || source[at] === '\n') throw new Error(`line ${line}: the text has no end`)
    if (source[at] === '\\') {
      text += source[at + 1]
      at += 2
    } else if (source.startsWith('${', at)) {
      const end = findBrace(source, at + 2, line)
      parts.push(text, readTokens(source.slice(at + 2, end)))
      text = ''
      at = end + 1
    } else text += source[at++]
  }
  return { parts: [...parts, text], end: at + 1 }
}

function findBrace(source: string, from: number, line: number): number {
  let depth = 1
  for (let at = from; at < source.length; at++) {
    if (source[at] === '{') depth++
    if (source[at] === '}' && --depth === 0) return at
  }
  throw new Error(`line ${line}: \${ has no end`)
}
