import type { ReadResult } from '#platform/microsoft/facts.ts'

/** An account of the home tenant. */
export interface User {
  displayName: string
  isGuest: boolean
  isEnabled: boolean
}

/** Account and groups of one person in the home tenant. */
export interface MemberRead {
  /** The value is undefined if there is no such account. */
  user: ReadResult<User | undefined>
  /** The requested groups that the person is in, directly or through other groups. */
  groupIds: ReadResult<readonly string[]>
}

/** A group of the home tenant with its direct and transitive members. */
export interface GroupRead {
  displayName: string
  /** Without guests and disabled accounts. */
  members: readonly { objectId: string; displayName: string }[]
}
