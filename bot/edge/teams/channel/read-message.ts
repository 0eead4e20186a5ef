import { z } from 'zod'
import { listOf, type TeamsActivity } from './activity.ts'
import { type Markup, type MarkupLink, type MarkupPart, readMarkup } from './read-markup.ts'

/** A message as far as a person wrote, quoted, or linked it. */
export interface Message {
  /** Of the text, without the markup of Teams. */
  parts: readonly MarkupPart[]
  /** The writer's own words as the formatted copy shows them, mentions left out; undefined without such a copy. */
  formatted?: string
  /** Texts of other messages that this one answers or forwards: never a command. */
  quoted: readonly string[]
  /** Those of them that stand beside the text, which can repeat them as if they were the writer's words. */
  besideText: readonly string[]
  links: readonly MarkupLink[]
  /** Some of the writer's own words are crossed out, in the text or in the formatted copy. */
  isStruck: boolean
}

const longestText = 20_000
const longestCopy = 60_000

/**
 * Reads the text and everything beside it: the formatted copy, where the address of a link stands that Teams shows as the
 * title of its page, and the messages that this one answers or forwards.
 */
export function readMessage(activity: TeamsActivity): Message {
  const text = readMarkup((activity.text ?? '').slice(0, longestText), { unknownTags: 'keep' })
  const copies = readCopies(activity)
  const inText = [joined(text, 'quoted'), ...readReplies(activity)].filter(hasWords)
  const besideText = [...copies.map((each) => joined(each, 'quoted')), ...readAttached(activity)].filter(
    hasWords,
  )
  return {
    parts: text.parts,
    ...(copies.length > 0 && { formatted: copies.map((each) => joined(each, 'own')).join(' ') }),
    quoted: [...inText, ...besideText],
    besideText,
    links: [text, ...copies].flatMap(({ links }) => links),
    isStruck: [text, ...copies].some(({ parts }) => parts.some(isCrossedOut)),
  }
}

const isCrossedOut = ({ kind, text, isStruck }: MarkupPart): boolean =>
  kind === 'own' && isStruck === true && hasWords(text)

const hasWords = (text: string): boolean => text.trim() !== ''

const joined = ({ parts }: Markup, kind: MarkupPart['kind']): string =>
  parts.reduce((all, part) => all + (part.kind === kind ? part.text : ' '), '')

/** Some clients wrap the markup in an object. */
const markup = z.union([
  z.string(),
  z.object({ text: z.string() }).transform(({ text }) => text),
  z.object({ body: z.string() }).transform(({ body }) => body),
])
const copy = z.object({ contentType: z.string().regex(/^text\/html\b/i), content: markup })

function readCopies({ attachments }: TeamsActivity): Markup[] {
  let left = longestCopy
  return listOf(attachments).flatMap((attachment) => {
    const { data } = copy.safeParse(attachment)
    if (!data) return []
    const content = data.content.slice(0, left)
    left -= content.length
    return [readMarkup(content, { unknownTags: 'drop' })]
  })
}

const reference = z.object({
  contentType: z.enum(['messageReference', 'forwardedMessageReference']),
  content: z.union([z.string().max(longestCopy).transform(parseJson), z.unknown()]),
})
const original = z.object({ originalMessageContent: z.string() })
const preview = z.object({ messagePreview: z.string() })

const quotedReply = z.union([
  z.object({ type: z.literal('quotedReply'), preview: z.string() }),
  z.object({ type: z.literal('quotedReply'), quotedReply: z.object({ preview: z.string() }) }),
])

function readAttached({ attachments }: TeamsActivity): string[] {
  return listOf(attachments).flatMap((attachment) => {
    const content = reference.safeParse(attachment).data?.content
    const html = original.safeParse(content).data?.originalMessageContent.slice(0, longestCopy)
    const words = html === undefined ? preview.safeParse(content).data?.messagePreview : textOf(html)
    return words === undefined ? [] : [words.slice(0, longestText)]
  })
}

function readReplies({ entities }: TeamsActivity): string[] {
  return listOf(entities).flatMap((entity) => {
    const { data } = quotedReply.safeParse(entity)
    const words = data && ('preview' in data ? data.preview : data.quotedReply.preview)
    return words === undefined ? [] : [words.slice(0, longestText)]
  })
}

function textOf(html: string): string {
  return readMarkup(html, { unknownTags: 'drop' }).parts.reduce((all, { text }) => all + text, '')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Of another format: then there is no message in it.
    return undefined
  }
}
