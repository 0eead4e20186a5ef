import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { backoffMs, longestRetryAfterMs, readRetryAfterMs } from '#platform/base/backoff.ts'
import {
  classifyGraph,
  classifyNetwork,
  classifyRedirect,
  classifyToken,
} from '#platform/microsoft/classify.ts'
import { readFailure } from '#platform/microsoft/graph-failure.ts'
import { readLoginFailure } from '#platform/microsoft/login-failure.ts'
import type { Outcome, OutcomeClass } from '#platform/microsoft/outcome.ts'
import {
  isConnectionLost,
  isRetryable,
  type OutcomeName,
  outcomeTable,
} from '#platform/microsoft/outcomes.ts'
import { runs } from '../../support/runs.ts'

const now = new Date('2026-03-01T08:00:00.000Z')

/** Every known code by its name and class. */
const numbers: [name: OutcomeName, kind: OutcomeClass, codes: string][] = [
  ['consentDeclined', 'admin', '65004'],
  ['consentMissing', 'state', '65001'],
  ['adminConsentNeeded', 'admin', '90094'],
  ['consentUnderReview', 'admin', '90095'],
  ['consentNotAllowed', 'admin', '90093'],
  ['consentFault', 'passing', '90090 90091 90097'],
  ['consentNotRecorded', 'publisher', '90092'],
  ['appRatedRisky', 'admin', '900941 900981'],
  ['basicPermissionMissing', 'publisher', '90008'],
  ['permissionListBroken', 'publisher', '1003031'],
  ['apiMissing', 'policy', '65005 650052'],
  ['consentNotReady', 'passing', '650051'],
  ['scopeUnknown', 'publisher', '650053'],
  ['apiRetired', 'publisher', '650054'],
  ['appMisconfigured', 'publisher', '650056'],
  ['apiNotListed', 'publisher', '650057'],
  ['replyAddressWrong', 'publisher', '500113 50011 900971'],
  ['requestIncomplete', 'publisher', '900144'],
  ['wrongAccount', 'admin', '50020 500208'],
  ['accountNotInTenant', 'admin', '50034 51004 16003'],
  ['guestAccount', 'admin', '50177 50178 16000 90072 90084'],
  ['signInExpired', 'admin', '50173 50132 50133 70008 70043 700082 700084 50089'],
  ['passwordWrong', 'admin', '50126 50056 50064'],
  ['passwordExpired', 'admin', '50055 50144'],
  ['accountLocked', 'admin', '50053'],
  ['accountDisabled', 'admin', '50057'],
  ['accountAtRisk', 'policy', '530034 53011'],
  ['assignmentRequired', 'policy', '50105'],
  ['appSingleTenant', 'publisher', '50194'],
  ['appNotInTenant', 'state', '700016 7000229'],
  ['appDisabled', 'policy', '7000112 70001 700011'],
  ['resourceNotInTenant', 'policy', '500011'],
  ['resourceDisabled', 'policy', '500014 50001'],
  ['secretWrong', 'publisher', '7000215 70002'],
  ['secretExpired', 'publisher', '7000222'],
  ['credentialMissing', 'publisher', '7000218'],
  ['certificateRefused', 'publisher', '700027 700030'],
  ['keyTooWeak', 'publisher', '50032'],
  ['federationMismatch', 'publisher', '70021 700211 700212 700213 7002131 7002137 7002138'],
  ['credentialRefused', 'publisher', '50012 50013'],
  ['clockWrong', 'publisher', '700024 500133'],
  ['scopeMalformed', 'publisher', '70011 28002 28003 1000031 700022 700023'],
  ['tenantNotFound', 'state', '90002'],
  ['tenantIdMalformed', 'publisher', '900023'],
  ['tenantBlocked', 'state', '5000224'],
  ['otherCloud', 'publisher', '90038 900382 900432'],
  ['tenantAddressMissing', 'publisher', '9001023 901002 50059 50128 90019'],
  ['conditionalAccess', 'policy', '53003 50131'],
  ['deviceNotAllowed', 'policy', '530002 530003 53000 53001 53002 53004 530032 50005 50097 50129'],
  ['securityDefaults', 'policy', '530035'],
  ['mfaNeeded', 'admin', '50072 50074 50076 50078 50079 50158 500121'],
  ['tenantRestricted', 'policy', '500021 500022 500212 500213 50002'],
  ['partnerNotAuthorized', 'policy', '90099'],
  ['loginFault', 'passing', '90033 90006 90012 90024 50033 50087 50000'],
  ['loginThrottled', 'passing', '90055'],
  ['tokenLoop', 'publisher', '50196'],
]
const everyNumber = numbers.flatMap(([name, kind, codes]) =>
  codes.split(' ').map((code) => ({ name, kind, code })),
)

