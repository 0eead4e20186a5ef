import { includesRole, type Role } from './role.ts'
import type { RoleReading, Scope } from './role-reading.ts'

/** The tenants in which a person may do what needs this role: all that their entries add up to. */
export function scopeOf({ given }: Pick<RoleReading, 'given'>, needed: Role): Scope {
  const scopes = given.filter(({ role }) => includesRole([role], needed)).map(({ scope }) => scope)
  return scopes.includes('all') ? 'all' : [...new Set(scopes.flat())]
}

export const isInScope = (scope: Scope, tenantId: string): boolean =>
  scope === 'all' || scope.includes(tenantId)
