import type { Person } from '#platform/base/person.ts'
import type { Permission } from '../catalog/permission-set.ts'

/**
 * `draft`: planned, and shown to one person only. `fulfilled`: the list came as announced, also before the day. `void`: another
 * list came, or none. `withdrawn`: by a person.
 */
export type AdvanceNoticeState = 'draft' | 'open' | 'fulfilled' | 'void' | 'withdrawn'

/** A coming requirement list of a set, announced for a day. It changes no status. */
export interface AdvanceNotice {
  id: number
  setId: string
  state: AdvanceNoticeState
  version: number
  /** `2027-01-31`, in this zone. */
  day: string
  timeZone: string
  startsAt: Date
  endsAt: Date
  reason: string
  /** The registration that the list was read from; absent: it was pasted. */
  sourceClientId?: string
  /** Version of a requirement with the announced list. */
  listVersion: string
  list: readonly Permission[]
  /** The list when it was announced. */
  beforeVersion: string
  before: readonly Permission[]
  /** The list when it ended. */
  found?: readonly Permission[]
  by: Person
  madeAt: Date
  endedAt?: Date
  endedBy?: Person
}

export interface Acknowledgement {
  by: Person
  at: Date
}

export const advanceNoticeSubject = ({ id }: Pick<AdvanceNotice, 'id'>) => ({
  kind: 'advanceNotice',
  id: `${id}`,
})

/** The card that says that it is void, posted once where it had been announced. */
export const noticeEndSubject = ({ id }: Pick<AdvanceNotice, 'id'>) => ({
  kind: 'advanceNoticeEnd',
  id: `${id}`,
})
