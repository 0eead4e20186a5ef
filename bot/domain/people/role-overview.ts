import type { Outcome } from '#platform/microsoft/outcome.ts'
import { groupOf } from './decide-roles.ts'
import type { Groups, Members } from './memberships.ts'
import { roles } from './role.ts'
import type { RoleEntry, RoleGroup, RoleOverview, RoleTable, ScopeTable } from './role-reading.ts'

export async function describeRoles(options: {
  table: RoleTable
  scopes: ScopeTable
  groups: Groups
  members: Pick<Members, 'get'>
}): Promise<RoleOverview> {
  const { table, scopes, groups, members } = options
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
  const hasNoApprover =
    approvers?.people === 0 && approvers.groups.every(({ members, isMissing }) => isMissing || members === 0)
  const accountsUnread = await readSomebody(table, members)
  return { entries, hasNoApprover, ...(accountsUnread && { accountsUnread }) }
}

/** One account is enough to see whether accounts can be read. Undefined if they can, or if nobody is named by object ID. */
async function readSomebody(table: RoleTable, members: Pick<Members, 'get'>): Promise<Outcome | undefined> {
  const somebody = roles.flatMap((role) => table[role]).find((holder) => groupOf(holder) === undefined)
  if (somebody === undefined) return undefined
  const { user } = (await members.get(somebody)).read
  return user.read ? undefined : user.outcome
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
