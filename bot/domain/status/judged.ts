/**
 * Stored beside an evaluation: what a card shows besides it, and for how long judging the same memory again gives the same. So
 * a card needs neither the memory nor a second evaluation.
 */
export interface Judged {
  /** Equal only for the same program and the same list. */
  by: string
  /** The last complete read, in ms; a later one that found the same is stored with the tenant. */
  readAt: number
  /** From then on the clock gives this, in ms; absent: always did. */
  from?: number
  /** From then on the clock gives something else. */
  until?: number
  /** Number of required permissions that are granted. */
  granted: number
  /** Object ID of the enterprise application. */
  objectId?: string
  /** The consent under way. */
  consentId?: string
  /** A consent has failed. */
  failed?: true
}