test('the numbers below are all that the table knows', () => {
  const known = Object.values(outcomeTable).flatMap((entry) => ('codes' in entry ? [...entry.codes] : []))
  const numeric = known.filter((code) => /^\d+$/.test(code))
  expect(everyNumber.map(({ code }) => code).toSorted()).toEqual(numeric.toSorted())
})

describe('a refused token', () => {
  for (const { name, kind, code } of everyNumber) {
    test(`AADSTS${code} is ${name}`, () => {
      const status = name === 'loginThrottled' ? 429 : kind === 'passing' ? 500 : 400
      const outcome = classifyToken({ status, error: 'some_error', code })
      const expected = kind === 'passing' && !isRetryable({ name }) ? 'loginFault' : name
      expect(outcome).toEqual({ service: 'login', name: expected, class: kind, code })
    })
  }

  const lost =
    'consentMissing appNotInTenant appDisabled resourceNotInTenant resourceDisabled conditionalAccess partnerNotAuthorized'
  test('ends the connection for these reasons and no other', () => {
    const ended = everyNumber
      .map(({ code }) => classifyToken({ status: 400, error: 'invalid_request', code }))
      .filter(isConnectionLost)
      .map(({ name }) => name)
    expect([...new Set(ended)].toSorted()).toEqual(
      `${lost} tenantNotFound tenantBlocked`.split(' ').toSorted(),
    )
  })

  const rest: [name: string, failure: Parameters<typeof classifyToken>[0], expected: OutcomeName][] = [
    ['load', { status: 429, error: 'temporarily_unavailable', code: '7000215' }, 'loginThrottled'],
    ['load without words', { status: 429 }, 'loginThrottled'],
    [
      'a fault with a number that refuses',
      { status: 503, error: 'server_error', code: '700016' },
      'loginFault',
    ],
    ['a page of a proxy', { status: 502 }, 'loginFault'],
    ['a request that was not read in time', { status: 408 }, 'loginFault'],
    ['one with a number that refuses', { status: 408, code: '700016' }, 'loginFault'],
    ['a fault under 400', { status: 400, error: 'temporarily_unavailable' }, 'loginFault'],
    [
      'an unknown number of a credential',
      { status: 401, error: 'invalid_client', code: '7999999' },
      'credentialRefused',
    ],
    ['a credential without a number', { status: 401, error: 'invalid_client' }, 'credentialRefused'],
    [
      'a missing app that says invalid_client',
      { status: 401, error: 'invalid_client', code: '7000229' },
      'appNotInTenant',
    ],
    ['an unknown number', { status: 400, error: 'invalid_grant', code: '7999999' }, 'tokenRefused'],
    ['an error without a number', { status: 400, error: 'unauthorized_client' }, 'tokenRefused'],
    ['nothing to read', { status: 403 }, 'loginUnreadable'],
    ['nothing at all', {}, 'loginUnreadable'],
    ['what the service never does', { status: 501 }, 'requestUnsupported'],
  ]
  for (const [name, failure, expected] of rest) {
    test(`${name} is ${expected}`, () => {
      expect(classifyToken(failure).name).toBe(expected)
    })
  }

  test('without a number tells the error as its code', () => {
    expect(classifyToken({ status: 400, error: 'unauthorized_client' }).code).toBe('unauthorized_client')
  })
})

