/**
 * Who can end the trouble: `admin` of the tenant retries, `publisher` must mend the registration or our link,
 * `policy` of the tenant or a licence stands against it, `passing` ends by itself, `state` is about what is installed.
 */
export type OutcomeClass = 'admin' | 'publisher' | 'policy' | 'passing' | 'state'

/** A named result of a call to Microsoft. The words for each name stand in `cards/words`. */
export interface Outcome {
  service: 'login' | 'graph' | 'network'
  /** Key into the outcome table, for example `consentDeclined`. */
  name: string
  class: OutcomeClass
  /** AADSTS number or Graph code, as a hint for people. Never decides alone. */
  code?: string
  requestId?: string
  retryAfterMs?: number
}
