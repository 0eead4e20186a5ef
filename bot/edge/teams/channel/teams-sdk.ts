import type { TeamsActivity } from './activity.ts'
import type { Reference } from './reference.ts'

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

/** What the bot does with each kind of activity. */
export interface TurnHandlers {
  message(activity: TeamsActivity): Promise<void>
  /** A card action: returns the body of the response, which only the person who clicked gets. */
  cardAction(activity: TeamsActivity): Promise<object>
  installation(activity: TeamsActivity): Promise<void>
  conversationUpdate(activity: TeamsActivity): Promise<void>
  /** Any other kind: Teams can send new ones at any time and expects a 200. */
  other(activity: TeamsActivity): Promise<void>
}

export interface ActivityResponse {
  status: number
  body?: object
}

/** A message or a typing indicator that the bot sends. */
export interface OutgoingActivity {
  type: 'message' | 'typing'
  /** Of the message that is replaced. */
  id?: string
  channelId: 'msteams'
  serviceUrl: string
  from: Reference['bot']
  conversation: Reference['conversation']
  /** The member who alone sees a targeted message. */
  recipient?: { id: string }
  attachments?: { contentType: string; content: object }[]
  /** The text of the notification. */
  summary?: string
}

export interface NewConversation {
  isGroup: false
  bot: Reference['bot']
  members: { id: string }[]
  tenantId: string
  channelData: { tenant: { id: string } }
}

/**
 * The requests of the bot to one address of the channel. Each is made once, without a retry, follows no redirect, is given
 * up after a time limit, and carries the bot's current token and its IDs as parts of the path.
 * @throws ConnectorError, or what `getToken` throws
 */
export interface Connector {
  post(
    conversationId: string,
    activity: OutgoingActivity,
    /** One member of the conversation alone sees the message. */
    audience?: 'targeted',
  ): Promise<{ id: string }>
  update(
    conversationId: string,
    activityId: string,
    activity: OutgoingActivity,
    audience?: 'targeted',
  ): Promise<void>
  createConversation(conversation: NewConversation): Promise<{ id: string }>
  /** The member as the channel describes it, unchecked. */
  readMember(conversationId: string, accountId: string): Promise<object>
}

/**
 * One of Microsoft's SDKs, as the bot uses it: to bring activities to their handlers, and as client of the channel. Nothing
 * else of the bot knows which one it is. The HTTP server, the check of tokens, and the bot's own token are not its part.
 */
export interface TeamsSdk {
  /** Takes authenticated and validated activities, which reach their handler with every field. @throws what the handler throws */
  routeTo(handlers: TurnHandlers): (activity: TeamsActivity) => Promise<ActivityResponse>
  /** The client for an address, which was checked before; kept, so that its connections are. */
  connectorTo(serviceUrl: string): Promise<Connector>
}

export interface SdkOptions {
  bot: BotIdentity
  /** Time limit of a request to the channel. */
  timeoutMs?: number
}

export type OpenTeamsSdk = (options: SdkOptions) => TeamsSdk
