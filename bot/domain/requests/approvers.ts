import { UserError } from '#platform/base/errors.ts'
import { isSamePerson, type Person } from '#platform/base/person.ts'
import type { Deps } from '../deps.ts'
import { assertMay } from '../people/assert-may.ts'
import type { Request } from './request.ts'

/** Everybody who may decide on what this person asks for in these tenants. */
export async function readApprovers(
  deps: Pick<Deps, 'people'>,
  requester: Pick<Person, 'tenantId' | 'objectId'>,
  tenantIds: readonly string[] = [],
): Promise<Person[]> {
  const approvers = await deps.people.listWith('approver', tenantIds)
  return approvers.filter((person) => !isSamePerson(person, requester))
}

/**
 * May the person still ask for this? A failed reading is no answer and throws.
 * @throws UserError ROLES_UNREADABLE
 */
export async function mayStillAsk(
  deps: Pick<Deps, 'people'>,
  { requester, tenantIds }: Pick<Request, 'requester' | 'tenantIds'>,
): Promise<boolean> {
  const reading = await deps.people.readRolesNow(requester)
  try {
    assertMay(reading, 'operator', tenantIds)
    return true
  } catch (error) {
    if (!(error instanceof UserError) || error.code === 'ROLES_UNREADABLE') throw error
    return false
  }
}
