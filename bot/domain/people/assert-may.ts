import { UserError } from '#platform/base/errors.ts'
import type { Person } from '#platform/base/person.ts'
import type { People } from './people.ts'
import { includesRole, type Role } from './role.ts'
import type { RoleReading } from './role-reading.ts'
import { isInScope, scopeOf } from './scope.ts'

/**
 * Asserts that the person of this reading has the role in each of these tenants. A tenant that they may not even view is
 * reported as unknown.
 * @throws UserError PERSON_FOREIGN for a guest, ROLES_UNREADABLE when a group that may give the role could not be read,
 * NO_ROLE, ROLE_MISSING with `needs` and `has`, TENANT_UNKNOWN, SCOPE_MISSING with `needs`
 */
export function assertMay(reading: RoleReading, needed: Role, tenantIds: readonly string[] = []): void {
  const isUncertain = reading.notRead.some(({ role }) => includesRole([role], needed))
  if (reading.refused === 'guest') throw new UserError('PERSON_FOREIGN')
  if (!includesRole(reading.roles, needed)) {
    if (isUncertain) throw new UserError('ROLES_UNREADABLE')
    if (reading.roles.length === 0) throw new UserError('NO_ROLE', { needs: needed })
    throw new UserError('ROLE_MISSING', { needs: needed, has: reading.roles })
  }
  const [acting, seeing] = [scopeOf(reading, needed), scopeOf(reading, 'viewer')]
  const outside = tenantIds.filter((tenantId) => !isInScope(acting, tenantId))
  if (outside.length === 0) return
  if (isUncertain) throw new UserError('ROLES_UNREADABLE')
  if (outside.some((tenantId) => !isInScope(seeing, tenantId))) throw new UserError('TENANT_UNKNOWN')
  throw new UserError('SCOPE_MISSING', { needs: needed })
}

/**
 * Asserts for an act that gives access that the account of this person was read. Blocking and reading go on during an outage
 * of the directory; giving waits, because a guest or a disabled account can't be told from a member.
 * @throws UserError ACCOUNT_UNREADABLE
 */
export function assertAccountRead({ isAccountRead }: Pick<RoleReading, 'isAccountRead'>): void {
  if (!isAccountRead) throw new UserError('ACCOUNT_UNREADABLE')
}

/**
 * Reads the roles again and asserts them, before an action takes effect; the roles decide what follows, not those of the turn.
 * Call it before the transaction, because it may wait for Microsoft. If only the transaction knows the tenants, read the
 * roles before it and call {@link assertMay} inside.
 * @throws UserError as {@link assertMay}; for an act that gives access also as {@link assertAccountRead}
 */
export async function assertStillMay(
  { people }: { people: Pick<People, 'readRolesNow'> },
  person: Person,
  needed: Role,
  tenantIds: readonly string[] = [],
  { gives = false } = {},
): Promise<RoleReading> {
  const reading = await people.readRolesNow(person)
  assertMay(reading, needed, tenantIds)
  if (gives) assertAccountRead(reading)
  return reading
}
