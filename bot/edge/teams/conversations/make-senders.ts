import type { Kysely } from 'kysely'
import type { Log } from '#platform/base/log.ts'
import type { Clock } from '#platform/base/time.ts'
import type { Schema } from '#platform/storage/schema.ts'
import type { ChatPort } from '../actions/chat-port.ts'
import type { Finish } from '../channel/card-response.ts'
import type { Channel, Listener } from '../channel/channel-request.ts'
import type { HoldsOwnLink } from '../channel/own-links.ts'
import { makeSender, type Sender } from '../channel/send.ts'
import type { ServiceUrlRules } from '../channel/service-url.ts'
import { makeChat } from './chat.ts'
import { type ConversationReopened, type Conversations, makeConversations } from './conversations.ts'
import { markConversation } from './mark-conversation.ts'

interface SenderParts extends Channel {
  rules: ServiceUrlRules
  db: Kysely<Schema>
  clock: Clock
  log: Log
  homeTenantId: string
  /** A request to the channel that the outbox does not make: an answer, a typing indicator. */
  onSpoken?: ((to: { conversationId: string; tenantId: string }) => void) | undefined
  onReopened?: ConversationReopened | undefined
  finish?: Finish | undefined
  holdsOwnLink: HoldsOwnLink
}

/** Two senders: one for answers, whose requests are counted here, and one for the outbox, which counts its own. */
export function makeSenders(parts: SenderParts): {
  sender: Sender
  conversations: Conversations
  outgoing: ChatPort
} {
  const { sdk, bot, rules, db, clock, log, homeTenantId, onSpoken, onReopened, finish, holdsOwnLink } = parts
  const channel = { sdk, bot }
  const failed: Listener['failed'] = (reference, error) =>
    markConversation({ db, clock, log, conversations }, reference, error)
  const begun: Listener['begun'] = ({ conversation: { id, tenantId } }) =>
    onSpoken?.({ conversationId: id, tenantId: (tenantId ?? homeTenantId).toLowerCase() })
  const sender = makeSender(channel, { rules, clock, finish, holdsOwnLink, listener: { begun, failed } })
  const reopened = onReopened && { onReopened }
  const conversations = makeConversations({ db, clock, sender, rules, ...reopened })
  const outgoing = makeChat(
    makeSender(channel, { rules, clock, finish, holdsOwnLink, listener: { failed } }),
    conversations,
  )
  return { sender, conversations, outgoing }
}
