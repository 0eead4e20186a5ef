/** Why a card was not delivered, as the outbox reports it. */
type UndeliveredReason =
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
  title: (n: number) => (n === 1 ? '1 card couldn’t be delivered' : `${n} cards couldn’t be delivered`),
  more: (n: number) => `${n} more; they’re shown when these are resolved.`,
  card: (kind: string, isNew: boolean) => (isNew ? kind : `Update: ${kind}`),
  kinds: {
    alert: 'alert',
    alertDigest: 'alert digest',
    alertEvent: 'alert update',
    alertsMissed: 'note about alerts that don’t arrive',
    alertsNarrowed: 'note about fewer alerts',
    campaign: 'new permissions',
    campaignReminder: 'reminder about new permissions',
    consent: 'consent link',
    request: 'request',
    requestHandover: 'request handover',
    requestReminder: 'request reminder',
    requestResult: 'request result',
    sync: 'sync progress',
  } as Readonly<Record<string, string>>,
  places: {
    personal: 'personal chat',
    groupChat: 'group chat',
    channel: 'channel',
    person: 'chat with',
    forgotten: 'conversation',
  } satisfies Record<UndeliveredPlace, string>,
  reasons: {
    muted:
      'Posting is blocked there. The bot asks again, later and later, and at once when a person messages it.',
    uninstalled:
      'The bot was removed there. It asks again, later and later, and at once when the app is added again.',
    suspect:
      'Teams doesn’t allow the bot to post there. It asks again, later and later, and at once when a person messages it.',
    noConversation:
      'Teams doesn’t recognize the conversation. The bot asks again, later and later, and at once when a person messages it.',
    refused: 'Teams rejected the card. The log says why.',
    tooBig: 'The card is too big for Teams.',
    addressRefused: 'Its address isn’t on the list of allowed hosts.',
    doubtful: 'Teams failed twice. The card might have arrived, so check there first.',
    tooOften: 'Teams failed too often.',
  } satisfies Record<UndeliveredReason, string>,
  unknown: 'It couldn’t be delivered. The log says why.',
  since: (moment: string) => `since ${moment}`,
}
