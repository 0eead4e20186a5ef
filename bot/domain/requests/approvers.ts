import { UserError } from '#platform/base/errors.ts'
import { isSamePerson, type Person } from '#platform/base/person.ts'
import type { Deps } from '../deps.ts'
import { assertMay } from '../people/assert-may.ts'
import type { Request } from './request.ts'

/** The approvers of these tenants, except the requester. */
export async function readApprovers(
  deps: Pick<Deps, 'people'>,
  requester: Pick<Person, 'tenantId' | 'objectId'>,
  tenantIds: readonly string[] = [],
): Promise<Person[]> {
  const approvers = await deps.people.listWith('approver', tenantIds)
  return approvers.filter((person) => !isSamePerson(person, requester))
}

/** Whether the requester still has the operator role in these tenants. @throws UserError ROLES_UNREADABLE */
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
