/**
 * What resolves the problem. `admin`: the tenant's admin tries again. `publisher`: the registration or our link is fixed.
 * `policy`: the tenant changes a policy or license. `passing`: it is transient. `state`: it depends on what is installed.
 */
export type OutcomeClass = 'admin' | 'publisher' | 'policy' | 'passing' | 'state'

/** Who must act: the least role that can. `anyOperator`: a person with that role in chat; `operator`: who runs the program. */
export const whoCodes = [
  'privilegedRoleAdministrator',
  'cloudApplicationAdministrator',
  'conditionalAccessAdministrator',
  'securityAdministrator',
  'userAdministrator',
  'billingAdministrator',
  'consentReviewer',
  'networkAdministrator',
  'domainOwner',
  'signedIn',
  'approver',
  'anyOperator',
  'serviceAdministrator',
  'publisher',
  'operator',
  'nobody',
] as const
export type Who = (typeof whoCodes)[number]

/**
 * Whose trouble it is. Only `ours` (credential, network, request) and `microsoft` (the service as a whole) concern other
 * tenants too; `tenant` and `publisher` never do.
 */
export type Side = 'ours' | 'microsoft' | 'tenant' | 'publisher'

/** One line of the outcome table. */
export interface OutcomeEntry {
  class: OutcomeClass
  /** `consenter`: the least role that can consent to the app, which depends on its permissions. */
  who: Who | 'consenter'
  side: Side
  /** AADSTS numbers, Graph codes or socket codes that map to this outcome. */
  codes?: readonly string[]
  /** A definite answer of the tenant: this app gets no token until something changes there. */
  lost?: true
  /** The reader app lacks consent or a right: a new consent to it mends the directory connection. */
  reconnect?: true
  /** The sign-in service refused the credential itself, not what was asked with it. */
  credential?: true
  /** A retry within the same read can help. */
  again?: true
}

/** A named result of a call to Microsoft. The text for each name is in `cards/words`. */
export interface Outcome {
  service: 'login' | 'graph' | 'network'
  /** Key into the outcome table, for example `consentDeclined`. */
  name: string
  class: OutcomeClass
  /** AADSTS number or Graph code, as a hint for people; never the only basis of a decision. */
  code?: string
  requestId?: string
  retryAfterMs?: number
  /** The Conditional Access policy that the answer names. */
  policyId?: string
  /** The field that an unreadable answer lacks, by our own schema. */
  field?: string
}
