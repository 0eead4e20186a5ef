import type { Person } from '../person.ts'

/** Where a new message goes: a conversation, or a person's own chat, which is opened when it is needed. */
export type Address = { conversationId: string } | { person: Pick<Person, 'tenantId' | 'objectId'> }

const prefix = 'person:'

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
