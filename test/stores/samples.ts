import type { Consent, ConsentLink } from '#domain/consent/consent.ts'
import type { Exception } from '#domain/exceptions/exception.ts'
import type { Grant } from '#domain/grants/grant.ts'
import type { GrantMemory } from '#domain/status/memory.ts'
import type { Tenant } from '#domain/tenants/tenant.ts'
import type { Person } from '#platform/base/person.ts'
import type { Outcome } from '#platform/microsoft/outcome.ts'

export const t0 = new Date('2026-03-01T08:00:00.000Z')
/** So many ms after the beginning of the test's time. */
export const at = (ms: number): Date => new Date(t0.getTime() + ms)

export const alice: Person = {
  tenantId: '1a1a1a1a-0000-4000-8000-000000000001',
  objectId: 'a11ce000-0000-4000-8000-000000000001',
  name: 'Alice Moreau',
}

/** A GUID that ends in the number. */
export const guid = (number: number): string => `c0ffee00-0000-4000-8000-${String(number).padStart(12, '0')}`

export const makeTenant = (number: number, rest: Partial<Tenant> = {}): Tenant => ({
  id: guid(number),
  displayName: `Tenant ${number}`,
  defaultDomain: `tenant${number}.example`,
  state: 'connected',
  version: 1,
  addedAt: t0,
  ...rest,
})

export const makeGrant = (tenantId: string, setId: string, rest: Partial<Grant> = {}): Grant => ({
  tenantId,
  setId,
  version: 1,
  status: 'notGranted',
  statusSince: t0,
  usable: false,
  findings: [],
  memory: {},
  ...rest,
})

const outcome: Outcome = {
  service: 'login',
  name: 'consentDeclined',
  class: 'admin',
  code: '65004',
  requestId: 'r-1',
  retryAfterMs: 1_500,
}

/** Everything that can be remembered of a grant; a part that is added later does not compile without a place here. */
export const wholeMemory: Required<Omit<GrantMemory, 'blocked'>> = {
  facts: {
    at: at(1),
    value: {
      servicePrincipal: {
        id: guid(1),
        accountEnabled: true,
        isDisabled: false,
        disabledByMicrosoft: 'reason',
      },
      appRoles: [{ resourceAppId: guid(2), resourceName: 'Microsoft Graph', appRoleId: guid(3) }],
      scopes: [{ value: 'User.Read' }],
      resources: [guid(2)],
      directoryRoles: { read: true, value: [{ roleTemplateId: guid(4), via: 'group' }] },
      servicePlans: { read: false, outcome },
    },
  },
  readFailure: { at: at(2), outcome },
  connectionLost: { at: at(3), outcome, confirmedAt: at(4) },
  verified: { at: at(4), permissions: [`${guid(2)}/application/${guid(3)}`], clientId: guid(5) },
  losses: [{ key: `${guid(2)}/application/${guid(3)}`, since: at(5), confirmed: true }],
  lossSeenAt: at(5),
  lossConfirmedAt: at(6),
  unexplained: [{ id: `${guid(2)}/application/${guid(3)}`, since: at(6), confirmed: true, goneSince: at(7) }],
  consent: { consentId: 'consent', phase: 'spreading', since: at(7) },
  failure: { at: at(8), outcome },
  confirmations: [{ setting: 'by-hand', at: at(9), by: alice, clientId: guid(5) }],
  open: { at: at(9), until: at(10), by: alice, approvedBy: alice, reason: 'because', reference: 'INC1' },
  predecessors: [
    {
      appId: guid(6),
      objectId: guid(7),
      name: 'Old',
      since: at(9),
      missingSince: at(10),
      held: { at: at(9), count: 1, names: ['Mail.Read (Microsoft Graph)'], tierZero: 0 },
    },
  ],
}

export const makeConsent = (id: string, rest: Partial<Consent> = {}): Consent => ({
  id,
  kind: 'grant',
  setId: 'directory-data',
  requestedBy: alice,
  conversationId: 'conversation',
  code: 'K7M-2QX',
  createdAt: t0,
  ...rest,
})

export const makeLink = (id: string, consentId: string, rest: Partial<ConsentLink> = {}): ConsentLink => ({
  id,
  consentId,
  tenantId: guid(1),
  kind: 'set',
  clientId: guid(9),
  requirement: { version: 'v1', permissions: [`${guid(2)}/application/${guid(3)}`] },
  step: 1,
  phase: 'sent',
  version: 1,
  tokenHash: `token of ${id}`,
  times: { sent: t0 },
  reads: 0,
  openUntil: at(3_600_000),
  ...rest,
})

export const makeException = (id: string, rest: Partial<Exception> = {}): Exception => ({
  ...{ id, tenantId: guid(1), setId: 'a', factsHash: id.padEnd(32, '0'), reason: 'It is agreed' },
  finding: { code: 'SETTING_MISSING', who: 'operator', facts: { setting: 'role' } },
  ...{ owner: alice, by: alice, version: 1, acceptedAt: at(1), endsAt: at(100) },
  ...rest,
})
