import { includesRole, type Role } from './role.ts'
import type { RoleReading, Scope } from './role-reading.ts'

/** The tenants in which a person has this role: the union of their entries. */
export function scopeOf({ given }: Pick<RoleReading, 'given'>, needed: Role): Scope {
  return unionOf(given.filter(({ role }) => includesRole([role], needed)).map(({ scope }) => scope))
}

export const unionOf = (scopes: readonly Scope[]): Scope =>
  scopes.includes('all') ? 'all' : [...new Set(scopes.flat())]

export const isInScope = (scope: Scope, tenantId: string): boolean =>
  scope === 'all' || scope.includes(tenantId)

/** Whether these tenants are all in the scope. An empty list stands for all tenants, because nothing else was named. */
export const covers = (scope: Scope, tenants: Scope): boolean =>
  scope === 'all' || (tenants !== 'all' && tenants.length > 0 && tenants.every((id) => scope.includes(id)))

/** What two scopes have in common. */
export const commonScope = (scope: Scope, limit: Scope): Scope =>
  scope === 'all' ? limit : scope.filter((tenantId) => isInScope(limit, tenantId))
