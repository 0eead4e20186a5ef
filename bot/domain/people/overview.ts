import type { Outcome } from '#platform/microsoft/outcome.ts'
import { groupOf } from './decide-roles.ts'
import type { Groups } from './memberships.ts'
import { type Role, roles } from './role.ts'
import type { RoleTable, ScopeTable } from './role-reading.ts'

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

export async function describeRoles(options: {
  table: RoleTable
  scopes: ScopeTable
  groups: Groups
}): Promise<RoleOverview> {
  const { table, scopes, groups } = options
  const entries = await Promise.all(
    roles.map(async (role): Promise<RoleEntry> => {
      const people = table[role].filter((holder) => groupOf(holder) === undefined)
      const named = table[role].filter((holder) => groupOf(holder) !== undefined)
      return {
        role,
        people: people.length,
        limited: people.filter((holder) => scopes[holder]).length,
        groups: await Promise.all(named.map((holder) => describeGroup(groups, holder, scopes[holder]))),
      }
    }),
  )
  const approvers = entries.find(({ role }) => role === 'approver')
  const nobodyApproves =
    approvers?.people === 0 && approvers.groups.every(({ members, isMissing }) => isMissing || members === 0)
  return { entries, nobodyApproves }
}

async function describeGroup(
  groups: Groups,
  holder: string,
  scope: readonly string[] | undefined,
): Promise<RoleGroup> {
  const groupId = groupOf(holder) ?? ''
  const { group } = await groups.get(groupId)
  const found = group.read ? group.value : undefined
  return {
    groupId,
    name: found?.displayName ?? '',
    isMissing: group.read && !group.value,
    ...(found && { members: found.members.length }),
    ...(!group.read && { outcome: group.outcome }),
    ...(scope && { tenants: scope.length }),
  }
}
