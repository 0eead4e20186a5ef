import { UserError } from '#platform/base/errors.ts'
import { isSamePerson, type Person } from '#platform/base/person.ts'
import { hours, later } from '#platform/base/time.ts'
import type { Deps } from '../deps.ts'
import { assertMay } from '../people/assert-may.ts'

const dayMs = hours(24)

/** The rest of the last day counts. @throws UserError DATE_PAST, DATE_TOO_LATE with `days` */
export function assertEnd({ clock, rules }: Pick<Deps, 'clock' | 'rules'>, endsAt: Date): void {
  const now = clock()
  if (endsAt <= now) throw new UserError('DATE_PAST')
  if (endsAt > later(now, rules.exceptionMaxMs + dayMs))
    throw new UserError('DATE_TOO_LATE', { days: rules.exceptionMaxMs / dayMs })
}

/** Whoever is reminded must be able to see the tenant. @throws UserError EXCEPTION_OWNER_UNFIT, ROLES_UNREADABLE */
export async function assertOwner(
  { people }: Pick<Deps, 'people'>,
  { tenantId, owner, by }: { tenantId: string; owner: Person; by: Person },
): Promise<void> {
  if (isSamePerson(owner, by)) return
  try {
    assertMay(await people.readRolesNow(owner), 'viewer', [tenantId])
  } catch (error) {
    if (!(error instanceof UserError) || error.code === 'ROLES_UNREADABLE') throw error
    throw new UserError('EXCEPTION_OWNER_UNFIT', { name: owner.name })
  }
}
