import { foldText } from '#platform/text/fold-text.ts'
import { type Mention, readMentions, type TeamsActivity } from '../channel/activity.ts'
import { type MarkupPart, readMarkup } from '../channel/read-markup.ts'

type Parts = readonly MarkupPart[]

interface OwnWords {
  /** Without mentions of the bot; others are words of the line. */
  words: string
  /** Without any mention. */
  bare: string
  /** Whom the message mentions first; absent if nobody. */
  first?: 'bot' | 'other'
  /** Mentions of others, as the message shows them. */
  others: readonly string[]
}

/** The person's own words: of the mentions, only those of the bot are no part of them. */
export function readOwnWords(parts: Parts, activity: TeamsActivity): OwnWords {
  const mentions = readMentions(activity)
  const isBot = ownersOf(parts, mentions, activity.recipient.name ?? '')
  let words = ''
  let bare = ''
  const others: string[] = []
  let mention = 0
  for (const { kind, text } of parts) {
    const isOthers = kind === 'mention' && !isBot[mention++]
    if (isOthers) others.push(text)
    words += kind === 'own' || isOthers ? text : ' '
    bare += kind === 'own' ? text : ' '
  }
  const [first] = isBot
  if (first === undefined) return withoutBareMentions(words, mentions)
  return { words, bare, first: first ? 'bot' : 'other', others }
}

/**
 * For each mention in the text, whether it is the bot's. Teams can leave out the text of a mention or split it in two; what
 * belongs to nobody then is somebody else's.
 */
function ownersOf(parts: Parts, mentions: readonly Mention[], botName: string): boolean[] {
  const names = parts.flatMap(({ kind, text }) => (kind === 'mention' ? [foldText(text)] : []))
  if (names.length === 0) return []
  const left = mentions.map((mention) => ({ mention, name: nameOf(mention) }))
  const bot = [foldText(botName), ...left.filter(({ mention }) => mention.isBot).map(({ name }) => name)]
  const take = (fits: (name: string) => boolean): Mention | undefined => {
    const at = left.findIndex(({ name }) => fits(name))
    return at === -1 ? undefined : left.splice(at, 1)[0]?.mention
  }
  const byName = names.map((name) => take((each) => each !== '' && each === name))
  const owners: boolean[] = []
  for (const [at, name] of names.entries()) {
    const mention = byName[at] ?? take(() => true)
    const isPart = owners.at(-1) === true && name !== '' && bot.some((each) => each.endsWith(name))
    const isNobodys = mentions.length === 0 && at === 0 && !bot.some((each) => each !== '')
    owners.push(mention?.isBot ?? (isPart || isNobodys || (name !== '' && bot.includes(name))))
  }
  return owners
}

const nameOf = ({ text }: Mention): string => {
  const { parts } = readMarkup(text, { unknownTags: 'drop' })
  return foldText(parts.reduce((all, part) => all + part.text, ''))
}

/** Some clients name the bot in the text without a tag. */
function withoutBareMentions(words: string, mentions: readonly Mention[]): OwnWords {
  const [first] = mentions
    .map((mention) => ({ mention, at: placeOf(mention, words) }))
    .toSorted((a, b) => a.at - b.at)
  const bare = mentions.reduce((text, mention) => {
    const at = mention.isBot ? placeOf(mention, text) : Number.POSITIVE_INFINITY
    return Number.isFinite(at) ? `${text.slice(0, at)} ${text.slice(at + mention.text.length)}` : text
  }, words)
  const others = mentions.flatMap((mention) => (mention.isBot ? [] : nameOf(mention)))
  return { words: bare, bare, ...(first && { first: first.mention.isBot ? 'bot' : 'other' }), others }
}

/** Where the text of a mention stands as whole words; infinite if nowhere. */
function placeOf({ text: name }: Mention, text: string): number {
  const at = name.trim() === '' ? -1 : text.indexOf(name)
  const around = [text[at - 1] ?? ' ', text[at + name.length] ?? ' ']
  return at === -1 || !around.every((sign) => /[\s,:]/.test(sign)) ? Number.POSITIVE_INFINITY : at
}
