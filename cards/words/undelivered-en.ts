/** Why a card was not delivered, as the outbox says it. */
export type UndeliveredReason =
  | 'muted'
  | 'uninstalled'
  | 'suspect'
  | 'noConversation'
  | 'refused'
  | 'tooBig'
  | 'addressRefused'
  | 'doubtful'
  | 'tooOften'

export type UndeliveredPlace = 'personal' | 'groupChat' | 'channel' | 'person' | 'forgotten'

export const undeliveredEn = {
  title: (n: number) => (n === 1 ? 'One card could not be delivered' : `${n} cards could not be delivered`),
  more: (n: number) => `${n} more: they show when these are settled.`,
  card: (kind: string, isNew: boolean) => (isNew ? kind : `A change of: ${kind}`),
  kinds: {
    alert: 'alert',
    alertDigest: 'digest of alerts',
    alertEvent: 'news of an alert',
    campaign: 'new permissions',
    campaignReminder: 'reminder of new permissions',
    consent: 'consent link',
    request: 'request',
    requestHandover: 'handover of a request',
    requestReminder: 'reminder of a request',
    requestResult: 'result of a request',
    sync: 'sync progress',
  } as Readonly<Record<string, string>>,
  places: {
    personal: 'personal chat',
    groupChat: 'group chat',
    channel: 'channel',
    person: 'chat of person',
    forgotten: 'conversation',
  } satisfies Record<UndeliveredPlace, string>,
  reasons: {
    muted: 'Writing is blocked there. It goes on when somebody writes to the bot.',
    uninstalled: 'The bot was removed there. It goes on when the app is added again.',
    suspect: 'Teams lets the bot not write there. It goes on when somebody writes to the bot.',
    noConversation: 'Teams does not know the conversation. It goes on when somebody writes to the bot.',
    refused: 'Teams refused the card. The log says why.',
    tooBig: 'The card is too big for Teams.',
    addressRefused: 'Its address is on no list of allowed hosts.',
    doubtful: 'Teams failed twice. It may have arrived: look there first.',
    tooOften: 'Teams failed too often.',
  } satisfies Record<UndeliveredReason, string>,
  unknown: 'It could not be delivered. The log says why.',
  since: (moment: string) => `since ${moment}`,
}
