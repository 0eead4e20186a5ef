import type { Log } from '#platform/base/log.ts'
import type { Person } from '#platform/base/person.ts'
import { groupOf, refusalOf } from './decide-roles.ts'
import type { Groups, Members } from './memberships.ts'
import { includesRole, type Role, roles } from './role.ts'
import type { RoleTable, Scope, ScopeTable } from './role-reading.ts'
import { covers, unionOf } from './scope.ts'

interface Sources {
  table: RoleTable
  scopes: ScopeTable
  homeTenantId: string
  log: Log
  members: Pick<Members, 'get'>
  groups: Groups
}

/** All people with the role in each of the tenants (an empty list: in all), as far as the directory can be read. */
export async function listHolders(sources: Sources, needed: Role, tenants: Scope): Promise<Person[]> {
  const { table, scopes, homeTenantId } = sources
  const fitting = roles.filter((role) => includesRole([role], needed))
  const holders = [...new Set(fitting.flatMap((role) => table[role]))]
  const found = new Map<string, { name: string; scopes: Scope[] }>()
  const lists = await Promise.all(
    holders.map(async (holder) => ({ holder, people: await peopleOf(sources, holder) })),
  )
  for (const { holder, people } of lists) {
    for (const { objectId, name } of people) {
      const known = found.get(objectId)
      const all: Scope[] = [...(known?.scopes ?? []), scopes[holder] ?? 'all']
      found.set(objectId, { name: known?.name || name, scopes: all })
    }
  }
  return [...found]
    .filter(([, each]) => covers(unionOf(each.scopes), tenants))
    .map(([objectId, { name }]) => ({ tenantId: homeTenantId, objectId, name }))
}

async function peopleOf(
  { members, groups, log }: Sources,
  holder: string,
): Promise<{ objectId: string; name: string }[]> {
  const groupId = groupOf(holder)
  if (groupId === undefined) {
    const { user } = (await members.get(holder)).read
    if (user.read && refusalOf(user.value)) return []
    return [{ objectId: holder, name: user.read ? (user.value?.displayName ?? '') : '' }]
  }
  const { group } = await groups.get(groupId)
  if (!group.read)
    log.warn({ groupId, outcome: group.outcome }, "can't read a group; its members are left out")
  if (!group.read || !group.value) return []
  return group.value.members.map(({ objectId, displayName }) => ({ objectId, name: displayName }))
}
