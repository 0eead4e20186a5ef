import { randomUUID } from 'node:crypto'

/** `page`: shown by Microsoft only. `redirect`: comes back to the app. */
interface Known {
  error: string
  text: string
  status?: number
  where?: 'page' | 'redirect'
}

/** Our wording of what each number says; `{…}` is filled in. Numbers that are missing get a neutral text. */
const table: Readonly<Record<number, Known>> = {
  16000: {
    error: 'interaction_required',
    text: 'User account does not exist in tenant and cannot access the application.',
  },
  28002: { error: 'invalid_scope', text: 'Provided value for the input parameter scope is not valid.' },
  50000: { error: 'server_error', status: 500, text: 'There was an error issuing a token.' },
  50011: {
    error: 'invalid_request',
    text: "The redirect URI '{redirect}' specified in the request does not match the redirect URIs configured for the application '{client}'.",
  },
  50020: {
    error: 'access_denied',
    where: 'redirect',
    text: "User account '{user}' from identity provider 'https://sts.windows.net/{foreign}/' does not exist in tenant '{tenant}' and cannot access the application '{client}' in that tenant.",
  },
  50033: {
    error: 'temporarily_unavailable',
    status: 503,
    text: 'A temporary error has occurred. Please try again.',
  },
  50076: {
    error: 'interaction_required',
    text: 'Due to a configuration change made by your administrator, you must use multi-factor authentication.',
  },
  50105: {
    error: 'access_denied',
    text: 'The signed in user is not assigned to a role for the application.',
  },
  50194: {
    error: 'invalid_request',
    text: "Application '{client}' is not configured as a multi-tenant application.",
  },
  50196: {
    error: 'invalid_grant',
    text: 'The server terminated an operation because it encountered a loop while processing a request.',
  },
  53003: { error: 'invalid_grant', text: 'Access has been blocked by Conditional Access policies.' },
  65001: {
    error: 'invalid_grant',
    text: "The user or administrator has not consented to use the application with ID '{client}'.",
  },
  65004: { error: 'access_denied', where: 'redirect', text: 'User declined to consent to access the app.' },
  65005: {
    error: 'invalid_resource',
    where: 'redirect',
    text: "The application '{client}' asked for permissions to access a resource that has been removed or is no longer available ('{resource}').",
  },
  70003: { error: 'unsupported_grant_type', text: "The app requested an unsupported grant type '{grant}'." },
  70011: {
    error: 'invalid_scope',
    text: "The provided value for the input parameter 'scope' is not valid. The scope {scope} is not valid.",
  },
  90002: {
    error: 'invalid_request',
    text: "Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.",
  },
  90006: { error: 'server_error', status: 500, text: 'A service error has occurred.' },
  90008: { error: 'invalid_request', text: 'The app has not asked for the permission to sign in.' },
  90033: {
    error: 'temporarily_unavailable',
    status: 503,
    text: 'A transient error has occurred. Please try again.',
  },
  90055: {
    error: 'temporarily_unavailable',
    status: 429,
    text: 'The request was throttled because too many were made for this tenant.',
  },
  90090: { error: 'server_error', text: 'A fault occurred while recording the consent. Try again.' },
  90092: { error: 'server_error', text: 'A fault occurred while recording the consent.' },
  90093: { error: 'access_denied', text: 'This operation can only be performed by an administrator.' },
  90094: {
    error: 'access_denied',
    text: 'An administrator of this organization must grant the permissions that {app} asks for.',
  },
  90095: { error: 'access_denied', text: 'The request for admin approval was sent to the reviewers.' },
  90097: { error: 'server_error', text: 'An error occurred during the admin consent processing.' },
  500011: {
    error: 'invalid_resource',
    text: 'The resource principal named {resource} was not found in the tenant named {tenant}.',
  },
  500021: { error: 'access_denied', text: 'Access to the tenant is denied.' },
  500113: { error: 'invalid_request', text: 'No reply address is registered for the application.' },
  530035: { error: 'access_denied', text: 'Access has been blocked by security defaults.' },
  650051: {
    error: 'invalid_client',
    where: 'redirect',
    text: 'The application needs to be provisioned in the tenant first. Try again later.',
  },
  650052: {
    error: 'invalid_client',
    where: 'redirect',
    text: "The app is trying to access a service '{resource}' that your organization '{tenant}' lacks a service principal for.",
  },
  650053: {
    error: 'invalid_client',
    where: 'redirect',
    text: "The application '{client}' asked for scope '{scope}' that doesn't exist on the resource.",
  },
  650054: {
    error: 'invalid_client',
    where: 'redirect',
    text: "The application asked for permissions to access a resource that has been removed ('{resource}').",
  },
  650056: {
    error: 'invalid_client',
    where: 'redirect',
    text: 'Misconfigured application: the permissions are not listed or not consented.',
  },
  650057: {
    error: 'invalid_resource',
    where: 'redirect',
    text: 'The client has requested access to a resource which is not listed in its registration.',
  },
  700016: {
    error: 'unauthorized_client',
    text: "Application with identifier '{client}' was not found in the directory '{tenant}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.",
  },
  700022: { error: 'invalid_request', text: 'The scope contains more than one resource.' },
  700024: {
    error: 'invalid_client',
    status: 401,
    text: 'Client assertion is not within its valid time range.',
  },
  700027: {
    error: 'invalid_client',
    status: 401,
    text: 'The certificate with identifier used to sign the client assertion is not registered on application, or the signature validation failed: {detail}',
  },
  700030: { error: 'invalid_client', status: 401, text: 'Invalid certificate.' },
  700211: {
    error: 'invalid_client',
    status: 401,
    text: 'No matching credential found for the presented assertion.',
  },
  900023: {
    error: 'invalid_request',
    text: "Specified tenant identifier '{tenant}' is neither a valid DNS name, nor a valid external domain.",
  },
  900144: {
    error: 'invalid_request',
    text: "The request body must contain the following parameter: '{parameter}'.",
  },
  900971: { error: 'invalid_request', text: 'No reply address provided.' },
  1003031: {
    error: 'invalid_request',
    where: 'redirect',
    text: 'Misconfigured required resource access in client application registration.',
  },
  5000224: {
    error: 'invalid_request',
    text: 'We are sorry, this resource is not available. The tenant was deleted or blocked.',
  },
  7000112: { error: 'unauthorized_client', text: "Application '{client}'({app}) is disabled." },
  7000215: {
    error: 'invalid_client',
    status: 401,
    text: "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{client}'.",
  },
  7000218: {
    error: 'invalid_client',
    status: 401,
    text: "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  },
  7000222: {
    error: 'invalid_client',
    status: 401,
    text: "The provided client secret keys for app '{client}' are expired.",
  },
  7000229: {
    error: 'invalid_client',
    status: 401,
    text: "The client application '{client}' is missing service principal in the tenant '{tenant}'.",
  },
  9001023: {
    error: 'invalid_request',
    text: 'The grant type is not supported over the /common or /organizations endpoints. Use the tenant-specific endpoint.',
  },
}

export interface LoginFailure {
  code: number
  error: string
  status: number
  text: string
  where: 'page' | 'redirect'
  retryAfter?: string
  separator?: 'crlf' | 'blank'
}

/** The answer for one AADSTS number; `facts` fill the blanks of its text. */
export function loginFailure(code: number, facts: Record<string, string> = {}): LoginFailure {
  const known = table[code] ?? { error: 'invalid_grant', text: 'The request was refused.' }
  const text = known.text.replace(/\{(\w+)\}/g, (_, name: string) => facts[name] ?? '')
  return { code, error: known.error, status: known.status ?? 400, text, where: known.where ?? 'page' }
}

const stamp = (at: Date): string => at.toISOString().replace('T', ' ').replace(/\.\d+/, '')

/** `AADSTS65004: … Trace ID: …`: separated by blanks as today, or by CRLF as before 2024. */
export function describe(
  failure: LoginFailure,
  at: Date,
  separator: 'crlf' | 'blank',
  ids = traceIds(),
): string {
  const gap = separator === 'crlf' ? '\r\n' : ' '
  const tail = [`Trace ID: ${ids.trace}`, `Correlation ID: ${ids.correlation}`, `Timestamp: ${stamp(at)}`]
  return [`AADSTS${failure.code}: ${failure.text}`, ...tail].join(gap)
}

export const traceIds = (): { trace: string; correlation: string } => ({
  trace: randomUUID(),
  correlation: randomUUID(),
})

/** Body of a refused token call. */
export function tokenErrorBody(failure: LoginFailure, at: Date, origin: string): Record<string, unknown> {
  const ids = traceIds()
  return {
    error: failure.error,
    error_description: describe(failure, at, failure.separator ?? 'blank', ids),
    error_codes: [failure.code],
    timestamp: stamp(at),
    trace_id: ids.trace,
    correlation_id: ids.correlation,
    error_uri: `${origin}/error?code=${failure.code}`,
  }
}
