/** A piece of what was typed: a word, a name in quotes, or a comma. `key` is its form for comparing. */
export interface Token {
  kind: 'word' | 'quoted' | 'comma'
  key: string
  at: number
  end: number
}

const pattern = /https?:\/\/\S+|"[^"]*"|'[^']+'(?=[\s,;]|$)|[,;]|(?:[^\s,;"]|"(?=[^\s"]))+|"/g

/** Cuts a line into tokens. A comma in quotes belongs to the name. Linear. */
export function cutTokens(line: string): Token[] {
  return [...line.matchAll(pattern)].map(({ 0: text, index: at }) => {
    const isQuoted = text.length > 2 && /^(?:".*"|'.*')$/.test(text)
    const kind = text === ',' || text === ';' ? 'comma' : isQuoted ? 'quoted' : 'word'
    return { kind, key: keyOf(isQuoted ? text.slice(1, -1) : text), at, end: at + text.length }
  })
}

const keyOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[.:!?]{1,9}$/, '')
    .trim() || text
