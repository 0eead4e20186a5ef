import type { Dispatcher } from 'undici'
import type { Card } from '../../cards/render.ts'
import { findButton, inputsOf, type Wanted } from './card-parts.ts'
import {
  type BotMessage,
  type FakeConnector,
  isSeenBy,
  type Lag,
  personalChatId,
  startFakeConnector,
} from './fake-connector.ts'
import { type Watch, watchCards } from './watch-cards.ts'

export interface TeamsPerson {
  name: string
  objectId: string
  /** Tenant of the person. Default: the home tenant. */
  tenantId?: string
  userRole?: 'guest' | 'anonymous'
}

/** Where a person writes. Default: their own chat with the bot. */
export interface Where {
  id: string
  conversationType: 'groupChat' | 'channel'
}

export const groupChat = (name: string): Where => ({
  id: `19:${name}@thread.v2`,
  conversationType: 'groupChat',
})
export const channel = (name: string, thread = '1700000000000'): Where => ({
  id: `19:${name}@thread.tacv2;messageid=${thread}`,
  conversationType: 'channel',
})

export interface BotAnswer {
  status: number
  body: unknown
}

/** What a client sends for a button or, if `automatic`, for a refresh. */
export interface Invoke {
  verb: string
  data?: unknown
  trigger?: 'manual' | 'automatic'
}

/** One person's actions in one conversation with the bot. */
export interface Driver {
  conversationId: string
  /** Sends a line, which mentions the bot outside of the personal chat. Resolves when the bot has acknowledged it. */
  say(text: string): Promise<BotAnswer>
  /** Sends a line and resolves with the next card, here or in the conversation `in`. */
  ask(text: string, place?: { in: string }): Promise<BotMessage>
  /** Clicks a button of a message as this person sees it; resolves with what they see then. @throws if the bot refuses it */
  click(message: BotMessage | string, wanted: Wanted, typed?: Record<string, string>): Promise<BotMessage>
  /** `press` with the data of a button, even if the card no longer has that button. */
  press(message: BotMessage | string, action: Invoke): Promise<BotAnswer>
  /** An invoke without a button: forged verbs, outdated data, an automatic refresh. */
  invoke(message: BotMessage | string, action: Invoke): Promise<BotAnswer>
  /** The message as this person sees it: after a click the answer, until the bot updates it for everyone. */
  see(message: BotMessage | string): BotMessage
  /** Everything in the conversation that this person sees, oldest first. */
  cards(): readonly BotMessage[]
  install(action?: string): Promise<BotAnswer>
  /** Any activity; missing fields are filled in as Teams does. */
  send(activity: Record<string, unknown>): Promise<BotAnswer>
}

export interface FakeTeams {
  serviceUrl: string
  connector: FakeConnector
  as(person: TeamsPerson, where?: Where): Driver
  /** Current messages that everyone in the conversation sees, oldest first. */
  cards(conversationId: string): readonly BotMessage[]
  /** The next card for everyone, posted or updated, that matches and was not returned yet; earlier ones are skipped. */
  nextCard(conversationId: string, fits?: (card: Card) => boolean): Promise<BotMessage>
  /** The message as soon as it matches, or at once if it already does. */
  until(message: BotMessage | string, fits: (card: Card) => boolean): Promise<BotMessage>
  /** Rejects all waits for a card, because the bot has ended. */
  giveUp(): void
  /** Clears every message, request and view, which long runs would accumulate. */
  forget(): void
  close(): Promise<void>
}

export interface FakeTeamsOptions {
  /** Origin of the bot, which can be known later; its endpoint is `/api/messages`. */
  botUrl: string | (() => string)
  homeTenantId: string
  botId?: string
  authorization?: string | (() => Promise<string>)
  lagMs?: Lag
  /** Connections to the bot; shared and kept alive unless given. */
  dispatcher?: Dispatcher
}

/** A fake Teams: a connector on loopback, and people who type and click. */
export async function makeFakeTeams(options: FakeTeamsOptions): Promise<FakeTeams> {
  const connector = await startFakeConnector(options.lagMs)
  const watch = watchCards(connector)
  const world: World = { options, connector, watch, views: new Map(), nextId: 1 }
  connector.onChange((message, change) => {
    if (change === 'updated') world.views.delete(message.id)
  })
  return {
    serviceUrl: connector.serviceUrl,
    connector,
    as: (person, where) => makeDriver(world, person, where),
    cards: (conversationId) => connector.messages(conversationId),
    nextCard: (conversationId, fits) => watch.next(conversationId, fits),
    until: (message, fits) => watch.until(idOf(message), fits),
    forget: () => {
      connector.clear()
      watch.forget()
      world.views.clear()
    },
    giveUp: watch.giveUp,
    close: async () => {
      watch.giveUp()
      await connector.close()
    },
  }
}