describe('a refusal of Graph', () => {
  const rows: [status: number, code: string | undefined, expected: OutcomeName][] = [
    [400, 'Request_BadRequest', 'graphRequestWrong'],
    [400, 'Request_UnsupportedQuery', 'graphRequestWrong'],
    [400, 'BadRequest', 'graphRequestWrong'],
    [400, 'Directory_ExpiredPageToken', 'pageTokenExpired'],
    [400, 'AadPremiumLicenseRequired', 'licenceMissing'],
    [400, 'UnknownError', 'graphRequestWrong'],
    [401, 'InvalidAuthenticationToken', 'graphTokenRefused'],
    [401, undefined, 'graphTokenRefused'],
    [401, 'Unauthorized', 'graphTokenRefused'],
    [401, 'UnknownError', 'serviceNotSetUp'],
    [403, 'Authorization_RequestDenied', 'readerRightMissing'],
    [403, 'Authorization_IdentityNotFound', 'readerNotFound'],
    [403, 'Authorization_IdentityDisabled', 'readerDisabled'],
    [403, 'Authentication_RequestFromNonPremiumTenantOrB2CTenant', 'licenceMissing'],
    // Without a known code, a right is missing until something says license or policy.
    [403, 'Forbidden', 'readerRightMissing'],
    [403, 'AccessDenied', 'readerRightMissing'],
    [403, 'UnknownError', 'readerRightMissing'],
    [403, undefined, 'readerRightMissing'],
    [403, 'Authentication_MSGraphPermissionMissing', 'readerRightMissing'],
    [403, 'SomethingNew', 'readerRightMissing'],
    [403, 'TenantNotLicensed', 'licenceMissing'],
    [403, 'BlockedByConditionalAccess', 'accessRefused'],
    [403, 'AccessDeniedByPolicy', 'accessRefused'],
    [501, undefined, 'requestUnsupported'],
    [501, 'InternalServerError', 'requestUnsupported'],
    [404, 'Request_ResourceNotFound', 'objectNotFound'],
    // Only Graph's own words say that an object doesn't exist.
    [404, undefined, 'graphRefused'],
    [404, 'UnknownError', 'graphRefused'],
    [404, 'ResourceNotFound', 'graphRefused'],
    [404, 'TenantNotFound', 'graphRefused'],
    [403, 'Request_ResourceNotFound', 'readerRightMissing'],
    [400, 'Request_ResourceNotFound', 'graphRequestWrong'],
    [409, undefined, 'graphConflict'],
    [412, undefined, 'graphConflict'],
    [410, 'resyncRequired', 'resyncRequired'],
    [410, 'Authorization_RequestDenied', 'resyncRequired'],
    [424, undefined, 'dependencyFailed'],
    [429, 'TooManyRequests', 'graphThrottled'],
    [429, 'Authorization_RequestDenied', 'graphThrottled'],
    [500, 'InternalServerError', 'graphFault'],
    [503, 'Authorization_RequestDenied', 'graphFault'],
    [503, 'UnknownError', 'graphFault'],
    [502, undefined, 'graphFault'],
    [504, undefined, 'graphFault'],
    [408, undefined, 'graphFault'],
    [408, 'Authorization_RequestDenied', 'graphFault'],
    [425, undefined, 'graphFault'],
    [418, 'Teapot', 'graphRefused'],
    [302, undefined, 'graphRefused'],
    // Codes of another service, or of a retry that the status doesn't allow.
    [403, '700016', 'readerRightMissing'],
    [400, 'TooManyRequests', 'graphRequestWrong'],
    [403, 'ECONNRESET', 'readerRightMissing'],
  ]
  for (const [status, code, expected] of rows) {
    test(`${status} ${code ?? ''} is ${expected}`, () => {
      const outcome = classifyGraph({ status, ...(code === undefined ? {} : { code }) })
      expect(outcome).toMatchObject({ service: 'graph', name: expected })
      expect(isConnectionLost(outcome)).toBe(false)
    })
  }

  const messages: [code: string | undefined, message: string, expected: OutcomeName][] = [
    ['Forbidden', 'Your tenant is not licensed for this feature.', 'licenceMissing'],
    ['AccessDenied', 'Neither tenant is B2C or tenant doesn’t have premium license', 'licenceMissing'],
    ['Forbidden', 'Access has been blocked by Conditional Access policies.', 'accessRefused'],
    ['UnknownError', 'A policy of the organization refuses this app.', 'accessRefused'],
    ['Forbidden', 'Missing role permissions on the request.', 'readerRightMissing'],
    [
      'AccessDenied',
      'API requires one of Policy.Read.All, LicenseAssignment.Read.All.',
      'readerRightMissing',
    ],
    [undefined, '', 'readerRightMissing'],
    ['Authorization_RequestDenied', 'Insufficient privileges; see your policy.', 'readerRightMissing'],
  ]
  for (const [code, message, expected] of messages) {
    test(`403 ${code ?? ''} with “${message}” is ${expected}, and no text is kept`, () => {
      const body = { error: { ...(code && { code }), message } }
      const outcome = classifyGraph(readFailure(403, {}, body, now))
      expect(outcome.name).toBe(expected)
      if (message) expect(JSON.stringify(outcome)).not.toContain(message)
    })
  }

  const premium = 'Authentication_RequestFromNonPremiumTenantOrB2CTenant'
  const wrapped: [name: string, inner: object, expected: OutcomeName][] = [
    ['a license', { innerError: { code: premium } }, 'licenceMissing'],
    [
      'a license, two levels deep',
      { innererror: { code: 'x', innerError: { code: premium } } },
      'licenceMissing',
    ],
    ['a license in words', { innerError: { message: 'No license for this.' } }, 'licenceMissing'],
    ['a policy in an unknown code', { innerError: { code: 'BlockedByPolicy' } }, 'accessRefused'],
    ['a disabled app', { innerError: { code: 'Authorization_IdentityDisabled' } }, 'readerDisabled'],
    ['nothing that is known', { innerError: { code: 'SomethingElse', date: 'now' } }, 'readerRightMissing'],
    ['no object', { innerError: 'x' }, 'readerRightMissing'],
  ]
  for (const [name, inner, expected] of wrapped) {
    test(`403 Forbidden around ${name} is ${expected}`, () => {
      const error = { code: 'Forbidden', message: 'Refused.', ...inner }
      expect(classifyGraph(readFailure(403, {}, { error }, now)).name).toBe(expected)
    })
  }

  test('a code inside of 100 levels, or in a circle, costs nothing', () => {
    const error: Record<string, unknown> = { code: 'Forbidden' }
    error.innerError = error
    expect(classifyGraph(readFailure(403, {}, { error }, now)).name).toBe('readerRightMissing')
  })

  test('501 is never tried again, at Graph or at the sign-in service', () => {
    expect(isRetryable(classifyGraph({ status: 501 }))).toBe(false)
    expect(isRetryable(classifyToken({ status: 501, error: 'server_error', code: '90033' }))).toBe(false)
  })

  test('keeps request id and wait', () => {
    const failure = { status: 429, requestId: 'r', retryAfterMs: 7 }
    expect(classifyGraph(failure)).toEqual({
      service: 'graph',
      name: 'graphThrottled',
      class: 'passing',
      requestId: 'r',
      retryAfterMs: 7,
    })
  })
})

