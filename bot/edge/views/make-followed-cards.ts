import type { Deps } from '#domain/deps.ts'
import { findPostedCardAt } from '#platform/outbox/posted-cards-store.ts'
import type { FollowedSubject } from '../teams/actions/action.ts'
import type { FollowedCards } from '../teams/actions/followed-cards.ts'
import { renderFollowedCard } from './render-followed-card.ts'

/** Kind of a card's subject → the input field that names the same subject. */
const fields: Readonly<Record<string, string>> = {
  alertDigest: 'digestId',
  baseline: 'tenantId',
  advanceNotice: 'noticeId',
  advanceNoticeEnd: 'noticeId',
  campaign: 'campaignId',
  campaignReminder: 'campaignId',
  consent: 'consentId',
  leaving: 'leavingId',
  request: 'requestId',
  requestReminder: 'requestId',
  requestHandover: 'requestId',
  requestResult: 'requestId',
}

/** Cards that an answer about an alert replaces for the person who clicked, because an alert has only one card. */
const ofAlerts: readonly string[] = ['alert', 'alertDigest', 'alertEvent']

/** Finds and renders followed cards by the message that was clicked. */
export function makeFollowedCards(deps: Deps): FollowedCards {
  const { db } = deps.database
  return {
    async find({ conversationId, cardId, trigger }) {
      if (trigger !== 'click' || cardId === undefined) return undefined
      return (await findPostedCardAt(db, { conversationId, activityId: cardId }))?.subject
    },
    keeps,
    async render(followed, { conversationId, cardId }) {
      const place = cardId && (await findPostedCardAt(db, { conversationId, activityId: cardId }))
      return place ? renderFollowedCard(deps, followed, place.address) : undefined
    },
  }
}

function keeps({ kind, id }: FollowedSubject, input: unknown): boolean {
  const named = new Map(Object.entries(input ?? {}))
  if (ofAlerts.includes(kind) && named.has('alertId')) return true
  const field = fields[kind]
  return field !== undefined && String(named.get(field)) === id
}
