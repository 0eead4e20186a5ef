import { UserError } from '#platform/base/errors.ts'
import type { Person } from '#platform/base/person.ts'
import type { Deps } from '../deps.ts'
import { assertMay, assertRole } from '../people/assert-may.ts'
import type { Scope } from '../people/role-reading.ts'
import { covers, scopeOf } from '../people/scope.ts'

/** Reads the roles again and returns the tenants that the person may export. @throws UserError as `assertMay` */
export async function assertMayExport(
  { people }: Pick<Deps, 'people'>,
  person: Person,
  tenantId: string | undefined,
): Promise<Scope> {
  const reading = await people.readRolesNow(person)
  if (tenantId === undefined) assertRole(reading, 'auditor')
  else assertMay(reading, 'auditor', [tenantId])
  return scopeOf(reading, 'auditor')
}

/** A person whose scope has shrunk since the link was made needs a new link. @throws UserError SCOPE_MISSING */
export function assertStillCovers(now: Scope, made: Scope): void {
  if (!covers(now, made)) throw new UserError('SCOPE_MISSING', { needs: 'auditor' })
}
