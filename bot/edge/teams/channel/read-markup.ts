import { decodeHTMLStrict } from 'entities'
import { findAttribute, type MarkupToken, tokenizeMarkup } from './tokenize-markup.ts'

/** `own`: the writer's words; `quoted`: another message, replied to or forwarded; `mention`: a name. Entities are decoded once. */
export interface MarkupPart {
  kind: 'own' | 'quoted' | 'mention'
  text: string
  /** Crossed out. */
  isStruck?: true
}

/** A link of the message: what it shows, and where it leads. */
export interface MarkupLink {
  /** In a quoted message. */
  isQuoted: boolean
  title: string
  address: string
}

export interface Markup {
  parts: MarkupPart[]
  links: MarkupLink[]
}

type Tag = Extract<MarkupToken, { kind: 'tag' }>

/** Tags that part words, and tags inside of words. Any other tag is none of Teams. */
const blocks = new Set(
  'p br hr div blockquote quoted ul ol li pre table thead tbody tr td th h1 h2 h3 h4 h5 h6 attachment img html body systemeventmessage codeblock'.split(
    ' ',
  ),
)
const inline = new Set('at a b strong i em u s strike del span font code sub sup emoji readonly'.split(' '))

/**
 * Reads a message in the markup of Teams. In the plain text of a message an unknown tag is something that a person typed, so
 * `unknownTags: 'keep'` leaves it as it stands.
 */
export function readMarkup(markup: string, { unknownTags }: { unknownTags: 'keep' | 'drop' }): Markup {
  const reader = makeReader()
  for (const token of tokenizeMarkup(markup)) {
    if (token.kind === 'text') reader.text(decodeHTMLStrict(token.source))
    else if (blocks.has(token.name) || inline.has(token.name)) reader.tag(token)
    else if (unknownTags === 'keep') reader.text(decodeHTMLStrict(token.source))
  }
  reader.endMention()
  return reader.read
}

interface Reader {
  read: Markup
  text(text: string): void
  tag(tag: Tag): void
  endMention(): void
}

function makeReader(): Reader {
  const read: Markup = { parts: [], links: [] }
  let depth = 0
  let struck = 0
  let mention: { name: string; endsWith: string } | undefined
  let link: MarkupLink | undefined
  const text = (words: string): void => {
    if (mention) mention.name += words
    else
      read.parts.push({
        kind: depth > 0 ? 'quoted' : 'own',
        text: words,
        ...(struck > 0 && { isStruck: true }),
      })
    if (link) link.title += words
  }
  const endMention = (): void => {
    if (mention) read.parts.push({ kind: depth > 0 ? 'quoted' : 'mention', text: mention.name })
    mention = undefined
  }
  const follow = (tag: Tag): void => {
    const address = tag.closes ? '' : decodeHTMLStrict(findAttribute(tag, 'href') ?? '')
    link = address === '' ? undefined : { title: '', address, isQuoted: depth > 0 }
    if (link) read.links.push(link)
  }
  const tag = (tag: Tag): void => {
    const { name, closes, standsAlone } = tag
    if (blocks.has(name)) text(' ')
    if (isQuote(name) && !standsAlone) depth = Math.max(0, depth + (closes ? -1 : 1))
    if (strikes.has(name) && !standsAlone) struck = Math.max(0, struck + (closes ? -1 : 1))
    // Where a style ends isn't looked for: the whole line is asked about.
    else if (isStruckByStyle(tag)) struck += 1
    if (name === 'a') follow(tag)
    if (mention && closes && name === mention.endsWith) endMention()
    else if (!mention && !closes && isMention(tag)) mention = { name: '', endsWith: name }
  }
  return { read, text, tag, endMention }
}

const strikes = new Set(['s', 'strike', 'del'])

const isStruckByStyle = (tag: Tag): boolean =>
  !tag.closes && /line-through/i.test(findAttribute(tag, 'style') ?? '')

const isQuote = (name: string): boolean => name === 'blockquote' || name === 'quoted'

const isMention = (tag: Tag): boolean =>
  tag.name === 'at' ||
  (tag.name === 'span' && findAttribute(tag, 'itemtype')?.toLowerCase().endsWith('/mention') === true)
