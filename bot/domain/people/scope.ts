import { includesRole, type Role } from './role.ts'
import type { RoleReading, Scope } from './role-reading.ts'

/** The tenants in which a person has this role: the union of their entries. */
export function scopeOf({ given }: Pick<RoleReading, 'given'>, needed: Role): Scope {
  const scopes = given.filter(({ role }) => includesRole([role], needed)).map(({ scope }) => scope)
  return scopes.includes('all') ? 'all' : [...new Set(scopes.flat())]
}

export const isInScope = (scope: Scope, tenantId: string): boolean =>
  scope === 'all' || scope.includes(tenantId)
