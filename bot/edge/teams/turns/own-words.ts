import { foldText } from '#platform/text/fold-text.ts'
import { type Mention, readMentions, type TeamsActivity } from '../channel/activity.ts'
import { type MarkupPart, readMarkup } from '../channel/read-markup.ts'

type Parts = readonly MarkupPart[]

interface OwnWords {
  /** Without mentions of the bot; others are words of the line. */
  words: string
  /** Without any mention. */
  bare: string
}

/** The person's own words: of the mentions, only those of the bot are no part of them. */
export function readOwnWords(parts: Parts, activity: TeamsActivity): OwnWords {
  const isBot = ownersOf(parts, activity)
  let words = ''
  let bare = ''
  let mention = 0
  for (const { kind, text } of parts) {
    const isOthers = kind === 'mention' && !isBot[mention++]
    words += kind === 'own' || isOthers ? text : ' '
    bare += kind === 'own' ? text : ' '
  }
  return isBot.length > 0 ? { words, bare } : withoutBareMentions(words, activity)
}

/** Whom the message mentions first; undefined if nobody. */
export function findFirstMention(parts: Parts, activity: TeamsActivity): 'bot' | 'other' | undefined {
  const [isBot] = ownersOf(parts, activity)
  if (isBot !== undefined) return isBot ? 'bot' : 'other'
  const text = ownTextOf(parts)
  const placed = readMentions(activity).map((mention) => ({ mention, at: placeOf(mention, text) }))
  const [first] = placed.toSorted((a, b) => a.at - b.at)
  return first && (first.mention.isBot ? 'bot' : 'other')
}

/**
 * For each mention in the text, whether it is the bot's. Teams can leave out the text of a mention or split it in two; what
 * belongs to nobody then is somebody else's.
 */
function ownersOf(parts: Parts, activity: TeamsActivity): boolean[] {
  const names = parts.flatMap(({ kind, text }) => (kind === 'mention' ? [foldText(text)] : []))
  const mentions = readMentions(activity)
  const left = mentions.map((mention) => ({ mention, name: nameOf(mention) }))
  const bot = [activity.recipient.name ?? '', ...mentions.filter((each) => each.isBot).map(nameOf)].map(
    foldText,
  )
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

const ownTextOf = (parts: Parts): string =>
  parts.reduce((all, { kind, text }) => all + (kind === 'own' ? text : ' '), '')

/** Some clients name the bot in the text without a tag. */
function withoutBareMentions(words: string, activity: TeamsActivity): OwnWords {
  const bare = readMentions(activity).reduce((text, mention) => {
    const at = mention.isBot ? placeOf(mention, text) : Number.POSITIVE_INFINITY
    return Number.isFinite(at) ? `${text.slice(0, at)} ${text.slice(at + mention.text.length)}` : text
  }, words)
  return { words: bare, bare }
}

/** Where the text of a mention stands as whole words; infinite if nowhere. */
function placeOf({ text: name }: Mention, text: string): number {
  const at = name.trim() === '' ? -1 : text.indexOf(name)
  const around = [text[at - 1] ?? ' ', text[at + name.length] ?? ' ']
  return at === -1 || !around.every((sign) => /[\s,:]/.test(sign)) ? Number.POSITIVE_INFINITY : at
}
