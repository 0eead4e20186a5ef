/** Faults that happen in real life, ready to turn on. Each is the input of the call `fault`. */
export const faultPresets: readonly {
  group: string
  presets: readonly (readonly [words: string, input: Record<string, unknown>])[]
}[] = [
  {
    group: 'Graph',
    presets: [
      [
        '429 too many requests, Retry-After 5',
        { where: 'graph', kind: 'status', status: 429, retryAfter: '5' },
      ],
      ['429 without Retry-After', { where: 'graph', kind: 'status', status: 429 }],
      ['503 service unavailable', { where: 'graph', kind: 'status', status: 503 }],
      ['502 with an HTML page', { where: 'graph', kind: 'status', status: 502 }],
      ['403 insufficient privileges', { where: 'graph', kind: 'status', status: 403 }],
      ['401 token refused', { where: 'graph', kind: 'status', status: 401 }],
      ['No response (hangs)', { where: 'graph', kind: 'hang' }],
      ['Responds after 3 s', { where: 'graph', kind: 'slow', ms: 3000 }],
      ['Connection closed', { where: 'graph', kind: 'cut' }],
      ['Response ends in the middle', { where: 'graph', kind: 'truncate' }],
    ],
  },
  {
    group: 'Parts of a batch and pages',
    presets: [
      [
        'List of grants: 429 in its part',
        { where: 'part', path: 'appRoleAssignments', kind: 'status', status: 429, retryAfter: '2' },
      ],
      ['List of grants: part missing', { where: 'part', path: 'appRoleAssignments', kind: 'missing' }],
      ['List of grants: empty first page', { where: 'part', path: 'appRoleAssignments', kind: 'emptyPage' }],
      [
        'List of grants: page leads to itself',
        { where: 'part', path: 'appRoleAssignments', kind: 'loopingPage' },
      ],
      ['Delegated grants: odd spaces', { where: 'part', path: 'oauth2PermissionGrants', kind: 'oddScopes' }],
      [
        'Audit log: 403 not licensed',
        {
          where: 'graph',
          path: 'directoryAudits',
          kind: 'status',
          status: 403,
          code: 'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
          message: "Neither tenant is B2C or tenant doesn't have premium license",
        },
      ],
      ['GUIDs in uppercase', { where: 'graph', kind: 'upperCase' }],
      ['Unknown properties', { where: 'graph', kind: 'unknownProperties' }],
    ],
  },
  {
    group: 'Sign-in of the reader (token)',
    presets: [
      ['AADSTS7000222 secret expired', { where: 'token', kind: 'aadsts', code: 7000222 }],
      ['AADSTS7000215 secret wrong', { where: 'token', kind: 'aadsts', code: 7000215 }],
      ['AADSTS700016 app not in tenant', { where: 'token', kind: 'aadsts', code: 700016 }],
      ['AADSTS7000112 app disabled', { where: 'token', kind: 'aadsts', code: 7000112 }],
      ['AADSTS53003 Conditional Access', { where: 'token', kind: 'aadsts', code: 53003 }],
      ['AADSTS90033 temporary fault, 503', { where: 'token', kind: 'aadsts', code: 90033 }],
      [
        'AADSTS90055 throttled, Retry-After 5',
        { where: 'token', kind: 'aadsts', code: 90055, retryAfter: '5' },
      ],
      ['502 with an HTML page', { where: 'token', kind: 'status', status: 502 }],
      ['200 without a token', { where: 'token', kind: 'token', withoutToken: true }],
      ['No response (hangs)', { where: 'token', kind: 'hang' }],
    ],
  },
  {
    group: 'Consent page',
    presets: [
      ['Browser never comes back', { where: 'consent', kind: 'neverReturns' }],
      ['AADSTS650051 not provisioned yet', { where: 'consent', kind: 'aadsts', code: 650051 }],
      ['AADSTS650052 API missing', { where: 'consent', kind: 'aadsts', code: 650052 }],
      ['AADSTS90097 fault while consenting', { where: 'consent', kind: 'aadsts', code: 90097 }],
      [
        'access_denied without a number',
        { where: 'consent', kind: 'redirect', query: { error: 'access_denied', error_subcode: 'cancel' } },
      ],
      [
        'server_error',
        { where: 'consent', kind: 'redirect', query: { error: 'server_error', admin_consent: 'True' } },
      ],
    ],
  },
]

export const howOften = [
  ['1', 'next time'],
  ['3', 'next 3 times'],
  ['20', 'next 20 times'],
  ['', 'until removed'],
] as const
