import type {
  AlertCondition,
  AlertEnd,
  AlertEventKind,
  AlertSeverity,
  AlertState,
  RegistrationProblem,
} from './codes.ts'
import { counted } from './counted.ts'
import { type RetirementBlanks, retirementsEn } from './retirements-en.ts'

/** Values of the placeholders of an alert. Every text is already escaped; an absent one is ''. */
export interface AlertBlanks {
  /** "AuditLog.Read.All, Sites.Read.All, +2 more", in bold. */
  permissions: string
  count: number
  /** Name of the set, in quotes. */
  set: string
  /** " by admin@contoso.com at 09:38 UTC". */
  by: string
  /** What is wrong and what to do, from the finding. */
  what: string
  next: string
  /** The least role that can act; '' when no action is needed. */
  role: string
  /** Of an operator alarm: names and figures. */
  name: string
  /** Of a consent: its code, who had the link, and what it granted beyond its list. */
  code: string
  signer: string
  names: string
  /** The worst tier of what is granted, in words; '' where it says nothing. */
  risk: string
  /** When it was first seen. */
  since: string
  days: number
  day: string
  /** Of an API that ends. */
  end: RetirementBlanks
}

interface AlertWords {
  title(blanks: AlertBlanks): string
  /** One sentence. */
  what(blanks: AlertBlanks): string
  /** What to do; '' when there's nothing to do. */
  next(blanks: AlertBlanks): string
}

const stays = ({ names }: AlertBlanks): string => `${names} ${names.includes(', ') ? 'stay' : 'stays'}`
const asked = ({ role }: AlertBlanks): string => (role ? ` (${role})` : '')
const asFound: Pick<AlertWords, 'what' | 'next'> = {
  what: (a) => `${a.set ? `${a.set}: ` : ''}${a.what}${a.by}.`,
  next: (a) => (a.next ? `${a.next}${a.role ? ` Ask: ${a.role}.` : ''}` : ''),
}

