/** The address of a conversation, for later messages. Plain data that does not depend on the SDK. */
export interface Reference {
  serviceUrl: string
  conversation: { id: string; conversationType?: string; tenantId?: string; isGroup?: boolean }
  bot: { id: string; name?: string }
}

/** The ID of a chat of one person and the bot, which Teams gives to nothing else. */
const personalId = /^a:/
const channelId = /@thread\.(?:tacv2|skype)\b/
const threadId = /@thread\./

interface ChannelConversation {
  id: string
  conversationType?: string | null | undefined
  isGroup?: boolean | null | undefined
}

/** What isn't certainly a chat of one person counts as one of several people: there, an answer to one must not be seen by all. */
export function kindOf({
  id,
  conversationType,
  isGroup,
}: ChannelConversation): 'personal' | 'groupChat' | 'channel' {
  if (conversationType === 'channel' || channelId.test(id)) return 'channel'
  const isPersonal = conversationType ? conversationType === 'personal' : personalId.test(id)
  return isPersonal && !isGroup && !threadId.test(id) ? 'personal' : 'groupChat'
}
