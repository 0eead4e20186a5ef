import type { Person } from '#platform/base/person.ts'
import { targetedId } from '#platform/outbox/targeted-message.ts'
import type { Turn } from '../actions/action.ts'
import { findPerson } from '../actions/actor.ts'
import { readChannelTenant, type TeamsActivity } from '../channel/activity.ts'
import { kindOf, type Reference } from '../channel/reference.ts'
import { isTargetedActivity } from '../channel/targeted.ts'
import type { Conversation } from '../conversations/conversations-store.ts'

/** Where an answer is shown. */
export interface Place {
  turn: Turn
  reference: Reference
  /** One person alone sees what the turn began with, and so its answer: a line to the bot alone, or a card in such a message. */
  isTargeted: boolean
  /** Absent for senders without a personal chat, such as bots. */
  person?: Person & { accountId: string }
}

export function placeOf(activity: TeamsActivity, trigger: Turn['trigger']): Place {
  const person = findPerson(activity)
  const { replyToId, conversation } = activity
  const conversationKind = kindOf(conversation)
  const isTargeted = conversationKind !== 'personal' && isTargetedActivity(activity)
  return {
    turn: {
      conversationId: conversation.id,
      conversationKind,
      ...(replyToId && { cardId: isTargeted ? targetedId(replyToId) : replyToId }),
      trigger,
    },
    reference: referenceOf(activity),
    isTargeted,
    ...(person && { person: { ...person, accountId: activity.from.id } }),
  }
}

/** The stored part of the conversation; undefined if its tenant is unknown. */
export function conversationOf(activity: TeamsActivity): Omit<Conversation, 'seenAt'> | undefined {
  const tenantId = (activity.conversation.tenantId ?? readChannelTenant(activity))?.toLowerCase()
  if (!tenantId) return undefined
  const kind = kindOf(activity.conversation)
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
