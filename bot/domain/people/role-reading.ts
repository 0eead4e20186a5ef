import type { Role } from './role.ts'

/** The tenants that a role is good for, by id. */
export type Scope = 'all' | readonly string[]

/** Where a role comes from: the entry of the configuration that names the person, or the group they are in. */
export type RoleSource = 'configuration' | { groupId: string }

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
  unread: readonly { role: Role; groupId: string }[]
  refused?: Refused
  at: Date
}

/** Object ids of people, and `group:` with the object id of a group, per role, as the configuration holds them. */
export type RoleTable = Readonly<Record<Role, readonly string[]>>

/** Such an entry → the only tenants in which its roles count. */
export type ScopeTable = Readonly<Record<string, readonly string[]>>