describe('a failed redirect', () => {
  const trace = '0b1c2d3e-0000-4000-8000-00000000abcd'
  const described = (code: string, gap: string) =>
    [
      `AADSTS${code}: Some words.`,
      `Trace ID: ${trace.toUpperCase()}`,
      'Correlation ID: x',
      'Timestamp: y',
    ].join(gap)

  for (const { name, kind, code } of everyNumber) {
    test(`AADSTS${code} is ${name}, whatever the error says`, () => {
      for (const error of ['access_denied', 'invalid_client', 'server_error', 'something_new']) {
        expect(classifyRedirect(error, described(code, ' '))).toEqual({
          service: 'login',
          name,
          class: kind,
          code,
          requestId: trace,
        })
      }
    })
  }

  test('lines may be separated by CRLF', () => {
    expect(classifyRedirect('access_denied', described('65004', '\r\n'))).toMatchObject({
      name: 'consentDeclined',
      requestId: trace,
    })
  })

  const rows: [error: string, description: string, subcode: string, expected: OutcomeName][] = [
    ['access_denied', '', 'cancel', 'consentAbandoned'],
    ['access_denied', '', '', 'consentDeclined'],
    ['consent_required', '', '', 'consentDeclined'],
    ['permission_denied', 'The admin canceled the request', '', 'consentDeclined'],
    ['server_error', '', '', 'consentFault'],
    ['temporarily_unavailable', 'AADSTS7999999: new', '', 'consentFault'],
    ['invalid_request', '', '', 'linkRefused'],
    ['unauthorized_client', '', '', 'linkRefused'],
    ['invalid_client', 'AADSTS7999999: new', '', 'consentFailed'],
    ['access_denied', 'AADSTS7999999: new', '', 'consentFailed'],
    ['something_new', '', '', 'consentFailed'],
    ['malformed', '', '', 'consentFailed'],
    ['', '', '', 'consentFailed'],
  ]
  for (const [error, description, subcode, expected] of rows) {
    test(`${error || 'nothing'} ${description} ${subcode} is ${expected}`, () => {
      expect(classifyRedirect(error, description, subcode).name).toBe(expected)
    })
  }

  /** Numbers that Microsoft uses for several errors, with texts as they are seen. */
  const meanings: [code: string, text: string, expected: OutcomeName][] = [
    ['650051', 'The application needs to be provisioned in the tenant first.', 'consentNotReady'],
    ['650051', 'The service principal is not present yet.', 'consentNotReady'],
    ['650051', 'A conflict occurred while the service principal was created.', 'consentNotReady'],
    ['650051', 'The requested permissions are invalid or outdated.', 'permissionNotPublished'],
    ['650051', 'Something that nobody has seen.', 'consentNotReady'],
    ['650051', 'The service principal name is already present for the tenant.', 'appAlreadyPresent'],
    [
      '650051',
      'Claim is invalid: Vulnerability.Read does not exist on resource application fc780465-2017-40d4-a0c5-307022471b92.',
      'permissionNotPublished',
    ],
    ['650051', "Value length of property 'DelegationScope' exceeds the maximum.", 'tooManyScopes'],
    [
      '650051',
      'Using application X is currently not supported for your organization contoso.com because it is in an unmanaged state.',
      'tenantUnmanaged',
    ],
    [
      '65005',
      'Invalid resource. The client has requested access to a resource which is not listed in the requested permissions.',
      'apiNotListed',
    ],
    [
      '65005',
      'The app needs access to a service that your organization has not subscribed to.',
      'apiMissing',
    ],
    ['70001', 'Application with identifier X was not found in the directory.', 'appNotInTenant'],
    ['70001', 'The application is disabled.', 'appDisabled'],
    ['50012', 'Client assertion contains an invalid signature.', 'certificateRefused'],
    ['50012', 'Authentication failed.', 'credentialRefused'],
  ]
  for (const [code, text, expected] of meanings) {
    test(`${code} “${text.slice(0, 50)}” is ${expected}: in a redirect, with plus signs, and from the token endpoint`, () => {
      const said = `AADSTS${code}: ${text} Trace ID: ${trace}`
      expect(classifyRedirect('invalid_client', said).name).toBe(expected)
      expect(classifyRedirect('invalid_client', said.replaceAll(' ', '+')).name).toBe(expected)
      const body = { error: 'invalid_client', error_description: said, error_codes: [Number(code)] }
      const failure = readLoginFailure({ status: 400, headers: {}, text: JSON.stringify(body) }, now)
      const outcome = classifyToken(failure)
      expect(outcome.name).toBe(expected)
      expect(JSON.stringify(outcome)).not.toContain(text)
    })
  }

  test('keeps the policy of a refusal by Conditional Access, and nothing else of its claims', () => {
    const policyId = 'aa00bb11-0000-4000-8000-0000000000CC'
    const claims = JSON.stringify({ access_token: { capolids: { essential: true, values: [policyId] } } })
    const expected = { name: 'conditionalAccess', code: '53003', policyId: policyId.toLowerCase() }
    expect(classifyRedirect('access_denied', 'AADSTS53003: Blocked.', '', claims)).toMatchObject(expected)
    const body = { error: 'invalid_grant', error_description: 'AADSTS53003: Blocked.', claims }
    const failure = readLoginFailure({ status: 400, headers: {}, text: JSON.stringify(body) }, now)
    expect(classifyToken(failure)).toMatchObject(expected)
    expect(
      classifyRedirect('access_denied', 'AADSTS53003: x', '', '<b>capolids</b> no id'),
    ).not.toHaveProperty('policyId')
  })

  test('gives no text of the redirect back', () => {
    const hostile = '<img src=x> [click](https://evil.example)'
    const outcome = classifyRedirect(hostile, `${hostile} Trace ID: ${hostile}`, hostile)
    expect(outcome).toEqual({ service: 'login', name: 'consentFailed', class: 'admin' })
  })
})

