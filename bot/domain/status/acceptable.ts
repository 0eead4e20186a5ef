import { createHash } from 'node:crypto'
import { needsAction } from './rank.ts'
import type { Finding, FindingCode, Status } from './status.ts'

/** `severe`: an error, or what could not be read. `cause`: it makes a set need action. `note`: it doesn't. */
type Kind = 'severe' | 'cause' | 'note'

/** What is not in here can't be accepted: it is a decision, under way, or nothing was read yet. */
const acceptable: Partial<Record<FindingCode, Kind>> = {
  CONNECTION_LOST: 'severe',
  READ_FAILED: 'severe',
  READ_TOO_OLD: 'severe',
  APP_DISABLED_BY_ADMIN: 'severe',
  APP_DISABLED_BY_PUBLISHER: 'severe',
  APP_DISABLED_BY_MICROSOFT: 'severe',
  PERMISSIONS_REMOVED: 'severe',
  APP_REMOVED: 'severe',
  CONSENT_FAILED: 'severe',
  CONSENT_NOT_CONFIRMED: 'severe',
  PERMISSIONS_NEW: 'cause',
  PERMISSION_NOT_PUBLISHED: 'cause',
  RESOURCE_NOT_IN_TENANT: 'cause',
  SETTING_MISSING: 'cause',
  SETTING_UNREADABLE: 'note',
  RESOURCE_DISABLED: 'note',
  SETTING_UNCONFIRMED: 'note',
  API_ENDED: 'note',
  API_LIMITED: 'note',
  API_ENDING: 'note',
  PREDECESSOR_REMAINS: 'note',
}

/** They make a set need action too, but nobody knows yet what would be accepted. */
const uncertain: ReadonlySet<FindingCode> = new Set([
  'NEVER_READ',
  'LOSS_UNCONFIRMED',
  'REQUIREMENT_UNREADABLE',
  'REQUIREMENT_TOO_OLD',
])

/** Causes that all sets of a tenant share. */
const ofTenant: ReadonlySet<FindingCode> = new Set([
  'CONNECTION_LOST',
  'READ_FAILED',
  'READ_TOO_OLD',
  'NEVER_READ',
])

export const isAcceptable = ({ code }: Pick<Finding, 'code'>): boolean => acceptable[code] !== undefined

/** Whether the finding is about the whole tenant rather than one of its sets. */
export const isOfTenant = (code: FindingCode): boolean => ofTenant.has(code)

/** Nobody accepts it alone. */
export const isSevere = ({ code }: Pick<Finding, 'code'>): boolean => acceptable[code] === 'severe'

/** Whether the finding alone makes a set need action. */
export const isCause = ({ code }: Pick<Finding, 'code'>): boolean =>
  acceptable[code] === 'severe' || acceptable[code] === 'cause' || uncertain.has(code)

/** Whether everything that makes a set need action is accepted. It then needs none, and is not granted either. */
export function isExcepted(
  { status, findings }: { status: Status; findings: readonly Finding[] },
  isAccepted: (finding: Finding) => boolean,
): boolean {
  const causes = findings.filter(isCause)
  return needsAction(status) && causes.length > 0 && causes.every(isAccepted)
}

/** Names, ratings, and instructions: they can be worded anew while the fact stays the same. */
const wording: ReadonlySet<string> = new Set([
  'name',
  'api',
  'apis',
  'coach',
  'tierZero',
  'by',
  'what',
  'replacement',
  'alsoNeeds',
])

/**
 * Equal exactly while the fact is: the code, the permissions, and the IDs and codes behind it. Not who must act, since when,
 * and how anything is called.
 */
export function hashOfFacts({ code, permissions = [], facts = {} }: Finding): string {
  const keys = [...new Set(permissions.map((key) => key.toLowerCase()))].toSorted()
  const entries = Object.entries(facts)
    .filter(([name]) => !wording.has(name))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256')
    .update(JSON.stringify([code, keys, entries]))
    .digest('hex')
    .slice(0, 32)
}

/** Which thing a finding is about: with the same code and subject but other facts, it has changed. */
export const subjectOf = ({ code, facts = {} }: Finding): string =>
  `${code} ${facts.setting ?? facts.resourceAppId ?? facts.appId ?? ''}`
