import type { Kysely } from 'kysely'
import { OutsideError } from '../errors.ts'
import type { Person } from '../person.ts'
import type { Schema } from '../storage/schema.ts'
import type { Clock } from '../time.ts'
import {
  type Conversation,
  findConversation,
  findConversationOfChannel,
  findNewestConversation,
  findPersonalConversation,
  type Reference,
  removeConversation,
  saveConversation,
} from './conversations-store.ts'
import type { Sender } from './send.ts'
import { isServiceUrlAllowed, type ServiceUrlRules } from './service-url.ts'

/** Where the bot has been spoken to and may speak again. */
export interface Conversations {
  /** Writes only what is new: most turns cost no write. An address that is on no list is not stored. */
  remember(conversation: Omit<Conversation, 'seenAt'>): Promise<void>
  /** A channel and its threads are reached alike: one that was never heard of is known by another of them. */
  find(id: string): Promise<Conversation | undefined>
  /**
   * The personal chat with the bot; opens one if there is none. `near` says how the channel that the person was met in
   * names this person and is reached.
   */
  getPersonal(person: Person, near?: Near): Promise<Pick<Conversation, 'id' | 'reference'>>
  forget(id: string): Promise<void>
}

export interface Near {
  accountId: string
  reference: Reference
}

const knownLimit = 5_000

export function makeConversations(options: {
  db: Kysely<Schema>
  clock: Clock
  sender: Sender
  rules: ServiceUrlRules
}): Conversations {
  const { db, clock, sender, rules } = options
  // Conversation id → what was written last, so that a turn in a known conversation writes nothing.
  const known = new Map<string, string>()
  const remember: Conversations['remember'] = async (conversation) => {
    const text = JSON.stringify(conversation)
    if (known.get(conversation.id) === text) return
    if (!isServiceUrlAllowed(conversation.reference.serviceUrl, rules)) return
    await saveConversation(db, { ...conversation, seenAt: clock() })
    if (known.size >= knownLimit) known.clear()
    known.set(conversation.id, text)
  }
  return {
    remember,
    find: async (id) => (await findConversation(db, id)) ?? (await findInChannel(db, id)),
    forget: async (id) => {
      // The threads of a channel go with it.
      known.clear()
      await removeConversation(db, id)
    },
    getPersonal: async (person, near) => {
      const { tenantId, objectId: personId } = person
      const stored = await findPersonalConversation(db, tenantId, personId)
      if (stored) return stored
      const from = near?.reference ?? (await findNewestConversation(db, tenantId))?.reference
      if (!from) throw new OutsideError({ service: 'teams', code: 'NOT_STORED' })
      const account = { tenantId, accountId: near?.accountId ?? personId }
      const { conversationId: id, reference } = await sender.openChat(from, account)
      await remember({ id, kind: 'personal', tenantId, personId, reference })
      return { id, reference }
    },
  }
}

async function findInChannel(db: Kysely<Schema>, id: string): Promise<Conversation | undefined> {
  const [channelId = id] = id.split(';messageid=', 1)
  const known = await findConversationOfChannel(db, channelId)
  if (known?.kind !== 'channel') return undefined
  const { reference } = known
  return { ...known, id, reference: { ...reference, conversation: { ...reference.conversation, id } } }
}
