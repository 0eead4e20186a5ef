import { OutsideError } from '#platform/base/errors.ts'
import type { Person } from '#platform/base/person.ts'
import type { Card } from '../../../cards/render.ts'
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
  /** The channel may name another host for a conversation: it is asked there once, and from now on. */
  const speakIn = async <T>(id: string, work: (reference: Reference) => Promise<T>): Promise<T> => {
    const reference = await getReference(id)
    try {
      return await work(reference)
    } catch (error) {
      const host = error instanceof OutsideError ? error.facts.apiHost : undefined
      if (host === undefined || !(await conversations.move(id, `https://${host}/`))) throw error
      return work(await getReference(id))
    }
  }
  return {
    post: (conversationId, card) => speakIn(conversationId, (reference) => sender.post(reference, card)),
    update: (conversationId, activityId, card) =>
      speakIn(conversationId, (reference) => sender.update(reference, activityId, card)),
    postToPerson: async (person, card) => {
      const { id } = await conversations.getPersonal(person)
      return { conversationId: id, ...(await speakIn(id, (reference) => sender.post(reference, card))) }
    },
  }
}
