import type { Deps } from '#domain/deps.ts'
import { findPlaceAt } from '#platform/outbox/card-places-store.ts'
import type { LiveSubject } from '../teams/action.ts'
import type { LiveCards } from '../teams/live-cards.ts'
import { renderLiveCard } from './live-cards.ts'

/** Kind of what a card follows → the field by which an input names the same. */
const fields: Readonly<Record<string, string>> = {
  alertDigest: 'digestId',
  campaign: 'campaignId',
  campaignReminder: 'campaignId',
  request: 'requestId',
  requestReminder: 'requestId',
  requestHandover: 'requestId',
  requestResult: 'requestId',
}

/** Where an alert may be shown to who clicked, whichever it is: a message of its own would be its second card. */
const ofAlerts: readonly string[] = ['alert', 'alertDigest', 'alertEvent']

/** The live cards of the conversations, as a click needs them. */
export function makeStandingCards(deps: Deps): LiveCards {
  const { db } = deps.database
  return {
    async find({ conversationId, cardId, trigger }) {
      if (trigger !== 'click' || cardId === undefined) return undefined
      return (await findPlaceAt(db, { conversationId, activityId: cardId }))?.subject
    },
    keeps,
    async render(live, { conversationId, cardId }) {
      const place = cardId && (await findPlaceAt(db, { conversationId, activityId: cardId }))
      return place ? renderLiveCard(deps, live, place.address) : undefined
    },
  }
}

function keeps({ kind, id }: LiveSubject, input: unknown): boolean {
  const named = new Map(Object.entries(input ?? {}))
  if (ofAlerts.includes(kind) && named.has('alertId')) return true
  const field = fields[kind]
  return field !== undefined && String(named.get(field)) === id
}
