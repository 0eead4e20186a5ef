import type { Activity } from 'botbuilder'
import { type Bulkhead, makeBulkhead } from '#platform/base/bulkhead.ts'
import { OutsideError } from '#platform/base/errors.ts'
import { type Clock, minutes } from '#platform/base/time.ts'
import { channelMessageId, isTargetedId, targetedId } from '#platform/outbox/targeted-message.ts'
import type { Card } from '../../../../cards/render.ts'
import type { ChannelAdapter } from './adapter.ts'
import { type ChannelMember, type ChannelRequest, findMember, openChat } from './channel-people.ts'
import { asChatError } from './chat-error.ts'
import type { HoldsOwnLink } from './own-links.ts'
import { kindOf, type Reference } from './reference.ts'
import { isServiceUrlAllowed, type ServiceUrlRules } from './service-url.ts'
import { markTargeted, targetedRequest } from './targeted.ts'

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

/** Observes every request: requests are counted against the limits, and a refusal marks its conversation. */
export interface Listener {
  begun?(reference: Reference): void
  /** Awaited before the failure is thrown. */
  failed?(reference: Reference, error: OutsideError): Promise<void>
}

/** The last step before a card is sent. */
export type Finish = (card: Card) => Card

interface SenderOptions {
  /** Concurrent requests to one address of the channel; 64 by default. */
  atOnce?: number
  rules: ServiceUrlRules
  clock: Clock
  listener?: Listener
  /** Draws what every card says. */
  finish?: Finish | undefined
  holdsOwnLink: HoldsOwnLink
}

function makeRequest(adapter: ChannelAdapter, options: SenderOptions): ChannelRequest {
  const { rules, clock, listener, atOnce = 64 } = options
  const bulkheadOf = makeBulkheads(atOnce)
  const renewing = makeRenewing(adapter, clock)
  return async (reference, work, kind) => {
    const { serviceUrl } = reference
    if (!isServiceUrlAllowed(serviceUrl, rules))
      throw new OutsideError({ service: 'teams', code: 'ADDRESS_REFUSED' })
    const bulkhead = bulkheadOf(serviceUrl)
    const leave = kind === 'spare' ? bulkhead.enterNow() : await bulkhead.enter()
    if (!leave) throw new OutsideError({ service: 'teams', code: 'TOO_MANY_AT_ONCE' })
    const ask = async () => {
      listener?.begun?.(reference)
      return work(await adapter.connectorTo(serviceUrl))
    }
    try {
      return await renewing(ask)
    } catch (error) {
      const failure = asChatError(error, clock())
      if (kind !== 'elsewhere') await listener?.failed?.(reference, failure)
      throw failure
    } finally {
      leave()
    }
  }
}

/** After a new token was refused as well, none is requested for this long: the bot itself is refused. */
const renewEveryMs = minutes(1)

/** Asks once more with a new token after a 401: a 401 did nothing, so nothing can arrive twice. */
function makeRenewing(adapter: ChannelAdapter, clock: Clock): <T>(ask: () => Promise<T>) => Promise<T> {
  const isRefused = (error: unknown): boolean => asChatError(error, clock()).facts.status === 401
  let pausedUntilMs = 0
  return async (ask) => {
    try {
      return await ask()
    } catch (error) {
      if (!isRefused(error) || clock().getTime() < pausedUntilMs || !adapter.dropToken()) throw error
      return await ask().catch((again) => {
        if (isRefused(again)) pausedUntilMs = clock().getTime() + renewEveryMs
        throw again
      })
    }
  }
}

/** One bulkhead per address, so that a region that hangs does not block the others. The addresses are few: they are on a list. */
function makeBulkheads(most: number): (serviceUrl: string) => Bulkhead {
  const bulkheads = new Map<string, Bulkhead>()
  return (serviceUrl) => {
    const bulkhead = bulkheads.get(serviceUrl) ?? makeBulkhead({ most, mostWaiting: 20 * most })
    bulkheads.set(serviceUrl, bulkhead)
    return bulkhead
  }
}

export function makeSender(adapter: ChannelAdapter, options: SenderOptions): Sender {
  const request = makeRequest(adapter, options)
  const message = makeMessage(options)
  const send = (reference: Reference, activity: Partial<Activity>, kind?: 'spare') =>
    request(
      reference,
      (connector) => connector.conversations.sendToConversation(reference.conversation.id, activity),
      kind,
    )
  return {
    post: async (reference, card) => ({ activityId: (await send(reference, message(reference, card))).id }),
    postTargeted: async (reference, accountId, card) => {
      const recipient = { id: accountId } as Activity['recipient']
      const activity = { ...message(reference, markTargeted(card)), recipient }
      const { id } = await request(
        reference,
        ({ conversations }) =>
          conversations.sendToConversation(reference.conversation.id, activity, targetedRequest),
        'elsewhere',
      )
      return { activityId: targetedId(id) }
    },
    update: async (reference, activityId, card) => {
      const id = channelMessageId(activityId)
      const targeted = isTargetedId(activityId)
      // Without its recipient, whom Teams doesn't let an update name.
      const activity = { ...message(reference, targeted ? markTargeted(card) : card), id }
      const asked = targeted ? targetedRequest : {}
      await request(
        reference,
        ({ conversations }) => conversations.updateActivity(reference.conversation.id, id, activity, asked),
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
  return (reference: Reference, given: Card): Partial<Activity> => {
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

function envelope(reference: Reference): Partial<Activity> {
  return {
    channelId: 'msteams',
    serviceUrl: reference.serviceUrl,
    from: reference.bot as Activity['from'],
    conversation: reference.conversation as Activity['conversation'],
  }
}
