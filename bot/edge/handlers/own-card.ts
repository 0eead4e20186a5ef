import type { PostedMessage } from '#platform/outbox/posted-cards-store.ts'
import type { Turn } from '../teams/actions/action.ts'

/** The clicked card in the person's own chat, which becomes the card of what the click makes; undefined anywhere else. */
export const ownCardOf = ({ conversationId, conversationKind, cardId }: Turn): PostedMessage | undefined =>
  conversationKind === 'personal' && cardId ? { conversationId, activityId: cardId } : undefined
