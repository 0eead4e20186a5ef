import { foldText, plainLine, withoutEnding } from '#platform/text/fold-text.ts'
import { visibleText } from '#platform/text/visible-text.ts'
import type { Mentioned } from '../actions/command.ts'
import { readMentions, type TeamsActivity } from '../channel/activity.ts'
import { type Message, readMessage } from '../channel/read-message.ts'
import { doubtOf } from './doubt-line.ts'
import { readOwnWords } from './own-words.ts'
import { withoutSignature } from './without-signature.ts'

/** What a person typed, normalized once: everything that looks at a typed line gets it from here. */
export interface Typed {
  /** The person's own words, in their plainest form. Only this can be a command. */
  line: string
  /** The line with addresses in place of the page titles that Teams shows for them. */
  addressed: string
  /** What stands beside the line: addresses, and messages of others. It is never a command. */
  material: string
  /** The people whom the message mentions. */
  mentioned?: Mentioned
  /** Why the line can't be taken for what was meant: words are crossed out, or the formatted copy has others. */
  doubt?: 'struck' | 'differs'
}

const longestLine = 20_000
/** What stands before each entry of a list below a command. */
const listMarks = /(\n)[^\S\n]{0,9}(?:[-*\u2022\u2023\u25aa\u25e6]|\d{1,2}[.)])[^\S\n]+/gu
/** Each is looked for in the line; nobody asks about more at once. */
const mostLinks = 20

/** Reads a message; undefined if it is for somebody else, whom it mentions first. `isForBot`: nobody else gets it. */
export function readTyped(activity: TeamsActivity, isForBot: boolean): Typed | undefined {
  const message = readMessage(activity)
  const { words, bare, first, others } = readOwnWords(message.parts, activity)
  if (!isForBot && first === 'other') return undefined
  const said = withoutSignature(words, activity.from.name ?? '').replace(listMarks, '$1')
  const line = lineOf(withoutQuotes(plainLine(said), plainLine(bare), message))
  const doubt = doubtOf(message, bare)
  const own = message.links.filter(({ isQuoted }) => !isQuoted).slice(0, mostLinks)
  const addressed = own.reduce((text, link) => withAddress(text, link), line)
  const material = [...message.links.map(({ address }) => address), ...message.quoted.map(visibleText)].join(
    '\n',
  )
  return {
    line,
    addressed: lineOf(addressed),
    material: material.slice(0, longestLine),
    ...(others.length > 0 && { mentioned: mentionedBy(activity, others) }),
    ...(doubt && line !== '' && { doubt }),
  }
}

/** Teams can name one person in two mentions. */
function mentionedBy(activity: TeamsActivity, names: readonly string[]): Mentioned {
  const people = readMentions(activity).filter(({ isBot }) => !isBot)
  const distinct = new Map(people.map(({ accountId, objectId }) => [accountId, { accountId, objectId }]))
  return { names, conversationId: activity.conversation.id, people: [...distinct.values()] }
}

/** Reads the line of a button, which `asButtonLine` made: the same rules hold for it. */
export function readButtonLine(text: string, activity: TeamsActivity): Typed {
  const alone = { ...activity, text, entities: undefined, attachments: undefined }
  return readTyped(alone, true) ?? nothingTyped
}

const nothingTyped: Typed = { line: '', addressed: '', material: '' }

/** A line for the data of a button: `readButtonLine` decodes it once, as Teams' text. */
export const asButtonLine = (line: string): string =>
  line.replace(/&(?=#?\w{1,40};)/g, '&amp;').replace(/<(?=\/?[a-z])/gi, '&lt;')

function lineOf(text: string): string {
  return withoutEnding(text.slice(0, longestLine).replace(/^[/ ]+/, ''))
}

/**
 * The text of a forwarded message repeats it behind the person's own words. Where it can't be told whose words they are,
 * none of them counts.
 */
function withoutQuotes(line: string, bare: string, { formatted, besideText }: Message): string {
  if (besideText.length === 0) return line
  const said = foldText(bare)
  const own = formatted === undefined ? undefined : plainLine(formatted)
  if (own !== undefined && foldText(own) === said) return line
  if (own !== undefined && own !== '' && said.includes(foldText(own))) return own
  const quotes = besideText.map(plainLine)
  const repeated = quotes.find((quote) => {
    const other = foldText(quote)
    return other !== '' && (other.includes(said) || said.includes(other))
  })
  if (repeated === undefined) return line
  const at = own === undefined ? bare.lastIndexOf(repeated) : -1
  return at === -1 ? '' : bare.slice(0, at)
}

function withAddress(line: string, { title, address }: Message['links'][number]): string {
  const shown = plainLine(title)
  const shows = ['', 'http://', 'https://'].some(
    (scheme) => address.replace(/\/$/, '') === `${scheme}${shown}`,
  )
  return shown === '' || shows ? line : line.replace(shown, () => address)
}
