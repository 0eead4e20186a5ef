import type { Card } from '../../cards/render.ts'
import { type BotMessage, type FakeConnector, isSeenBy } from './fake-connector.ts'

/** Waiting for cards without waiting for time. */
export interface Watch {
  /** With `person`, also a card that this member alone sees. */
  next(conversationId: string, fits?: (card: Card) => boolean, person?: string): Promise<BotMessage>
  until(messageId: string, fits: (card: Card) => boolean): Promise<BotMessage>
  passAll(conversationId: string): void
  /** The same everywhere. */
  forget(): void
  /** Rejects all waits, because the bot has ended. */
  giveUp(): void
}

/** Records the events of each conversation until a test reads them. */
export function watchCards(connector: FakeConnector): Watch {
  const unread = new Map<string, BotMessage[]>()
  const waiting = new Set<{ look(): boolean; giveUp(): void }>()
  connector.onChange((message) => {
    const { conversationId } = message
    unread.set(conversationId, [...(unread.get(conversationId) ?? []), message])
    for (const one of [...waiting]) if (one.look()) waiting.delete(one)
  })
  const wait = (what: string, find: () => BotMessage | undefined): Promise<BotMessage> =>
    new Promise((resolve, reject) => {
      const look = (): boolean => {
        const found = find()
        if (found) resolve(found)
        return found !== undefined
      }
      const giveUp = (): void => reject(new Error(`Expected ${what} before the end`))
      if (!look()) waiting.add({ look, giveUp })
    })
  return {
    next: (conversationId, fits = () => true, person) =>
      wait(`a card in ${conversationId}`, () => {
        const events = unread.get(conversationId) ?? []
        const at = events.findIndex((event) => isSeenBy(event, person) && fits(event.card))
        unread.set(conversationId, events.slice(at + 1))
        return at < 0 ? undefined : events[at]
      }),
    until: (messageId, fits) =>
      wait(`another card at ${messageId}`, () => {
        const message = connector.find(messageId)
        return message && fits(message.card) ? message : undefined
      }),
    passAll: (conversationId) => void unread.delete(conversationId),
    forget: () => unread.clear(),
    giveUp: () => {
      for (const one of waiting) one.giveUp()
      waiting.clear()
    },
  }
}
