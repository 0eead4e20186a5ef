import type { FindingCode } from './codes.ts'
import { type RetirementBlanks, retirementsEn } from './retirements-en.ts'

/** Values of the placeholders. Every text is already escaped; an absent one is ''. */
export interface FindingFacts {
  /** "User.Read.All, Group.Read.All, +2 more". */
  permissions: string
  /** How many. */
  count: number
  /** "Nov 12" or "14 min ago". */
  since: string
  /** First sentence about the outcome that Microsoft gave. */
  outcome: string
  /** What to do about that outcome. */
  remedy: string
  /** Name of the setting that the finding is about. */
  setting: string
  coach: string
  api: string
  by: string
  reason: string
  names: string
  /** How many of the names are tier 0; '' if none. */
  tierZero: string
  /** Of an API that ends. */
  end: RetirementBlanks
  /** Of access for a time: its end in full. */
  until: string
  approver: string
  reference: string
  /** IDs of another enterprise application that the finding is about; '' for none. */
  appId: string
  objectId: string
}

interface FindingWords {
  /** What is wrong. */
  what(facts: FindingFacts): string
  /** What to do; '' when there is nothing to do. */
  next(facts: FindingFacts): string
}

const since = ({ since }: FindingFacts): string => (since ? ` since ${since}` : '')
const isSince = ({ since }: FindingFacts): string => (since ? 'has been' : 'is')
const permissions = ({ count }: FindingFacts): string => (count === 1 ? 'permission' : 'permissions')
const listed = (facts: FindingFacts): string =>
  facts.count > 0 ? `${facts.count} ${permissions(facts)}` : 'Permissions'
const named = (facts: FindingFacts): string => (facts.permissions ? `: ${facts.permissions}` : '')
const was = ({ count }: FindingFacts): string => (count === 1 ? 'was' : 'were')
const is = ({ count }: FindingFacts): string => (count === 1 ? 'is' : 'are')

/** The permission is granted, and that is worth less than it seems. */
const endOf = (phase: keyof typeof retirementsEn.finding): FindingWords => ({
  what: (f) => retirementsEn.finding[phase](f.end, f.permissions || listed(f)),
  next: (f) => retirementsEn.next[phase](f.end),
})

