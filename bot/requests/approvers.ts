import type { Deps } from '../deps.ts'
import { UserError } from '../errors.ts'
import { includesRole, type Role } from '../people/role.ts'
import { isSamePerson, type Person } from '../person.ts'
import type { Request } from './request.ts'

/** Everybody who may decide on what this person asks for. */
export async function readApprovers(
  deps: Pick<Deps, 'people'>,
  requester: Pick<Person, 'tenantId' | 'objectId'>,
): Promise<Person[]> {
  const approvers = await deps.people.listWith('approver')
  return approvers.filter((person) => !isSamePerson(person, requester))
}

/** Asks anew what a person may do, for the moment of the effect. @throws UserError ROLE_MISSING, NO_ROLE */
export async function assertHasNow(deps: Pick<Deps, 'people'>, person: Person, role: Role): Promise<void> {
  const { roles } = await deps.people.readRolesNow(person)
  if (includesRole(roles, role)) return
  if (roles.length === 0) throw new UserError('NO_ROLE', { needs: role })
  throw new UserError('ROLE_MISSING', { needs: role, has: roles })
}

/** May the person still ask for things? A failed reading is no answer and throws. */
export async function mayStillAsk(
  deps: Pick<Deps, 'people'>,
  { requester }: Pick<Request, 'requester'>,
): Promise<boolean> {
  const { roles } = await deps.people.readRolesNow(requester)
  return includesRole(roles, 'operator')
}
