import type { Kysely } from 'kysely'
import type { OutsideError } from '#platform/base/errors.ts'
import type { Log } from '#platform/base/log.ts'
import type { Clock } from '#platform/base/time.ts'
import type { Schema } from '#platform/storage/schema.ts'
import type { Reference } from '../channel/reference.ts'
import type { Conversations } from './conversations.ts'
import { type ConversationState, refuseConversation } from './conversations-store.ts'

type Refused = Exclude<ConversationState, 'open'>

interface Parts {
  db: Kysely<Schema>
  clock: Clock
  log: Log
  conversations: Pick<Conversations, 'dropState'>
}

const states: Readonly<Record<string, Refused>> = {
  BotDisabledByAdmin: 'muted',
  ConversationBlockedByUser: 'muted',
  MessageWritesBlocked: 'muted',
  BotNotInConversationRoster: 'uninstalled',
  ForbiddenOperationException: 'uninstalled',
}

/** Counts a refusal by the channel: the conversation is asked again with growing pauses, or when a person writes there. */
export async function markConversation(
  { db, clock, log, conversations }: Parts,
  { conversation: { id } }: Reference,
  { facts: { status, code = '' } }: OutsideError,
): Promise<void> {
  try {
    const state = stateOf(status, code)
    if (!state) return
    await refuseConversation(db, id, state, clock())
    conversations.dropState(id)
    log.warn({ conversationId: id, state, code }, 'the channel refuses messages for a conversation')
  } catch (error) {
    // The caller must get the refusal itself, not this failure.
    log.error({ conversationId: id, error }, 'the state of a conversation could not be stored')
  }
}

function stateOf(status: number | undefined, code: string): Refused | undefined {
  if (status === 404 && code === 'ConversationNotFound') return 'noConversation'
  return status === 403 && code !== 'InvalidBotApiHost' ? (states[code] ?? 'suspect') : undefined
}
