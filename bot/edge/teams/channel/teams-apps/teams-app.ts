import { AsyncLocalStorage } from 'node:async_hooks'
import { App } from '@microsoft/teams.apps'
import type { TeamsActivity } from '../activity.ts'
import type { ActivityResponse, SdkOptions, TurnHandlers } from '../teams-sdk.ts'
import { optionsOf } from './app-options.ts'

export type ConversationClient = App['api']['conversations']
type Incoming = Parameters<App['process']>[0]

/** The turn in progress; `failed`: what its handler threw. */
interface Turn {
  failed?: { error: unknown }
}

/** Requests of sign-in prompts, which this bot doesn't have: the SDK's own routes would ask Microsoft's token service. */
const signIn = ['signin.token-exchange', 'signin.verify-state', 'signin.failure'] as const

/**
 * Microsoft's app without its HTTP server, its check of tokens, and its token: `bot/edge/http/authenticate-bot-framework.ts`
 * has authenticated the request, and the bot gets its tokens the same way as the reader.
 */
export class TeamsApp extends App {
  readonly #turns = new AsyncLocalStorage<Turn>()
  readonly #clientTo: App['api']['clone']

  constructor(options: SdkOptions) {
    super(optionsOf(options))
    this.#clientTo = this.api.clone.bind(this.api)
    this.#shareClients()
    // The SDK drops its own route for a name that gets another one.
    for (const name of signIn)
      this.router.register({ name, type: 'user', select: () => false, callback: () => undefined })
    // The SDK answers 500 to what a handler throws, and tells nobody else.
    this.event('error', ({ error }) => {
      const turn = this.#turns.getStore()
      if (turn) turn.failed = { error }
    })
  }

  /** One route for every kind: the SDK's routes by kind read fields that not every activity has. */
  routeTo(handlers: TurnHandlers): (activity: TeamsActivity) => Promise<ActivityResponse> {
    this.use(({ activity }) => respond(handlers, activity as unknown as TeamsActivity))
    return async (activity) => {
      const turn: Turn = {}
      const { status, body } = await this.#turns.run(turn, () => this.process(incomingOf(activity)))
      if (turn.failed) throw turn.failed.error
      return { status, ...(body !== undefined && { body: body as object }) }
    }
  }

  conversationsAt(serviceUrl: string): ConversationClient {
    return this.#clientTo({ serviceUrl }).conversations
  }

  /** The SDK makes four clients in every turn for what a handler could ask, nine tenths of a small one; this bot asks nothing there. */
  #shareClients(): void {
    const { client, api } = this
    client.clone = () => client
    api.clone = () => api
  }
}

/** The request as the SDK gets it from a transport that has authenticated it. */
const incomingOf = (activity: TeamsActivity): Incoming => {
  const { serviceUrl } = activity
  return {
    body: activity as Incoming['body'],
    token: { appId: '', from: 'azure', fromId: '', serviceUrl, isExpired: () => false },
  }
}

async function respond(handlers: TurnHandlers, activity: TeamsActivity): Promise<ActivityResponse> {
  if (activity.type === 'invoke' && activity.name === 'adaptiveCard/action')
    return { status: 200, body: await handlers.cardAction(activity) }
  await handlerOf(handlers, activity.type)(activity)
  return { status: 200 }
}

function handlerOf(handlers: TurnHandlers, type: string): (activity: TeamsActivity) => Promise<void> {
  if (type === 'message') return handlers.message
  if (type === 'installationUpdate') return handlers.installation
  if (type === 'conversationUpdate') return handlers.conversationUpdate
  return handlers.other
}