const alertConditionsEn: Readonly<Record<AlertCondition, AlertWords>> = {
  permissionsRemoved: {
    title: (a) => (a.count === 1 ? 'A permission was removed' : `${a.count} permissions were removed`),
    what: (a) =>
      `${a.permissions || 'Permissions'} of ${a.set} ${a.count === 1 ? 'was' : 'were'} removed${a.by}.`,
    next: (a) => `Grant again${asked(a)}, or block the set to accept the loss.`,
  },
  appRemoved: {
    title: () => 'The app was deleted',
    what: (a) => `The enterprise application of ${a.set} was deleted${a.by}. All its permissions are gone.`,
    next: (a) => `Grant again${asked(a)}, or block the set to accept the loss.`,
  },
  appDisabled: {
    title: () => 'The app was disabled',
    what: (a) => (a.by ? `The enterprise application of ${a.set} was disabled${a.by}.` : asFound.what(a)),
    next: asFound.next,
  },
  consentFailed: { title: () => 'A consent failed', ...asFound },
  otherError: { title: () => 'An error occurred', ...asFound },
  permissionsNew: {
    title: (a) =>
      a.count === 1 ? 'A new permission is required' : `${a.count} new permissions are required`,
    what: (a) => `${a.set} now also requires ${a.permissions}. Everything granted before is still granted.`,
    next: (a) => `Update permissions${asked(a)}.`,
  },
  settingMissing: {
    title: (a) => (a.count > 1 ? `${a.count} settings are missing` : 'A setting is missing'),
    ...asFound,
  },
  connectionLost: {
    title: () => 'The directory connection is lost',
    what: (a) => `${a.what}. Nothing can be read here until it’s restored. The last known state is kept.`,
    next: (a) => asFound.next({ ...a, next: a.next || 'Connect again.' }),
  },
  grantedBeyond: {
    title: () => 'More was granted than was shown',
    what: (a) =>
      `${a.signer} had the link of consent ${a.code} for ${a.set}. It also granted ${a.names}${a.by}. Nobody was shown this before.`,
    next: () =>
      'Ask the publisher why the app registration requests it, and remove in Entra what isn’t needed. If the set was blocked, only a second person can unblock it.',
  },
  grantsUnexplained: {
    title: (a) => (a.count === 1 ? 'An unexplained permission' : `${a.count} unexplained permissions`),
    what: (a) =>
      `${a.names} of ${a.set} ${a.count === 1 ? 'was' : 'were'} granted in Entra${a.by}${a.since ? `, first seen ${a.since}` : ''}. ${a.risk ? `${a.count === 1 ? 'Risk' : 'Worst risk'}: ${a.risk}. ` : ''}No link, request, or baseline of Grantkeeper explains ${a.count === 1 ? 'it' : 'them'}.`,
    next: (a) =>
      `If it’s right, accept it. If not, block the set, and remove ${a.count === 1 ? 'it' : 'them'} in Entra${asked(a)}: in Permissions of the enterprise application, select the permission, then Revoke permission.`,
  },
  credentialEnding: {
    title: (a) =>
      a.days < 0 ? 'A credential has expired' : `A credential expires in ${counted(a.days, 'day')}`,
    what: (a) =>
      `The last secret or certificate of ${a.name} ${a.days < 0 ? 'expired' : 'expires'} on ${a.day}. Without it, nothing can sign in as this app.`,
    next: () => 'Add a new one to the app registration in the home tenant, then change the configuration.',
  },
  credentialRefused: {
    title: (a) => `${a.name || 'Grantkeeper'} can’t sign in`,
    what: (a) => `${a.what}. No tenant can be read until this is fixed. The last known states are kept.`,
    next: (a) => `${a.next}${a.role ? ` Ask: ${a.role}.` : ''}`,
  },
  registrationWrong: {
    title: () => 'An app registration needs attention',
    what: (a) => (a.name ? `The registration of ${a.name}: ${a.what}.` : `The app registrations: ${a.what}.`),
    next: (a) => a.next || 'Fix it in the home tenant. Until then, no consent link for it can succeed.',
  },
  apiEnding: {
    title: (a) =>
      a.days > 0
        ? `An API behind ${a.set} ends in ${counted(a.days, 'day')}`
        : `An API behind ${a.set} has ended`,
    what: (a) =>
      `${stays(a)} granted in Entra, but the API behind that ${a.days > 0 ? 'ends' : 'has ended'} on ${a.day}: ${a.end.what}.`,
    next: (a) => retirementsEn.moving(a.end),
  },
  apiNeedsMore: {
    title: (a) =>
      a.days > 0
        ? `${a.set} needs more than its permissions in ${counted(a.days, 'day')}`
        : `${a.set} now needs more than its permissions`,
    what: (a) =>
      `${stays(a)} granted in Entra, but ${a.days > 0 ? `from ${a.day} on` : `since ${a.day}`}, the API also needs: ${a.end.alsoNeeds}.`,
    next: (a) =>
      `An admin of that service sets it in each tenant, as long as the apps need it. ${retirementsEn.moving(a.end)}`,
  },
  webhookFailing: {
    title: (a) => `The webhook ${a.names} doesn’t accept events`,
    what: (a) => `It ${a.what}.`,
    next: () =>
      'Check the receiver. “Send test event” in the settings shows whether it’s back, and what it missed is in the list of events of the API.',
  },
  syncStopped: {
    title: () => 'The sync is paused',
    what: (a) =>
      `${counted(a.count, 'tenant')} in a row failed the same way${a.what ? `: ${a.what}` : ''}. Others would fail too, so they aren’t tried.`,
    next: (a) =>
      `${a.next ? `${a.next} ` : ''}${a.role ? `Ask: ${a.role}. ` : ''}One tenant is tried every five minutes. The sync resumes when one can be read.`,
  },
}

/** What happened where, for many tenants at once; `where` is "8 tenants" or the name of one. */
const alertCausesEn: Readonly<
  Partial<Record<AlertCondition, (blanks: AlertBlanks, where: string) => string>>
