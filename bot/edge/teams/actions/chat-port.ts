import type { Person } from '#platform/base/person.ts'
import type { Card } from '../../../../cards/render.ts'

/** Posts messages outside of a turn, without retries. @throws OutsideError of `teams`; NOT_STORED for an unknown conversation */
export interface ChatPort {
  /** Posts a new message; its ID is needed to update it. */
  post(conversationId: string, card: Card): Promise<{ activityId: string }>
  update(conversationId: string, activityId: string, card: Card): Promise<void>
  /** Posts into the personal chat, which is created if there is none. */
  postToPerson(person: Person, card: Card): Promise<{ conversationId: string; activityId: string }>
  /** A member of the conversation, by the channel's ID that a mention carries. */
  findMember(
    conversationId: string,
    accountId: string,
  ): Promise<{ objectId: string; name: string; tenantId?: string } | undefined>
}
