import type { Person } from '#platform/base/person.ts'
import type { SetFacts } from '#platform/microsoft/facts.ts'
import type { Outcome } from '#platform/microsoft/outcome.ts'
import type { PermissionKey } from '../catalog/permission-set.ts'

/** Something verified that all reads since `since` missed. Replicas that each lack something else confirm nothing. */
interface Loss {
  key: PermissionKey
  since: Date
  /** Two of these reads were at least 60 s apart. */
  confirmed: boolean
}

/** What Grantkeeper remembers of one set in one tenant: the input of the evaluation. */
export interface GrantMemory {
  /** The last complete read. */
  facts?: { at: Date; value: SetFacts }
  /** Reads fail since `at`; `outcome` is that of the last one. Cleared by a complete read. */
  readFailure?: { at: Date; outcome: Outcome }
  /** The tenant says since `at` that the directory connection is gone. Cleared by a complete read. */
  connectionLost?: { at: Date; outcome: Outcome }
  /** The requirement that a complete read last found fulfilled. */
  verified?: {
    /** First read of an unbroken row that found it so. */
    at: Date
    permissions: readonly PermissionKey[]
    /** The enterprise application that held them; another client id is another app. Absent: the one required now. */
    clientId?: string
  }
  /** What the last complete read missed though it was verified before; absent when nothing is missing. */
  losses?: readonly Loss[]
  /** The earliest `since` of `losses`. */
  lossSeenAt?: Date
  /** Read at which the first of `losses` became certain. */
  lossConfirmedAt?: Date
  /** A consent link is out, or consent is spreading. */
  consent?: { consentId: string; phase: 'linkOut' | 'spreading'; since: Date }
  /** The last consent that failed. Cleared by success, by a new link and by reset. */
  failure?: { at: Date; outcome: Outcome }
  blocked?: { at: Date; by: Person }
}