describe('a fault of the wire', () => {
  const rows: [code: string, expected: OutcomeName][] = [
    ['ENOTFOUND', 'hostNotFound'],
    ['EAI_AGAIN', 'hostNotFound'],
    ['ECONNREFUSED', 'connectionRefused'],
    ['ECONNRESET', 'connectionCut'],
    ['UND_ERR_SOCKET', 'connectionCut'],
    ['ETIMEDOUT', 'timedOut'],
    ['UND_ERR_HEADERS_TIMEOUT', 'timedOut'],
    ['UND_ERR_RES_EXCEEDED_MAX_SIZE', 'answerTooLarge'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'certificateUntrusted'],
    ['CERT_NOT_YET_VALID', 'certificateUntrusted'],
    ['ERR_TLS_HANDSHAKE_TIMEOUT', 'certificateUntrusted'],
    ['EPROTO', 'networkFault'],
  ]
  for (const [code, expected] of rows) {
    test(`${code} is ${expected}, also as a cause and among several`, () => {
      const error = Object.assign(new Error('x'), { code })
      for (const thrown of [
        error,
        new TypeError('fetch failed', { cause: error }),
        new AggregateError([error]),
      ]) {
        expect(classifyNetwork(thrown)).toMatchObject({ service: 'network', name: expected, code })
      }
    })
  }

  test('anything else is a network fault without a code', () => {
    for (const thrown of [undefined, null, 'text', {}, new Error('x')]) {
      expect(classifyNetwork(thrown)).toEqual({ service: 'network', name: 'networkFault', class: 'passing' })
    }
  })
})

