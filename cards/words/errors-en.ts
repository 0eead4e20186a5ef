import type { UserErrorCode } from './codes.ts'

/** Facts as escaped texts; an absent one is ''. Lists are joined. */
export type ErrorWordFacts = Readonly<Record<string, string>>

export interface ErrorWords {
  title: string
  /** What happened, and what to do. At most two sentences each. */
  what(facts: Read): string
  next(facts: Read): string
}

/** Reads a fact, or the words that stand for it. */
type Read = (fact: string, otherwise?: string) => string

const quoted = (text: string, otherwise: string): string => (text ? `"${text}"` : otherwise)

const registration: Readonly<Record<string, string>> = {
  absent: 'it was not found in the home tenant',
  empty: 'it asks for no permission',
  disabled: 'it is disabled',
  singleTenant: 'it is not multi-tenant',
  replyAddressMissing: 'it does not list our reply address',
  permissionsMissing: 'it does not ask for every permission of the set',
  unreadable: 'it cannot be read',
}

const services: Readonly<Record<string, string>> = {
  login: 'The sign-in service of Microsoft',
  graph: 'Microsoft Graph',
  teams: 'Microsoft Teams',
  network: 'The network',
}

const statusWords: Readonly<Record<string, string>> = {
  blocked: 'blocked',
  unknown: 'not checked',
  notGranted: 'not granted',
  updateRequired: 'waiting for new permissions',
  settingsRequired: 'waiting for a setting',
  granted: 'granted',
}

