/** A piece of a message as Teams writes it: text with its entities, or a tag. `source` is how it stands there. */
export type MarkupToken =
  | { kind: 'text'; source: string }
  | { kind: 'tag'; source: string; name: string; closes: boolean; standsAlone: boolean }

/** Splits a message into text and tags. What only looks like the start of a tag is text. Linear. */
export function tokenizeMarkup(markup: string): MarkupToken[] {
  const tokens: MarkupToken[] = []
  let textFrom = 0
  let at = markup.indexOf('<')
  while (at !== -1) {
    const tag = readTag(markup, at)
    if (tag) {
      if (at > textFrom) tokens.push({ kind: 'text', source: markup.slice(textFrom, at) })
      tokens.push(tag)
      textFrom = at + tag.source.length
    }
    at = markup.indexOf('<', tag ? textFrom : at + 1)
  }
  if (textFrom < markup.length) tokens.push({ kind: 'text', source: markup.slice(textFrom) })
  return tokens
}

const start = /<(\/?)([a-z][a-z0-9:-]{0,40})(?=[\s/>])/iy

function readTag(markup: string, at: number): MarkupToken | undefined {
  start.lastIndex = at
  const [head, slash, name = ''] = start.exec(markup) ?? []
  if (head === undefined) return undefined
  const end = endOfTag(markup, at + head.length)
  if (end === -1) return undefined
  const source = markup.slice(at, end + 1)
  const standsAlone = source.endsWith('/>')
  return { kind: 'tag', source, name: name.toLowerCase(), closes: slash === '/', standsAlone }
}

/** A `<` outside quotes ends the search, so that many starts without an end cost no more than their length. */
function endOfTag(markup: string, from: number): number {
  for (let at = from; at < markup.length; at += 1) {
    const sign = markup[at]
    if (sign === '>') return at
    if (sign === '<') return -1
    if (sign === '"' || sign === "'") {
      at = markup.indexOf(sign, at + 1)
      if (at === -1) return -1
    }
  }
  return -1
}

const attributes = /\s([a-z-]{1,20})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi

/** The attribute of a tag, with its entities; undefined if there is none. */
export function findAttribute(tag: MarkupToken, name: string): string | undefined {
  for (const [, key = '', double, single, bare] of tag.source.matchAll(attributes))
    if (key.toLowerCase() === name) return double ?? single ?? bare
  return undefined
}
