import type { Kysely } from 'kysely'
import type { KnownPerson } from '#domain/people/known-people-store.ts'
import { makeBoundedMap } from '#platform/base/bounded-map.ts'
import { OutsideError } from '#platform/base/errors.ts'
import type { Person } from '#platform/base/person.ts'
import { type Clock, minutes } from '#platform/base/time.ts'
import type { Schema } from '#platform/storage/schema.ts'
import {
  type Conversation,
  findConversation,
  findConversationOfChannel,
  findConversationState,
  findNewestConversation,
  findPersonalConversation,
  moveConversation,
  type Reference,
  removeConversation,
  reopenInstalled,
  saveConversation,
  setConversationState,
} from './conversations-store.ts'
import { makeRememberPerson } from './remember-person.ts'
import type { Sender } from './send.ts'
import { isServiceUrlAllowed, type ServiceUrlRules } from './service-url.ts'

/** Where the bot has been spoken to and may speak again. */
export interface Conversations {
  /**
   * Writes only what is new: most turns cost no write. An address that is on no list is not stored. With `speaks` somebody
   * has spoken there, so the bot may speak there again whatever the channel said before.
   */
  remember(conversation: Omit<Conversation, 'seenAt'>, speaks?: { speaks: boolean }): Promise<void>
  /** Keeps name and account of a person who spoke or clicked. Writes only what is new. */
  rememberPerson(person: KnownPerson): Promise<void>
  /** A channel and its threads are reached alike: one that was never heard of is known by another of them. */
  find(id: string): Promise<Conversation | undefined>
  /**
   * The personal chat with the bot; opens one if there is none. `near` says how the channel that the person was met in
   * names this person and is reached.
   */
  getPersonal(person: Person, near?: Near): Promise<Pick<Conversation, 'id' | 'reference'>>
  forget(id: string): Promise<void>
  /** Something about the conversation was written elsewhere: what is known of it is looked at anew. */
  passOver(id: string): void
  /** The bot was added to a team or group of this tenant: what it was thrown out of is tried again. */
  reopen(tenantId: string): Promise<void>
  /** The channel named another address for it. False if that is on no list. */
  move(id: string, serviceUrl: string): Promise<boolean>
}

export interface Near {
  accountId: string
  reference: Reference
}

/** A conversation is open for messages again; `person` for whose address it is. */
export type Revived = (conversation: {
  id: string
  person?: { tenantId: string; objectId: string }
}) => unknown

/** What was written or read last: a turn in a known conversation asks and writes nothing. */
const mostKnown = 5_000
/** Another process may have found out that a conversation takes nothing any more. */
const knownForMs = minutes(1)

export interface ConversationsOptions {
  db: Kysely<Schema>
  clock: Clock
  sender: Sender
  rules: ServiceUrlRules
  onRevived?: Revived
}

export function makeConversations(options: ConversationsOptions): Conversations {
  const { db, clock, sender, rules, onRevived } = options
  const known = makeBoundedMap<string>(mostKnown, { keepMs: knownForMs, clock })
  const remember: Conversations['remember'] = async (conversation, { speaks } = { speaks: false }) => {
    const { id, tenantId, personId, reference } = conversation
    if (known.get(id) === textOf(conversation)) return
    if (!isServiceUrlAllowed(reference.serviceUrl, rules)) return
    const before = await findConversation(db, id)
    const state = await findConversationState(db, id)
    if (!isSame(before, conversation)) await saveConversation(db, { ...conversation, seenAt: clock() })
    const isShut = state !== undefined && state !== 'open'
    if (isShut && speaks) await setConversationState(db, id, 'open', clock())
    if (!isShut || speaks) known.set(id, textOf(conversation))
    if (!before || (isShut && speaks))
      await onRevived?.({ id, ...(personId && { person: { tenantId, objectId: personId } }) })
  }
  return {
    remember,
    rememberPerson: makeRememberPerson(db),
    find: async (id) => (await findConversation(db, id)) ?? (await findInChannel(db, id)),
    forget: async (id) => {
      // The threads of a channel go with it.
      known.clear()
      await removeConversation(db, id)
    },
    passOver: (id) => void known.delete(id),
    reopen: async (tenantId) => {
      known.clear()
      for (const id of await reopenInstalled(db, tenantId)) await onRevived?.({ id })
    },
    move: async (id, serviceUrl) => {
      if (!isServiceUrlAllowed(serviceUrl, rules)) return false
      await moveConversation(db, id, serviceUrl)
      return true
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

const textOf = ({ seenAt: _seenAt, ...rest }: Partial<Conversation>): string =>
  JSON.stringify([rest.kind, rest.tenantId, rest.personId, rest.reference])

const isSame = (before: Conversation | undefined, now: Omit<Conversation, 'seenAt'>): boolean =>
  before !== undefined && textOf(before) === textOf(now)
