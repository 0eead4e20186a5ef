import type { Outcome } from '#platform/microsoft/outcome.ts'
import type { Role } from './role.ts'

/** The tenants that a role is good for, by id. */
export type Scope = 'all' | readonly string[]

/** Where a role comes from: the entry of the configuration that names the person, or the group they are in. */
type RoleSource = 'configuration' | { groupId: string }

export interface GivenRole {
  role: Role
  from: RoleSource
  /** The tenants in which it counts. */
  scope: Scope
}

/** Why the home tenant's directory takes every role: invited from elsewhere, account disabled, no such account. */
export type Refused = 'guest' | 'disabled' | 'missing'

/** What a person may do, as it was found out at `at`. */
export interface RoleReading {
  roles: readonly Role[]
  /** The same with source and scope; a role may come from several entries. */
  given: readonly GivenRole[]
  /** Groups that may give a role and could not be read: a role through them is not given now. */
  notRead: readonly { role: Role; groupId: string }[]
  refused?: Refused
  at: Date
}

/** Object ids of people, and `group:` with the object id of a group, per role, as the configuration holds them. */
export type RoleTable = Readonly<Record<Role, readonly string[]>>

/** Such an entry → the only tenants in which its roles count. */
export type ScopeTable = Readonly<Record<string, readonly string[]>>

/** A group that gives a role. */
export interface RoleGroup {
  groupId: string
  /** Empty when it could not be read. */
  name: string
  /** Absent: the group could not be read, or there is none. */
  members?: number
  /** The directory has no such group. */
  isMissing: boolean
  /** Why it could not be read. */
  outcome?: Outcome
  /** Number of tenants it is limited to. */
  tenants?: number
}

export interface RoleEntry {
  role: Role
  /** Named by object id. */
  people: number
  /** How many of these are limited to some tenants. */
  limited: number
  groups: readonly RoleGroup[]
}

/** Who has which role, by the entries of the configuration. */
export interface RoleOverview {
  entries: readonly RoleEntry[]
  /** Everything was read, and nobody can approve anything. */
  nobodyApproves: boolean
}
