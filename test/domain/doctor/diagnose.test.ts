import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { diagnose } from '#domain/doctor/diagnose.ts'
import { portalSentences, wholeSentences } from '#domain/doctor/portal-sentences.ts'
import { outcomeTable } from '#platform/microsoft/outcomes.ts'
import { loginFailure, tokenErrorBody } from '../../../emulator/login/aadsts.ts'
import { startThreadCpu } from '../../support/thread-cpu.ts'

const names = (text: string): string[] => diagnose(text).map(({ outcomeName }) => outcomeName)
/** Any UTF-16 code unit, including lone surrogates. */
const anyUnit = fc.nat({ max: 0xffff }).map((code) => String.fromCharCode(code))
const trace = '0b1c2d3e-4f50-4000-8000-00000000abcd'
const correlation = '1b1c2d3e-4f50-4000-8000-00000000abcd'
const tail = `Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: 2026-03-01 08:00:00Z`

describe('a code', () => {
  const rows: [text: string, code: string, name: string][] = [
    ['AADSTS65004', '65004', 'consentDeclined'],
    ['aadsts 65004', '65004', 'consentDeclined'],
    ['AADSTS: 65004', '65004', 'consentDeclined'],
    ['65004', '65004', 'consentDeclined'],
    ['  65004\n', '65004', 'consentDeclined'],
    ['error 65004', '65004', 'consentDeclined'],
    ['Error code: 7000222', '7000222', 'secretExpired'],
    ['{"errorCode": 90094}', '90094', 'adminConsentNeeded'],
    ['ErrorCode=90094', '90094', 'adminConsentNeeded'],
    ['code: "90094"', '90094', 'adminConsentNeeded'],
    ['"error_codes":[7000229]', '7000229', 'appNotInTenant'],
    ['https://login.microsoftonline.com/error?code=50011', '50011', 'replyAddressWrong'],
    ['AADSTS-65004', '65004', 'consentDeclined'],
    ['ＡＡＤＳＴＳ６５００４', '65004', 'consentDeclined'],
    ['A\u00adADSTS\u200b65\u2060004', '65004', 'consentDeclined'],
    ['(65004)', '65004', 'consentDeclined'],
    ['#65004.', '65004', 'consentDeclined'],
    ['Error code 53003 - blocked', '53003', 'conditionalAccess'],
    ['Sign-in error code\n53003\nFailure reason', '53003', 'conditionalAccess'],
    ['Fehlercode: 50105', '50105', 'assignmentRequired'],
    ['ErrorCode 7000229', '7000229', 'appNotInTenant'],
    ['Error(s): 700016 - Timestamp: x - Description: y', '700016', 'appNotInTenant'],
  ]
  for (const [text, code, name] of rows) {
    test(`${JSON.stringify(text)} is ${name}`, () => {
      expect(diagnose(text)).toEqual([{ outcomeName: name, code, hasPage: true }])
    })
  }

  test('that nobody knows still gets the link to Microsoft', () => {
    expect(diagnose('AADSTS7999999: something new')).toEqual([
      {
        outcomeName: 'loginCodeUnknown',
        code: '7999999',
        hasPage: true,
      },
    ])
  })

  test('an unknown number after the bare word "code" is nobody’s', () => {
    expect(diagnose('exit code: 4711')).toEqual([])
    expect(diagnose('postal code: 79999')).toEqual([])
  })

  test('several are told each once, five at most', () => {
    expect(names('AADSTS65004 then AADSTS90094 then AADSTS65004')).toEqual([
      'consentDeclined',
      'adminConsentNeeded',
    ])
    expect(diagnose(`AADSTS65004 AADSTS90094 ${tail}`).map(({ traceId }) => traceId)).toEqual([
      trace,
      undefined,
    ])
    const many = Array.from({ length: 9 }, (_, n) => `AADSTS${70_000_00 + n}`).join(' ')
    expect(diagnose(many)).toHaveLength(5)
  })
})

