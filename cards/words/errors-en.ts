import type { UserErrorCode } from './codes.ts'

interface ErrorWords {
  title: string
  /** What happened, and what to do. At most two sentences each. */
  what(facts: Read): string
  next(facts: Read): string
}

/** Reads a fact as escaped text (lists are joined), or gives the words that replace an absent one. */
type Read = (fact: string, otherwise?: string) => string

const quoted = (text: string, otherwise: string): string => (text ? `"${text}"` : otherwise)

/** By problem. */
export const registrationEn: Readonly<Record<string, string>> = {
  absent: 'it wasn’t found in the home tenant',
  empty: 'it requests no permissions',
  disabled: 'it’s disabled',
  singleTenant: 'it isn’t multi-tenant',
  replyAddressMissing: 'it doesn’t list our redirect URI',
  permissionsMissing: 'it doesn’t request every permission of the set',
  unreadable: 'it can’t be read, so nobody can tell what it requests',
  notPublished: 'it requests a permission that its API doesn’t publish',
  readerExceeds: 'it requests more than the documented rights of the reader',
}

const services: Readonly<Record<string, string>> = {
  login: 'The Microsoft sign-in service',
  graph: 'Microsoft Graph',
  teams: 'Microsoft Teams',
  network: 'The network',
}

/** By problem with the day of a notice. */
const noticeDayEn: Readonly<Record<string, (text: string) => string>> = {
  none: () => 'A notice needs its day.',
  unreadable: (text) => `${text ? `“${text}”` : 'That'} isn’t a date.`,
  past: (text) => `${text || 'That day'} isn’t ahead.`,
  far: (text) => `${text || 'That day'} is more than a year ahead.`,
}

/** By problem with a coming list. */
const comingListEn: Readonly<Record<string, (text: string) => string>> = {
  none: () => 'The coming list is missing.',
  malformed: () => 'What was entered is neither an application ID nor a list of permissions as JSON.',
  absent: (text) => `The home tenant has no app registration ${text}.`,
  unreadable: () => 'The app registration can’t be read now.',
  empty: () => 'The list requests no permissions.',
  same: () => 'The list is the one of today, so there’s nothing to announce.',
  today: () => 'What the set requires today isn’t known, so nothing can be compared.',
  unpublished: (text) => `No API publishes ${text || 'some of it'}, so nobody could consent.`,
}

const statusWords: Readonly<Record<string, string>> = {
  blocked: 'blocked',
  unknown: 'not checked',
  notGranted: 'not granted',
  updateRequired: 'waiting for new permissions',
  settingsRequired: 'waiting for a setting',
  granted: 'granted',
}

const ownerProblems: Readonly<Record<string, string>> = {
  noRole: 'Their role doesn’t reach this, so they couldn’t see its alerts',
  groupEmpty: 'This group has no members',
  groupTooLarge: 'This group has more than 20 members, and each would get every alert',
}

