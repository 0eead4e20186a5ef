import type { NoticeCode } from './codes.ts'

/** Facts as escaped texts; an absent one is ''. */
type Read = (fact: string, otherwise?: string) => string

export const noticesEn: Readonly<Record<NoticeCode, (fact: Read) => string>> = {
  CARD_OUTDATED: () => 'That card was outdated. This is the current one; nothing was done.',
  CARD_STALE_ACT: (f) =>
    `Somebody was faster${f('by') ? `: ${f('by')}` : ''}. This is the current state; nothing was done.`,
  REQUEST_WAS_ENDED: (f) =>
    `${f('by') ? `${f('by')} was first` : 'The time was up'}: it was ${f('state', 'ended')}${f('time') ? ` at ${f('time')}` : ''}. Your click did nothing.`,
  DENY_NEEDS_REASON: () => 'Type why you deny it, then press Deny again. The requester reads it.',
  REASON_NEEDED: () => 'Say why, with 10 to 500 characters, then request again. Nothing was requested.',
  REQUESTS_POSTED_HERE: () => 'New requests are posted here from now on. “requests off” ends it.',
  REQUESTS_NOT_POSTED_HERE: () => 'New requests are not posted here any more.',
  BLOCKED: (f) => `${f('set', 'The set')} is blocked. Its apps get no Entra data from now on.`,
  BLOCK_UNDONE: (f) => `The block of ${f('set', 'the set')} was undone.`,
  UNBLOCKED: (f) => `${f('set', 'The set')} is unblocked.`,
  RESET: (f) => `${f('set', 'The set')} was reset and is read afresh.`,
  TENANT_ADDED: (f) => `${f('tenant', 'The tenant')} was added.`,
  TENANT_ALREADY_ADDED: (f) => `${f('tenant', 'The tenant')} was added before. Nothing was changed.`,
  TENANT_REMOVED: (f) =>
    `${f('tenant', 'The tenant')} was removed. What was granted stays in its Entra, the history stays here.`,
  CONSENT_VERIFIED: (f) => `${f('set', 'The set')} is granted and was read in the tenant.`,
  CONSENT_CANCELLED: () => 'Cancelled. The link no longer works.',
  ALREADY_COMPLETE: (f) => `${f('set', 'The set')} is granted already.`,
  SYNCED: (f) => {
    const changed = Number(f('changed', '0'))
    return changed === 0
      ? 'Read afresh. Nothing has changed.'
      : `Read afresh. ${changed} ${changed === 1 ? 'status has' : 'statuses have'} changed.`
  },
  SYNC_FAILED: (f) =>
    `Could not be read${f('outcome') ? `: ${f('outcome')}` : ''}. The last known state is shown.`,
  REMINDED: (f) => `${f('people')} ${f('people') === '1' ? 'person was' : 'people were'} reminded.`,
  MESSAGE_SENT_AGAIN: () => 'The card is sent again. If it fails once more, it comes back here.',
  MESSAGE_DISCARDED: () => 'The card was discarded. Nobody gets it any more.',
  CHECKED_NOTHING_NEW: () => 'Checked. Nothing new.',
}
