import type { NoticeCode } from './codes.ts'
import { registrationEn } from './errors-en.ts'

/** Facts as escaped texts; an absent one is ''. */
type Read = (fact: string, otherwise?: string) => string

const ended: Readonly<Record<string, string>> = {
  approved: 'was approved',
  denied: 'was denied',
  withdrawn: 'was withdrawn',
  lapsed: 'expired',
  voided: 'became invalid',
}

export const noticesEn: Readonly<Record<NoticeCode, (fact: Read) => string>> = {
  WHAT_IF_VOID: (f) =>
    `What plan ${f('code')} depends on has changed, so it is void. Nothing was done. This is what would happen now.`,
  CARD_OUTDATED: () => 'This card was outdated. This is how it stands now. Nothing was done.',
  REQUEST_WAS_ENDED: (f) =>
    `${f('by') ? `${f('by')} acted first. ` : ''}The request ${ended[f('state')] ?? 'has ended'}${f('time') ? ` at ${f('time')}` : ''}. Your click did nothing.`,
  READ_FIRST: () => 'Read the whole list first: Approve is on its last page. Nothing was done.',
  DENY_NEEDS_REASON: () => 'Enter a reason, then select Deny again. The requester reads it.',
  REASON_NEEDED: (f) =>
    `Enter a reason of ${f('least')} to ${f('most')} characters, then try again. Nothing was done.`,
  SIGNER_NEEDED: () => 'Choose who gets the links, then request again. Nothing was requested.',
  END_NEEDED: () => 'Pick the day on which it is to end, then ask again. Nothing was requested.',
  END_PAST: () => 'That end is over. Pick a later one, then ask again. Nothing was requested.',
  END_TOO_LATE: (f) =>
    `That is too long: at most ${f('hours')} hours at once. Pick an earlier end, then ask again. Nothing was requested.`,
  REFERENCE_NEEDED: () => 'Enter the ticket or case number, then ask again. Nothing was requested.',
  FINDING_ACCEPTED: (f) =>
    `Accepted until ${f('until')}. It’s marked ⚑, counts neither as open nor as granted, and comes back when it ends or changes.`,
  EXCEPTION_WITHDRAWN: () => 'Withdrawn. What it hid counts again.',
  REQUESTS_POSTED_HERE: () => 'New requests are now posted here. To stop, use “requests off”.',
  REQUESTS_NOT_POSTED_HERE: () => 'New requests are no longer posted here.',
  BLOCKED: (f) => `${f('set', 'The set')} is blocked. Its apps no longer get Entra data.`,
  MOVED: (f) =>
    `${f('set', 'The set')} is blocked in the old tenant and stays blocked there. Its apps may use it here now.`,
  BLOCK_UNDONE: (f) => `The block of ${f('set', 'the set')} was undone.`,
  ACCEPTED: (f) => `Accepted: what is granted to ${f('set', 'the set')} is part of the baseline now.`,
  BASELINE_CONFIRMED: (f) => `What was found in ${f('tenant', 'the tenant')} is confirmed.`,
  UNBLOCKED: (f) => `${f('set', 'The set')} is unblocked.`,
  SETTING_CONFIRMED: (f) =>
    `${f('setting', 'The setting')} is confirmed by hand. The status doesn’t change: it’s what was read.`,
  CONFIRMATION_WITHDRAWN: (f) => `The confirmation of ${f('setting', 'the setting')} was withdrawn.`,
  UNBLOCKED_FOR_TIME: (f) =>
    `${f('set', 'The set')} is unblocked for a time. Its block comes back at the end.`,
  RESET: (f) => `${f('set', 'The set')} was reset and will be read again.`,
  TENANT_ADDED: (f) => `${f('tenant', 'The tenant')} was added.`,
  TENANT_ALREADY_ADDED: (f) => `${f('tenant', 'The tenant')} was already added. Nothing was changed.`,
  TENANT_REMOVED: (f) =>
    `${f('tenant', 'The tenant')} was removed. What was granted stays in its Entra, and the history stays here.`,
  CONSENT_VERIFIED: (f) => `${f('set', 'The set')} is granted. This was confirmed in the tenant.`,
  CONSENT_CANCELLED: () => 'Canceled. The link no longer works.',
  ALREADY_COMPLETE: (f) => `${f('set', 'The set')} is already granted.`,
  SYNCED: (f) => {
    const changed = Number(f('changed', '0'))
    return changed === 0
      ? 'Synced. No changes.'
      : `Synced. ${changed} ${changed === 1 ? 'status has' : 'statuses have'} changed.`
  },
  SYNC_FAILED: (f) =>
    `Couldn’t be read${f('outcome') ? `: ${f('outcome')}` : ''}. The last known state is shown.`,
  REMINDED: (f) => `Sent reminders to ${f('people')} ${f('people') === '1' ? 'person' : 'people'}.`,
  OWNER_SET: (f) => `The ${f('part')} is named. New alerts go to their own chat too.`,
  OWNER_REMOVED: (f) => `There’s no ${f('part')} of its own anymore.`,
  OWNER_AS_BEFORE: () => 'That was so already. Nothing was changed.',
  MESSAGE_SENT_AGAIN: () => 'The card is being sent again. If it fails once more, it reappears here.',
  MESSAGE_DISCARDED: () => 'The card was discarded and won’t be sent.',
  WEBHOOKS_SENT_AGAIN: () =>
    'The events are being sent again. Those that fail for another three days reappear here.',
  WEBHOOKS_DISCARDED: () =>
    'The events were discarded. The list of events of the API has them as long as it keeps events.',
  WEBHOOK_TEST_SENT: () => 'The test event is on its way. Refresh shows what the target answered.',
  LIST_CHANGED: (f) =>
    `The app registration has just changed.${f('added') ? ` Now also requested: ${f('added')}.` : ''}${f('removed') ? ` No longer requested: ${f('removed')}.` : ''} No link was created. This is the plan for the new list.`,
  REGISTRATION_WRONG: (f) =>
    `Nothing was approved. The app registration can’t be used${registrationEn[f('problem')] ? `: ${registrationEn[f('problem')]}` : ''}. Try again when “settings” shows no problem.`,
  LEAVING_BEING_READ: () => 'Being read now. This card changes if anything has changed.',
  CHECKED: () => 'Checked just now.',
}
