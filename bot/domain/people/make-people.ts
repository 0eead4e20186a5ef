import type { Log } from '#platform/base/log.ts'
import type { Clock } from '#platform/base/time.ts'
import type { Directory } from '../directory/directory.ts'
import { decideRoles, groupsOf } from './decide-roles.ts'
import { listHolders } from './list-holders.ts'
import { keepGroups, keepMembers } from './memberships.ts'
import type { People } from './people.ts'
import { roles } from './role.ts'
import { describeRoles } from './role-overview.ts'
import type { RoleReading, RoleTable, ScopeTable } from './role-reading.ts'

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
  const foreign = (): RoleReading => ({ roles: [], given: [], notRead: [], at: clock() })
  const notAsked = (objectId: string): RoleReading => ({
    ...decideRoles(entries, objectId, 'notAsked'),
    at: clock(),
  })
  return {
    readRoles: async ({ tenantId, objectId }) => {
      if (tenantId !== homeTenantId) return foreign()
      // A person whom the directory has refused is read until the directory accepts them.
      if (groupIds.length === 0 && !members.isRefused(objectId)) return notAsked(objectId)
      const { read, at } = await members.get(objectId)
      return { ...decideRoles(entries, objectId, read), at }
    },
    readRolesNow: async ({ tenantId, objectId }) => {
      if (tenantId !== homeTenantId) return foreign()
      if (groupIds.length === 0 && !listed.has(objectId)) return notAsked(objectId)
      const { read, at } = await members.getNow(objectId)
      return { ...decideRoles(entries, objectId, read), at }
    },
    listWith: (role, tenantIds = []) =>
      listHolders({ ...entries, homeTenantId, log, members, groups }, role, tenantIds),
    describe: () => describeRoles({ ...entries, groups }),
  }
}
