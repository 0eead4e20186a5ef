import type { Person } from '#platform/base/person.ts'
import { orderingKeyOf } from '#platform/outbox/address.ts'
import type { Card } from '../../../../cards/render.ts'
import type { ConversationKind } from '../actions/action.ts'
import { findPerson } from '../actions/actor.ts'
import { readDeletedChannel, type TeamsActivity } from '../channel/activity.ts'
import type { Sender } from '../channel/send.ts'
import type { Conversations } from '../conversations/conversations.ts'
import type { Background } from './background.ts'
import type { Deduplicator } from './deduplicate.ts'
import { activityKey, conversationOf, placeOf } from './incoming.ts'

/** Makes the card that is posted once when the bot is added to a conversation. */
export type Welcome = (where: {
  kind: ConversationKind
  addedBy?: string
  /** Whoever reads it, in a personal chat. */
  reader?: Person
}) => Promise<Card>

/** A channel was deleted, or the bot was removed from a conversation. */
export type PlaceGone = (conversationId: string, why: 'deleted' | 'removed') => Promise<void>

export interface InstallationParts {
  conversations: Conversations
  sender: Sender
  deduplicator: Deduplicator
  background: Background
  homeTenantId: string
  welcome: Welcome
  onGone?: PlaceGone | undefined
}

/** Stores conversation and person for later messages, in the home tenant only. `speaks`: a person wrote there. */
export async function rememberPlace(
  { conversations, homeTenantId }: Pick<InstallationParts, 'conversations' | 'homeTenantId'>,
  activity: TeamsActivity,
  { speaks }: { speaks: boolean },
): Promise<void> {
  const conversation = conversationOf(activity)
  if (conversation?.tenantId !== homeTenantId) return
  await conversations.remember(conversation, { speaks })
  const person = findPerson(activity)
  if (person?.tenantId === homeTenantId)
    await conversations.rememberPerson({ ...person, accountId: activity.from.id })
}

/** Remembers the conversation, or forgets a channel that was deleted. */
export async function answerUpdate(parts: InstallationParts, activity: TeamsActivity): Promise<void> {
  const deleted = readDeletedChannel(activity)
  if (deleted === undefined) return rememberPlace(parts, activity, { speaks: false })
  if (conversationOf(activity)?.tenantId !== parts.homeTenantId) return
  await parts.onGone?.(deleted, 'deleted')
  await parts.conversations.forget(deleted)
}

/** Handles that the bot was added or removed, in any case, because Microsoft's payloads differ. Ignores upgrades. */
export async function answerInstallation(parts: InstallationParts, activity: TeamsActivity): Promise<void> {
  const action = typeof activity.action === 'string' ? activity.action.toLowerCase() : ''
  if (action === 'remove') {
    const { id } = activity.conversation
    if (conversationOf(activity)?.tenantId === parts.homeTenantId)
      await parts.onGone?.(orderingKeyOf(id), 'removed')
    return parts.conversations.forget(id)
  }
  const isAdded = action === 'add'
  await rememberPlace(parts, activity, { speaks: isAdded })
  const { conversations, homeTenantId } = parts
  const conversation = conversationOf(activity)
  // The activity names one channel or the team, but the bot was added to all channels.
  if (isAdded && conversation?.kind !== 'personal' && conversation?.tenantId === homeTenantId)
    await conversations.reopen(homeTenantId)
  if (isAdded)
    parts.background.run(
      parts.deduplicator.once(activityKey(activity), () => welcome(parts, activity)),
      'welcome',
    )
}

async function welcome({ welcome, sender }: InstallationParts, activity: TeamsActivity): Promise<void> {
  const { turn, reference, person } = placeOf(activity, 'command')
  const { conversationKind: kind } = turn
  const reader = kind === 'personal' && person && { reader: person }
  const card = await welcome({ kind, ...(person?.name && { addedBy: person.name }), ...reader })
  await sender.post(reference, card)
}
