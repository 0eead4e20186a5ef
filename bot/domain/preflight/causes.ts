import type { Who } from '#platform/microsoft/outcome.ts'

/**
 * What a check can find wrong by itself, with who must act: the least role that can, at home. What Microsoft refuses is in the
 * outcome tables instead. The words are in `cards/words/preflight-en.ts`.
 */
export const preflightCauses = {
  // The program and the machine.
  tooSlow: 'operator',
  checkFailed: 'operator',
  clockOff: 'operator',
  clockOffALittle: 'operator',
  diskFull: 'operator',
  diskSmall: 'operator',
  networkDisk: 'operator',
  databaseUnopened: 'operator',
  databaseNewer: 'operator',
  databaseReadOnly: 'operator',
  journalNotWal: 'operator',
  settingUnsafe: 'operator',
  poolerTransactions: 'operator',
  poolerDropsSettings: 'operator',
  databaseClockOff: 'operator',
  // Tokens and consent at home.
  tokenForOther: 'operator',
  rightsMissing: 'privilegedRoleAdministrator',
  rightsNarrow: 'privilegedRoleAdministrator',
  rightsBeyond: 'privilegedRoleAdministrator',
  auditLogMissing: 'privilegedRoleAdministrator',
  consentIncomplete: 'privilegedRoleAdministrator',
  credentialEnded: 'cloudApplicationAdministrator',
  credentialEnding: 'cloudApplicationAdministrator',
  // Registrations.
  absent: 'operator',
  empty: 'cloudApplicationAdministrator',
  disabled: 'cloudApplicationAdministrator',
  singleTenant: 'cloudApplicationAdministrator',
  replyAddressMissing: 'cloudApplicationAdministrator',
  permissionsMissing: 'cloudApplicationAdministrator',
  notPublished: 'cloudApplicationAdministrator',
  tierZeroUnexplained: 'cloudApplicationAdministrator',
  readerExceeds: 'cloudApplicationAdministrator',
  listDiffers: 'cloudApplicationAdministrator',
  botMultiTenant: 'cloudApplicationAdministrator',
  audienceUnknown: 'operator',
  accessRoleMissing: 'cloudApplicationAdministrator',
  appRolesMissing: 'cloudApplicationAdministrator',
  // The channel and the address.
  channelUnreadable: 'operator',
  channelNotEndorsed: 'operator',
  urlHostUnknown: 'operator',
  urlRefused: 'operator',
  urlCertificate: 'operator',
  urlUnreached: 'operator',
  urlRedirects: 'operator',
  urlStarting: 'nobody',
  urlProxy: 'operator',
  urlOther: 'operator',
  urlForeign: 'operator',
  urlPrivate: 'operator',
  // People and the app package.
  approversFew: 'operator',
  approversLimited: 'operator',
  groupsMissing: 'operator',
  accountsWithoutRole: 'operator',
  scopeTenantsUnknown: 'operator',
  packageForOther: 'operator',
  packageDomains: 'operator',
  packageInvalid: 'operator',
  packageUnreadable: 'operator',
  packageOld: 'operator',
} as const satisfies Record<string, Who>

export type PreflightCause = keyof typeof preflightCauses

/** Why a check had nothing to try. */
export type PreflightSkip =
  | 'authOff'
  | 'managedIdentity'
  | 'needsReaderToken'
  | 'needsRegistrations'
  | 'tokenOpaque'
  | 'credentialUnknown'
  | 'noDate'
  | 'needsDatabase'
  | 'noPackage'
