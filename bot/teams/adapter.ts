import { TeamsAdapter } from '@microsoft/teams-ai/lib/TeamsAdapter.js'
import type { Activity, InvokeResponse, TurnContext } from 'botbuilder'
import type {
  AuthenticateRequestResult,
  ConnectorClient,
  ServiceClientCredentialsFactory,
} from 'botframework-connector'
import { OutsideError } from '../errors.ts'

/** The bot's own registration, or no authentication at all: only for loopback. */
export type BotIdentity =
  | { auth: 'off' }
  | {
      auth: 'on'
      clientId: string
      tenantId: string
      credential: { secret: string } | { certificate: { thumbprintSha1: string; privateKey: string } }
    }

export interface AdapterOptions {
  bot: BotIdentity
  /** A request to the channel is given up after this time; without it a silent server would hold it for ever. */
  timeoutMs?: number
  /** Addresses of another cloud, in the SDK's own names, and credentials to go with them. */
  sdk?: { settings: Readonly<Record<string, string>>; credentials?: ServiceClientCredentialsFactory }
}

/** The caller did not prove to be the channel. */
export class NotAuthenticatedError extends Error {
  override name = 'NotAuthenticatedError'
}

type Logic = (context: TurnContext) => Promise<void>

/**
 * Microsoft's adapter without its HTTP side. `process` would answer with the text of whatever error it meets and print
 * it to the console; here authentication and turn are two steps, and the caller decides what is said.
 */
export class ChannelAdapter extends TeamsAdapter {
  readonly #connectors = new Map<string, Promise<ConnectorClient>>()
  readonly #clientId: string
  readonly #timeoutMs: number

  constructor({ bot, timeoutMs = 10_000, sdk }: AdapterOptions) {
    super({ ...settingsOf(bot), ...sdk?.settings }, sdk?.credentials)
    this.#clientId = bot.auth === 'on' ? bot.clientId : ''
    this.#timeoutMs = timeoutMs
    this.#keepUserTokenClient()
  }

  /**
   * Proves that the channel sent the activity, then runs the turn.
   * @throws NotAuthenticatedError, OutsideError when the channel's keys cannot be read, or what `logic` throws
   */
  async answer(authorization: string, activity: Activity, logic: Logic): Promise<InvokeResponse | undefined> {
    const identity = await this.#authenticate(authorization, activity)
    const connectorFactory = { create: (serviceUrl: string) => this.connectorTo(serviceUrl) }
    return this.processActivity({ ...identity, connectorFactory }, activity, logic)
  }

  /** One client per address, so that connections are kept; the addresses are few, because they are on a list. */
  connectorTo(serviceUrl: string): Promise<ConnectorClient> {
    const known = this.#connectors.get(serviceUrl)
    if (known) return known
    if (this.#connectors.size >= 100) this.#connectors.clear()
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

  async #authenticate(authorization: string, activity: Activity): Promise<AuthenticateRequestResult> {
    try {
      return await this.botFrameworkAuthentication.authenticateRequest(activity, authorization)
    } catch (error) {
      // The SDK answers 500 for a wrong key or algorithm, which are refusals; only unreadable keys are a failure.
      if (isUnreadableKeys(error))
        throw new OutsideError({ service: 'login', code: 'BOT_KEYS' }, { cause: error })
      throw new NotAuthenticatedError('not the channel', { cause: error })
    }
  }

  async #makeConnector(serviceUrl: string): Promise<ConnectorClient> {
    const identity = this.createClaimsIdentity(this.#clientId)
    const factory = this.botFrameworkAuthentication.createConnectorFactory(identity)
    const connector = (await factory.create(serviceUrl, undefined as unknown as string)) as ConnectorClient
    const { pipeline } = (connector as unknown as { client: { pipeline: Pipeline } }).client
    // The SDK repeats a POST up to four times on any 5xx: the same card twice. Whoever sends decides about that here.
    pipeline.removePolicy({ name: 'defaultRetryPolicy' })
    // A redirect would carry the bot's token to a host that is on no list.
    pipeline.removePolicy({ name: 'redirectPolicy' })
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

/** What the SDK's client is made of; its declared type does not say. */
interface Pipeline {
  removePolicy(policy: { name: string }): void
  addPolicy(policy: {
    name: string
    sendRequest(request: { timeout: number }, next: (request: { timeout: number }) => unknown): unknown
  }): void
}

function settingsOf(bot: BotIdentity): Record<string, string> {
  if (bot.auth === 'off') return {}
  const { credential } = bot
  return {
    MicrosoftAppId: bot.clientId,
    // Misspelt, this would silently mean "any tenant".
    MicrosoftAppType: 'SingleTenant',
    MicrosoftAppTenantId: bot.tenantId,
    ...('secret' in credential
      ? { MicrosoftAppPassword: credential.secret }
      : {
          CertificateThumbprint: credential.certificate.thumbprintSha1,
          CertificatePrivateKey: credential.certificate.privateKey,
        }),
  }
}

function isUnreadableKeys(error: unknown): boolean {
  if (!(error instanceof Error)) return true
  const status = 'statusCode' in error ? error.statusCode : undefined
  return status === 500 || error.name === 'FetchError'
}