export const errorsEn: Readonly<Record<UserErrorCode, ErrorWords>> = {
  TENANT_UNKNOWN: {
    title: 'Tenant not found',
    what: (f) => `No tenant here is named ${quoted(f('text'), 'that')}.`,
    next: (f) =>
      f('lines')
        ? 'Nothing was done. Did you mean:'
        : 'Nothing was done. Try part of its name, its domain, or its ID, or add it.',
  },
  TENANT_AMBIGUOUS: {
    title: 'Which tenant?',
    what: (f) =>
      `${quoted(f('text'), 'That')} matches several tenants${f('names') ? `: ${f('names')}` : ''}.`,
    next: () => 'Choose one, or type its domain.',
  },
  TENANT_ID_INVALID: {
    title: 'Not a tenant',
    what: (f) => `${quoted(f('text'), 'That')} is neither a domain nor a tenant ID.`,
    next: () => 'Type a domain such as contoso.com, or the tenant ID from the Entra overview page.',
  },
  TENANT_IN_OTHER_CLOUD: {
    title: 'The tenant lives in another cloud',
    what: (f) =>
      `${quoted(f('text'), 'That tenant')} lives in another cloud of Microsoft than this Grantkeeper.`,
    next: () => 'Add it in an installation that’s set up for that cloud.',
  },
  TENANT_NOT_FOUND_AT_MICROSOFT: {
    title: 'Microsoft has no such tenant',
    what: (f) => `There’s no Microsoft Entra tenant for ${quoted(f('text'), 'that name')}.`,
    next: () => 'Check the spelling. The domain must be verified in the tenant.',
  },
  TENANT_NOT_CONNECTED: {
    title: 'No directory connection',
    what: (f) => `${f('tenant') || 'This tenant'} can’t be read yet.`,
    next: () => 'An admin of the tenant must accept the directory connection first.',
  },
  SET_UNKNOWN: {
    title: 'Permission set not found',
    what: (f) => `The catalog has no set or app named ${quoted(f('text'), 'that')}.`,
    next: (f) => (f('lines') ? 'Nothing was done. Did you mean:' : 'The catalog lists all of them.'),
  },
  SET_AMBIGUOUS: {
    title: 'Which permission set?',
    what: (f) =>
      f('app')
        ? `**${f('app')}** uses several permission sets.`
        : `${quoted(f('text'), 'That')} matches several sets${f('names') ? `: ${f('names')}` : ''}.`,
    next: () => 'Choose one, or type its full name.',
  },
  SETS_SEVERAL: {
    title: 'One permission set at a time',
    what: (f) => `${quoted(f('text'), 'The line')} names several sets.`,
    next: () => 'Nothing was done. Start with one:',
  },
  SET_MISSING: {
    title: 'Which permission set?',
    what: (f) =>
      f('text')
        ? `${quoted(f('text'), 'That')} is more than one set, and this takes one at a time.`
        : 'The line names a tenant, but no set.',
    next: () => 'Nothing was done. Choose a set:',
  },
  PERMISSION_UNKNOWN: {
    title: 'Not required by any set',
    what: (f) => `No set in the catalog requires ${quoted(f('text'), 'that')}.`,
    next: (f) =>
      f('lines')
        ? 'Did you mean one of these?'
        : 'Type a permission such as Directory.Read.All, a set, or an app.',
  },
  PERMISSION_AMBIGUOUS: {
    title: 'Which permission?',
    what: (f) => `${quoted(f('text'), 'That')} is a part of several permissions.`,
    next: () => 'Choose one:',
  },
  PERMISSION_ALONE: {
    title: 'Consent is given to a whole set',
    what: (f) => `${quoted(f('text'), 'That')} is one permission, which can’t be granted or blocked alone.`,
    next: (f) => (f('lines') ? 'Nothing was done. These sets need it:' : 'Nothing was done.'),
  },
  DOMAIN_NEAR: {
    title: 'A tenant with nearly this domain is here',
    what: (f) => `${quoted(f('text'), 'That')} resembles the domain of **${f('name', 'another tenant')}**.`,
    next: () => 'Nothing was done. Which one do you mean?',
  },
  INPUT_INVALID: {
    title: 'Something is missing or invalid',
    what: (f) => (f('problem') ? `This couldn’t be used: ${f('problem')}.` : 'This input couldn’t be used.'),
    next: () => 'Nothing was done. Correct it and try again.',
  },
  ROLE_MISSING: {
    title: 'The required role is missing',
    what: (f) => `This needs the ${f('needs', 'approver')} role.${f('has') ? ` You have: ${f('has')}.` : ''}`,
    next: () => 'Nothing was done. Ask a person who has that role.',
  },
  NO_ROLE: {
    title: 'No role yet',
    what: () => 'Grantkeeper shows tenants only to people who have a role.',
    next: () => 'Ask an approver to add you.',
  },
  ROLES_UNREADABLE: {
    title: 'The role couldn’t be checked',
    what: () => 'Microsoft didn’t return your groups, so roles through groups don’t count right now.',
    next: () => 'Nothing was done. Try again in a minute.',
  },
  ACCOUNT_UNREADABLE: {
    title: 'This waits for the directory',
    what: () =>
      'Microsoft didn’t return the accounts of everybody concerned. Nobody can be told from a guest or a disabled account right now, so giving access waits.',
    next: () =>
      'Nothing was done. Try again in a few minutes; a request stays open until it expires. Blocking works meanwhile.',
  },
  SCOPE_MISSING: {
    title: 'The role doesn’t cover this tenant',
    what: (f) =>
      `Your ${f('needs', 'approver')} role applies to other tenants only, or this would reach more tenants than it covers.`,
    next: () => 'Nothing was done. Ask a person who has the role for all of these tenants.',
  },
  PERSON_FOREIGN: {
    title: 'Only for people in this organization',
    what: () => 'Guests and people from other organizations can’t use Grantkeeper.',
    next: () => 'Use an account in the organization that runs it.',
  },
  CARD_OUTDATED: {
    title: 'This card is outdated',
    what: () => 'Something changed after it was shown.',
    next: () => 'Nothing was done. Review the current card and decide again.',
  },
  ACT_REPEATED: {
    title: 'Already done',
    what: () => 'Teams delivered this twice. It was done the first time.',
    next: () => '',
  },
  VERB_UNKNOWN: {
    title: 'This button is no longer supported',
    what: () => 'The card comes from another version of Grantkeeper.',
    next: () => 'Nothing was done. Start again from the tenant list.',
  },
  COMMAND_UNKNOWN: {
    title: 'I don’t know this command',
    what: () => 'Nothing was done.',
    next: (f) => (f('lines') ? 'Did you mean one of these?' : 'To see what you can do here, select Help.'),
  },
  COMMAND_INCOMPLETE: {
    title: 'Something is missing',
    what: (f) => (f('usage') ? `Use this syntax: **${f('usage')}**` : 'The command is incomplete.'),
    next: () => '',
  },
  COMMAND_SURPLUS: {
    title: 'I’m not sure what you mean',
    what: (f) =>
      `I understand **${f('usage', 'the command')}**, but not ${quoted(f('text'), 'the rest of the line')}.`,
    next: (f) =>
      f('lines') ? 'Nothing was done. Did you mean:' : 'Nothing was done. Type it without these words.',
  },
  TENANTS_SEVERAL: {
    title: 'One tenant at a time',
    what: (f) => `**${f('usage', 'This command')}** takes one tenant.`,
    next: () => 'Nothing was done. Choose one:',
  },
  NAME_PART: {
    title: 'Did you mean this?',
    what: () => 'You did not type the exact name, and this acts immediately.',
    next: () => 'Nothing was done yet. To continue, select the full name.',
  },
  LINE_NEGATED: {
    title: 'I’m not sure what you mean',
    what: (f) => `${quoted(f('text'), 'A word')} changes what the line says, so I don’t act on it.`,
    next: () => 'Nothing was done. Name exactly what you want, without exceptions.',
  },
  LINE_UNSURE: {
    title: 'Did you mean to send this?',
    what: (f) =>
      f('why') === 'struck'
        ? 'A part of your message is crossed out.'
        : 'Your message reads differently with and without its formatting.',
    next: () => 'Nothing was done. Type it again as plain text.',
  },
  TIME_UNCLEAR: {
    title: 'Until when?',
    what: (f) => `${quoted(f('text'), 'That')} can’t be read as one end.`,
    next: (f) =>
      f('lines')
        ? 'Nothing was done. Did you mean:'
        : 'Nothing was done. Say it like **for 8 hours**, **until 18:00**, **until Friday**, or **until 2027-01-31**.',
  },
  TIME_PAST: {
    title: 'That time is over',
    what: (f) => `${quoted(f('text'), 'That')} is in the past.`,
    next: (f) => (f('lines') ? 'Nothing was done. Did you mean:' : 'Nothing was done. Name a later end.'),
  },
  TIME_UNUSED: {
    title: 'This can’t end by itself',
    what: (f) =>
      `**${f('usage', 'This command')}** takes no end, so ${quoted(f('text'), 'a part of the line')} has no use.`,
    next: () =>
      'Nothing was done. Type it without the end. What can end by itself is access: **unblock** or **grant** it for a time.',
  },
  TIME_TOO_LONG: {
    title: 'That is too long',
    what: (f) => `This set can be opened for at most ${f('hours')} hours at once.`,
    next: () => 'Nothing was done. Name an earlier end; to go on after it, ask again.',
  },
  UNDO_OF_END: {
    title: 'This block can’t be undone',
    what: () => 'It ended access for a time. Undone, the set would be open without an end.',
    next: () => 'Nothing was done. Unblock it instead, with an end if you like.',
  },
  OPEN_AFTER_GRANT: {
    title: 'Grant it first, then open it',
    what: () => 'This set is closed by default, so granting it gives its apps no data yet.',
    next: () => 'Nothing was done. Grant it without an end. Once it’s granted, open it for a time.',
  },
  REFERENCE_MISSING: {
    title: 'Which case is it for?',
    what: () => 'A set that is closed by default is opened for a case.',
    next: () => 'Nothing was requested. Enter the ticket or case number.',
  },
  ALERTS_NOT_ON: {
    title: 'These alerts aren’t on by themselves',
    what: () =>
      'No subscription of this conversation is exactly that, and a part of one can’t be switched off.',
    next: (f) => (f('lines') ? 'Nothing was done. You can end one of these:' : 'Nothing was done.'),
  },
  TOO_MANY_TENANTS: {
    title: 'Too many tenants at once',
    what: (f) => `The limit is ${f('limit')} tenants at once. You gave ${f('count', 'more')}.`,
    next: () => 'Nothing was done. Use smaller steps.',
  },
  TENANT_LIMIT_REACHED: {
    title: 'Only in one tenant at a time',
    what: (f) =>
      `${f('app', 'This app')} works in at most ${f('limit', '1')} ${f('limit') === '1' ? 'tenant' : 'tenants'}${f('tenants') ? ` and is granted in ${f('tenants')}` : ''}.`,
    next: () => 'Move here blocks it there and grants it here. The other tenant stays blocked.',
  },
  MOVE_OUT_OF_REACH: {
    title: 'Used in another tenant',
    what: (f) =>
      `${f('tenants') ? `It’s used in ${f('tenants')} and in a tenant` : 'It’s used in a tenant'} where you can’t act, so you can’t move it.`,
    next: () => 'Ask somebody who may act in both tenants.',
  },
  MOVE_UNDER_WAY: {
    title: 'Already under way',
    what: (f) => `A consent is under way in ${f('tenants', 'another tenant')}, and the app goes there.`,
    next: () => 'Wait until it ends, or cancel it there. Then move.',
  },
  MOVE_BLOCKED_HERE: {
    title: 'Blocked here',
    what: (f) => `This set is blocked here${f('by') ? ` by ${f('by')}` : ''}, and a move lifts no block.`,
    next: (f) =>
      `To use it here, block it in ${f('tenants', 'the other tenant')} first, then unblock it here.`,
  },
  MOVE_NEXT_ELSEWHERE: {
    title: 'Another tenant is next',
    what: (f) =>
      `Once it’s blocked there, ${f('tenants', 'another tenant')} is next: it has the permissions, or a consent under way.`,
    next: () => 'Block the set in that tenant first, or cancel its consent.',
  },
  MOVE_NOT_LIMITED: {
    title: 'Nothing to move',
    what: (f) => `${f('app', 'This app')} works in any number of tenants, so it stays where it is.`,
    next: () => 'Grant it here instead.',
  },
  GRANT_BLOCKED: {
    title: 'Already blocked',
    what: (f) => `This set is blocked here${f('by') ? ` by ${f('by')}` : ''}.`,
    next: () => 'Unblock it before you grant it.',
  },
  GRANT_NOT_BLOCKED: {
    title: 'Not blocked',
    what: () => 'This set isn’t blocked here, so there’s nothing to unblock.',
    next: () => 'Nothing was done.',
  },
  GRANT_NOT_RESETTABLE: {
    title: 'Nothing to reset',
    what: (f) =>
      f('why') === 'removed'
        ? 'Permissions that were granted here were removed. A reset doesn’t change that.'
        : f('why') === 'asRead'
          ? 'This error is what Entra shows. A reset clears only a failed or pending consent, and there is none.'
          : `Reset clears an error or a pending consent. This set ${statusWords[f('status')] ? `is ${statusWords[f('status')]}` : 'has neither'}.`,
    next: (f) =>
      f('why') === 'removed'
        ? 'Grant the permissions again, or block the set.'
        : f('why') === 'asRead'
          ? 'Fix the cause in Entra, then sync.'
          : 'Nothing was done.',
  },
  NOTHING_UNEXPLAINED: {
    title: 'Nothing to accept',
    what: () => 'Everything that is granted here is explained, or was removed in Entra.',
    next: () => 'Nothing was done.',
  },
  BASELINE_CONFIRMED: {
    title: 'Already confirmed',
    what: () => 'What the first read found in this tenant was confirmed, or it found nothing.',
    next: () => 'Nothing was done.',
  },
  GRANT_ALREADY_COMPLETE: {
    title: 'Already granted',
    what: () => 'Every required permission is granted here.',
    next: () => 'There’s nothing left to consent to.',
  },
  UNDO_TOO_LATE: {
    title: 'Too late to undo',
    what: (f) => `A block can be undone for ${f('minutes')} minutes.`,
    next: () => 'Use Unblock instead.',
  },
  LINK_UNKNOWN: {
    title: 'This link doesn’t exist',
    what: () => 'It’s incomplete, or it wasn’t created here.',
    next: () => 'Ask the person who sent it for a new one.',
  },
  LINK_USED: {
    title: 'This link was already used',
    what: () => 'Each link works once.',
    next: () => 'If the consent didn’t succeed, ask for a new link.',
  },
  LINK_EXPIRED: {
    title: 'This link has expired',
    what: () => 'Links are valid for a short time only.',
    next: () => 'Ask the person who sent it for a new one.',
  },
  LINK_CANCELLED: {
    title: 'This link was withdrawn',
    what: () => 'The request behind it was canceled or has changed.',
    next: () => 'Ask the person who sent it for a new one.',
  },
  LINK_HELD_BACK: {
    title: 'This link is held back',
    what: () => 'A person who requested it or was to use it may no longer do so.',
    next: () => 'The link wasn’t used. Ask an approver for a new one.',
  },
  STATE_UNKNOWN: {
    title: 'This response doesn’t belong to an open request',
    what: () => 'The consent page was opened twice, or too long ago.',
    next: () => 'Start again from the link. Nothing was changed.',
  },
  COOKIE_MISSING: {
    title: 'Started in another browser',
    what: () => 'The response came back to a browser that didn’t start the request.',
    next: () =>
      'The tenant is being read now. If nothing was granted, open the link again and finish in one browser.',
  },
  CALLBACK_MALFORMED: {
    title: 'This response can’t be read',
    what: () => 'The address is incomplete.',
    next: () => 'Start again from the link. Nothing was changed.',
  },
  REGISTRATION_MISMATCH: {
    title: 'The app registration must be fixed first',
    what: (f) =>
      `${f('problem') === 'unreadable' || f('problem') === 'readerExceeds' ? 'The app registration can’t be trusted now' : 'Consent would fail'}${registrationEn[f('problem')] ? `: ${registrationEn[f('problem')]}` : ''}${f('names') ? `: ${f('names')}` : ''}${f('clientId') ? ` (client ID ${f('clientId')})` : ''}.`,
    next: (f) =>
      f('problem') === 'unreadable'
        ? 'No link was created. Try again in a few minutes. For details, use “settings”.'
        : 'No link was created. Ask the publisher of the app. For details, use “settings”.',
  },
  LIST_CHANGED: {
    title: 'The required permissions have just changed',
    what: (f) =>
      `The app registration of ${quoted(f('set'), 'this set')} no longer requests what you were shown.${f('added') ? ` It now also requests ${f('added')}.` : ''}${f('removed') ? ` It no longer requests ${f('removed')}.` : ''}`,
    next: () => 'No link was created. Start again and read the new list.',
  },
  APPROVAL_NEEDED: {
    title: 'A second person must approve this',
    what: (f) =>
      ({
        tierZero: 'This set has a tier-0 permission, a path to Global Administrator.',
        closed: 'This set is closed by default: one person asks to open it for a time, another one approves.',
        many: f('before')
          ? `You acted in ${f('before')} tenants in the last ${f('minutes')} minutes; this makes ${f('total')}. More than ${f('most')} need a second person.`
          : 'This is more than one person can decide alone.',
      })[f('why')] ?? 'Only approvers can do this.',
    next: (f) =>
      f('kind') === 'add'
        ? 'Nothing was done. Another approver can add it now, or you can later.'
        : 'Nothing was done. Request it, and the approvers get a card.',
  },
  LIST_UNREAD: {
    title: 'Read the whole list first',
    what: (f) =>
      `An approval binds everything on its ${f('pages', 'pages')} pages. You haven’t seen all of them.`,
    next: () => 'Nothing was done. Approve is on the last page.',
  },
  OWN_REQUEST: {
    title: 'Your own request',
    what: () => 'You can’t decide on your own request.',
    next: () => 'Nothing was done. Another approver must decide.',
  },
  NOT_YOUR_REQUEST: {
    title: 'Not your request',
    what: () => 'Only the requester can withdraw a request.',
    next: () => 'Nothing was done. An approver can deny it.',
  },
  REQUEST_UNKNOWN: {
    title: 'Unknown request',
    what: () => 'This request doesn’t exist.',
    next: () => 'To list the open requests, use “requests”.',
  },
  REQUEST_ENDED: {
    title: 'Already ended',
    what: () => 'Another person acted first, or the request expired.',
    next: () => 'Nothing was done. To see how it ended, use “requests”.',
  },
  REASON_TOO_SHORT: {
    title: 'A reason is required',
    what: (f) =>
      `Others decide by the reason, and the history keeps it. Enter ${f('least')} to ${f('most')} characters.`,
    next: () => 'Nothing was done. Enter a reason, then try again.',
  },
  REASON_MISSING: {
    title: 'A reason is required to deny',
    what: () => 'The requester reads it.',
    next: () => 'Nothing was done. Enter a reason, then deny again.',
  },
  REFERENCE_INVALID: {
    title: 'Not a reference',
    what: (f) =>
      `A ticket or case number has at most ${f('most', '40')} characters, with a letter or a digit among them.`,
    next: () => 'Nothing was done. Enter only the number, or leave the field empty.',
  },
  FINDING_GONE: {
    title: 'Nothing to accept',
    what: () => 'What you wanted to accept has ended or is something else now.',
    next: () => 'Nothing was done. This is how it stands now.',
  },
  FINDING_UNPICKED: {
    title: 'Which of them?',
    what: () => 'Nothing was picked.',
    next: () => 'Nothing was done. Pick what is acceptable, then try again.',
  },
  EXCEPTION_UNKNOWN: {
    title: 'Unknown exception',
    what: () => 'This exception doesn’t exist.',
    next: () => 'To list all exceptions, use “exceptions”.',
  },
  EXCEPTION_ENDED: {
    title: 'Already ended',
    what: () => 'This exception counts no more: it ended, or it was withdrawn or renewed.',
    next: () => 'Nothing was done. To list those that count, use “exceptions”.',
  },
  DATE_MISSING: {
    title: 'Until when?',
    what: () => 'An end date is required.',
    next: () => 'Nothing was done. Choose a day, then try again.',
  },
  DATE_PAST: {
    title: 'That day is over',
    what: () => 'The end date is in the past.',
    next: () => 'Nothing was done. Choose a later day, then try again.',
  },
  DATE_TOO_LATE: {
    title: 'That is too late',
    what: (f) => `The end can be at most ${f('days')} days from now.`,
    next: () => 'Nothing was done. Choose an earlier day, then try again.',
  },
  EXCEPTION_OWNER_UNFIT: {
    title: 'Choose another owner',
    what: (f) => `${f('name', 'This person')} has no role for this tenant, or doesn’t exist.`,
    next: () => 'Nothing was done. Choose another person.',
  },
  NO_SECOND_APPROVER: {
    title: 'No other approver',
    what: () => 'You’re the only approver, and you can’t approve your own request.',
    next: () => 'Nothing was requested. The admin who runs Grantkeeper can add a second approver.',
  },
  SIGNER_MAY_NOT: {
    title: 'Choose another person',
    what: (f) =>
      `${f('name', 'This person')} can’t consent: a guest, a disabled account, or no role for these tenants.`,
    next: () => 'Nothing was requested. Choose another person.',
  },
  TOO_MANY_REQUESTS: {
    title: 'Too many open requests',
    what: (f) =>
      `You have ${f('limit')} open requests or withdrew them within ${f('minutes')} minutes, which is the limit for one person.`,
    next: () => 'Nothing was requested. Wait, or talk to an approver.',
  },
  TOO_MANY_REFUSALS: {
    title: 'Too many refused attempts',
    what: (f) => `You were refused ${f('limit')} times within ${f('minutes')} minutes.`,
    next: () => 'Nothing was done. Wait, or talk to an approver. Blocking and reading still work.',
  },
  APPROVER_UNKNOWN: {
    title: 'Not an approver',
    what: () => 'This person can’t decide on this request.',
    next: () => 'Nothing was done. Choose another person from the list.',
  },
  OWNER_UNKNOWN: {
    title: 'Not found',
    what: (f) => `${quoted(f('text'), 'This person or group')} isn’t somebody I know in your organization.`,
    next: () =>
      'Nothing was changed. A person must have written to me once; for a group, check its ID. Then try again.',
  },
  OWNER_NOT_MENTIONED: {
    title: 'Mention the person',
    what: (f) =>
      `${quoted(f('text'), 'That')} is typed text, and names can be alike. A person is named by a mention.`,
    next: () =>
      'Nothing was changed. Type @ and choose the person, in a channel or group chat; or type “me”, a group’s ID, or “nobody”.',
  },
  OWNER_MAY_NOT: {
    title: 'Can’t be the owner',
    what: (f) => `${ownerProblems[f('why')] ?? ownerProblems.noRole}: ${f('name', 'this one')}.`,
    next: () => 'Nothing was changed. Choose somebody whose role reaches it, or give them one first.',
  },
  NOT_SHARED: {
    title: 'Not in your own chat',
    what: () => 'You already get every request here.',
    next: () => 'Type it in the channel or group chat where your approvers meet.',
  },
  SYNC_NOT_FOUND: {
    title: 'This sync no longer exists',
    what: () => 'Old syncs are removed after a while.',
    next: () => 'Start a new one.',
  },
  CAMPAIGN_ENDED: {
    title: 'This campaign has ended',
    what: () => 'Nothing is pending anymore, or the list has changed again.',
    next: () => 'Open the tenant list to see the current status.',
  },
  REMINDED_LATELY: {
    title: 'Reminders were just sent',
    what: (f) => `${f('by', 'Another person')} reminded the same people less than an hour ago.`,
    next: () => 'Give them a little time.',
  },
  NOTHING_TO_FOLLOW: {
    title: 'Nothing to follow',
    what: () =>
      'Only what a blocked set has left in Entra is followed, and nothing of this one is known there.',
    next: () => 'Block the set first, or check it again.',
  },
  LEAVING_UNKNOWN: {
    title: 'Not found',
    what: () => 'Nothing with this number is followed in a removed tenant or a blocked set.',
    next: () => 'To list what is, use “leaving”.',
  },
  LEAVING_ENDED: {
    title: 'This has ended already',
    what: () => 'What’s left there isn’t read any more.',
    next: () => 'To see how it ended, use “leaving”.',
  },
  NOTICE_DAY: {
    title: 'Which day?',
    what: (f) => noticeDayEn[f('problem')]?.(f('text')) ?? 'The day can’t be used.',
    next: () => 'Nothing was announced. Choose a day from tomorrow to a year ahead.',
  },
  COMING_LIST: {
    title: 'This list can’t be announced',
    what: (f) => comingListEn[f('problem')]?.(f('text') || f('names')) ?? 'The coming list can’t be used.',
    next: () =>
      'Nothing was announced. Enter the application (client) ID of a preview registration in the home tenant, or its “requiredResourceAccess” as JSON.',
  },
  NOTICE_EXISTS: {
    title: 'There’s a notice already',
    what: (f) =>
      `${f('by', 'Another person')} announced a list of this set${f('day') ? ` for ${f('day')}` : ''}, and a set has one notice at a time.`,
    next: () => 'Nothing was announced. Withdraw that one first: “notices” shows it.',
  },
  NOTICE_UNKNOWN: {
    title: 'Notice not found',
    what: () => 'There’s no notice with this number.',
    next: () => 'To list them, use “notices”.',
  },
  NOTICE_ENDED: {
    title: 'This notice has ended',
    what: (f) => `The notice${f('day') ? ` for ${f('day')}` : ''} was fulfilled, found void, or withdrawn.`,
    next: () => 'Nothing was done. “notices” shows how it ended.',
  },
  ALERT_UNKNOWN: {
    title: 'Alert not found',
    what: (f) => `There’s no alert ${f('number') ? `#${f('number')}` : 'with this number'}.`,
    next: () => 'To list the open alerts, use “alerts”.',
  },
  WHAT_IF_UNKNOWN: {
    title: 'No such plan',
    what: () => 'You have no “what if” plan with this ID, or it has expired.',
    next: () => 'Nothing was done. Send “what if” with the command again.',
  },
  WHAT_IF_ENDED: {
    title: 'This plan has ended',
    what: (f) =>
      `Plan ${f('code', 'of this card')} ${f('state') === 'void' ? 'became void, because something it depends on has changed' : 'was already carried out'}.`,
    next: () => 'Nothing was done. Send “what if” with the command again.',
  },
  WHAT_IF_SHOWS: {
    title: 'This changes nothing',
    what: (f) => `“${f('usage', 'This command')}” only shows something, so there’s nothing to foresee.`,
    next: () => 'Send it without “what if”.',
  },
  WHAT_IF_UNCLEAR: {
    title: 'What if what?',
    what: (f) => `${quoted(f('text'), 'What follows “what if”')} is no command.`,
    next: () => 'Nothing was done. For example: “what if block Directory data in Contoso”.',
  },
  OUTSIDE_UNAVAILABLE: {
    title: 'Microsoft didn’t respond',
    what: (f) => `${services[f('service')] ?? 'A service'} couldn’t be reached or didn’t respond in time.`,
    next: () => 'Nothing was changed. Try again in a few minutes.',
  },
  BUSY: {
    title: 'Grantkeeper is busy',
    what: () => 'Too many requests right now.',
    next: () => 'Nothing was changed. Try again in a minute.',
  },
}

/** A button that sends once more what failed. */
export const tryAgainEn = 'Try again'

/** For a bug in the program. Reveals nothing internal. */
export const bugEn = {
  title: 'Something went wrong',
  what: 'The problem is on our side, not yours.',
  next: 'Try again. If the problem persists, give this number to the admin who runs Grantkeeper.',
  reference: (reference: string): string => `Reference ${reference}`,
}
