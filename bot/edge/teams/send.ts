import type { Activity, ConversationParameters } from 'botbuilder'
import type { ConnectorClient } from 'botframework-connector'
import { type Compartment, makeCompartment } from '#platform/base/bulkhead.ts'
import { OutsideError } from '#platform/base/errors.ts'
import type { Clock } from '#platform/base/time.ts'
import type { Card } from '../../../cards/render.ts'
import type { ChannelAdapter } from './adapter.ts'
import { asChatError } from './chat-error.ts'
import type { Reference } from './conversations-store.ts'
import { isServiceUrlAllowed, type ServiceUrlRules } from './service-url.ts'

/**
 * Speaking in a conversation at hand. Every failure is an `OutsideError` of service `teams`. One request per call, never
 * repeated: posting twice would show the card twice.
 */
export interface Sender {
  post(reference: Reference, card: Card): Promise<{ activityId: string }>
  update(reference: Reference, activityId: string, card: Card): Promise<void>
  type(reference: Reference): Promise<void>
  /** `accountId` is the channel's own name of the person; the directory's object id serves as well in Teams. */
  openChat(
    near: Reference,
    person: { tenantId: string; accountId: string },
  ): Promise<{ conversationId: string; reference: Reference }>
}

/** Hears of every request, whoever makes it: limits are counted, and what the channel says of a place is kept. */
export interface Listener {
  begun?(reference: Reference): void
  /** Awaited before the failure goes on. */
  failed?(reference: Reference, error: OutsideError): Promise<void>
}

export interface SenderOptions {
  /** Requests under way at one address of the channel; 64 unless told. */
  atOnce?: number
  rules: ServiceUrlRules
  clock: Clock
  listener?: Listener
}

type Request = <T>(
  reference: Reference,
  work: (connector: ConnectorClient) => Promise<T>,
  /** `elsewhere`: what is refused says nothing of this conversation. `spare`: not worth waiting for a place. */
  kind?: 'elsewhere' | 'spare',
) => Promise<T>

function makeRequest(adapter: ChannelAdapter, options: SenderOptions): Request {
  const { rules, clock, listener, atOnce = 64 } = options
  const compartmentOf = makeCompartments(atOnce)
  return async (reference, work, kind) => {
    const { serviceUrl } = reference
    if (!isServiceUrlAllowed(serviceUrl, rules))
      throw new OutsideError({ service: 'teams', code: 'ADDRESS_REFUSED' })
    const compartment = compartmentOf(serviceUrl)
    const leave = kind === 'spare' ? compartment.enterNow() : await compartment.enter()
    if (!leave) throw new OutsideError({ service: 'teams', code: 'TOO_MANY_AT_ONCE' })
    listener?.begun?.(reference)
    try {
      return await work(await adapter.connectorTo(serviceUrl))
    } catch (error) {
      const failure = asChatError(error, clock())
      if (kind !== 'elsewhere') await listener?.failed?.(reference, failure)
      throw failure
    } finally {
      leave()
    }
  }
}

/** One per address, which are few because they are on a list: a region that hangs takes no place from the others. */
function makeCompartments(most: number): (serviceUrl: string) => Compartment {
  const compartments = new Map<string, Compartment>()
  return (serviceUrl) => {
    const compartment = compartments.get(serviceUrl) ?? makeCompartment({ most, mostWaiting: 20 * most })
    compartments.set(serviceUrl, compartment)
    return compartment
  }
}

export function makeSender(adapter: ChannelAdapter, options: SenderOptions): Sender {
  const request = makeRequest(adapter, options)
  const send = (reference: Reference, activity: Partial<Activity>, kind?: 'spare') =>
    request(
      reference,
      (connector) => connector.conversations.sendToConversation(reference.conversation.id, activity),
      kind,
    )
  return {
    post: async (reference, card) => ({ activityId: (await send(reference, message(reference, card))).id }),
    update: async (reference, activityId, card) => {
      const activity = { ...message(reference, card), id: activityId }
      await request(reference, (connector) =>
        connector.conversations.updateActivity(reference.conversation.id, activityId, activity),
      )
    },
    type: async (reference) => {
      await send(reference, { ...envelope(reference), type: 'typing' }, 'spare')
    },
    openChat: async (near, { tenantId, accountId }) => {
      const parameters = {
        isGroup: false,
        bot: near.bot,
        members: [{ id: accountId }],
        tenantId,
        channelData: { tenant: { id: tenantId } },
      } as unknown as ConversationParameters
      const { id } = await request(
        near,
        (connector) => connector.conversations.createConversation(parameters),
        'elsewhere',
      )
      const conversation = { id, conversationType: 'personal', tenantId }
      return { conversationId: id, reference: { serviceUrl: near.serviceUrl, bot: near.bot, conversation } }
    },
  }
}

/** The card alone: text beside it would make Teams send two messages and give no id to either. */
function message(reference: Reference, card: Card): Partial<Activity> {
  return {
    ...envelope(reference),
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }],
    ...(typeof card.fallbackText === 'string' && { summary: card.fallbackText }),
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