describe('what a number does not say alone', () => {
  test('the meaning of 650051 is in its text, also in an address', () => {
    const text =
      'AADSTS650051: Claim is invalid: Vulnerability.Read does not exist on resource application x.'
    expect(names(text)).toEqual(['permissionNotPublished'])
    expect(
      names(
        `https://bot.example/consent/callback?error=invalid_client&error_description=${encodeURIComponent(text).replaceAll('%20', '+')}`,
      ),
    ).toEqual(['permissionNotPublished'])
    expect(names('AADSTS650051')).toEqual(['consentNotReady'])
  })

  test('a number after 4,000 characters is found, with its meaning', () => {
    const log = 'a line of a log without any number\n'.repeat(200)
    expect(names(`${log}AADSTS650051: Value length of DelegationScope`)).toEqual(['tooManyScopes'])
    expect(names(`${log}AADSTS53003`)).toEqual(['conditionalAccess'])
  })

  test('the first AADSTS number is the error, wherever other notations stand', () => {
    expect(names('{"error_codes":[90094],"error_description":"AADSTS65004: no. AADSTS50034"}')).toEqual([
      'consentDeclined',
      'accountNotInTenant',
      'adminConsentNeeded',
    ])
    expect(names('AADSTS7000215, then {"code":"InvalidAuthenticationToken"}')).toEqual([
      'secretWrong',
      'graphTokenRefused',
    ])
  })

  test('of an unknown number, the error beside it is certain', () => {
    expect(diagnose('{"error":"invalid_client","error_description":"AADSTS7999999: new"}')).toMatchObject([
      { outcomeName: 'loginCodeUnknown', code: '7999999', shape: 'invalid_client' },
    ])
    expect(diagnose('https://x.example/cb?error=server_error&error_description=AADSTS7999999')).toMatchObject(
      [{ outcomeName: 'loginCodeUnknown', shape: 'server_error' }],
    )
  })

  test('an answer without a number is told by its OAuth error', () => {
    expect(names('{"error":"invalid_client"}')).toEqual(['credentialRefused'])
    expect(names('{"error": "unauthorized_client", "error_description": "No."}')).toEqual(['tokenRefused'])
    expect(names('{"error":"temporarily_unavailable"}')).toEqual(['loginFault'])
  })

  test('a code that many services use says no more than its text', () => {
    expect(names('{"error":{"code":"UnknownError","message":""}}')).toEqual(['graphRefused'])
    expect(names('403 {"error":{"code":"UnknownError","message":""}}')).toEqual(['readerRightMissing'])
    expect(names('401 {"error":{"code":"UnknownError","message":""}}')).toEqual(['serviceNotSetUp'])
    expect(names('{"error":{"code":"Unauthorized","message":"Access token has expired."}}')).toEqual([
      'graphTokenRefused',
    ])
    expect(names('{"error":{"code":"Unauthorized","message":"Account is not provisioned."}}')).toEqual([
      'serviceNotSetUp',
    ])
  })

  test('of an unknown code of Graph, its shape is', () => {
    expect(names('{"error":{"code":"NewKindOfTrouble","message":"m","innerError":{}}}')).toEqual([
      'graphRefused',
    ])
    expect(names('403 {"error":{"code":"NewKindOfTrouble","message":"m"}}')).toEqual(['readerRightMissing'])
    expect(names('403 {"error":{"code":"New","message":"This feature needs a license"}}')).toEqual([
      'licenceMissing',
    ])
    expect(
      names('{"error":{"code":"Forbidden","message":"Your tenant is not licensed for this feature."}}'),
    ).toEqual(['licenceMissing'])
  })

  test('the policy in the claims', () => {
    const id = 'aa00bb11-0000-4000-8000-0000000000cc'
    const claims = `{\\"access_token\\":{\\"capolids\\":{\\"essential\\":true,\\"values\\":[\\"${id}\\"]}}}`
    expect(diagnose(`{"error_description":"AADSTS53003: Blocked","claims":"${claims}"}`)).toMatchObject([
      { outcomeName: 'conditionalAccess', policyId: id },
    ])
  })
})

describe('every number of the table', () => {
  const numbers = Object.entries(outcomeTable).flatMap(([name, entry]) =>
    ('codes' in entry ? [...entry.codes] : [])
      .filter((code) => /^\d+$/.test(code))
      .map((code) => [name, code] as const),
  )
  for (const [name, code] of numbers) {
    test(`${code} is ${name}: as code, as text and as answer of the sign-in service`, () => {
      expect(names(`AADSTS${code}`)).toEqual([name])
      expect(names(`Sign-in failed. AADSTS${code}: Some words. ${tail}`)).toEqual([name])
      const body = tokenErrorBody(loginFailure(Number(code)), new Date(0), 'https://login.example')
      expect(names(JSON.stringify(body))).toEqual([name])
    })
  }
})

