/** Codes of the connector that the bot handles, by status. */
const known: Readonly<Record<number, readonly string[]>> = {
  401: ['BotNotRegistered'],
  403: [
    'BotDisabledByAdmin',
    'ConversationBlockedByUser',
    'MessageWritesBlocked',
    'BotNotInConversationRoster',
    'ForbiddenOperationException',
    'InvalidBotApiHost',
    'NotEnoughPermissions',
  ],
  404: ['ConversationNotFound', 'ActivityNotFoundInConversation'],
  412: ['PreconditionFailed'],
  413: ['MessageSizeTooBig'],
  429: ['Throttled'],
}

/** Messages that identify a code if it is missing or too general. */
const sentences: readonly [status: number, pattern: RegExp, code: string][] = [
  [403, /disabled by (the )?(tenant )?admin/i, 'BotDisabledByAdmin'],
  [403, /blocked (by the user|the conversation)|user blocked/i, 'ConversationBlockedByUser'],
  [403, /message writes? (is|are) blocked/i, 'MessageWritesBlocked'],
  [
    403,
    /not (part of|in) the (conversation )?roster|has been removed from the conversation/i,
    'BotNotInConversationRoster',
  ],
  [403, /invalid bot api host/i, 'InvalidBotApiHost'],
  [404, /conversation (was )?not found/i, 'ConversationNotFound'],
  [404, /activity (was )?not found|message (was )?not found/i, 'ActivityNotFoundInConversation'],
]

/** The channel's code, wherever it is in the body; otherwise the first word of the body that looks like a code. */
export function findChannelCode(status: number, texts: readonly string[]): string | undefined {
  for (const code of known[status] ?? []) if (texts.some((text) => holds(text, code))) return code
  for (const [of, pattern, code] of sentences)
    if (of === status && texts.some((text) => pattern.test(text))) return code
  return texts.find((text) => /^[A-Za-z]\w{1,99}$/.test(text))
}

const holds = (text: string, code: string): boolean =>
  text.toLowerCase().includes(code.toLowerCase()) ||
  (code === 'ActivityNotFoundInConversation' && /\bActivityNotFound\b/i.test(text))

/** The host that Teams asks to use instead of the requested one. */
export const findNamedHost = (texts: readonly string[]): string | undefined =>
  texts.map((text) => /https:\/\/([a-z0-9.-]{1,253})/i.exec(text)?.[1]).find((host) => host !== undefined)
