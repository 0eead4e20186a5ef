import type { Outcome } from '#platform/microsoft/outcome.ts'
import type { Role } from './role.ts'

/** The IDs of the tenants in which a role counts. */
export type Scope = 'all' | readonly string[]

export interface GivenRole {
  role: Role
  /** An entry of the configuration that names the person, or a group they are in. */
  from: 'configuration' | { groupId: string }
  scope: Scope
}

/** Why a person can have no role: a guest, a disabled account, or no account in the home tenant. */
export type Refused = 'guest' | 'disabled' | 'missing'

/** The roles of a person, as read at `at`. */
export interface RoleReading {
  roles: readonly Role[]
  /** The same with source and scope; a role may come from several entries. */
  given: readonly GivenRole[]
  /** Groups that might give a role but couldn't be read. Their roles aren't given. */
  notRead: readonly { role: Role; groupId: string }[]
  refused?: Refused
  /** Whether the directory answered for the account: only then it's known that the person is no guest and not disabled. */
  isAccountRead: boolean
  at: Date
}

/** Entries of the configuration per role: the object ID of a person, or `group:` with the object ID of a group. */
export type RoleTable = Readonly<Record<Role, readonly string[]>>

/** Entry → the only tenants in which its roles count. */
export type ScopeTable = Readonly<Record<string, readonly string[]>>

/** A group that gives a role. */
export interface RoleGroup {
  groupId: string
  /** Empty if it couldn't be read. */
  name: string
  /** Absent: the group couldn't be read or doesn't exist. */
  members?: number
  /** The directory has no such group. */
  isMissing: boolean
  /** Why it couldn't be read. */
  outcome?: Outcome
  /** Number of tenants it is limited to. */
  tenants?: number
}

export interface RoleEntry {
  role: Role
  /** Number of entries by object ID. */
  people: number
  /** How many of these are limited to some tenants. */
  limited: number
  groups: readonly RoleGroup[]
}

/** The roles by the entries of the configuration. */
export interface RoleOverview {
  entries: readonly RoleEntry[]
  /** All approver groups were read, and there is no approver. */
  hasNoApprover: boolean
  /** Why accounts can't be read; while they can't, nobody can grant or unblock. */
  accountsUnread?: Outcome
}
