import type { Kysely } from 'kysely'
import type { OutsideError } from '#platform/base/errors.ts'
import type { Log } from '#platform/base/log.ts'
import type { Clock } from '#platform/base/time.ts'
import type { Schema } from '#platform/storage/schema.ts'
import type { Reference } from '../channel/reference.ts'
import type { Conversations } from './conversations.ts'
import { type ConversationState, setConversationState } from './conversations-store.ts'

interface Parts {
  db: Kysely<Schema>
  clock: Clock
  log: Log
  conversations: Pick<Conversations, 'forget' | 'dropState'>
}

const states: Readonly<Record<string, ConversationState>> = {
  BotDisabledByAdmin: 'muted',
  ConversationBlockedByUser: 'muted',
  MessageWritesBlocked: 'muted',
  BotNotInConversationRoster: 'uninstalled',
  ForbiddenOperationException: 'uninstalled',
}

/** After a refusal by the channel, marks the conversation as closed until a person writes there, or removes it. */
export async function markConversation(
  { db, clock, log, conversations }: Parts,
  { conversation: { id } }: Reference,
  { facts: { status, code = '' } }: OutsideError,
): Promise<void> {
  try {
    if (status === 404 && code === 'ConversationNotFound') await conversations.forget(id)
    if (status !== 403 || code === 'InvalidBotApiHost') return
    const state = states[code] ?? 'suspect'
    await setConversationState(db, id, state, clock())
    conversations.dropState(id)
    log.warn({ conversationId: id, state, code }, 'the channel refuses messages for a conversation')
  } catch (error) {
    // The caller must get the refusal itself, not this failure.
    log.error({ conversationId: id, error }, 'the state of a conversation could not be stored')
  }
}
