import { formatDay, formatTime, isOnSameDay, isToday } from './format-time.ts'
import { readAs, unknownReader } from './reader.ts'
import { timesEn as times } from './words/times-en.ts'

/** The catalog allows names of this length; none of them is cut. */
const longest = 120
/** Text beyond this length is never shown, so that a hostile text costs no more than a long one. */
const longestRead = 4_096
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Controls, bidi and zero-width characters, variation selectors and whatever else shows nothing; lone surrogates. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2028\u2029]/gu
const lineBreaks = /[\t\n\v\f\r\u0085\u2028\u2029]+/g
/** Words of plain ASCII letters, digits and a few marks, with single spaces between them: nothing below changes them. */
const harmless = /^(?:[\w.,;:!?'"()/@#%&=+-]+(?: [\w.,;:!?'"()/@#%&=+-]+)*)?$/
/** In a line with single spaces. Stops at the next `<`, so that a long row of them costs no square. */
const mention = /< ?\/? ?at\b[^<>]*>/gi

/**
 * A name or text from outside as one plain line: normalized, without characters that hide or reverse text, without mentions,
 * without `${`, at most `limit` characters. For places that show no Markdown: titles, tooltips, input values, fallback text.
 */
export function plain(text: string, limit = longest): string {
  // Nearly every name is like this, and a card has a hundred of them.
  if (text.length <= limit && harmless.test(text)) return text
  const line = text.slice(0, longestRead).replace(lineBreaks, ' ').replace(invisible, '').normalize('NFC')
  const single = withoutMentions(line.replace(/\s+/g, ' '))
  return cut(single.replaceAll('${', '$ {').replace(/\s+/g, ' ').trim(), limit)
}

/** `plain`, and every character that Teams' Markdown, its link finder or its date function could act on is escaped. */
export function escapeMarkdown(text: string, limit = longest): string {
  if (text.length <= limit && unmarkedWords.test(text)) return text
  const line = plain(text, limit)
  return unmarkedWords.test(line) ? line : knownEscaped(line)
}

/** The texts of the catalog are on card after card. */
const escapedTexts = new Map<string, string>()
const mostEscaped = 500

function knownEscaped(line: string): string {
  const known = escapedTexts.get(line)
  if (known !== undefined) return known
  const made = escaped(line)
  if (escapedTexts.size >= mostEscaped) escapedTexts.clear()
  escapedTexts.set(line, made)
  return made
}

/** Letters, digits, commas and single dots between them: no Markdown, no link, no list. */
const unmarkedWords = /^(?!\d+\.)(?!.*www\.)(?:[A-Za-z0-9]+(?:(?:, | |\.|-)[A-Za-z0-9]+)*)?$/i

function escaped(line: string): string {
  return line
    .replace(/[\\*_[\]()<>~`]/g, '\\$&')
    .replace(/^[-+#]/, '\\$&')
    .replace(/^(\d+)\./, '$1\\.')
    .replace(/&(?=#?\w+;)/g, '\\&')
    .replace(/\{(?=\{)/g, '{\\')
    .replace(/:(?=\/\/)|(?<=mailto):/gi, '\\:')
    .replace(/www\./gi, (start) => `${start.slice(0, -1)}\\.`)
}

/** Markdown as it reads: without escapes and bold marks. For places that show it as it is. */
export const unmarked = (markdown: string): string =>
  markdown.replace(/\\([!-/:-@[-`{-~])|\*\*/g, (_all, escaped?: string) => escaped ?? '')

/** Ends as a sentence does. */
export const stopped = (text: string): string => (/[.?!…]$/.test(text) ? text : `${text}.`)

/** Taking one out can make another one whole. */
function withoutMentions(text: string): string {
  const rest = text.replace(mention, '')
  return rest === text ? text : withoutMentions(rest)
}

/**
 * At most `limit` characters as a reader counts them, and at most twice as many UTF-16 units, because one character may
 * carry any number of marks. What is cut shows as an ellipsis, behind a whole word or part of a domain
 * unless one word fills the room.
 */
export function cut(text: string, limit = longest): string {
  if (text.length <= limit) return text
  const parts: string[] = []
  for (const { segment } of graphemes.segment(text)) if (parts.push(segment) > limit) break
  if (parts.length <= limit && text.length <= 2 * limit) return text
  const start = parts
    .slice(0, limit - 1)
    .join('')
    .slice(0, 2 * limit - 1)
    .replace(/[\uD800-\uDBFF]$/, '')
  return `${wholeWords(start, text)}…`
}

/** Longer than words are: dropping it whole would lose what tells two names apart. */
const longestWord = 30
const endMarks = /[\s,;:([{–—-]+$/u

/** The start of the text without the word that it ends in, and without the marks before it. */
function wholeWords(start: string, text: string): string {
  if (/^\s/.test(text.slice(start.length)) || /\s$/.test(start)) return start.replace(endMarks, '') || start
  const from = start.search(/\S*$/)
  const [word = ''] = /^\S*/.exec(text.slice(from)) ?? []
  const before = start.slice(0, from).replace(endMarks, '')
  if (before !== '' && word.length <= longestWord) return before
  // A domain, an address or a value: behind one of its parts.
  const part = start.slice(from).search(/[._/@-][^._/@-]*$/)
  return part > 0 ? start.slice(0, from + part) : start
}

/** "Nov 12" in the zone of the reader, with the year when it is not the year of `now`. */
export const day = (at: Date, now: Date): string => formatDay(at, now)

const dayAndTime = (at: Date, now: Date): string => `${formatDay(at, now)}, ${formatTime(at)}`

/** "Nov 12, 10:02 UTC", for pages, of whose readers nobody knows the zone. */
export const utc = (at: Date, now: Date): string => readAs(unknownReader, () => dayAndTime(at, now))

/** In the zone of the reader: "10:02 UTC" today, "Nov 12, 10:02 UTC" on another day, with the year if it is another one. */
export const moment = (at: Date, now: Date): string =>
  isToday(at, now) ? formatTime(at) : dayAndTime(at, now)

/** The same in a list, below `before`: the day is said once. */
export const momentAfter = (at: Date, before: Date | undefined, now: Date): string =>
  before && isOnSameDay(at, before) ? formatTime(at) : moment(at, now)

/** Since when: "10:02 UTC" today, "Nov 12" on another day. */
export const start = (at: Date, now: Date): string => (isToday(at, now) ? formatTime(at) : formatDay(at, now))

/** "14 min ago"; after 30 days the day itself. */
export function age(at: Date, now: Date): string {
  const minutes = Math.floor((now.getTime() - at.getTime()) / 60_000)
  if (minutes < 1) return times.justNow
  if (minutes < 60) return times.minutesAgo(minutes)
  if (minutes < 48 * 60) return times.hoursAgo(Math.floor(minutes / 60))
  if (minutes < 30 * 24 * 60) return times.daysAgo(Math.floor(minutes / (24 * 60)))
  return times.on(formatDay(at, now))
}

/** "a, b, +3 more". */
export function list(items: readonly string[], limit = 3): string {
  if (items.length <= limit) return items.join(', ')
  return `${items.slice(0, limit).join(', ')}, ${times.more(items.length - limit)}`
}

/** "1,000". */
export const number = (n: number): string => n.toLocaleString('en-US')

/** "1 tenant", "1,000 tenants". */
export const plural = (n: number, one: string, many: string): string => `${number(n)} ${n === 1 ? one : many}`

/** Capitalizes the first letter, for sentences built from parts. */
export const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)

/** First characters of a tenant ID, shown next to each name because names can be made to look alike. */
export const shortId = (id: string): string => `${id.slice(0, 8)}…`

/** Joins what is there with a middle dot. */
export const dotted = (...parts: readonly (string | undefined | false)[]): string =>
  parts.filter(Boolean).join(' · ')

/**
 * An unambiguous tenant: "**Contoso Ltd** · contoso.com · 3f2a91c4…", escaped, because names can be made to look alike. One that
 * was never read is named by its domain.
 */
export const namedTenant = ({ id, name, domain }: { id: string; name: string; domain: string }): string =>
  dotted(`**${escapeMarkdown(name, 60)}**`, name !== domain && escapeMarkdown(domain, 60), shortId(id))
