import type { Kysely } from 'kysely'
import type { KnownPerson } from '#domain/people/known-people-store.ts'
import { makeBoundedMap } from '#platform/base/bounded-map.ts'
import { OutsideError } from '#platform/base/errors.ts'
import type { Person } from '#platform/base/person.ts'
import { type Clock, minutes } from '#platform/base/time.ts'
import type { Schema } from '#platform/storage/schema.ts'
import type { Reference } from '../channel/reference.ts'
import type { Sender } from '../channel/send.ts'
import { isServiceUrlAllowed, type ServiceUrlRules } from '../channel/service-url.ts'
import {
  type Conversation,
  findConversation,
  findConversationOfChannel,
  findConversationState,
  findNewestConversation,
  findPersonalConversation,
  moveConversation,
  removeConversation,
  reopenInstalled,
  saveConversation,
  setConversationState,
} from './conversations-store.ts'
import { makeRememberPerson } from './remember-person.ts'

/** The conversations that the bot knows and can post into. */
export interface Conversations {
  /** Writes changes only, and no address that isn't allowed. `speaks`: a person wrote, so the bot may post again. */
  remember(conversation: Omit<Conversation, 'seenAt'>, speaks?: { speaks: boolean }): Promise<void>
  /** Stores name and account of a person who wrote or clicked. Writes only changes. */
  rememberPerson(person: KnownPerson): Promise<void>
  /** A channel and its threads share an address: an unknown thread is found by another one of its channel. */
  find(id: string): Promise<Conversation | undefined>
  /** The personal chat, created if needed. `near`: the person's account, and the address where the bot met them. */
  getPersonal(person: Person, near?: Near): Promise<Pick<Conversation, 'id' | 'reference'>>
  forget(id: string): Promise<void>
  /** Drops the cached state of the conversation: it was written elsewhere. */
  dropState(id: string): void
  /** The bot was added to a team or group of this tenant: conversations that it was removed from are tried again. */
  reopen(tenantId: string): Promise<void>
  /** Whether another address that the channel named is allowed. */
  mayMove(serviceUrl: string): boolean
  /** Stores another address that worked. */
  move(id: string, serviceUrl: string): Promise<void>
}

interface Near {
  accountId: string
  reference: Reference
}

/** Called when a conversation accepts messages again; `person` is the owner of a personal chat. */
export type ConversationReopened = (conversation: {
  id: string
  person?: { tenantId: string; objectId: string }
}) => unknown

/** The last state that was read or written, so that a turn in a known conversation needs no query. */
const knownLimit = 5_000
/** Short, because another instance can find out that a conversation no longer accepts messages. */
const knownForMs = minutes(1)

interface ConversationsOptions {
  db: Kysely<Schema>
  clock: Clock
  sender: Sender
  rules: ServiceUrlRules
  onReopened?: ConversationReopened
}

export function makeConversations(options: ConversationsOptions): Conversations {
  const { db, clock, sender, rules, onReopened } = options
  const known = makeBoundedMap<string>(knownLimit, { keepMs: knownForMs, clock })
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
      await onReopened?.({ id, ...(personId && { person: { tenantId, objectId: personId } }) })
  }
  return {
    remember,
    rememberPerson: makeRememberPerson(db),
    find: async (id) => (await findConversation(db, id)) ?? (await findInChannel(db, id)),
    forget: async (id) => {
      // The threads of a channel are removed with it.
      known.clear()
      await removeConversation(db, id)
    },
    dropState: (id) => void known.delete(id),
    reopen: async (tenantId) => {
      known.clear()
      for (const id of await reopenInstalled(db, tenantId)) await onReopened?.({ id })
    },
    mayMove: (serviceUrl) => isServiceUrlAllowed(serviceUrl, rules),
    move: (id, serviceUrl) => moveConversation(db, id, serviceUrl),
    getPersonal: (person, near) => getPersonal({ db, sender, remember }, person, near),
  }
}

async function getPersonal(
  { db, sender, remember }: Pick<ConversationsOptions, 'db' | 'sender'> & Pick<Conversations, 'remember'>,
  { tenantId, objectId: personId }: Person,
  near?: Near,
): Promise<Pick<Conversation, 'id' | 'reference'>> {
  const stored = await findPersonalConversation(db, tenantId, personId)
  // A chat that Teams says it doesn't know: asked for, it names the current one.
  if (stored && (await findConversationState(db, stored.id)) !== 'noConversation') return stored
  const from = near?.reference ?? (await findNewestConversation(db, tenantId))?.reference
  if (!from) throw new OutsideError({ service: 'teams', code: 'NOT_STORED' })
  const account = { tenantId, accountId: near?.accountId ?? personId }
  const { conversationId: id, reference } = await sender.openChat(from, account)
  await remember({ id, kind: 'personal', tenantId, personId, reference })
  return { id, reference }
}

async function findInChannel(db: Kysely<Schema>, id: string): Promise<Conversation | undefined> {
  const [channelId = id] = id.split(';messageid=', 1)
  const known = await findConversationOfChannel(db, channelId)
  if (known?.kind !== 'channel') return undefined
  const { reference } = known
  return { ...known, id, reference: { ...reference, conversation: { ...reference.conversation, id } } }
}

const textOf = ({ kind, tenantId, personId, reference }: Omit<Conversation, 'id' | 'seenAt'>): string =>
  JSON.stringify([kind, tenantId, personId, reference])

const isSame = (before: Conversation | undefined, now: Omit<Conversation, 'seenAt'>): boolean =>
  before !== undefined && textOf(before) === textOf(now)
