import type { Outcome, OutcomeClass } from './outcome.ts'

interface Entry {
  class: OutcomeClass
  /** AADSTS numbers, Graph codes or socket codes that map to this outcome. */
  codes?: readonly string[]
  /** A definite answer of the tenant: this app gets no token until something changes there. */
  lost?: true
  /** A retry within the same read can help. */
  again?: true
}

/**
 * The named results of calls to Microsoft, of admin-consent redirects and of messages that people paste. Codes change without
 * notice, so they select the text that people read, but never decide alone.
 */
export const outcomeTable = {
  // Consent pages and redirects.
  consentDeclined: { class: 'admin', codes: ['65004'] },
  consentAbandoned: { class: 'admin' },
  consentFailed: { class: 'admin' },
  consentReported: { class: 'passing' },
  /** Consent was reported, but no read of the tenant showed it. Set by Grantkeeper, not by Microsoft. */
  consentNotConfirmed: { class: 'state' },
  consentMissing: { class: 'state', codes: ['65001'], lost: true },
  adminConsentNeeded: { class: 'admin', codes: ['90094'] },
  consentUnderReview: { class: 'admin', codes: ['90095'] },
  consentNotAllowed: { class: 'admin', codes: ['90093'] },
  consentFault: { class: 'passing', codes: ['90090', '90091', '90097'] },
  consentNotRecorded: { class: 'publisher', codes: ['90092'] },
  consentNotReady: { class: 'passing', codes: ['650051'] },
  appRatedRisky: { class: 'admin', codes: ['900941', '900981'] },
  basicPermissionMissing: { class: 'publisher', codes: ['90008'] },
  permissionListBroken: { class: 'publisher', codes: ['1003031'] },
  apiMissing: { class: 'policy', codes: ['65005', '650052'] },
  scopeUnknown: { class: 'publisher', codes: ['650053'] },
  apiRetired: { class: 'publisher', codes: ['650054'] },
  appMisconfigured: { class: 'publisher', codes: ['650056'] },
  apiNotListed: { class: 'publisher', codes: ['650057'] },
  replyAddressWrong: { class: 'publisher', codes: ['50011', '500113', '900971'] },
  requestIncomplete: { class: 'publisher', codes: ['900144'] },
  linkRefused: { class: 'publisher' },
  // The person who signs in.
  wrongAccount: { class: 'admin', codes: ['50020'] },
  accountNotInTenant: { class: 'admin', codes: ['50034'] },
  guestAccount: { class: 'admin', codes: ['16000', '50177', '90072'] },
  mfaNeeded: { class: 'admin', codes: ['50072', '50074', '50076', '50079', '50158'] },
  signInExpired: { class: 'admin', codes: ['50173'] },
  assignmentRequired: { class: 'policy', codes: ['50105'] },
  deviceNotAllowed: { class: 'policy', codes: ['53000', '53001', '53002', '53004', '530003', '530032'] },
  securityDefaults: { class: 'policy', codes: ['530035'] },
  tenantRestricted: { class: 'policy', codes: ['500021', '500022', '500212', '500213'] },
  // Tenant and app, mostly answered by the token endpoint.
  appNotInTenant: { class: 'state', codes: ['700016', '7000229'], lost: true },
  appDisabled: { class: 'policy', codes: ['7000112', '70001', '700011'], lost: true },
  resourceNotInTenant: { class: 'policy', codes: ['500011'], lost: true },
  conditionalAccess: { class: 'policy', codes: ['53003', '50131'], lost: true },
  partnerNotAuthorized: { class: 'policy', codes: ['90099'], lost: true },
  tenantNotFound: { class: 'state', codes: ['90002'], lost: true },
  tenantBlocked: { class: 'state', codes: ['5000224'], lost: true },
  tenantIdMalformed: { class: 'publisher', codes: ['900023'] },
  otherCloud: { class: 'publisher', codes: ['90038'] },
  tenantAddressMissing: { class: 'publisher', codes: ['9001023', '901002'] },
  appSingleTenant: { class: 'publisher', codes: ['50194'] },
  // Our own credential and request.
  secretWrong: { class: 'publisher', codes: ['7000215'] },
  secretExpired: { class: 'publisher', codes: ['7000222'] },
  credentialMissing: { class: 'publisher', codes: ['7000218'] },
  certificateRefused: { class: 'publisher', codes: ['700027'] },
  clockWrong: { class: 'publisher', codes: ['700024'] },
  credentialRefused: { class: 'publisher' },
  scopeMalformed: { class: 'publisher', codes: ['70011', '28002', '1000031', '700022'] },
  tokenLoop: { class: 'publisher', codes: ['50196'] },
  tokenRefused: { class: 'state' },
  tokenEmpty: { class: 'passing' },
  loginCodeUnknown: { class: 'admin' },
  loginThrottled: { class: 'passing', codes: ['90055'], again: true },
  loginFault: {
    class: 'passing',
    codes: ['50000', '50033', '90006', '90012', '90024', '90033'],
    again: true,
  },
  loginUnreadable: { class: 'passing' },
  // Microsoft Graph.
  graphRequestWrong: {
    class: 'publisher',
    codes: ['Request_BadRequest', 'Request_UnsupportedQuery', 'BadRequest'],
  },
  pageTokenExpired: { class: 'passing', codes: ['Directory_ExpiredPageToken'] },
  graphTokenRefused: { class: 'passing', codes: ['InvalidAuthenticationToken'] },
  readerRightMissing: { class: 'state', codes: ['Authorization_RequestDenied'] },
  readerNotFound: { class: 'state', codes: ['Authorization_IdentityNotFound'] },
  readerDisabled: { class: 'policy', codes: ['Authorization_IdentityDisabled'] },
  licenceMissing: {
    class: 'policy',
    codes: ['Authentication_RequestFromNonPremiumTenantOrB2CTenant', 'AadPremiumLicenseRequired'],
  },
  accessRefused: { class: 'policy', codes: ['Forbidden', 'AccessDenied'] },
  serviceNotSetUp: { class: 'policy', codes: ['Unauthorized', 'UnknownError'] },
  objectNotFound: { class: 'state', codes: ['Request_ResourceNotFound'] },
  graphConflict: { class: 'passing' },
  resyncRequired: { class: 'passing', codes: ['resyncRequired', 'syncStateNotFound'] },
  dependencyFailed: { class: 'passing' },
  graphThrottled: { class: 'passing', codes: ['TooManyRequests'], again: true },
  graphFault: {
    class: 'passing',
    codes: ['ServiceNotAvailable', 'serviceNotAvailable', 'InternalServerError'],
    again: true,
  },
  graphRefused: { class: 'state' },
  partMissing: { class: 'passing' },
  answerUnreadable: { class: 'passing' },
  listUnfinished: { class: 'passing' },
  readsDisagree: { class: 'passing' },
  notAsked: { class: 'passing' },
  // The wire.
  hostNotFound: { class: 'passing', codes: ['ENOTFOUND', 'EAI_AGAIN'], again: true },
  connectionRefused: {
    class: 'passing',
    codes: ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH'],
    again: true,
  },
  connectionCut: { class: 'passing', codes: ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'], again: true },
  timedOut: {
    class: 'passing',
    codes: [
      'ETIMEDOUT',
      'UND_ERR_CONNECT_TIMEOUT',
      'UND_ERR_HEADERS_TIMEOUT',
      'UND_ERR_BODY_TIMEOUT',
      'TIMED_OUT',
    ],
  },
  certificateUntrusted: {
    class: 'publisher',
    codes: [
      'SELF_SIGNED_CERT_IN_CHAIN',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'CERT_HAS_EXPIRED',
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ],
  },
  answerTooLarge: { class: 'passing', codes: ['UND_ERR_RES_EXCEEDED_MAX_SIZE'] },
  readCancelled: { class: 'passing' },
  networkFault: { class: 'passing', again: true },
  // What other products write, for the doctor.
  consentInvalid: { class: 'state' },
  permissionsMissing: { class: 'state' },
  permissionUpdateRequired: { class: 'state' },
  tenantBoundElsewhere: { class: 'publisher' },
} as const satisfies Record<string, Entry>

export type OutcomeName = keyof typeof outcomeTable

const entries: Readonly<Record<string, Entry>> = outcomeTable

const nameByCode: ReadonlyMap<string, OutcomeName> = new Map(
  (Object.keys(outcomeTable) as OutcomeName[]).flatMap((name) =>
    (entries[name]?.codes ?? []).map((code) => [code, name] as const),
  ),
)

/** The outcome of an AADSTS number, a Graph code or a socket code; undefined if it is unknown. */
export function findOutcomeName(code: string | undefined): OutcomeName | undefined {
  return code === undefined ? undefined : nameByCode.get(code)
}

/** The codes of the table that match `pattern`. */
export function knownCodes(pattern: RegExp): string[] {
  return [...nameByCode.keys()].filter((code) => pattern.test(code))
}

/** Absent facts are omitted, so that stored outcomes stay small and comparable. */
export function makeOutcome(
  service: Outcome['service'],
  name: OutcomeName,
  facts: Pick<Outcome, 'code' | 'requestId' | 'retryAfterMs'> = {},
): Outcome {
  const outcome: Outcome = { service, name, class: outcomeTable[name].class }
  if (facts.code !== undefined) outcome.code = facts.code
  if (facts.requestId !== undefined) outcome.requestId = facts.requestId
  if (facts.retryAfterMs !== undefined) outcome.retryAfterMs = facts.retryAfterMs
  return outcome
}

/** True if the failure is transient and a retry within the same read can help. */
export function isRetryable(outcome: Outcome): boolean {
  return entries[outcome.name]?.again === true
}

/** True if the tenant has ended the directory connection; false for transient problems and those for the publisher to fix. */
export function isConnectionLost(outcome: Outcome): boolean {
  return outcome.service === 'login' && entries[outcome.name]?.lost === true
}
