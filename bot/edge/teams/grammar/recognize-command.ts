import { nearness } from '#platform/text/near-text.ts'
import { findTurn } from './plain-words.ts'
import { withoutCourtesy } from './polite-words.ts'

/** A command as far as its words go. */
export interface Phrased {
  word: string
  said?: readonly Saying[]
  acts?: boolean
  actsAtOnce?: true
  atEnd?: boolean
  readsNames?: true
  almost?: readonly string[]
  takes?: 'nothing'
}

/** Another way to say a command, or one that also says a part of what follows: `['my requests', 'mine']`. */
export type Saying = string | readonly [phrase: string, args: string]

export type Recognized<C> =
  | { kind: 'command'; command: C; args: string }
  /** A greeting, or thanks, or nothing. */
  | { kind: 'nothing' }
  /** It can be a name of something. */
  | { kind: 'names'; args: string }
  /** With the lines that were probably meant: none of them acts unless its words are nearly typed. */
  | { kind: 'unknown'; lines: readonly string[] }

/** A longer line is a sentence, no name; one that is much longer is no line. */
const mostWords = 12
const mostSaid = 60

/**
 * The command of a line, without courtesies, by its own words or another way of saying them. What shows something is also
 * understood behind "show me the" and behind a name; what acts only at the beginning.
 */
export function recognizeCommand<C extends Phrased>(line: string, commands: readonly C[]): Recognized<C> {
  const asked = spelledOut(withoutCourtesy(line))
  if (asked === '') return { kind: 'nothing' }
  const first = atStart(asked, commands, ({ readsNames }) => !readsNames)
  const copied = copiedLine(asked, commands)
  if (copied !== undefined) return { kind: 'unknown', lines: [copied] }
  const almost = almostLine(asked, commands, first?.size ?? 0)
  if (almost !== undefined) return { kind: 'unknown', lines: [almost] }
  if (first?.command.actsAtOnce && isWhether.test(line.slice(0, line.indexOf(asked))))
    return { kind: 'unknown', lines: [`${first.command.word} ${first.args}`.trim()] }
  const said = asked.replace(showing, '')
  const shown = said.replace(several, '')
  // "What is" asks why, but "what is the status of" asks for the status.
  if (first && first.size > asked.length - said.length) return first
  const shows = ({ acts, readsNames }: C): boolean => !acts && !readsNames
  const texts = said === asked ? [shown] : [said, shown]
  const second = texts.map((text) => atStart(text, commands, shows)).find((found) => found) ?? first
  if (second) return second
  if (shown === '' && said !== asked) return { kind: 'names', args: '' }
  const third = atEnd(shown, commands)
  if (third) return third
  const near = nearLines(asked, commands)
  if (near.length > 0) return { kind: 'unknown', lines: near }
  return asked.split(' ').length <= mostSaid ? { kind: 'names', args: shown } : { kind: 'unknown', lines: [] }
}

/** In quotes or as code, as it was copied from a page about it: whether it is meant, or only spoken of, is asked. */
const wrapped = /^["']{1,3} ?\/?([^"']+)["']{1,3}$/

function copiedLine(line: string, commands: readonly Phrased[]): string | undefined {
  const copied = wrapped.exec(line)?.[1]?.trim() ?? ''
  const found = atStart(copied, commands, ({ readsNames, acts }) => acts === true && !readsNames)
  return found && `${found.command.word} ${found.args}`.trim()
}

/** "Can we sync all?" can ask for it, or whether one may. */
const isWhether = /\b(?:can|could|would|will) (?:we|i)\b/i

/** Words that only ask to see what follows, and those that say which of it and mean all. */
const showing =
  /^(?:show|list|display|get|give|gimme|view|see|open|find|print|check|pull up|bring up|look at|look up|tell|what are|what is|which are|where is|where are)(?: me| us)?(?: about)?(?= |$) ?/i
const several =
  /^(?:(?:the|a|all|our|any|current|every|full|latest|recent|pending|open)(?= |$) ?)*(?:of(?= |$) ?)?/i

