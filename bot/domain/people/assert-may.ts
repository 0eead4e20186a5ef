import { UserError } from '#platform/base/errors.ts'
import type { Person } from '#platform/base/person.ts'
import type { People } from './people.ts'
import { includesRole, type Role } from './role.ts'
import type { RoleReading, Scope } from './role-reading.ts'
import { covers, isInScope, scopeOf } from './scope.ts'

/**
 * Asserts that the person of this reading has the role somewhere.
 * @throws UserError PERSON_FOREIGN for a guest, ROLES_UNREADABLE when a group that may give the role could not be read,
 * NO_ROLE, ROLE_MISSING with `needs` and `has`
 */
export function assertRole(reading: RoleReading, needed: Role): void {
  if (reading.refused === 'guest') throw new UserError('PERSON_FOREIGN')
  if (includesRole(reading.roles, needed)) return
  if (isUncertain(reading, needed)) throw new UserError('ROLES_UNREADABLE')
  if (reading.roles.length === 0) throw new UserError('NO_ROLE', { needs: needed })
  throw new UserError('ROLE_MISSING', { needs: needed, has: reading.roles })
}

/**
 * Asserts that the person of this reading has the role in each of these tenants; an empty list means all tenants. A tenant
 * that they may not even view is reported as unknown.
 * @throws UserError as {@link assertRole}, TENANT_UNKNOWN, SCOPE_MISSING with `needs`
 */
export function assertMay(reading: RoleReading, needed: Role, tenants: Scope): void {
  assertRole(reading, needed)
  if (covers(scopeOf(reading, needed), tenants)) return
  if (isUncertain(reading, needed)) throw new UserError('ROLES_UNREADABLE')
  const seeing = scopeOf(reading, 'viewer')
  const isHidden = tenants !== 'all' && tenants.some((tenantId) => !isInScope(seeing, tenantId))
  if (isHidden) throw new UserError('TENANT_UNKNOWN')
  throw new UserError('SCOPE_MISSING', { needs: needed })
}

const isUncertain = ({ notRead }: RoleReading, needed: Role): boolean =>
  notRead.some(({ role }) => includesRole([role], needed))

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
  tenants: Scope,
  { gives = false } = {},
): Promise<RoleReading> {
  const reading = await people.readRolesNow(person)
  assertMay(reading, needed, tenants)
  if (gives) assertAccountRead(reading)
  return reading
}
