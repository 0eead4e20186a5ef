import { assertEndDay, dayMs } from '#platform/base/end-day.ts'
import { UserError } from '#platform/base/errors.ts'
import { isSamePerson, type Person } from '#platform/base/person.ts'
import type { Deps } from '../deps.ts'
import { assertMay } from '../people/assert-may.ts'

/** @throws UserError DATE_PAST, DATE_TOO_LATE with `days` */
export function assertEnd({ clock, rules }: Pick<Deps, 'clock' | 'rules'>, endsAt: Date): void {
  assertEndDay(endsAt, { now: clock(), days: rules.exceptionMaxMs / dayMs })
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
