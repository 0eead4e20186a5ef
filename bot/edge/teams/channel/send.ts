import { channelMessageId, isTargetedId, targetedId } from '#platform/outbox/targeted-message.ts'
import type { Card } from '../../../../cards/render.ts'
import type { Finish } from './card-response.ts'
import { type ChannelMember, findMember, openChat } from './channel-people.ts'
import { type Channel, makeChannelRequest, type RequestOptions } from './channel-request.ts'
import type { HoldsOwnLink } from './own-links.ts'
import { kindOf, type Reference } from './reference.ts'
import { markTargeted } from './targeted.ts'
import type { OutgoingActivity } from './teams-sdk.ts'

/** Posts into a conversation with a known address, without retries, which could post twice. @throws OutsideError of `teams` */
export interface Sender {
  post(reference: Reference, card: Card): Promise<{ activityId: string }>
  /** Posts in a shared conversation for one of its members, who alone sees it. `accountId` is the channel's ID of the person. */
  postTargeted(reference: Reference, accountId: string, card: Card): Promise<{ activityId: string }>
  update(reference: Reference, activityId: string, card: Card): Promise<void>
  type(reference: Reference): Promise<void>
  /** `accountId` is the channel's ID of the person; Teams also accepts the object ID of the directory. */
  openChat(
    near: Reference,
    person: { tenantId: string; accountId: string },
  ): Promise<{ conversationId: string; reference: Reference }>
  /** A member of the conversation, by the channel's ID. */
  findMember(reference: Reference, accountId: string): Promise<ChannelMember | undefined>
}

interface SenderOptions extends RequestOptions {
  /** Draws what every card says. */
  finish?: Finish | undefined
  holdsOwnLink: HoldsOwnLink
}

export function makeSender(channel: Channel, options: SenderOptions): Sender {
  const request = makeChannelRequest(channel, options)
  const message = makeMessage(options)
  const send = (reference: Reference, activity: OutgoingActivity, kind?: 'spare') =>
    request(reference, (connector) => connector.post(reference.conversation.id, activity), kind)
  return {
    post: async (reference, card) => ({ activityId: (await send(reference, message(reference, card))).id }),
    postTargeted: async (reference, accountId, card) => {
      const activity = { ...message(reference, markTargeted(card)), recipient: { id: accountId } }
      const { id } = await request(
        reference,
        (connector) => connector.post(reference.conversation.id, activity, 'targeted'),
        'elsewhere',
      )
      return { activityId: targetedId(id) }
    },
    update: async (reference, activityId, card) => {
      const id = channelMessageId(activityId)
      const targeted = isTargetedId(activityId)
      // Without its recipient, whom Teams doesn't let an update name.
      const activity = { ...message(reference, targeted ? markTargeted(card) : card), id }
      const audience = targeted ? 'targeted' : undefined
      await request(
        reference,
        (connector) => connector.update(reference.conversation.id, id, activity, audience),
        targeted ? 'elsewhere' : undefined,
      )
    },
    type: async (reference) => {
      await send(reference, { ...envelope(reference), type: 'typing' }, 'spare')
    },
    openChat: (near, person) => openChat(request, near, person),
    findMember: (reference, accountId) => findMember(request, reference, accountId),
  }
}

/**
 * The card without text: with text, Teams would post two messages and return the ID of neither.
 * @throws Error for a link that is for one person on the way to a shared conversation, targeted or not: a connector that
 * ignores the parameter would show it to everyone
 */
function makeMessage({ finish = (card) => card, holdsOwnLink }: SenderOptions) {
  return (reference: Reference, given: Card): OutgoingActivity => {
    const card = finish(given)
    if (kindOf(reference.conversation) !== 'personal' && holdsOwnLink(card))
      throw new Error('Expected no link that is for one person in a shared conversation')
    return {
      ...envelope(reference),
      type: 'message',
      attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }],
      ...(typeof card.fallbackText === 'string' && { summary: card.fallbackText }),
    }
  }
}

const envelope = ({ serviceUrl, bot, conversation }: Reference) =>
  ({ channelId: 'msteams', serviceUrl, from: bot, conversation }) as const
