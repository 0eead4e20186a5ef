import { button } from './buttons.ts'
import { defineLayout, type Element } from './render.ts'
import { capital, dotted, escapeMarkdown, moment } from './text.ts'
import layoutJson from './undelivered.json' with { type: 'json' }
import { en as words } from './words/en.ts'
import type { UndeliveredPlace } from './words/undelivered-en.ts'

/** A card that could not be delivered and waits for a person, or for its conversation to return. */
export interface UndeliveredCard {
  id: number
  version: number
  /** `consent`, `alert` … */
  kind: string
  /** false: a change of a card that is there. */
  isNew: boolean
  place: UndeliveredPlace
  /** Id of the conversation or the person. */
  placeId: string
  reason: string
  since: Date
}

export interface UndeliveredData {
  count: number
  /** The oldest first, at most as many as are shown. */
  cards: readonly UndeliveredCard[]
}

interface Filled {
  title: string
  letters: { what: string; why: string; when: string; actions: Element[] }[]
  more: string
}

const layout = defineLayout<Filled>(layoutJson)

/** How many are shown with their buttons. */
export const shownUndelivered = 3

/** Part of the settings: none if everything arrived. */
export function undeliveredParts({ count, cards }: UndeliveredData, now: Date): Element[] {
  if (count === 0) return []
  const more = count - cards.length
  return [
    layout({
      title: `⚠️ ${words.undelivered.title(count)}`,
      letters: cards.map((card) => filledLetter(card, now)),
      more: more > 0 ? words.undelivered.more(more) : '',
    }),
  ]
}

function filledLetter(card: UndeliveredCard, now: Date): Filled['letters'][number] {
  const { undelivered } = words
  const kind = lookUp(undelivered.kinds, card.kind) ?? escapeMarkdown(card.kind, 40)
  const place = placeText(card.place, card.placeId)
  const about = `${card.kind} ${card.id}`
  const input = { letterId: card.id, v: card.version }
  return {
    what: dotted(`**${capital(undelivered.card(kind, card.isNew))}**`, place),
    why: lookUp(undelivered.reasons, card.reason) ?? undelivered.unknown,
    when: capital(undelivered.since(moment(card.since, now))),
    actions: [button('sendAgain', input, about), button('discardMessage', input, about)],
  }
}

const lookUp = (table: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined

/** Teams IDs are long; the beginning is enough to compare them with the log. */
const mostOfId = 28

/** A conversation: Teams tells the bot no name of it. */
export const placeText = (place: UndeliveredPlace, id: string): string =>
  `${words.undelivered.places[place]} ${escapeMarkdown(id, mostOfId)}`
