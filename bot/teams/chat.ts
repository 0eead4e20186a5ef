import type { Card } from '../../cards/render.ts'
import { OutsideError } from '../errors.ts'
import type { Person } from '../person.ts'
import type { Conversations } from './conversations.ts'
import type { Reference } from './conversations-store.ts'
import type { Sender } from './send.ts'

/**
 * Speaking unasked. Every failure is an `OutsideError` of service `teams`; its code is NOT_STORED for a conversation
 * nobody knows. Nothing is sent twice.
 */
export interface ChatPort {
  /** A new message; its id makes updates possible. */
  post(conversationId: string, card: Card): Promise<{ activityId: string }>
  update(conversationId: string, activityId: string, card: Card): Promise<void>
  /** Into the personal chat, which is opened if there is none. */
  postToPerson(person: Person, card: Card): Promise<{ conversationId: string; activityId: string }>
}

/** Speaks in stored conversations. */
export function makeChat(sender: Sender, conversations: Conversations): ChatPort {
  const getReference = async (id: string): Promise<Reference> => {
    const conversation = await conversations.find(id)
    if (!conversation) throw new OutsideError({ service: 'teams', code: 'NOT_STORED' })
    return conversation.reference
  }
  return {
    post: async (conversationId, card) => sender.post(await getReference(conversationId), card),
    update: async (conversationId, activityId, card) =>
      sender.update(await getReference(conversationId), activityId, card),
    postToPerson: async (person, card) => {
      const { id, reference } = await conversations.getPersonal(person)
      return { conversationId: id, ...(await sender.post(reference, card)) }
    },
  }
}
