import { OutsideError } from '#platform/base/errors.ts'
import type { ChatPort } from '../actions/chat-port.ts'
import type { Reference } from '../channel/reference.ts'
import type { Sender } from '../channel/send.ts'
import type { Conversations } from './conversations.ts'

/** Posts into stored conversations. */
export function makeChat(sender: Sender, conversations: Conversations): ChatPort {
  const getReference = async (id: string): Promise<Reference> => {
    const conversation = await conversations.find(id)
    if (!conversation) throw new OutsideError({ service: 'teams', code: 'NOT_STORED' })
    return conversation.reference
  }
  /** The channel can move a conversation to another host: the request is repeated there once; if that works, the host is stored. */
  const postIn = async <T>(id: string, work: (reference: Reference) => Promise<T>): Promise<T> => {
    const reference = await getReference(id)
    try {
      return await work(reference)
    } catch (error) {
      const host = error instanceof OutsideError ? error.facts.apiHost : undefined
      const serviceUrl = `https://${host}/`
      if (host === undefined || !conversations.mayMove(serviceUrl)) throw error
      const done = await work({ ...reference, serviceUrl })
      await conversations.move(id, serviceUrl)
      return done
    }
  }
  return {
    post: (conversationId, card) => postIn(conversationId, (reference) => sender.post(reference, card)),
    update: (conversationId, activityId, card) =>
      postIn(conversationId, (reference) => sender.update(reference, activityId, card)),
    findMember: (conversationId, accountId) =>
      postIn(conversationId, (reference) => sender.findMember(reference, accountId)),
    postToPerson: async (person, card) => {
      const { id } = await conversations.getPersonal(person)
      return { conversationId: id, ...(await postIn(id, (reference) => sender.post(reference, card))) }
    },
  }
}
