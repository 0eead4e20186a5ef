import type { OutcomeEntry } from '../outcome.ts'

/** Microsoft Graph, and what other products write about the same troubles, for the doctor. */
export const graphOutcomes = {
  graphRequestWrong: {
    class: 'publisher',
    who: 'operator',
    side: 'ours',
    codes: ['Request_BadRequest', 'Request_UnsupportedQuery', 'BadRequest'],
  },
  requestUnsupported: { class: 'publisher', who: 'operator', side: 'ours' },
  pageTokenExpired: {
    class: 'passing',
    who: 'anyOperator',
    side: 'microsoft',
    codes: ['Directory_ExpiredPageToken'],
  },
  graphTokenRefused: {
    class: 'passing',
    who: 'anyOperator',
    side: 'microsoft',
    codes: ['InvalidAuthenticationToken', 'Unauthorized'],
  },
  /** Also every 403 whose code and text name no license and no policy. */
  readerRightMissing: {
    class: 'state',
    who: 'consenter',
    side: 'tenant',
    codes: [
      'Authorization_RequestDenied',
      'Authentication_MSGraphPermissionMissing',
      'Forbidden',
      'AccessDenied',
    ],
    reconnect: true,
  },
  readerNotFound: {
    class: 'state',
    who: 'consenter',
    side: 'tenant',
    codes: ['Authorization_IdentityNotFound'],
    reconnect: true,
  },
  readerDisabled: {
    class: 'policy',
    who: 'cloudApplicationAdministrator',
    side: 'tenant',
    codes: ['Authorization_IdentityDisabled'],
  },
  licenceMissing: {
    class: 'policy',
    who: 'billingAdministrator',
    side: 'tenant',
    codes: ['Authentication_RequestFromNonPremiumTenantOrB2CTenant', 'AadPremiumLicenseRequired'],
  },
  accessRefused: { class: 'policy', who: 'conditionalAccessAdministrator', side: 'tenant' },
  serviceNotSetUp: {
    class: 'policy',
    who: 'billingAdministrator',
    side: 'tenant',
    codes: ['UnknownError'],
  },
  objectNotFound: {
    class: 'state',
    who: 'anyOperator',
    side: 'tenant',
    codes: ['Request_ResourceNotFound'],
  },
  graphConflict: { class: 'passing', who: 'anyOperator', side: 'tenant' },
  resyncRequired: {
    class: 'passing',
    who: 'anyOperator',
    side: 'tenant',
    codes: ['resyncRequired', 'syncStateNotFound'],
  },
  dependencyFailed: { class: 'passing', who: 'anyOperator', side: 'tenant' },
  graphThrottled: {
    class: 'passing',
    who: 'nobody',
    side: 'tenant',
    codes: ['TooManyRequests'],
    again: true,
  },
  graphFault: {
    class: 'passing',
    who: 'nobody',
    side: 'microsoft',
    codes: ['ServiceNotAvailable', 'serviceNotAvailable', 'InternalServerError'],
    again: true,
  },
  graphRefused: { class: 'state', who: 'operator', side: 'tenant' },
  partMissing: { class: 'passing', who: 'anyOperator', side: 'microsoft' },
  answerUnreadable: { class: 'passing', who: 'anyOperator', side: 'microsoft' },
  listUnfinished: { class: 'passing', who: 'anyOperator', side: 'microsoft' },
  readsDisagree: { class: 'passing', who: 'anyOperator', side: 'tenant' },
  notAsked: { class: 'passing', who: 'anyOperator', side: 'tenant' },
  // What other products write, for the doctor.
  consentInvalid: { class: 'state', who: 'consenter', side: 'tenant' },
  permissionsMissing: { class: 'state', who: 'consenter', side: 'tenant' },
  permissionUpdateRequired: { class: 'state', who: 'consenter', side: 'tenant' },
  tenantBoundElsewhere: { class: 'publisher', who: 'publisher', side: 'publisher' },
} as const satisfies Record<string, OutcomeEntry>
