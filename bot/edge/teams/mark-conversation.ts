import type { Kysely } from 'kysely'
import type { OutsideError } from '#platform/base/errors.ts'
import type { Log } from '#platform/base/log.ts'
import type { Clock } from '#platform/base/time.ts'
import type { Schema } from '#platform/storage/schema.ts'
import type { Conversations } from './conversations.ts'
import { type ConversationState, type Reference, setConversationState } from './conversations-store.ts'

export interface HeedParts {
  db: Kysely<Schema>
  clock: Clock
  log: Log
  conversations: Pick<Conversations, 'forget' | 'passOver'>
}

const states: Readonly<Record<string, ConversationState>> = {
  BotDisabledByAdmin: 'muted',
  ConversationBlockedByUser: 'muted',
  MessageWritesBlocked: 'muted',
  BotNotInConversationRoster: 'uninstalled',
  ForbiddenOperationException: 'uninstalled',
}

/**
 * Keeps what the channel says of a place when it refuses something there, also an answer to a turn: that nothing may be
 * sent until somebody speaks, or that the place is no more.
 */
export async function heedChannel(
  { db, clock, log, conversations }: HeedParts,
  { conversation: { id } }: Reference,
  { facts: { status, code = '' } }: OutsideError,
): Promise<void> {
  try {
    if (status === 404 && code === 'ConversationNotFound') await conversations.forget(id)
    if (status !== 403 || code === 'InvalidBotApiHost') return
    const state = states[code] ?? 'suspect'
    await setConversationState(db, id, state, clock())
    conversations.passOver(id)
    log.warn({ conversationId: id, state, code }, 'the channel takes nothing for a conversation any more')
  } catch (error) {
    // The failure itself is what the caller must hear of.
    log.error({ conversationId: id, error }, 'what the channel said of a conversation could not be kept')
  }
}
