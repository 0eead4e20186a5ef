import type { Person } from '#platform/base/person.ts'
import type { Outcome } from '#platform/microsoft/outcome.ts'

/** `missing`: not seen in the last read, and a second one must confirm that it is gone. */
export type LeavingAppState = 'there' | 'missing' | 'gone'

/** An enterprise application that Grantkeeper's work left in a tenant. */
export interface LeavingApp {
  /** Lower case. */
  clientId: string
  /** Absent: Grantkeeper's own reader, which is deleted last. */
  setId?: string
  /** It was replaced by the set's app of today. */
  isFormer?: true
  objectId?: string
  /** Permissions that it held when it was last read. */
  held: number
  state: LeavingAppState
  /** In this state. */
  since: Date
}

/**
 * `gone`: two reads saw nothing left. `unreadable`: the reader itself is gone, so nothing can be read any more. `stopped`: by
 * a person. `returned`: the tenant was added again, or the set unblocked.
 */
export type LeavingState = 'open' | 'gone' | 'unreadable' | 'stopped' | 'returned'

/** What is left in Entra after a tenant was removed, or a set was blocked for good. It is read until it is gone. */
export interface Leaving {
  id: number
  tenantId: string
  /** Absent: the whole tenant was removed. */
  setId?: string
  state: LeavingState
  /** Increases with every change that a person can see. */
  version: number
  apps: readonly LeavingApp[]
  by: Person
  startedAt: Date
  checkedAt?: Date
  /** Since when Entra has refused the reader. */
  lostAt?: Date
  /** The last read failed. */
  failure?: Outcome
  endedAt?: Date
  endedBy?: Person
}

export const leavingSubject = ({ id }: Pick<Leaving, 'id'>) => ({ kind: 'leaving', id: `${id}` })

export const isReaderApp = ({ setId }: Pick<LeavingApp, 'setId'>): boolean => setId === undefined