describe('Retry-After', () => {
  const rows: [text: string | undefined, ms: number | undefined][] = [
    ['7', 7_000],
    [' 7 ', 7_000],
    ['0', undefined],
    ['0.0', undefined],
    ['0.5', 1_000],
    ['1.5', 1_500],
    ['0.0001', 1_000],
    ['Sun, 01 Mar 2026 08:00:09 GMT', 9_000],
    ['Sun, 01 Mar 2026 07:00:00 GMT', undefined],
    ['Sun, 01 Mar 2026 08:00:00 GMT', undefined],
    ['Sun, 01 Mar 2099 08:00:00 GMT', longestRetryAfterMs],
    ['99999999999999999999', longestRetryAfterMs],
    ['-5', undefined],
    ['soon', undefined],
    ['1e3', undefined],
    ['', undefined],
    ['   ', undefined],
    [undefined, undefined],
  ]
  for (const [text, ms] of rows) {
    test(`${text} is ${ms} ms`, () => {
      expect(readRetryAfterMs(text, now)).toBe(ms)
    })
  }

  test('any header is a wait of at most an hour, or none', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.double().map(String),
          fc.date({ noInvalidDate: true }).map((d) => d.toUTCString()),
        ),
        (text) => {
          const ms = readRetryAfterMs(text, now)
          if (ms === undefined) return
          expect(ms).toBeGreaterThanOrEqual(1_000)
          expect(ms).toBeLessThanOrEqual(longestRetryAfterMs)
          expect(Number.isInteger(ms)).toBe(true)
        },
      ),
    )
  })

  test('without one the pause doubles from two seconds to a minute, half of it by chance', () => {
    expect([1, 2, 3, 4, 5, 6, 9].map((attempt) => backoffMs(attempt, () => 1))).toEqual([
      2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000,
    ])
    expect(backoffMs(1, () => 0)).toBe(1_000)
  })
})

