import type { MemberRead } from '../directory/member.ts'
import { type Role, roles } from './role.ts'
import type { GivenRole, Refused, RoleReading, RoleTable, ScopeTable } from './role-reading.ts'

const groupWord = 'group:'

/** Object ID of the group that an entry of the configuration names; undefined for a person. */
export const groupOf = (holder: string): string | undefined =>
  holder.startsWith(groupWord) ? holder.slice(groupWord.length) : undefined

/** Object IDs of all groups in the configuration. */
export const groupsOf = (table: RoleTable): string[] => [
  ...new Set(roles.flatMap((role) => table[role].flatMap((holder) => groupOf(holder) ?? []))),
]

/**
 * The roles of one person of the home tenant. Guest, disabled, and missing accounts have none. If the account can't be read,
 * roles by object ID count, and roles by group are listed in `notRead`.
 */
export function decideRoles(
  { table, scopes }: { table: RoleTable; scopes: ScopeTable },
  objectId: string,
  read: MemberRead | 'notAsked',
): Omit<RoleReading, 'at'> {
  const account = read === 'notAsked' ? undefined : read.user
  const refused = account?.read ? refusalOf(account.value) : undefined
  const isAccountRead = account?.read ?? false
  if (refused) return { roles: [], given: [], notRead: [], refused, isAccountRead }
  const given: GivenRole[] = []
  const notRead: { role: Role; groupId: string }[] = []
  const inGroups =
    read !== 'notAsked' && read.user.read && read.groupIds.read ? read.groupIds.value : undefined
  for (const role of roles) {
    for (const holder of table[role]) {
      const groupId = groupOf(holder)
      const scope = scopes[holder] ?? 'all'
      if (groupId === undefined && holder === objectId) given.push({ role, from: 'configuration', scope })
      if (groupId === undefined) continue
      if (!inGroups) notRead.push({ role, groupId })
      else if (inGroups.includes(groupId)) given.push({ role, from: { groupId }, scope })
    }
  }
  return {
    roles: roles.filter((role) => given.some((each) => each.role === role)),
    given,
    notRead,
    isAccountRead,
  }
}

/** Why this account, or a missing one, can have no role; undefined if it can. */
export function refusalOf(user: { isGuest: boolean; isEnabled: boolean } | undefined): Refused | undefined {
  if (!user) return 'missing'
  if (user.isGuest) return 'guest'
  return user.isEnabled ? undefined : 'disabled'
}
