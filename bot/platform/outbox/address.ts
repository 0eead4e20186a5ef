import type { Person } from '../base/person.ts'

/** Where a new message goes: a conversation, or a person's own chat, which is opened when it is needed. */
export type Address = { conversationId: string } | { person: Pick<Person, 'tenantId' | 'objectId'> }

const prefix = 'person:'
const threadMark = ';messageid='

/** One text per address, as the outbox keeps it. The channel's own ids never begin like a person's. */
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

/** The lane of a message: the channel counts and orders a channel with its threads as one conversation. */
export const orderingKeyOf = (addressKey: string): string => addressKey.split(threadMark, 1)[0] ?? addressKey

/** How the ids of the threads of a channel begin. */
export const threadPrefix = (channelId: string): string => `${channelId}${threadMark}`
