import { z } from 'zod'
import { OutsideError } from '#platform/base/errors.ts'
import { orderingKeyOf } from '#platform/outbox/address.ts'
import type { Reference } from './reference.ts'
import type { Connector, NewConversation } from './teams-sdk.ts'

/** One request to the channel. */
export type ChannelRequest = <T>(
  reference: Reference,
  work: (connector: Connector) => Promise<T>,
  /** `elsewhere`: a refusal says nothing about this conversation, as one of a targeted message, which can be about the person. `spare`: dropped instead of queued when the bulkhead is full. */
  kind?: 'elsewhere' | 'spare',
) => Promise<T>

/** A member of a conversation, as the channel knows them. */
export interface ChannelMember {
  /** Of the directory. */
  objectId: string
  name: string
  /** Absent: of the conversation. */
  tenantId?: string
}

export async function openChat(
  request: ChannelRequest,
  near: Reference,
  { tenantId, accountId }: { tenantId: string; accountId: string },
): Promise<{ conversationId: string; reference: Reference }> {
  const asked: NewConversation = {
    isGroup: false,
    bot: near.bot,
    members: [{ id: accountId }],
    tenantId,
    channelData: { tenant: { id: tenantId } },
  }
  const { id } = await request(near, (connector) => connector.createConversation(asked), 'elsewhere')
  const conversation = { id, conversationType: 'personal', tenantId }
  return { conversationId: id, reference: { serviceUrl: near.serviceUrl, bot: near.bot, conversation } }
}

const guid = z.guid().transform((id) => id.toLowerCase())
const account = z.object({
  objectId: guid.optional().catch(undefined),
  aadObjectId: guid.optional().catch(undefined),
  name: z.string().max(1_000).catch(''),
  tenantId: guid.optional().catch(undefined),
})

/** The member with this account; undefined if there is none, or none that the directory has. */
export async function findMember(
  request: ChannelRequest,
  reference: Reference,
  accountId: string,
): Promise<ChannelMember | undefined> {
  const id = orderingKeyOf(reference.conversation.id)
  try {
    const found = await request(reference, (connector) => connector.readMember(id, accountId), 'elsewhere')
    const { objectId, aadObjectId, name, tenantId } = account.parse(found)
    const known = objectId ?? aadObjectId
    return known === undefined ? undefined : { objectId: known, name, ...(tenantId && { tenantId }) }
  } catch (error) {
    const { status = 0 } = error instanceof OutsideError ? error.facts : {}
    if (status === 404 || status === 400) return undefined
    throw error
  }
}
