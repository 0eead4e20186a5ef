import { UserError } from '#platform/base/errors.ts'
import { isSamePerson, type Person } from '#platform/base/person.ts'
import type { Deps } from '../deps.ts'
import { isFit, signerRole } from './approvers.ts'

/**
 * The chosen recipient of the consent links, at least a viewer at this moment; undefined for the requester.
 * @throws UserError INPUT_INVALID, SIGNER_MAY_NOT, ROLES_UNREADABLE
 */
export async function findSigner(
  deps: Pick<Deps, 'people'>,
  by: Person,
  { chosen, tenantIds }: { chosen?: string; tenantIds: readonly string[] },
): Promise<Person | undefined> {
  if (chosen === undefined || chosen === '' || chosen === 'self') return undefined
  const people = await deps.people.listWith(signerRole, tenantIds)
  const signer = people.find(({ objectId }) => objectId === chosen.toLowerCase())
  if (!signer) throw new UserError('INPUT_INVALID', { field: 'signer' })
  if (isSamePerson(signer, by)) return undefined
  // The list can be some minutes old.
  const reading = await deps.people.readRolesNow(signer)
  if (!isFit(reading, signerRole, { tenants: tenantIds, gives: false }))
    throw new UserError('SIGNER_MAY_NOT', { name: signer.name })
  return signer
}
