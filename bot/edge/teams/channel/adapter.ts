import { TeamsAdapter } from '@microsoft/teams-ai/lib/TeamsAdapter.js'
import type { Activity, InvokeResponse, TurnContext } from 'botbuilder'
import type { ConnectorClient } from 'botframework-connector'
import { type ServiceClientCredentials, ServiceClientCredentialsFactory } from 'botframework-connector'
import { makeBoundedMap } from '#platform/base/bounded-map.ts'
import { targetedPolicy } from './targeted.ts'

/** The bot's own registration, or no authentication, on loopback only. */
export type BotIdentity =
  | { auth: 'off' }
  | {
      auth: 'on'
      clientId: string
      tenantId: string
      /** The bot's token for the channel. @throws OutsideError */
      getToken(): Promise<string>
      /** Makes the next `getToken` request a new one. */
      forgetToken(): void
    }

export interface AdapterOptions {
  bot: BotIdentity
  /** Timeout of a request to the channel; the SDK's client has none. */
  timeoutMs?: number
}

type Logic = (context: TurnContext) => Promise<void>

/**
 * Microsoft's adapter without its HTTP side and without its authentication: `bot/edge/http/authenticate-bot-framework.ts`
 * has authenticated the request, and the bot gets its tokens the same way as the reader.
 */
export class ChannelAdapter extends TeamsAdapter {
  readonly #connectors = makeBoundedMap<Promise<ConnectorClient>>(100)
  readonly #clientId: string
  readonly #timeoutMs: number
  readonly #bot: BotIdentity

  constructor({ bot, timeoutMs = 10_000 }: AdapterOptions) {
    super(settingsOf(bot), bot.auth === 'on' ? new BotCredentials(bot) : undefined)
    this.#clientId = bot.auth === 'on' ? bot.clientId : ''
    this.#timeoutMs = timeoutMs
    this.#bot = bot
    this.#keepUserTokenClient()
  }

  /** Runs the turn of an authenticated activity. @throws what `logic` throws */
  answer(activity: Activity, logic: Logic): Promise<InvokeResponse | undefined> {
    const connectorFactory = { create: (serviceUrl: string) => this.connectorTo(serviceUrl) }
    const claimsIdentity = this.createClaimsIdentity(this.#clientId)
    const admitted = { audience: '', callerId: '', claimsIdentity, connectorFactory }
    return this.processActivity(admitted, activity, logic)
  }

  /** Drops the token that the channel refused, so that the next request gets a new one; false: the bot has none. */
  dropToken(): boolean {
    if (this.#bot.auth === 'off') return false
    this.#bot.forgetToken()
    return true
  }

  /** One client per address, so that connections are kept; the addresses are few, because they are on a list. */
  connectorTo(serviceUrl: string): Promise<ConnectorClient> {
    const known = this.#connectors.get(serviceUrl)
    if (known) return known
    const connector = this.#makeConnector(serviceUrl)
    this.#connectors.set(serviceUrl, connector)
    connector.catch(() => this.#connectors.delete(serviceUrl))
    return connector
  }

  /** The SDK builds an HTTP client for sign-in prompts in every turn, a sixth of a small one; this bot has no such prompt. */
  #keepUserTokenClient(): void {
    const { botFrameworkAuthentication: sdk } = this
    const make = sdk.createUserTokenClient.bind(sdk)
    let made: ReturnType<typeof make> | undefined
    sdk.createUserTokenClient = (identity) => {
      made ??= make(identity).catch((error) => {
        made = undefined
        throw error
      })
      return made
    }
  }

  async #makeConnector(serviceUrl: string): Promise<ConnectorClient> {
    const identity = this.createClaimsIdentity(this.#clientId)
    const factory = this.botFrameworkAuthentication.createConnectorFactory(identity)
    const connector = (await factory.create(serviceUrl, undefined as unknown as string)) as ConnectorClient
    const { pipeline } = (connector as unknown as { client: { pipeline: Pipeline } }).client
    // The SDK retries a POST up to four times on any 5xx, which can post a card twice. The caller decides about retries.
    pipeline.removePolicy({ name: 'defaultRetryPolicy' })
    // A redirect would send the bot's token to a host that isn't allowed.
    pipeline.removePolicy({ name: 'redirectPolicy' })
    pipeline.addPolicy(targetedPolicy)
    pipeline.addPolicy({
      name: 'timeoutPolicy',
      sendRequest: (request, next) => {
        request.timeout = this.#timeoutMs
        return next(request)
      },
    })
    return connector
  }
}

/** A part of the SDK's client that its type omits. */
interface Pipeline {
  removePolicy(policy: { name: string }): void
  addPolicy(policy: {
    name: string
    sendRequest(request: PipelineRequest, next: (request: PipelineRequest) => unknown): unknown
  }): void
}

interface PipelineRequest {
  url: string
  headers: { get(name: string): string | undefined; delete(name: string): unknown }
  timeout: number
}

/** Signs the requests of the SDK with the bot's token. */
class BotCredentials extends ServiceClientCredentialsFactory {
  readonly #bot: Extract<BotIdentity, { auth: 'on' }>

  constructor(bot: Extract<BotIdentity, { auth: 'on' }>) {
    super()
    this.#bot = bot
  }

  override async isValidAppId(appId: string): Promise<boolean> {
    return appId === this.#bot.clientId
  }

  override async isAuthenticationDisabled(): Promise<boolean> {
    return false
  }

  override async createCredentials(): Promise<ServiceClientCredentials> {
    return {
      signRequest: async (request) => {
        request.headers.set('authorization', `Bearer ${await this.#bot.getToken()}`)
        return request
      },
    }
  }
}

function settingsOf(bot: BotIdentity): Record<string, string> {
  if (bot.auth === 'off') return {}
  return {
    MicrosoftAppId: bot.clientId,
    // A misspelled value would silently mean "any tenant".
    MicrosoftAppType: 'SingleTenant',
    MicrosoftAppTenantId: bot.tenantId,
  }
}
