/**
 * What resolves the problem. `admin`: the tenant's admin tries again. `publisher`: the registration or our link is fixed.
 * `policy`: the tenant changes a policy or license. `passing`: it is transient. `state`: it depends on what is installed.
 */
export type OutcomeClass = 'admin' | 'publisher' | 'policy' | 'passing' | 'state'

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
}