describe('whatever is answered', () => {
  const json = fc.oneof(
    fc.json(),
    fc.string(),
    fc
      .record(
        {
          error: fc.oneof(fc.string(), fc.jsonValue(), fc.constantFrom('invalid_client', 'invalid_grant')),
          error_codes: fc.oneof(fc.jsonValue(), fc.array(fc.oneof(fc.double(), fc.integer()))),
          error_description: fc.oneof(fc.string(), fc.jsonValue()),
          trace_id: fc.oneof(fc.string(), fc.jsonValue()),
          code: fc.string(),
        },
        { requiredKeys: [] },
      )
      .map((value) => JSON.stringify(value)),
    fc
      .record({ error: fc.record({ code: fc.string(), innerError: fc.jsonValue() }) })
      .map((value) => JSON.stringify(value)),
  )
  const headers = fc.dictionary(
    fc.constantFrom('retry-after', 'Retry-After', 'request-id', 'x-ms-request-id', '__proto__'),
    fc.oneof(fc.string(), fc.array(fc.string()), fc.integer()),
  )
  const status = fc.oneof(fc.integer({ min: 100, max: 599 }), fc.integer(), fc.double())

  function expectOutcome(outcome: Outcome): void {
    expect(Object.hasOwn(outcomeTable, outcome.name)).toBe(true)
    expect(outcome.class).toBe(outcomeTable[outcome.name as OutcomeName].class)
    // Only codes and IDs of a response are kept.
    expect(outcome.code ?? 'x').toMatch(/^[\w.-]{1,100}$/)
    expect(outcome.requestId ?? 'x').toMatch(/^[\w-]{1,60}$/)
  }

  test('a token answer gets an outcome and nothing is thrown', () => {
    fc.assert(
      fc.property(status, headers, json, (code, head, text) => {
        expectOutcome(classifyToken(readLoginFailure({ status: code, headers: head as never, text }, now)))
      }),
      runs(500),
    )
  })

  test('a Graph answer, too', () => {
    const body = fc.oneof(
      fc.jsonValue(),
      json.map((text) => {
        try {
          return JSON.parse(text)
        } catch {
          return text
        }
      }),
    )
    fc.assert(
      fc.property(status, headers, body, (code, head, value) => {
        expectOutcome(classifyGraph(readFailure(code, head, value, now)))
      }),
      runs(500),
    )
  })

  test('a redirect and a thrown thing, too', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string(),
        fc.string(),
        fc.anything(),
        (error, description, subcode, thrown) => {
          expectOutcome(classifyRedirect(error, description, subcode))
          expect(Object.hasOwn(outcomeTable, classifyNetwork(thrown).name)).toBe(true)
        },
      ),
      runs(300),
    )
  })
})

test('a redirect tells its number in any spelling, also only in the address about it', () => {
  const uri = 'https://login.microsoftonline.com/error?code=650053'
  for (const said of ['AADSTS650053: x', 'aadsts650053', 'AADSTS-650053', 'Trouble.', ''].map(
    (text) => `${text} ${uri}`,
  ))
    expect(classifyRedirect('invalid_client', said)).toMatchObject({ name: 'scopeUnknown', code: '650053' })
  expect(classifyRedirect('Access_Denied').name).toBe('consentDeclined')
})
