import type { Person } from '../person.ts'
import { includesRole, type Role, roles } from './role.ts'

/** What a person may do, as it was found out at `at`. */
export interface RoleReading {
  roles: readonly Role[]
  at: Date
}

/** Who may do what. */
export interface People {
  /** The roles of a person; what had to be asked for is kept for at most five minutes. */
  readRoles(person: Person): Promise<RoleReading>
  /** The same, asked anew: for the moment of an effect. */
  readRolesNow(person: Person): Promise<RoleReading>
  /** Everybody who has this role or one that includes it, for cards that must reach them. */
  listWith(role: Role): Promise<readonly Person[]>
}

/** Object ids of people per role, as the configuration holds them. */
export type RoleTable = Readonly<Record<Role, readonly string[]>>

/** People as the configuration names them, all of the home tenant. */
export function makePeople(options: { table: RoleTable; homeTenantId: string; clock: () => Date }): People {
  const { table, homeTenantId, clock } = options
  const rolesOf = (objectId: string): Role[] => roles.filter((role) => table[role].includes(objectId))
  const readRoles = async ({ tenantId, objectId }: Person): Promise<RoleReading> => ({
    roles: tenantId === homeTenantId ? rolesOf(objectId) : [],
    at: clock(),
  })
  return {
    readRoles,
    readRolesNow: readRoles,
    listWith: async (needed) => {
      const ids = [...new Set(roles.flatMap((role) => table[role]))]
      const found = ids.filter((objectId) => includesRole(rolesOf(objectId), needed))
      return found.map((objectId) => ({ tenantId: homeTenantId, objectId, name: '' }))
    },
  }
}
