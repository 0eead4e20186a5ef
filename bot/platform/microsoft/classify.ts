import { findMeaning, findPolicyId, meaningOfRefusal, vagueCodes } from './code-meanings.ts'
import type { Outcome } from './outcome.ts'
import { findOutcomeName, isRetryable, makeOutcome, type OutcomeName } from './outcomes.ts'

/** An error of the token endpoint: untrusted text, reduced to codes. */
export interface TokenFailure {
  /** HTTP status; absent when msal-node answered from its own throttle without asking. */
  status?: number
  /** OAuth `error`. */
  error?: string
  /** First of `error_codes`, or the AADSTS number found elsewhere. */
  code?: string
  /** Tells the meanings of one number apart; never stored or shown. */
  description?: string
  policyId?: string
  requestId?: string
  retryAfterMs?: number
}

/** An error of Graph, for a whole request or a part of a batch. */
export interface GraphFailure {
  status: number
  code?: string
  /** Tells a missing license or a policy from a missing right; never stored or shown. */
  message?: string
  requestId?: string
  retryAfterMs?: number
}

/** The named outcome of a failed token request: HTTP status and OAuth error decide, a known AADSTS number refines. */
export function classifyToken(failure: TokenFailure): Outcome {
  const { status = 0, error, code, description } = failure
  const known = findMeaning(code, description)
  const facts = { ...failure, code: code ?? error }
  if (status === 429) return makeOutcome('login', 'loginThrottled', facts)
  if (isUnsupported(status)) return makeOutcome('login', 'requestUnsupported', facts)
  if (status >= 500 || isUndone(status)) {
    return makeOutcome('login', known && isRetryable({ name: known }) ? known : 'loginFault', facts)
  }
  if (known) return makeOutcome('login', known, facts)
  if (error === 'temporarily_unavailable' || error === 'server_error') {
    return makeOutcome('login', 'loginFault', facts)
  }
  if (error === undefined && code === undefined) return makeOutcome('login', 'loginUnreadable', facts)
  if (status === 401 || error === 'invalid_client') return makeOutcome('login', 'credentialRefused', facts)
  return makeOutcome('login', 'tokenRefused', facts)
}

/** 501 and 505: the service will never do this, so a retry can't help. */
const isUnsupported = (status: number): boolean => status === 501 || status === 505

/** 408 and 425: the service gave up on the request before it did anything. Like a 5xx, it passes, whatever the body says. */
const isUndone = (status: number): boolean => status === 408 || status === 425

const graphByStatus: Readonly<Record<number, OutcomeName>> = {
  400: 'graphRequestWrong',
  401: 'graphTokenRefused',
  409: 'graphConflict',
  410: 'resyncRequired',
  412: 'graphConflict',
  424: 'dependencyFailed',
}

/**
 * Codes that have the table's meaning at one status only; Graph uses them for other errors too. That an object doesn't exist is
 * the only failure that counts as a fact, so a 404 of a proxy, or of another service behind Graph, must not say so.
 */
const onlyAt: Partial<Record<OutcomeName, number>> = {
  serviceNotSetUp: 401,
  graphTokenRefused: 401,
  objectNotFound: 404,
}
/** The notation of Graph codes, unlike AADSTS numbers and socket codes. */
const graphCode = /[a-z]/

/** The named outcome of a Graph response that is not 2xx: the status decides, a known code of that status refines. */
export function classifyGraph(failure: GraphFailure): Outcome {
  const { status, code, message } = failure
  if (status === 429) return makeOutcome('graph', 'graphThrottled', failure)
  if (isUnsupported(status)) return makeOutcome('graph', 'requestUnsupported', failure)
  if (status >= 500 || isUndone(status)) return makeOutcome('graph', 'graphFault', failure)
  if (status === 410) return makeOutcome('graph', 'resyncRequired', failure)
  const known = findMeaning(code, message)
  const fits =
    known &&
    graphCode.test(code ?? '') &&
    !isRetryable({ name: known }) &&
    (onlyAt[known] ?? status) === status
  const exact = fits && !(status === 403 && vagueCodes.has(code ?? '')) ? known : undefined
  const name = exact ?? (status === 403 ? meaningOfRefusal(code, message) : graphByStatus[status])
  return makeOutcome('graph', name ?? 'graphRefused', failure)
}

const declined = new Set(['access_denied', 'consent_required', 'permission_denied'])
const passing = new Set(['server_error', 'temporarily_unavailable'])
const ours = new Set([
  'invalid_request',
  'invalid_client',
  'unauthorized_client',
  'invalid_scope',
  'invalid_resource',
  'unsupported_response_type',
])

/** Where a redirect says its number: in its words, or in the address of the page about it. */
const redirectNumber = /(?:AADSTS[\s:#-]{0,3}|\/error\?code=)(\d{4,8})/i

/** The named outcome of a failed admin-consent redirect. Of the texts, only codes, IDs and the meaning of a number are used. */
export function classifyRedirect(said: string, description = '', subcode = '', claims = ''): Outcome {
  const error = said.toLowerCase()
  const code = redirectNumber.exec(description)?.[1]
  const requestId = /Trace ID:\s*([0-9a-f-]{36})/i.exec(description)?.[1]?.toLowerCase()
  const policyId = findPolicyId(claims)
  const facts = { requestId, policyId, code: code ?? (/^[a-z_]{1,40}$/.test(error) ? error : undefined) }
  const known = findMeaning(code, description)
  if (known) return makeOutcome('login', known, facts)
  if (passing.has(error)) return makeOutcome('login', 'consentFault', facts)
  if (subcode === 'cancel') return makeOutcome('login', 'consentAbandoned', facts)
  if (code === undefined && declined.has(error)) return makeOutcome('login', 'consentDeclined', facts)
  if (code === undefined && ours.has(error)) return makeOutcome('login', 'linkRefused', facts)
  return makeOutcome('login', 'consentFailed', facts)
}

/** The named outcome of a request without a complete response: the socket code decides. */
export function classifyNetwork(error: unknown): Outcome {
  const code = codeOf(error)
  const name = findOutcomeName(code)
  const certificate = code?.startsWith('CERT_') || code?.startsWith('ERR_TLS')
  return makeOutcome('network', name ?? (certificate ? 'certificateUntrusted' : 'networkFault'), { code })
}

function codeOf(error: unknown): string | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth += 1) {
    const first = at instanceof AggregateError ? at.errors[0] : at
    const code: unknown = (first as { code?: unknown }).code
    if (typeof code === 'string' && code !== 'ABORT_ERR') return code
  }
  return undefined
}