interface World {
  options: FakeTeamsOptions
  connector: FakeConnector
  watch: Watch
  /** Message ID → person → the card that the answer to a click shows to this person only. */
  views: Map<string, Map<string, Card>>
  nextId: number
}

const idOf = (message: BotMessage | string): string => (typeof message === 'string' ? message : message.id)

function makeDriver(world: World, person: TeamsPerson, where?: Where): Driver {
  const conversationId = where?.id ?? personalChatId(person.objectId)
  const accountId = accountOf(person)
  const send: Driver['send'] = (activity) => post(world, { ...frameOf(world, person, where), ...activity })
  const see: Driver['see'] = (given) => {
    const message = world.connector.find(idOf(given))
    if (!message || !isSeenBy(message, accountId))
      throw new Error(`Expected a message of the bot that ${person.name} sees, got ${idOf(given)}`)
    const own = world.views.get(message.id)?.get(person.objectId)
    return own ? { ...message, card: own } : message
  }
  const invoke: Driver['invoke'] = (message, { verb, data = {}, trigger = 'manual' }) =>
    send({
      type: 'invoke',
      name: 'adaptiveCard/action',
      replyToId: idOf(message),
      value: { action: { type: 'Action.Execute', verb, data }, trigger },
    })
  const press: Driver['press'] = async (message, action) => {
    const answer = await invoke(message, action)
    showTo(world, person, idOf(message), answer)
    return answer
  }
  const say: Driver['say'] = (text) => send({ type: 'message', ...typed(world, text, where) })
  return {
    conversationId,
    send,
    see,
    cards: () => world.connector.messages(conversationId, accountId),
    press,
    invoke,
    say,
    ask: async (text, place = { in: conversationId }) => {
      world.watch.passAll(place.in)
      const { status } = await say(text)
      if (status !== 200) throw new Error(`Expected 200 for "${text}", got ${status}`)
      return world.watch.next(place.in, undefined, accountId)
    },
    click: async (given, wanted, filled = {}) => {
      const { card } = see(given)
      const { verb, data, associatedInputs } = findButton(card, wanted)
      const inputs = associatedInputs === 'none' ? {} : inputsOf(card, filled)
      const action = { verb: String(verb), data: { ...inputs, ...(data as object) } }
      await press(given, action)
      return see(given)
    },
    install: (action = 'add') => send({ type: 'installationUpdate', action }),
  }
}

/** The answer to an invoke is a card for the person who clicked; anything else is an error in Teams. */
function showTo({ views }: World, person: TeamsPerson, messageId: string, { status, body }: BotAnswer): void {
  const { type, value } = (body ?? {}) as { type?: string; value?: Card }
  if (status !== 200 || type !== 'application/vnd.microsoft.card.adaptive' || !value)
    throw new Error(`Expected a card for the click, got ${status} ${JSON.stringify(body)}`)
  const own = views.get(messageId) ?? new Map<string, Card>()
  views.set(messageId, own.set(person.objectId, value))
}

function typed({ options }: World, text: string, where?: Where): Record<string, unknown> {
  if (!where) return { text, textFormat: 'plain' }
  const mention = '<at>Grantkeeper</at>'
  const mentioned = { id: botOf(options).id, name: 'Grantkeeper' }
  return { text: `${mention} ${text}`, entities: [{ type: 'mention', mentioned, text: mention }] }
}

const accountOf = ({ objectId }: TeamsPerson): string => `29:${objectId}`

const botOf = ({ botId = '28:grantkeeper' }: FakeTeamsOptions) => ({ id: botId, name: 'Grantkeeper' })

/** The fields that Teams sets in every activity. */
function frameOf(world: World, person: TeamsPerson, where?: Where): Record<string, unknown> {
  const { options, connector } = world
  const tenantId = person.tenantId ?? options.homeTenantId
  const { objectId, name, userRole } = person
  return {
    id: `f:${world.nextId++}`,
    channelId: 'msteams',
    serviceUrl: connector.serviceUrl,
    from: { id: accountOf(person), name, aadObjectId: objectId, ...(userRole && { userRole }) },
    recipient: botOf(options),
    conversation: {
      id: where?.id ?? personalChatId(objectId),
      conversationType: where?.conversationType ?? 'personal',
      tenantId,
      ...(where && { isGroup: true }),
    },
    channelData: { tenant: { id: tenantId } },
  }
}

async function post({ options }: World, activity: Record<string, unknown>): Promise<BotAnswer> {
  const { botUrl } = options
  const authorization =
    typeof options.authorization === 'function' ? await options.authorization() : options.authorization
  const url = new URL('/api/messages', typeof botUrl === 'string' ? botUrl : botUrl())
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(authorization && { Authorization: authorization }) },
    body: JSON.stringify(activity),
    ...(options.dispatcher && { dispatcher: options.dispatcher }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
}
