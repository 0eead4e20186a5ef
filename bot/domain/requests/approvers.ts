import { UserError } from '#platform/base/errors.ts'
import { isSamePerson, type Person } from '#platform/base/person.ts'
import type { Deps } from '../deps.ts'
import { givesAccess } from '../people/act-kinds.ts'
import { assertAccountRead, assertMay } from '../people/assert-may.ts'
import type { Role } from '../people/role.ts'
import type { RoleReading, Scope } from '../people/role-reading.ts'
import { type Order, type Request, tenantsOfOrder } from './request.ts'

/** The approvers of all tenants of the order, except the requester. */
export async function readApprovers(
  deps: Pick<Deps, 'people'>,
  requester: Pick<Person, 'tenantId' | 'objectId'>,
  order: Pick<Order, 'tenantIds'>,
): Promise<Person[]> {
  const approvers = await deps.people.listWith('approver', tenantsOfOrder(order))
  return approvers.filter((person) => !isSamePerson(person, requester))
}

/** Whose missing right ends a request instead of its approval. */
export type Unfit = 'requesterMayNot' | 'signerMayNot'

/**
 * Reads everybody of an approval again: the approver must be one now, and the requester and the signer must still be allowed
 * what the request needs of them. Returns the first of these who is not.
 * @throws UserError as `assertMay` for the approver; ROLES_UNREADABLE, ACCOUNT_UNREADABLE for anybody who can't be read
 */
export async function checkParties(
  { people }: Pick<Deps, 'people'>,
  request: Pick<Request, 'kind' | 'requester' | 'signer' | 'tenantIds'>,
  approver: Person,
): Promise<Unfit | undefined> {
  const { kind, requester, signer } = request
  const tenants = tenantsOfOrder(request)
  const gives = givesAccess(kind)
  const [deciding, asking, signing] = await Promise.all([
    people.readRolesNow(approver),
    people.readRolesNow(requester),
    signer && people.readRolesNow(signer),
  ])
  assertMay(deciding, 'approver', tenants)
  if (gives) assertAccountRead(deciding)
  if (!isFit(asking, 'operator', { tenants, gives })) return 'requesterMayNot'
  return signing && !isFit(signing, signerRole, { tenants, gives }) ? 'signerMayNot' : undefined
}

/** Whoever is to consent must be a person of this organization who may see the tenant. */
export const signerRole: Role = 'viewer'

/** Whether this reading allows the role in the tenants. @throws UserError ROLES_UNREADABLE, ACCOUNT_UNREADABLE */
export function isFit(
  reading: RoleReading,
  needed: Role,
  { tenants, gives }: { tenants: Scope; gives: boolean },
): boolean {
  try {
    assertMay(reading, needed, tenants)
  } catch (error) {
    if (!(error instanceof UserError) || error.code === 'ROLES_UNREADABLE') throw error
    return false
  }
  if (gives) assertAccountRead(reading)
  return true
}