export const findingsEn: Readonly<Record<FindingCode, FindingWords>> = {
  BLOCKED_HERE: {
    what: (f) =>
      `Blocked${since(f)}${f.by ? ` by ${f.by}` : ''}${f.reason ? ` (“${f.reason}”)` : ''}; its apps get no Entra data`,
    next: () => 'Unblock it to let the apps use the data again.',
  },
  CLOSED_BY_DEFAULT: {
    what: () => 'Closed by default; its apps get no Entra data',
    next: () =>
      'Open it for a time: one person asks, another one approves. The grant in Entra stays as it is.',
  },
  OPEN_UNTIL: {
    what: (f) =>
      `Open until ${f.until}${f.by ? ` (${f.by}${f.approver ? ` and ${f.approver}` : ''}${f.reference ? `, case ${f.reference}` : ''})` : ''}`,
    next: () => 'Then its apps get no Entra data again. Entra keeps the grant.',
  },
  GRANTS_REMAIN_IN_ENTRA: {
    what: () => 'The permissions are still granted in Entra',
    next: () => 'To remove them, delete the enterprise application in the Entra admin center.',
  },
  BOUND_ELSEWHERE: {
    what: (f) =>
      `${f.names || 'An app of this set'} works in at most ${f.count} ${f.count === 1 ? 'tenant' : 'tenants'} and is used elsewhere; the apps of this set get no Entra data here`,
    next: () => 'To move it, block the set in the other tenant. To leave it there, block the set here.',
  },
  NEVER_READ: {
    what: (f) => `Not read yet${f.outcome ? `: ${f.outcome}` : ''}`,
    next: (f) => f.remedy || 'Sync to read it.',
  },
  READ_FAILED: {
    what: (f) => `The last read failed${f.outcome ? `: ${f.outcome}` : ''}`,
    next: (f) => f.remedy || 'The next sync tries again.',
  },
  READ_TOO_OLD: { what: (f) => `Not read${since(f)}`, next: () => 'Sync to read it.' },
  LOSS_UNCONFIRMED: {
    what: (f) => `${listed(f)} ${was(f)} not seen in the last read${named(f)}`,
    next: () => 'A second read in about a minute confirms or clears this.',
  },
  CONNECTION_LOST: {
    what: (f) => `The directory connection ${isSince(f)} lost${since(f)}${f.outcome ? `: ${f.outcome}` : ''}`,
    next: (f) => f.remedy || 'Connect again so that this tenant can be read.',
  },
  APP_DISABLED_BY_ADMIN: {
    what: (f) => `The app ${isSince(f)} disabled in Entra${since(f)}`,
    next: () => 'Enable sign-in under Properties of the enterprise application.',
  },
  APP_DISABLED_BY_PUBLISHER: {
    what: (f) => `The app ${isSince(f)} disabled for all tenants by its publisher${since(f)}`,
    next: () => 'Ask the publisher. Nothing can be done in this tenant.',
  },
  APP_DISABLED_BY_MICROSOFT: {
    what: (f) => `Microsoft disabled the app${f.reason ? ` (${f.reason})` : ''}`,
    next: () => 'Only the publisher can resolve this with Microsoft.',
  },
  PERMISSIONS_REMOVED: {
    what: (f) => `${listed(f)} ${was(f)} removed${named(f)}`,
    next: () => 'Grant again, or block the set to accept the loss.',
  },
  APP_REMOVED: {
    what: (f) => `The enterprise application was deleted in Entra${f.since ? `, seen ${f.since}` : ''}`,
    next: () => 'Grant again, or block the set to accept the loss.',
  },
  CONSENT_FAILED: {
    what: (f) => f.outcome || 'The consent failed',
    next: (f) => f.remedy || 'Grant again with a new link.',
  },
  CONSENT_NOT_CONFIRMED: {
    what: (f) =>
      `Consent was reported, but ${f.count > 0 ? `${f.count} ${permissions(f)} never appeared` : 'never appeared in Entra'}${named(f)}`,
    next: (f) => f.remedy || 'Grant again, or sync later.',
  },
  LINK_OUT: {
    what: (f) => (f.since ? `A consent link has been pending since ${f.since}` : 'A consent link is pending'),
    next: () => 'An admin with the role must open it.',
  },
  CONSENT_SPREADING: {
    what: () => 'Consent was given and is propagating in Entra',
    next: () => 'Grantkeeper keeps checking for 30 minutes.',
  },
  NOT_INSTALLED: {
    what: () => 'Never granted',
    next: () => 'Grant the set: an admin gets a consent link.',
  },
  PERMISSIONS_MISSING: {
    what: (f) => `${listed(f)} ${is(f)} missing${named(f)}`,
    next: () => 'Grant the set: an admin gets a consent link.',
  },
  PERMISSIONS_NEW: {
    what: (f) => `${f.count > 0 ? f.count : ''} new ${permissions(f)} required${named(f)}`.trim(),
    next: () => 'Update the set: an admin gets a consent link.',
  },
  RESOURCE_NOT_IN_TENANT: {
    what: (f) => `${f.api || f.names || 'A required API'} isn’t available in this tenant`,
    next: () => 'License or enable the service there first. Consent fails until then.',
  },
  RESOURCE_DISABLED: {
    what: (f) =>
      `${f.api || f.names || 'A required API'} is disabled in this tenant, so its tokens are refused`,
    next: () => 'Enable sign-in of its enterprise application there, or renew the subscription behind it.',
  },
  REQUIREMENT_UNREADABLE: {
    what: () => 'The list of required permissions can’t be read',
    next: () => 'The admin who runs Grantkeeper must check the app registration and the catalog.',
  },
  REQUIREMENT_TOO_OLD: {
    what: (f) => `The list of required permissions hasn’t been read${since(f)}`,
    next: () =>
      'The admin who runs Grantkeeper must check the app registration. “settings” shows the problem.',
  },
  PERMISSION_NOT_PUBLISHED: {
    what: (f) =>
      `The app registration requests ${f.count === 1 ? 'a permission that its API doesn’t' : 'permissions that their APIs don’t'} publish${named(f)}`,
    next: () => 'Only the publisher can correct the registration. Until then, no consent can succeed.',
  },
  SETTING_MISSING: {
    what: (f) => `${f.setting || 'An additional setting'} is missing`,
    next: (f) => f.coach,
  },
  SETTING_UNREADABLE: {
    what: (f) =>
      `${f.setting || 'An additional setting'} couldn’t be checked${f.outcome ? `: ${f.outcome}` : ''}`,
    next: (f) => f.remedy,
  },
  SETTING_UNCONFIRMED: {
    what: (f) =>
      f.by
        ? `${f.by}’s confirmation of ${f.setting || 'an additional setting'} has run out`
        : `Nobody has confirmed ${f.setting || 'an additional setting'}`,
    next: () =>
      'No API shows it, so the status says nothing about it. Look in the tenant, then confirm it on the details of the set.',
  },
  API_ENDED: endOf('ended'),
  API_LIMITED: endOf('limited'),
  API_ENDING: endOf('ending'),
  GRANTS_UNEXPLAINED: {
    what: (f) =>
      `${listed(f)} granted outside of Grantkeeper${f.since ? `, first seen ${f.since}` : ''}${f.names ? `: ${f.names}` : named(f)}. No link, request, or baseline explains ${f.count === 1 ? 'it' : 'them'}`,
    next: (f) =>
      `Accept ${f.count === 1 ? 'it' : 'them'} on the alert, block the set, or remove ${f.count === 1 ? 'it' : 'them'} in Entra.`,
  },
  EXTRA_PERMISSIONS: {
    what: (f) => `${listed(f)} more than required${f.names ? `: ${f.names}` : named(f)}`,
    next: () => 'The apps don’t need them. Remove them in Entra if nothing else does.',
  },
  EXTRA_PRIVILEGED_PERMISSIONS: {
    what: (f) =>
      `Privileged or rated by nobody, and not required${f.tierZero ? `, ${f.tierZero} in tier 0 first` : ''}${f.names ? `: ${f.names}` : named(f)}`,
    next: () => 'Review them in Entra and remove those that aren’t needed.',
  },
  PREDECESSOR_REMAINS: {
    what: (f) =>
      `The former app ${f.setting || f.appId} is still in Entra${f.names ? `; it holds ${f.count} ${permissions(f)}${f.tierZero ? `, ${f.tierZero} in tier 0` : ''}: ${f.names}` : ''}`,
    next: (f) =>
      `Once nothing else uses it, delete it in Entra under Enterprise applications${f.objectId ? `, or run: Remove-MgServicePrincipal -ServicePrincipalId ${f.objectId}` : ''}`,
  },
  ALL_GRANTED: { what: () => 'All required permissions are granted', next: () => '' },
}