describe('a redirect address', () => {
  const back = 'https://bot.example/consent/callback'
  const described = (code: string) =>
    encodeURIComponent(
      `AADSTS${code}: User declined.\r\nTrace ID: ${trace}\r\nCorrelation ID: ${correlation}`,
    )

  test('that failed with a number', () => {
    const url = `${back}?error=access_denied&error_description=${described('65004')}&admin_consent=True&state=SECRET#`
    const found = diagnose(url)
    expect(found).toEqual([
      {
        outcomeName: 'consentDeclined',
        code: '65004',
        hasPage: true,
        traceId: trace,
        correlationId: correlation,
      },
    ])
    expect(JSON.stringify(found)).not.toContain('SECRET')
  })

  test('with blanks as plus signs, and encoded twice', () => {
    const plus = `${back}?error=access_denied&error_description=AADSTS65004%3a+User+declined.+Trace+ID%3a+${trace}`
    expect(diagnose(plus)).toMatchObject([{ outcomeName: 'consentDeclined', traceId: trace }])
    const twice = `https://safelinks.example/?url=${encodeURIComponent(encodeURIComponent(plus))}`
    expect(diagnose(twice)).toMatchObject([{ outcomeName: 'consentDeclined', traceId: trace }])
    expect(names(plus.replaceAll('&', '&amp;'))).toEqual(['consentDeclined'])
  })

  const rows: [query: string, name: string, code?: string][] = [
    ['error=access_denied&error_subcode=cancel&state=x', 'consentAbandoned', 'access_denied'],
    ['error=access_denied', 'consentDeclined', 'access_denied'],
    [
      'error=permission_denied&error_description=The+admin+canceled+the+request',
      'consentDeclined',
      'permission_denied',
    ],
    ['admin_consent=True&error=server_error', 'consentFault', 'server_error'],
    ['error=invalid_request', 'linkRefused', 'invalid_request'],
    ['error=something_new', 'consentFailed', 'something_new'],
    ['admin_consent=True&tenant=2f2a91c4-0000-4000-8000-000000000001&state=x', 'consentReported'],
  ]
  for (const [query, name, code] of rows) {
    test(`${query} is ${name}`, () => {
      expect(diagnose(`${back}?${query}`)).toEqual([
        code ? { outcomeName: name, code } : { outcomeName: name },
      ])
    })
  }

  test('that cannot be decoded is read as far as it can', () => {
    expect(names(`${back}?error=access_denied&error_description=%E0%A4%A&x=%zz`)).toEqual(['consentDeclined'])
  })
})

describe('an error of Graph or of the wire', () => {
  test('by its code, with the request id', () => {
    const body = {
      error: {
        code: 'Authorization_RequestDenied',
        message: 'Insufficient privileges',
        innerError: { 'request-id': trace },
      },
    }
    expect(diagnose(JSON.stringify(body))).toEqual([
      { outcomeName: 'readerRightMissing', code: 'Authorization_RequestDenied', traceId: trace },
    ])
  })

  test('everyday words count only as the value of a code', () => {
    expect(names('{"code": "Forbidden"}')).toEqual(['readerRightMissing'])
    expect(names('code=AccessDenied')).toEqual(['readerRightMissing'])
    expect(names('Parking is forbidden here')).toEqual([])
    expect(names('Unauthorized persons keep out')).toEqual([])
  })

  test('codes of the socket', () => {
    expect(names('connect ECONNREFUSED 10.0.0.1:443')).toEqual(['connectionRefused'])
    expect(names('getaddrinfo ENOTFOUND graph.microsoft.com')).toEqual(['hostNotFound'])
    expect(names('unable to verify: SELF_SIGNED_CERT_IN_CHAIN')).toEqual(['certificateUntrusted'])
  })
})