export const errorsEn: Readonly<Record<UserErrorCode, ErrorWords>> = {
  TENANT_UNKNOWN: {
    title: 'No such tenant',
    what: (f) => `No tenant here is called ${quoted(f('text'), 'that')}.`,
    next: () => 'Try a part of its name, its domain or its id, or add it.',
  },
  TENANT_AMBIGUOUS: {
    title: 'Which tenant?',
    what: (f) => `${quoted(f('text'), 'That')} fits several tenants${f('names') ? `: ${f('names')}` : ''}.`,
    next: () => 'Choose one, or type its domain.',
  },
  TENANT_ID_INVALID: {
    title: 'Not a tenant',
    what: (f) => `${quoted(f('text'), 'That')} is neither a domain nor a tenant id.`,
    next: () => 'Type a domain such as contoso.com, or the tenant id from the Entra overview page.',
  },
  TENANT_NOT_FOUND_AT_MICROSOFT: {
    title: 'Microsoft knows no such tenant',
    what: (f) => `No Microsoft Entra tenant answers to ${quoted(f('text'), 'that name')}.`,
    next: () => 'Check the spelling; the domain must be verified in that tenant.',
  },
  TENANT_ALREADY_ADDED: {
    title: 'Already here',
    what: (f) => `${f('tenant') || 'This tenant'} was added before.`,
    next: () => 'Nothing was changed.',
  },
  TENANT_CHANGED: {
    title: 'The tenant changed meanwhile',
    what: (f) => `Something about ${f('tenant') || 'this tenant'} changed after this card was shown.`,
    next: () => 'Nothing was done. Look at the current card and decide again.',
  },
  TENANT_NOT_CONNECTED: {
    title: 'No directory connection',
    what: (f) => `${f('tenant') || 'This tenant'} cannot be read yet.`,
    next: () => 'Its admin has to accept the directory connection first.',
  },
  SET_UNKNOWN: {
    title: 'No such permission set',
    what: (f) => `The catalog has no set or app called ${quoted(f('text'), 'that')}.`,
    next: () => 'The catalog lists them all.',
  },
  SET_AMBIGUOUS: {
    title: 'Which permission set?',
    what: (f) => `${quoted(f('text'), 'That')} fits several sets${f('names') ? `: ${f('names')}` : ''}.`,
    next: () => 'Choose one, or type its whole name.',
  },
  PERMISSION_UNKNOWN: {
    title: 'Nobody asks for it',
    what: (f) => `No set of the catalog requires ${quoted(f('text'), 'that')}.`,
    next: () => 'Type a permission such as Directory.Read.All, a set or an app.',
  },
  INPUT_INVALID: {
    title: 'Something is missing or wrong',
    what: (f) =>
      f('problem') ? `This could not be used: ${f('problem')}.` : 'This input could not be used.',
    next: () => 'Nothing was done. Correct it and try again.',
  },
  ROLE_MISSING: {
    title: 'This needs another role',
    what: (f) => `It takes the role ${f('needs', 'approver')}${f('has') ? `; you are ${f('has')}` : ''}.`,
    next: () => 'Nothing was done. Ask somebody who has it.',
  },
  NO_ROLE: {
    title: 'You have no role here yet',
    what: () => 'Grantkeeper shows tenants only to people who were given a role.',
    next: () => 'Ask an approver to add you.',
  },
  ROLES_UNREADABLE: {
    title: 'Your role could not be checked right now',
    what: () =>
      'Microsoft did not say which groups you are in, so a role through a group does not count at the moment.',
    next: () => 'Nothing was done. Try again in a minute.',
  },
  SCOPE_MISSING: {
    title: 'Your role does not cover this tenant',
    what: (f) => `Your role ${f('needs', 'approver')} counts in other tenants only.`,
    next: () => 'Nothing was done. Ask somebody who has the role here.',
  },
  PERSON_FOREIGN: {
    title: 'Only for people of this organisation',
    what: () => 'Guests and people of other organisations cannot use Grantkeeper.',
    next: () => 'Use an account of the organisation that runs it.',
  },
  CARD_OUTDATED: {
    title: 'This card is outdated',
    what: () => 'Something changed after it was shown.',
    next: () => 'Nothing was done. Look at the current card and decide again.',
  },
  VERB_UNKNOWN: {
    title: 'This button is no longer known',
    what: () => 'The card comes from another version of Grantkeeper.',
    next: () => 'Nothing was done. Start again from the tenant list.',
  },
  COMMAND_UNKNOWN: {
    title: 'I do not know this command',
    what: (f) => `Nothing was done for ${quoted(f('text'), 'it')}.`,
    next: () => 'Did you mean one of these?',
  },
  COMMAND_INCOMPLETE: {
    title: 'Something is missing',
    what: (f) => (f('usage') ? `It is typed like this: **${f('usage')}**` : 'The command is not complete.'),
    next: () => '',
  },
  TOO_MANY_TENANTS: {
    title: 'Too many tenants at once',
    what: (f) => `At most ${f('limit', '200')} tenants at once; these are ${f('count', 'more')}.`,
    next: () => 'Nothing was done. Do it in smaller steps.',
  },
  TENANT_LIMIT_REACHED: {
    title: 'Only in one tenant at a time',
    what: (f) =>
      `${f('app', 'This app')} works in at most ${f('limit', '1')} ${f('limit') === '1' ? 'tenant' : 'tenants'}${f('tenants') ? ` and is granted in ${f('tenants')}` : ''}.`,
    next: () => 'To move it: block it there first, then grant it here.',
  },
  GRANT_BLOCKED: {
    title: 'Blocked already',
    what: (f) => `This set is blocked here${f('by') ? `, by ${f('by')}` : ''}.`,
    next: () => 'Unblock it before granting.',
  },
  GRANT_NOT_BLOCKED: {
    title: 'Not blocked',
    what: () => 'This set is not blocked here, so there is nothing to unblock.',
    next: () => 'Nothing was done.',
  },
  GRANT_NOT_RESETTABLE: {
    title: 'Nothing to reset',
    what: (f) =>
      `Reset clears an error or a waiting consent; this set is ${statusWords[f('status')] ?? 'neither'}.`,
    next: () => 'Nothing was done.',
  },
  GRANT_ALREADY_COMPLETE: {
    title: 'Granted already',
    what: () => 'Every required permission is granted here.',
    next: () => 'Nothing is left to consent to.',
  },
  UNDO_TOO_LATE: {
    title: 'Too late to undo',
    what: () => 'A block can be undone for 10 minutes.',
    next: () => 'Use Unblock instead.',
  },
  LINK_UNKNOWN: {
    title: 'This link leads nowhere',
    what: () => 'It is not complete, or it was never made here.',
    next: () => 'Ask the person who sent it for a new one.',
  },
  LINK_USED: {
    title: 'This link was used already',
    what: () => 'Each link works once.',
    next: () => 'If the consent did not succeed, ask for a new link.',
  },
  LINK_EXPIRED: {
    title: 'This link has expired',
    what: () => 'Links live only for a short time.',
    next: () => 'Ask the person who sent it for a new one.',
  },
  LINK_CANCELLED: {
    title: 'This link was withdrawn',
    what: () => 'The request behind it was cancelled or has changed.',
    next: () => 'Ask the person who sent it for a new one.',
  },
  STATE_UNKNOWN: {
    title: 'This answer belongs to no open request',
    what: () => 'The consent page was opened twice, or too long ago.',
    next: () => 'Start again from the link. Nothing was changed by this.',
  },
  COOKIE_MISSING: {
    title: 'Started in another browser',
    what: () => 'The answer came back to a browser that did not start the request.',
    next: () => 'Open the link again and finish in the same browser, with cookies allowed.',
  },
  CALLBACK_MALFORMED: {
    title: 'This answer cannot be read',
    what: () => 'The address is not complete.',
    next: () => 'Start again from the link. Nothing was changed by this.',
  },
  REGISTRATION_MISMATCH: {
    title: 'The app registration must be mended first',
    what: (f) =>
      `Consent would fail${registration[f('problem')] ? `: ${registration[f('problem')]}` : ''}${f('clientId') ? ` (client id ${f('clientId')})` : ''}.`,
    next: () => 'Ask the publisher of the app; settings shows what is wrong. No link was made.',
  },
  APPROVAL_NEEDED: {
    title: 'A second person must approve this',
    what: (f) =>
      ({
        tierZero: 'This set holds a permission of tier 0, a path to Global Administrator.',
        many: 'This is about more than one person may decide alone.',
      })[f('why')] ?? 'Only approvers may do this.',
    next: () => 'Nothing was done. Request it: the approvers get a card.',
  },
  OWN_REQUEST: {
    title: 'Your own request',
    what: () => 'Nobody decides on what they asked for themselves.',
    next: () => 'Nothing was done. Another approver must decide.',
  },
  NOT_YOUR_REQUEST: {
    title: 'Not your request',
    what: () => 'Only the person who asked can take a request back.',
    next: () => 'Nothing was done. An approver can deny it.',
  },
  REQUEST_UNKNOWN: {
    title: 'Unknown request',
    what: () => 'There is no such request.',
    next: () => '“requests” lists all that are open.',
  },
  REQUEST_ENDED: {
    title: 'Already ended',
    what: () => 'Somebody else was first, or the time was up.',
    next: () => 'Nothing was done. “requests” shows how it ended.',
  },
  REASON_TOO_SHORT: {
    title: 'A reason is needed',
    what: () => 'Approvers decide by the reason: 10 to 500 characters.',
    next: () => 'Nothing was requested. Say why, then request again.',
  },
  REASON_MISSING: {
    title: 'Why is it denied?',
    what: () => 'Whoever asked reads the reason.',
    next: () => 'Nothing was done. Type a reason, then deny again.',
  },
  NO_SECOND_APPROVER: {
    title: 'Nobody else may approve',
    what: () => 'There is no other approver than you, and nobody approves their own request.',
    next: () => 'Nothing was requested. Whoever runs Grantkeeper can name a second approver.',
  },
  APPROVER_UNKNOWN: {
    title: 'Not an approver',
    what: () => 'This person may not decide on this request.',
    next: () => 'Nothing was done. Choose somebody else from the list.',
  },
  NOT_SHARED: {
    title: 'Not in your own chat',
    what: () => 'You get every request here anyway.',
    next: () => 'Type it in the channel or group chat where your approvers meet.',
  },
  SYNC_RUNNING: {
    title: 'A sync is running already',
    what: () => 'Only one at a time.',
    next: () => 'Follow it, or wait until it ends.',
  },
  SYNC_NOT_FOUND: {
    title: 'This sync is no longer known',
    what: () => 'Old runs are forgotten after a while.',
    next: () => 'Start a new one.',
  },
  CAMPAIGN_ENDED: {
    title: 'This campaign is over',
    what: () => 'Nobody is waited for any more, or the list has changed again.',
    next: () => 'Open the tenant list to see how things stand.',
  },
  REMINDED_LATELY: {
    title: 'Reminded a moment ago',
    what: (f) => `${f('by', 'Somebody')} reminded the same people less than an hour ago.`,
    next: () => 'Give them a little time.',
  },
  ALERT_UNKNOWN: {
    title: 'This alert is not known',
    what: (f) => `There is no alert ${f('number') ? `#${f('number')}` : 'with this number'}.`,
    next: () => 'alerts lists what is open.',
  },
  OUTSIDE_UNAVAILABLE: {
    title: 'Microsoft did not answer',
    what: (f) => `${services[f('service')] ?? 'A service'} could not be reached or did not answer in time.`,
    next: () => 'Nothing was changed. Try again in a few minutes.',
  },
  BUSY: {
    title: 'Busy at the moment',
    what: () => 'More is asked than can be done right now.',
    next: () => 'Nothing was changed. Try again in a minute.',
  },
}

/** For a mistake of our own: it says nothing about the inside. */
export const bugEn = {
  title: 'Something went wrong here',
  what: 'This is our mistake, not yours.',
  next: 'Try again; if it stays, tell the operator this number.',
  reference: (reference: string): string => `Reference ${reference}`,
}
