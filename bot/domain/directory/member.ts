import type { ReadResult } from '#platform/microsoft/facts.ts'

/** An account of the home tenant. */
export interface User {
  displayName: string
  /** Invited from elsewhere. */
  isGuest: boolean
  isEnabled: boolean
}

/** What the home tenant says of one person. */
export interface MemberRead {
  /** The value is undefined when there is no such account. */
  user: ReadResult<User | undefined>
  /** Those of the groups asked for that the person is in, directly or through other groups. */
  groupIds: ReadResult<readonly string[]>
}

/** A group of the home tenant with the people in it, directly or through other groups. */
export interface GroupRead {
  displayName: string
  /** Without guests and disabled accounts. */
  members: readonly { objectId: string; displayName: string }[]
}
