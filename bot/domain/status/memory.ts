import type { Person } from '#platform/base/person.ts'
import type { SetFacts } from '#platform/microsoft/facts.ts'
import type { Outcome } from '#platform/microsoft/outcome.ts'
import type { PermissionKey } from '../catalog/permission-set.ts'
import type { GrantedId } from './granted-id.ts'

/** A verified permission missing in every read since `since`. Replicas that miss different permissions confirm no loss. */
interface Loss {
  key: PermissionKey
  since: Date
  /** Two of these reads were at least 60 s apart. */
  confirmed: boolean
}

/** Granted, but by nothing that is known here: see `baselines/`. */
export interface UnexplainedGrant {
  id: GrantedId
  since: Date
  /** Two reads at least 60 s apart showed it. */
  confirmed: boolean
  /** The first of the reads that did not show it any more; after a second one it is forgotten. */
  goneSince?: Date
}

/** An enterprise application that the set replaced and that is still in the tenant. */
export interface Predecessor {
  appId: string
  objectId: string
  name: string
  /** First seen. */
  since: Date
  /** Not seen in the last complete read, first at this time. */
  missingSince?: Date
  /** What it held when that was last read. Names are of the riskiest; `count` is of all. */
  held?: { at: Date; count: number; names: readonly string[]; tierZero: number }
}

/** Belongs to the tenant and the set and outlives their grant: see `grants/blocks-store.ts`. */
export interface Block {
  at: Date
  by: Person
  /** From the request, if there was one. */
  reason?: string
  /** Only lifted as a decision of its own, never undone: it is what is left of access for a time. */
  isFinal?: true
}

/** Access for a time. It lifts a block, or the rule that a set is closed by default, until it ends; neither is deleted for it. */
export interface Opening {
  at: Date
  until: Date
  by: Person
  /** The second person, if there was one. */
  approvedBy?: Person
  reason?: string
  /** Ticket or case number. */
  reference?: string
}

/** What a person says about a setting that no API shows. */
export interface Confirmation {
  /** ID of the setting. */
  setting: string
  at: Date
  by: Person
  /** Of the enterprise application that it was said of; lower case. */
  clientId: string
}

/** Everything stored about one set in one tenant that the evaluation needs. */
export interface GrantMemory {
  /** The last complete read. */
  facts?: { at: Date; value: SetFacts }
  /** Reads have failed since `at`; `outcome` is that of the last one. Cleared by a complete read. */
  readFailure?: { at: Date; outcome: Outcome }
  /** The directory connection has been refused since `at`. Cleared by a complete read. */
  connectionLost?: {
    at: Date
    outcome: Outcome
    /** A second read, at least 60 s after the first, was refused too. Until then the tenant is unread, not lost. */
    confirmedAt?: Date
  }
  /** The requirement that a complete read last found fully granted. */
  verified?: {
    /** The first of the uninterrupted reads that found it so. */
    at: Date
    permissions: readonly PermissionKey[]
    /** Client ID of the enterprise application that had them. Absent: the one required now. */
    clientId?: string
  }
  /** Verified permissions missing in the last complete read; absent if there are none. */
  losses?: readonly Loss[]
  /** The earliest `since` of `losses`. */
  lossSeenAt?: Date
  /** Time of the read that confirmed the first of `losses`. */
  lossConfirmedAt?: Date
  /** By ID; absent if everything is explained. */
  unexplained?: readonly UnexplainedGrant[]
  /** A consent link is open, or a consent is propagating. */
  consent?: { consentId: string; phase: 'linkOut' | 'spreading'; since: Date }
  /** The last failed consent. Cleared by success, by a new link and by reset. */
  failure?: { at: Date; outcome: Outcome }
  /** At most one for each setting. */
  confirmations?: readonly Confirmation[]
  /** Enterprise applications that the set replaced; absent: none is left. */
  predecessors?: readonly Predecessor[] | undefined
  /** Decided by a row of its own. It stays during an opening, which lifts it for a time. */
  blocked?: Block
  /** Stays after its end until that is stored: whether it is over, the clock decides. */
  open?: Opening
}

/** What nothing explains, as far as it counts: it is told, and a person can accept it. */
export const confirmedIds = ({ unexplained = [] }: GrantMemory): GrantedId[] =>
  unexplained.flatMap(({ id, confirmed }) => (confirmed ? [id] : []))
