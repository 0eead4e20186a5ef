/** The address of a conversation, for later messages. Plain data that does not depend on the SDK. */
export interface Reference {
  serviceUrl: string
  conversation: { id: string; conversationType?: string; tenantId?: string; isGroup?: boolean }
  bot: { id: string; name?: string }
}
