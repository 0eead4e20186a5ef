import type { Person } from '#platform/base/person.ts'
import type { ConversationKind, Turn } from '../actions/action.ts'
import { findPerson } from '../actions/actor.ts'
import { readChannelTenant, type TeamsActivity } from '../channel/activity.ts'
import type { Reference } from '../channel/reference.ts'
import type { Conversation } from '../conversations/conversations-store.ts'

/** Where an answer is shown. */
export interface Place {
  turn: Turn
  reference: Reference
  /** Absent for senders without a personal chat, such as bots. */
  person?: Person & { accountId: string }
}

export function placeOf(activity: TeamsActivity, trigger: Turn['trigger']): Place {
  const person = findPerson(activity)
  const { replyToId } = activity
  return {
    turn: {
      conversationId: activity.conversation.id,
      conversationKind: kindOf(activity),
      ...(replyToId && { cardId: replyToId }),
      trigger,
    },
    reference: referenceOf(activity),
    ...(person && { person: { ...person, accountId: activity.from.id } }),
  }
}

/** The stored part of the conversation; undefined if its tenant is unknown. */
export function conversationOf(activity: TeamsActivity): Omit<Conversation, 'seenAt'> | undefined {
  const tenantId = (activity.conversation.tenantId ?? readChannelTenant(activity))?.toLowerCase()
  if (!tenantId) return undefined
  const kind = kindOf(activity)
  const person = kind === 'personal' ? findPerson(activity) : undefined
  return {
    id: activity.conversation.id,
    kind,
    tenantId,
    ...(person && { personId: person.objectId }),
    reference: referenceOf(activity),
  }
}

/** Equal for two deliveries of one activity, different if another person uses its ID. */
export const activityKey = (activity: TeamsActivity): string =>
  JSON.stringify([
    activity.type,
    activity.conversation.id,
    activity.from.id,
    activity.from.aadObjectId,
    activity.id,
  ])

/** The ID of a chat of one person and the bot, which Teams gives to nothing else. */
const personalId = /^a:/
const channelId = /@thread\.(?:tacv2|skype)\b/
const threadId = /@thread\./

/** What isn't certainly a chat of one person counts as one of several people: there, an answer to one must not be seen by all. */
function kindOf({ conversation: { id, conversationType, isGroup } }: TeamsActivity): ConversationKind {
  if (conversationType === 'channel' || channelId.test(id)) return 'channel'
  const isPersonal = conversationType ? conversationType === 'personal' : personalId.test(id)
  return isPersonal && !isGroup && !threadId.test(id) ? 'personal' : 'groupChat'
}

function referenceOf({ serviceUrl, conversation, recipient }: TeamsActivity): Reference {
  const { id, conversationType, tenantId, isGroup } = conversation
  return {
    serviceUrl,
    conversation: {
      id,
      ...(conversationType && { conversationType }),
      ...(tenantId && { tenantId }),
      ...(isGroup && { isGroup }),
    },
    bot: { id: recipient.id, ...(recipient.name && { name: recipient.name }) },
  }
}
