import type { FindingCode } from './codes.ts'

const permissions = (n: number, what: string): string =>
  n > 0 ? `${n} ${n === 1 ? 'permission' : 'permissions'} ${what}` : `Permissions ${what}`

/** A finding in a few words, for lists of tenants. `n`: how many permissions; 0: nobody said. `name`: of a setting, escaped, or ''. */
export const shortFindingsEn: Readonly<Record<FindingCode, (n: number, name: string) => string>> = {
  BLOCKED_HERE: () => 'Blocked',
  GRANTS_REMAIN_IN_ENTRA: () => 'Still granted in Entra',
  BOUND_ELSEWHERE: () => 'An app is used in another tenant',
  NEVER_READ: () => 'Not read yet',
  READ_FAILED: () => 'Last read failed',
  READ_TOO_OLD: () => 'Not read for too long',
  LOSS_UNCONFIRMED: (n) => permissions(n, 'not seen'),
  CONNECTION_LOST: () => 'Connection lost',
  APP_DISABLED_BY_ADMIN: () => 'App disabled',
  APP_DISABLED_BY_PUBLISHER: () => 'App disabled by its publisher',
  APP_DISABLED_BY_MICROSOFT: () => 'App disabled by Microsoft',
  PERMISSIONS_REMOVED: (n) => permissions(n, 'removed'),
  APP_REMOVED: () => 'App deleted in Entra',
  CONSENT_FAILED: () => 'Consent failed',
  CONSENT_NOT_CONFIRMED: () => 'Consent not confirmed',
  LINK_OUT: () => 'Consent link pending',
  CONSENT_SPREADING: () => 'Consent is propagating',
  NOT_INSTALLED: () => 'Never granted',
  PERMISSIONS_MISSING: (n) => permissions(n, 'missing'),
  PERMISSIONS_NEW: (n) => (n > 0 ? `${n} new ${n === 1 ? 'permission' : 'permissions'}` : 'New permissions'),
  RESOURCE_NOT_IN_TENANT: () => 'A required API isn’t available',
  RESOURCE_DISABLED: () => 'A required API is disabled',
  REQUIREMENT_UNREADABLE: () => 'Required permissions can’t be read',
  REQUIREMENT_TOO_OLD: () => 'Required permissions not read lately',
  PERMISSION_NOT_PUBLISHED: () => 'Registration is wrong',
  SETTING_MISSING: (_n, name) => `${name || 'Setting'} missing`,
  SETTING_UNREADABLE: (_n, name) => `${name || 'Setting'} couldn’t be checked`,
  SETTING_UNCONFIRMED: (_n, name) => `${name || 'Setting'} not confirmed`,
  API_ENDED: (n) => permissions(n, 'whose API has ended'),
  API_LIMITED: (n) => permissions(n, 'whose API needs more'),
  API_ENDING: (n) => permissions(n, 'whose API ends'),
  GRANTS_UNEXPLAINED: (n) => permissions(n, 'unexplained'),
  EXTRA_PERMISSIONS: (n) => permissions(n, 'more than required'),
  EXTRA_PRIVILEGED_PERMISSIONS: () => 'Privileged permissions beyond the list',
  ALL_GRANTED: () => 'All granted',
}