> = {
  permissionsRemoved: (a, where) =>
    `${a.permissions || '**Permissions**'} of ${a.set} removed in ${where}${a.by}`,
  appRemoved: (a, where) => `**App deleted** of ${a.set} in ${where}${a.by}`,
  appDisabled: (a, where) => `**App disabled** of ${a.set} in ${where}${a.by}`,
  consentFailed: (a, where) => `**Consent failed** for ${a.set} in ${where}: ${a.what}`,
  otherError: (a, where) => `**Error** of ${a.set} in ${where}: ${a.what}`,
  permissionsNew: (a, where) => `${a.permissions} newly required by ${a.set} in ${where}`,
  settingMissing: (a, where) => `${a.set} lacks a setting in ${where}: ${a.what}`,
  connectionLost: (_, where) => `**Directory connection lost** in ${where}`,
  grantsUnexplained: (a, where) => `${a.names} of ${a.set} granted in ${where}${a.by}, unexplained`,
  grantedBeyond: (a, where) => `**More granted than was shown** for ${a.set} in ${where}${a.by}`,
}

export const alertsEn = {
  conditions: alertConditionsEn,
  causes: alertCausesEn,
  causedBy: (name: string) => ` by **${name}**`,
  causedByMany: (n: number) => ` by ${counted(n, 'account')}`,
  registrationNext: {
    unreadable:
      'Check that the reader app has consent in the home tenant. Until then, there are no consent links.',
    outdated: 'Until it can be read again, the status of its tenants is “not checked”.',
    notPublished: 'Only the publisher can correct it. Until then, no consent to it can succeed.',
    tierZeroUnexplained:
      'Ask the publisher why they are needed. Every grant of the set now needs a second person.',
    readerExceeds: 'Remove them in the home tenant. Until then, no tenant can be connected.',
  } as Partial<Record<RegistrationProblem, string>>,
  severity: {
    critical: { icon: '❌', words: 'critical' },
    warning: { icon: '⚠️', words: 'warning' },
    info: { icon: 'ℹ️', words: 'info' },
  } satisfies Record<AlertSeverity, { icon: string; words: string }>,
  iconResolved: '✅',
  number: (n: number) => `Alert #${n}`,
  in: (title: string, tenant: string) => `${title} in ${tenant}`,
  opened: (time: string) => `opened ${time}`,
  by: (name: string, time: string) => ` by ${name} at ${time}`,
  losses: (n: number, what: string) => `Without ${n === 1 ? 'it' : 'them'}: ${what}`,
  apps: (apps: string) => `Apps: ${apps}`,
  ownApps: { bot: 'Grantkeeper’s bot', reader: 'Grantkeeper’s reader' } as Readonly<Record<string, string>>,
  next: (what: string) => `**Next:** ${what}`,
  acknowledged: (by: string, time: string) => `👤 **${by}** is handling it · since ${time}`,
  snoozed: (until: string, by: string, reason: string) =>
    `💤 Snoozed until ${until} by **${by}**${reason ? `: “${reason}”` : ''}`,
  accepted: (until: string, by: string) =>
    `⚑ Accepted until ${until} by **${by}**. It comes back then, or when a fact changes.`,
  ended: {
    recovered: (by) => `the problem is gone, ${by}`,
    granted: (by) => `the problem is gone, granted ${by}`,
    accepted: (by) => `accepted ${by}`,
    blocked: (by) => `the set was blocked ${by}`,
    closed: () => 'the set is closed, so its apps get no data',
    reset: (by) => `the set was reset ${by}`,
    superseded: () => 'the required permissions have changed again, by a newer list',
    removed: (by) => `the tenant was removed ${by}`,
    replaced: () => 'the API has ended, which has an alert of its own',
    dropped: () => 'the target is no longer configured',
    resumed: (by) => `the sync was resumed ${by}`,
  } satisfies Record<AlertEnd, (by: string) => string>,
  resolved: (how: string) => `Resolved: ${how}`,
  endedBy: (name: string) => `by ${name}`,
  /** What noticed it, where no person acted. */
  noticedBy: {
    sync: 'seen by a sync',
    registrations: 'seen in the app registrations',
    deliveries: 'seen by a delivery',
  },
  lasted: (time: string, span: string) => `${time}, after ${span}`,
  span: (minutes: number) => {
    if (minutes < 1) return 'less than a minute'
    if (minutes < 120) return counted(minutes, 'minute')
    if (minutes < 48 * 60) return counted(Math.round(minutes / 60), 'hour')
    return counted(Math.round(minutes / (24 * 60)), 'day')
  },
  snoozeFor: 'Remind me again',
  snoozeReason: 'Why can it wait?',
  snoozeReasonHint: 'At least 10 characters; everyone with the alert reads it',
  snoozeDay: (days: number) => `Until the end of this day, ${days} days from now at most`,
  outdated: 'The alert had already changed. This is its current state. Nothing was done.',

  event: {
    acknowledged: (number, _what, by) =>
      by ? `👤 ${number}: ${by} is handling it` : `👤 ${number} is being handled`,
    snoozed: (number, _what, by) => `💤 ${number} snoozed${by ? ` by ${by}` : ''}`,
    accepted: (number, what, by) => `⚑ ${number} accepted${by ? ` by ${by}` : ''}: ${what}`,
    woken: (number, what) => `⏰ ${number} is still open: ${what}`,
    resolved: (number, how) => `✅ ${number} resolved: ${how}`,
    reopened: (number, what) => `${number} is open again: ${what}`,
    worsened: (number, what) => `${number} is now more severe: ${what}`,
  } satisfies Record<AlertEventKind, (number: string, what: string, by: string) => string>,

  digest: {
    title: (n: number) => counted(n, 'alert'),
    since: (time: string) => `since ${time}, grouped in one card`,
    open: (n: number) =>
      n === 0 ? 'none needs attention right now' : `${n} ${n === 1 ? 'needs' : 'need'} attention`,
    over: (n: number) => `**${n.toLocaleString('en-US')} resolved**`,
    stateIcon: {
      open: '•',
      acknowledged: '👤',
      snoozed: '💤',
      accepted: '⚑',
      resolved: '✓',
    } satisfies Record<AlertState, string>,
    state: {
      open: '',
      acknowledged: 'being handled',
      snoozed: 'snoozed',
      accepted: 'accepted',
      resolved: 'resolved',
    },
  },

  place: {
    title: 'Alerts here',
    where: { personal: 'In your chat with me', groupChat: 'In this group chat', channel: 'In this channel' },
    none: 'No alerts are posted here yet. Use “alerts on” to post alerts of severity warning or higher.',
    subscribed: (what: string, from: string) => `🔔 ${what}, ${from} or higher`,
    everything: 'All tenants and sets',
    tenantOnly: (tenant: string) => `${tenant}, all sets`,
    setOnly: (set: string) => `“${set}” in all tenants`,
    both: (set: string, tenant: string) => `“${set}” in ${tenant}`,
    quiet: (from: string, to: string, zone: string) =>
      `🌙 Quiet ${from}–${to} ${zone}: only critical alerts are posted. The rest follow afterward.`,
    live: (n: number) => (n === 0 ? 'No open alerts.' : counted(n, 'unresolved alert')),
    more: (n: number) => `and ${counted(n, 'older one', 'older ones')}`,
    how: 'alerts on in Contoso from critical · alerts quiet 22:00-07:00 Europe/Berlin · alerts off',
    on: 'Alerts are now posted here.',
    off: (n: number) => (n === 0 ? 'No alerts were posted here.' : 'Alerts are no longer posted here.'),
    quietOn: 'Quiet hours are set.',
    quietOff: 'Quiet hours are off.',
    missed: {
      refused: (place: string) =>
        `Teams refuses the alerts or requests that you turned on elsewhere: ${place}. The bot asks again, later and later, and posts them once Teams allows it. Until then, they’re here: what is open stands below. A message to the bot there makes it ask at once.`,
      removed: (place: string) =>
        `The bot was removed where you had turned on alerts or requests: ${place}. They’re posted again once the app is added there. Until then, what is open stands below.`,
      deleted: (place: string) =>
        `A channel was deleted, and with it the alerts or requests that you turned on there: ${place}. They’re off now. Send “alerts on” or “requests on” in another channel, or “alerts on” here.`,
    },
    narrowed: (left: string) =>
      `Whoever turned on the alerts here can see fewer tenants now. ${left ? `Still posted here: ${left}.` : 'Nothing is posted here anymore. Somebody with the role can turn the alerts on again.'}`,
  },
}
