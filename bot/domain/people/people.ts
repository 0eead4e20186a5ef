import type { Person } from '#platform/base/person.ts'
import type { Role } from './role.ts'
import type { RoleOverview, RoleReading } from './role-reading.ts'

/** Who may do what. */
export interface People {
  /** The roles of a person; what had to be asked for is kept for at most five minutes. Waits 1.5 s at most. */
  readRoles(person: Person): Promise<RoleReading>
  /** The same, asked anew: for the moment of an effect. Waits 1.5 s at most. */
  readRolesNow(person: Person): Promise<RoleReading>
  /**
   * Everybody who has this role or one that includes it, in each of these tenants, for cards that must reach them. Names are
   * empty where they could not be read; groups that cannot be read are left out.
   */
  listWith(role: Role, tenantIds?: readonly string[]): Promise<readonly Person[]>
  /** Who has which role by which entry, and what is wrong with the groups. */
  describe(): Promise<RoleOverview>
}
