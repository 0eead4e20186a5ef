import { TeamsAdapter } from '@microsoft/teams-ai/lib/TeamsAdapter.js'
import type { Activity, InvokeResponse, TurnContext } from 'botbuilder'
import type { ConnectorClient } from 'botframework-connector'
import { type ServiceClientCredentials, ServiceClientCredentialsFactory } from 'botframework-connector'
import { makeBoundedMap } from '#platform/base/bounded-map.ts'
import type { BotIdentity, SdkOptions } from '../teams-sdk.ts'
import { targetedPolicy } from './targeted-policy.ts'

type Logic = (context: TurnContext) => Promise<void>

/**
 * Microsoft's adapter without its HTTP side and without its authentication: `bot/edge/http/authenticate-bot-framework.ts`
 * has authenticated the request, and the bot gets its tokens the same way as the reader.
 */
export class BotbuilderAdapter extends TeamsAdapter {
  readonly #clients = makeBoundedMap<Promise<ConnectorClient>>(100)
  readonly #clientId: string
  readonly #timeoutMs: number

  constructor({ bot, timeoutMs = 10_000 }: SdkOptions) {
    super(settingsOf(bot), bot.auth === 'on' ? new BotCredentials(bot) : undefined)
    this.#clientId = bot.auth === 'on' ? bot.clientId : ''
    this.#timeoutMs = timeoutMs
    this.#keepUserTokenClient()
  }

  /** Runs the turn of an authenticated activity. @throws what `logic` throws */
  answer(activity: Activity, logic: Logic): Promise<InvokeResponse | undefined> {
    const connectorFactory = { create: (serviceUrl: string) => this.clientTo(serviceUrl) }
    const claimsIdentity = this.createClaimsIdentity(this.#clientId)
    const admitted = { audience: '', callerId: '', claimsIdentity, connectorFactory }
    return this.processActivity(admitted, activity, logic)
  }

  /** One client per address, so that connections are kept; the addresses are few, because they are on a list. */
  clientTo(serviceUrl: string): Promise<ConnectorClient> {
    const known = this.#clients.get(serviceUrl)
    if (known) return known
    const client = this.#makeClient(serviceUrl)
    this.#clients.set(serviceUrl, client)
    client.catch(() => this.#clients.delete(serviceUrl))
    return client
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

  async #makeClient(serviceUrl: string): Promise<ConnectorClient> {
    const identity = this.createClaimsIdentity(this.#clientId)
    const factory = this.botFrameworkAuthentication.createConnectorFactory(identity)
    const client = (await factory.create(serviceUrl, undefined as unknown as string)) as ConnectorClient
    const { pipeline } = (client as unknown as { client: { pipeline: Pipeline } }).client
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
    return client
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
