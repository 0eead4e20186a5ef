import type { UserError } from '#platform/base/errors.ts'
import { clockText, dateText, endOfDay, wallTimeAt } from '#platform/base/zoned-time.ts'
import { askBack, lineWith } from './ask-back.ts'
import { cutTokens, type Token } from './cut-tokens.ts'
import type { Asked } from './form.ts'
import { isJoin } from './plain-words.ts'
import { type Moment, readDuration } from './read-duration.ts'
import { type ReadEnd, readEnd } from './read-end.ts'

const leads = new Set(['until', 'till', 'til', "'til", 'through', 'thru'])
/** No end is said in more words, or longer ones. */
const mostWords = 8
const mostLetters = 60

interface Phrase {
  at: number
  end: number
  /** Without the word that leads to it. */
  text: string
  read: ReadEnd
}

/**
 * Takes "for 8 hours" or "until Friday" out of the arguments: when it ends, in the zone of whoever typed it, how a line says
 * the same on any day, and what is left.
 * Names in quotes are names.
 * @throws UserError TIME_UNCLEAR, TIME_PAST with what could be meant; TIME_UNUSED; COMMAND_SURPLUS for two ends
 */
export function takeEnd(asked: Asked): { ends?: { until: Date; said: string }; args: string } {
  const moment = { now: asked.deps.clock(), timeZone: asked.timeZone ?? 'UTC' }
  const [first, second] = findPhrases(asked.args, moment)
  if (!first) return { args: asked.args }
  if (asked.form.until === 'asked')
    throw askBack('TIME_UNUSED', { usage: asked.word, text: asked.args.slice(first.at, first.end) })
  if (second)
    throw askBack('COMMAND_SURPLUS', { usage: asked.word, text: asked.args.slice(second.at, second.end) })
  if (!('until' in first.read)) throw askEnd(asked, first, first.read, moment)
  const args = `${asked.args.slice(0, first.at)} ${asked.args.slice(first.end)}`.replace(/\s+/g, ' ').trim()
  const { until } = first.read
  const typed = asked.args.slice(first.at, first.end)
  const said = /^for\b/i.test(typed) ? typed : `until ${typedEnd(until, moment.timeZone)}`
  return { ends: { until, said }, args: args.replace(/\s,/g, ',') }
}

function findPhrases(args: string, moment: Moment): Phrase[] {
  const tokens = cutTokens(args)
  const phrases: Phrase[] = []
  for (let at = 0; at < tokens.length && phrases.length < 2; at += 1) {
    const found = phraseAt(args, tokens, at, moment)
    if (!found) continue
    phrases.push(found.phrase)
    at += found.size
  }
  return phrases
}

/** The longest that can be read; behind "until", what can't be read is one too. */
function phraseAt(
  args: string,
  tokens: readonly Token[],
  at: number,
  moment: Moment,
): { phrase: Phrase; size: number } | undefined {
  const lead = tokens[at]
  if (lead?.kind !== 'word' || !(lead.key === 'for' || leads.has(lead.key))) return undefined
  const quoted = tokens.findIndex(({ kind }, index) => index > at && kind === 'quoted')
  const most = Math.min(mostWords, (quoted < 0 ? tokens.length : quoted) - at - 1)
  for (let size = most; size > 0; size -= 1) {
    const [first, last] = [tokens[at + 1], tokens[at + size]]
    if (!first || last?.kind !== 'word' || last.end - first.at > mostLetters) continue
    const text = args.slice(first.at, last.end)
    const read = readPlain(lead.key, text, moment)
    if (read) return { phrase: { at: lead.at, end: last.end, text, read }, size }
  }
  return lead.key === 'for' ? undefined : unreadable(args, tokens, at)
}

/** A period behind it ends the sentence, unless it belongs to a date. */
function readPlain(lead: string, text: string, moment: Moment): ReadEnd | undefined {
  for (const each of new Set([text, text.replace(/[.!?]+$/, '')])) {
    const until = lead === 'for' ? readDuration(each, moment) : undefined
    const read = until ? { until } : lead === 'for' ? undefined : readEnd(each, moment)
    if (read) return read
  }
  return undefined
}

/** Up to the next word that leads to a name. */
function unreadable(args: string, tokens: readonly Token[], at: number) {
  const next = tokens.findIndex(({ kind, key }, index) => index > at && (kind !== 'word' || isJoin(key)))
  const last = (next < 0 ? tokens.length : next) - 1
  const [lead, first, end] = [tokens[at], tokens[at + 1], tokens[last]]
  if (!lead || !end) return undefined
  const text = first && last > at ? args.slice(first.at, end.end) : ''
  const read: ReadEnd = { problem: 'unclear', ends: [] }
  return { phrase: { at: lead.at, end: end.end, text, read }, size: Math.max(0, last - at) }
}

function askEnd(
  asked: Asked,
  { at, end }: Phrase,
  { problem, ends }: Exclude<ReadEnd, { until: Date }>,
  { timeZone }: Moment,
): UserError {
  const choices = ends.map((until) => ({
    line: lineWith(asked, [{ at, end, text: `until ${typedEnd(until, timeZone)}` }]),
    title: `${weekdayName(until, timeZone)} ${typedEnd(until, timeZone)}`,
  }))
  const text = asked.args.slice(at, end)
  return askBack(problem === 'past' ? 'TIME_PAST' : 'TIME_UNCLEAR', { text }, choices)
}

/** An end as it can be typed in this zone. */
function typedEnd(until: Date, timeZone: string): string {
  const wall = wallTimeAt(until, timeZone)
  const isDay = endOfDay(wall, timeZone).getTime() === until.getTime()
  return isDay ? dateText(wall) : `${dateText(wall)} ${clockText(wall)}`
}

const weekdayName = (until: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en', { weekday: 'short', timeZone }).format(until)