/** "What's" and "whats" begin a question as "what is" does. Behind other words they can belong to a name. */
const spelledOut = (line: string): string =>
  line.replace(/^((?:(?:show|tell|give) (?:me|us) )?(?:what|who|where|how))['’]?s(?= )/i, '$1 is')

interface Phrase {
  phrase: string
  /** What it says of the arguments. */
  given: string
}

const phrasesOf = ({ word, said = [] }: Phrased): Phrase[] => [
  { phrase: word, given: '' },
  ...said.map((each) =>
    typeof each === 'string' ? { phrase: each, given: '' } : { phrase: each[0], given: each[1] },
  ),
]

function atStart<C extends Phrased>(
  line: string,
  commands: readonly C[],
  fits: (command: C) => boolean,
): (Extract<Recognized<C>, { kind: 'command' }> & { size: number }) | undefined {
  const lower = line.toLowerCase()
  let best: (Phrase & { command: C }) | undefined
  for (const command of commands.filter(fits))
    for (const each of phrasesOf(command)) {
      const { length } = each.phrase
      if (length > (best?.phrase.length ?? 0) && lower.startsWith(each.phrase) && isEnd(lower[length]))
        best = { command, ...each }
    }
  if (!best) return undefined
  const args = `${best.given} ${argsAfter(line, best.phrase.length)}`.trim()
  return { kind: 'command', command: best.command, args, size: best.phrase.length }
}

const isEnd = (sign: string | undefined): boolean => sign === undefined || /[\s,:;!.?"'([{]/.test(sign)

/** What follows the words of a command. In front of a name, "!" says "not". */
const argsAfter = (line: string, size: number): string =>
  line
    .slice(size)
    .replace(/^!{0,9}[\s,:;.?]{0,20}/, '')
    .trim()

function atEnd<C extends Phrased>(line: string, commands: readonly C[]): Recognized<C> | undefined {
  const lower = line.toLowerCase()
  const ends = commands.flatMap((command) =>
    phrasesOf(command)
      .filter(({ phrase }) => lower.endsWith(` ${phrase}`))
      .map(({ phrase }) => ({ command, phrase })),
  )
  const [best] = ends.toSorted((a, b) => b.phrase.length - a.phrase.length)
  if (!best || findTurn(line) !== undefined || lower.split(' ').length > mostWords) return undefined
  const args = line.slice(0, -best.phrase.length - 1).trim()
  if (best.command.atEnd) return { kind: 'command', command: best.command, args }
  if (!best.command.acts) return undefined
  return { kind: 'unknown', lines: [`${best.command.word} ${args}`] }
}

/** The line of a command that comes near to what was asked, and is not the same: to be offered. The longest phrase counts. */
function almostLine(line: string, commands: readonly Phrased[], longerThan: number): string | undefined {
  const lower = line.toLowerCase()
  const said = commands.flatMap(({ almost = [], ...command }) =>
    almost
      .filter((phrase) => lower.startsWith(phrase) && isEnd(lower[phrase.length]))
      .map((phrase) => ({ ...command, phrase })),
  )
  const [best] = said.toSorted((a, b) => b.phrase.length - a.phrase.length)
  if (!best || best.phrase.length <= longerThan) return undefined
  return `${best.word} ${best.takes === 'nothing' ? '' : argsAfter(line, best.phrase.length)}`.trim()
}

const mostNear = 3

/** Lines whose first words have a slip, the nearest first; each command once. */
function nearLines(line: string, commands: readonly Phrased[]): string[] {
  const parts = line.slice(0, 200).toLowerCase().split(' ')
  const named = commands.filter(({ readsNames }) => !readsNames)
  const ranked = named.flatMap((command) =>
    phrasesOf(command).flatMap(({ phrase, given }) => {
      const size = phrase.split(' ').length
      const typed = parts.slice(0, size).join(' ')
      const isJoined = size > 1 && parts[0] === phrase.replaceAll(' ', '')
      const slips = isJoined ? 0 : slipsOf(typed, phrase)
      if (slips === undefined) return []
      const rest = line
        .split(' ')
        .slice(isJoined ? 1 : size)
        .join(' ')
      return [
        {
          line: `${command.word} ${`${given} ${rest}`.trim()}`.trim(),
          word: command.word,
          slips,
          size: -size,
        },
      ]
    }),
  )
  const sorted = ranked.sort((a, b) => a.slips - b.slips || a.size - b.size)
  return [...new Map(sorted.toReversed().map((each) => [each.word, each])).values()]
    .sort((a, b) => a.slips - b.slips || a.size - b.size)
    .slice(0, mostNear)
    .map((each) => each.line)
}

/** A word that goes on, or stops early, is a slip too: "tenant", "statuses". */
function slipsOf(typed: string, phrase: string): number | undefined {
  if (!/^[a-z- ]+$/.test(phrase)) return undefined
  if (typed.length > phrase.length && typed.replace(/(.)\1+/g, '$1') === phrase.replace(/(.)\1+/g, '$1'))
    return 0
  if (typed.length === 3 && phrase.startsWith(typed)) return phrase.length === 4 ? 0.5 : undefined
  if (typed.length >= 4 && (phrase.startsWith(typed) || typed.startsWith(phrase)))
    return Math.abs(phrase.length - typed.length) <= 3 ? 0.5 : undefined
  return typed.split(' ').length === phrase.split(' ').length ? nearness(typed, phrase) : undefined
}
