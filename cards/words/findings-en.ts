import type { FindingCode } from './codes.ts'

/** What fills the blanks; every text is escaped already, an absent one is ''. */
export interface FindingFacts {
  /** "User.Read.All, Group.Read.All, +2 more". */
  permissions: string
  /** How many. */
  count: number
  /** "12 Nov" or "14 min ago". */
  since: string
  /** First sentence about the outcome that Microsoft gave. */
  outcome: string
  /** What to do about that outcome. */
  remedy: string
  /** Name of a setting, an API, a person, a status, whichever the finding is about. */
  setting: string
  coach: string
  api: string
  by: string
  reason: string
  names: string
}

export interface FindingWords {
  /** What is wrong. */
  what(facts: FindingFacts): string
  /** What to do; '' when there is nothing to do. */
  next(facts: FindingFacts): string
}

const since = ({ since }: FindingFacts): string => (since ? ` since ${since}` : '')
const permissions = ({ count }: FindingFacts): string => (count === 1 ? 'permission' : 'permissions')
const listed = (facts: FindingFacts): string =>
  facts.count > 0 ? `${facts.count} ${permissions(facts)}` : 'Permissions'
const named = (facts: FindingFacts): string => (facts.permissions ? `: ${facts.permissions}` : '')
const was = ({ count }: FindingFacts): string => (count === 1 ? 'was' : 'were')
const is = ({ count }: FindingFacts): string => (count === 1 ? 'is' : 'are')

export const findingsEn: Readonly<Record<FindingCode, FindingWords>> = {
  BLOCKED_HERE: {
    what: (f) => `Blocked${f.by ? ` by ${f.by}` : ''}${since(f)}; its apps get no Entra data`,
    next: () => 'Unblock when the apps may use the data again.',
  },
  GRANTS_REMAIN_IN_ENTRA: {
    what: () => 'The permissions still stand in Entra',
    next: () => 'To take them away, delete the enterprise application in the Entra admin centre.',
  },
  NEVER_READ: {
    what: (f) => `Not read yet${f.outcome ? `: ${f.outcome}` : ''}`,
    next: (f) => f.remedy || 'Sync now reads it.',
  },
  READ_FAILED: {
    what: (f) => `The last read failed${f.outcome ? `: ${f.outcome}` : ''}`,
    next: (f) => f.remedy || 'It is tried again with the next sync.',
  },
  READ_TOO_OLD: { what: (f) => `Not read${since(f)}`, next: () => 'Sync now reads it.' },
  LOSS_UNCONFIRMED: {
    what: (f) => `${listed(f)} ${was(f)} not seen in the last read${named(f)}`,
    next: () => 'A second read confirms or clears it in about a minute.',
  },
  CONNECTION_LOST: {
    what: (f) => `The directory connection is lost${since(f)}${f.outcome ? `: ${f.outcome}` : ''}`,
    next: (f) => f.remedy || 'Connect again, so that this tenant can be read.',
  },
  APP_DISABLED_BY_ADMIN: {
    what: (f) => `The app is disabled in Entra${since(f)}`,
    next: () => 'Enable sign-in: enterprise application → Properties.',
  },
  APP_DISABLED_BY_PUBLISHER: {
    what: (f) => `The publisher disabled the app for all tenants${since(f)}`,
    next: () => 'Ask the publisher; nothing can be done in this tenant.',
  },
  APP_DISABLED_BY_MICROSOFT: {
    what: (f) => `Microsoft disabled the app${f.reason ? ` (${f.reason})` : ''}`,
    next: () => 'Only the publisher can settle this with Microsoft.',
  },
  PERMISSIONS_REMOVED: {
    what: (f) => `${listed(f)} ${was(f)} removed${named(f)}`,
    next: () => 'Grant again, or block the set to accept it.',
  },
  APP_REMOVED: {
    what: (f) => `The enterprise application was deleted in Entra${f.since ? `, seen ${f.since}` : ''}`,
    next: () => 'Grant again, or block the set to accept it.',
  },
  CONSENT_FAILED: {
    what: (f) => f.outcome || 'The consent failed',
    next: (f) => f.remedy || 'Grant again with a new link.',
  },
  CONSENT_NOT_CONFIRMED: {
    what: (f) =>
      `Consent was reported, but ${f.count > 0 ? `${f.count} ${permissions(f)} never appeared` : 'never appeared in Entra'}${named(f)}`,
    next: () => 'Grant again, or sync later.',
  },
  LINK_OUT: {
    what: (f) => `A consent link is out${since(f)}`,
    next: () => 'Somebody with the role has to open it.',
  },
  CONSENT_SPREADING: {
    what: () => 'Consent was given and is spreading in Entra',
    next: () => 'Checked again and again for 30 minutes.',
  },
  NOT_INSTALLED: { what: () => 'Never granted', next: () => 'Grant permissions makes a consent link.' },
  PERMISSIONS_MISSING: {
    what: (f) => `${listed(f)} ${is(f)} missing${named(f)}`,
    next: () => 'Grant permissions makes a consent link.',
  },
  PERMISSIONS_NEW: {
    what: (f) => `${f.count > 0 ? f.count : ''} new ${permissions(f)} required${named(f)}`.trim(),
    next: () => 'Update permissions makes a consent link.',
  },
  RESOURCE_NOT_IN_TENANT: {
    what: (f) => `${f.api || f.names || 'A required API'} is not present in this tenant`,
    next: () => 'License or enable the service there first; consent fails until then.',
  },
  REQUIREMENT_UNREADABLE: {
    what: () => 'The list of required permissions cannot be read',
    next: () => 'The operator checks the app registration and the catalog.',
  },
  SETTING_MISSING: {
    what: (f) => `${f.setting || 'An additional setting'} is missing`,
    next: (f) => f.coach,
  },
  SETTING_UNREADABLE: {
    what: (f) =>
      `${f.setting || 'An additional setting'} could not be checked${f.outcome ? `: ${f.outcome}` : ''}`,
    next: (f) => f.remedy,
  },
  EXTRA_PERMISSIONS: {
    what: (f) => `${listed(f)} more than required${f.names ? `: ${f.names}` : named(f)}`,
    next: () => 'Harmless to the apps; remove them in Entra if nobody needs them.',
  },
  EXTRA_PRIVILEGED_PERMISSIONS: {
    what: (f) => `Privileged, and required by nobody${f.names ? `: ${f.names}` : named(f)}`,
    next: () => 'Review them in Entra and remove what nobody needs.',
  },
  ALL_GRANTED: { what: () => 'All required permissions are granted', next: () => '' },
}