describe('words of other consoles', () => {
  const rows: [text: string, name: string][] = [
    ['Application is disabled in Microsoft Entra ID', 'appDisabled'],
    ['This account has already been connected', 'tenantBoundElsewhere'],
    ['The apps require certain permissions to interact with your tenant', 'permissionsMissing'],
    ['Permission update required', 'permissionUpdateRequired'],
    ['Need admin approval', 'adminConsentNeeded'],
    ['Insufficient privileges to complete the operation.', 'readerRightMissing'],
    ['Your tenant is not licensed for this feature.', 'licenceMissing'],
    ['Authentication error!', 'consentInvalid'],
    ['Let’s keep your account secure', 'mfaNeeded'],
    ['Your organization needs more information to keep your account secure', 'mfaNeeded'],
    ['AADSTS500121: Authentication failed during strong authentication request.', 'mfaNeeded'],
    ['AADSTS530002: Your device is required to be compliant to access this resource.', 'deviceNotAllowed'],
    ['AADSTS50089: Authentication failed due to flow token expired.', 'signInExpired'],
    ['Set up your device to get access', 'deviceNotAllowed'],
    [
      'You don’t have access to this. Your sign-in was successful but you don’t have permission to access this resource.',
      'conditionalAccess',
    ],
    ['Your sign-in was blocked. We’ve detected something unusual about this sign-in.', 'conditionalAccess'],
    ['Your account is blocked. We’ve detected suspicious activity on your account.', 'accountAtRisk'],
  ]
  for (const [text, name] of rows) {
    test(`${text} is ${name}`, () => {
      expect(diagnose(text)).toMatchObject([{ outcomeName: name }])
    })
  }

  test('every sentence of the table, in any case and in the middle of a page', () => {
    for (const [sentence, name] of portalSentences) {
      expect(names(`Sorry. ${sentence.toUpperCase()} (more)`)[0], sentence).toBe(name)
      expect(names(`x ${sentence.replaceAll(' ', '  \n').replaceAll("'", '’')} y`)[0], sentence).toBe(name)
    }
    for (const [sentence, name] of wholeSentences) {
      expect(names(` ${sentence}! `), sentence).toEqual([name])
      expect(names(`the words ${sentence} in a text`), sentence).toEqual([])
    }
  })

  test('a code says more than the words around it', () => {
    expect(names('Need admin approval AADSTS65004')).toEqual(['consentDeclined'])
  })
})

describe('anything else', () => {
  for (const text of [
    '',
    '   ',
    'hello',
    'it does not work',
    '12',
    '2026-03-01',
    'https://contoso.com',
    '🤷',
  ]) {
    test(`${JSON.stringify(text)} is nothing that is known`, () => {
      expect(diagnose(text)).toEqual([])
    })
  }

  test('whatever is pasted, only names, numbers and ids come out, and soon', () => {
    const piece = fc.oneof(
      fc.string({ unit: anyUnit, maxLength: 80 }),
      fc.constantFrom(
        'AADSTS',
        'error=',
        '&error_subcode=',
        'Trace ID:',
        '%25',
        '&amp;',
        'code:',
        '65004',
        ' '.repeat(50),
        trace,
      ),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        for (const { outcomeName, code, traceId, correlationId, hasPage } of diagnose(pieces.join(''))) {
          expect(Object.hasOwn(outcomeTable, outcomeName)).toBe(true)
          expect(code ?? 'x').toMatch(/^[\w.]{1,60}$/)
          if (hasPage) expect(code).toMatch(/^\d+$/)
          for (const id of [traceId, correlationId]) expect(id ?? trace).toMatch(/^[0-9a-f-]{36}$/)
        }
      }),
    )
  })

  test('a page of twenty thousand signs costs next to nothing', () => {
    const hostile = [
      '%',
      '%25',
      'code ',
      'AADSTS ',
      'Trace ID: ',
      'error=a',
      '&amp;',
      `code=${' '.repeat(30)}`,
    ]
    const started = process.cpuUsage()
    for (const text of hostile) diagnose(text.repeat(20_000))
    expect(process.cpuUsage(started).user).toBeLessThan(2_000_000)
  })
})

test('one character that stands for eighteen makes a text no longer than it may be', () => {
  const texts = [1_000, 20_000].map((length) => '\ufdfa'.repeat(length))
  const [, ms = 0] = texts.map((text) => {
    const cpuMs = startThreadCpu()
    expect(diagnose(text)).toEqual([])
    return cpuMs()
  })
  expect(ms).toBeLessThan(50)
})
