import type { Person } from '#platform/base/person.ts'
import type { ReadResult } from '#platform/microsoft/facts.ts'
import type { GroupRead } from '../directory/member.ts'
import type { Role } from './role.ts'
import type { RoleOverview, RoleReading, Scope } from './role-reading.ts'

export interface People {
  /** The roles of a person, cached for at most five minutes. Takes 1.5 s at most. */
  readRoles(person: Person): Promise<RoleReading>
  /** The same without the cache, before an action takes effect. Takes 1.5 s at most. */
  readRolesNow(person: Person): Promise<RoleReading>
  /**
   * All people with this role, or one that includes it, in each of these tenants. No tenants, or an empty list: in all. Names that can't be read are empty; groups
   * that can't be read are left out.
   */
  listWith(role: Role, tenants?: Scope): Promise<readonly Person[]>
  /** A group of the home tenant with its members, cached for at most five minutes; it needn't give a role. */
  readGroup(groupId: string): Promise<{ tenantId: string; group: ReadResult<GroupRead | undefined> }>
  /** The roles by entry of the configuration, and the problems of the groups. */
  describe(): Promise<RoleOverview>
}
