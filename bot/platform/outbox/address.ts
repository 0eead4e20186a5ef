import type { Person } from '../base/person.ts'

/** The target of a new message: a conversation, or a person's own chat, which is created if needed. */
export type Address = { conversationId: string } | { person: Pick<Person, 'tenantId' | 'objectId'> }

const prefix = 'person:'
const threadMark = ';messageid='

/** The stored form of an address. Conversation IDs of the channel never start with `person:`. */
export function addressKey(address: Address): string {
  if ('conversationId' in address) return address.conversationId
  const { tenantId, objectId } = address.person
  return `${prefix}${tenantId}/${objectId}`
}

export function addressFromKey(key: string): Address {
  if (!key.startsWith(prefix)) return { conversationId: key }
  const [tenantId = '', objectId = ''] = key.slice(prefix.length).split('/')
  return { person: { tenantId, objectId } }
}

/** The ordering key of a message: Teams counts a channel with its threads as one conversation. */
export const orderingKeyOf = (addressKey: string): string => addressKey.split(threadMark, 1)[0] ?? addressKey

/** The prefix of the IDs of a channel's threads. */
export const threadPrefix = (channelId: string): string => `${channelId}${threadMark}`
