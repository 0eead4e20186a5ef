import type { Log } from '#platform/base/log.ts'
import type { Clock } from '#platform/base/time.ts'
import type { Directory } from '../directory/directory.ts'
import { decideRoles, groupsOf } from './decide-roles.ts'
import { listHolders } from './list-holders.ts'
import { keepGroups, keepMembers, type Members } from './memberships.ts'
import type { People } from './people.ts'
import { roles } from './role.ts'
import { describeRoles } from './role-overview.ts'
import type { RoleTable, ScopeTable } from './role-reading.ts'

interface PeopleOptions {
  table: RoleTable
  scopes?: ScopeTable
  homeTenantId: string
  clock: Clock
  directory: Pick<Directory, 'readMember' | 'readGroup'>
  log: Log
}

/** Reads roles from the configuration and the directory of the home tenant. */
export function makePeople(options: PeopleOptions): People {
  const { table, scopes = {}, homeTenantId, clock, directory, log } = options
  const groupIds = groupsOf(table)
  const listed = new Set(roles.flatMap((role) => table[role]))
  const members = keepMembers({ directory, clock, groupIds, listed })
  const groups = keepGroups({ directory, clock })
  const entries = { table, scopes }
  /** Guests and disabled accounts lose even a role by object ID, so everybody who can have a role is read. */
  const readWith =
    (get: Members['get']): People['readRoles'] =>
    async ({ tenantId, objectId }) => {
      if (tenantId !== homeTenantId)
        return { roles: [], given: [], notRead: [], isAccountRead: false, at: clock() }
      if (groupIds.length === 0 && !listed.has(objectId))
        return { ...decideRoles(entries, objectId, 'notAsked'), at: clock() }
      const { read, at } = await get(objectId)
      return { ...decideRoles(entries, objectId, read), at }
    }
  return {
    readRoles: readWith(members.get),
    readRolesNow: readWith(members.getNow),
    listWith: (role, tenants = 'all') =>
      listHolders({ ...entries, homeTenantId, log, members, groups }, role, tenants),
    readGroup: async (groupId) => ({ tenantId: homeTenantId, group: (await groups.get(groupId)).group }),
    describe: () => describeRoles({ ...entries, groups, members }),
  }
}
