import { UserError } from '#platform/base/errors.ts'
import { isSamePerson, type Person } from '#platform/base/person.ts'
import type { Deps } from '../deps.ts'

/**
 * The recipient of the consent links whom the requester chose; undefined for the requester. Viewers and above can be chosen.
 * @throws UserError INPUT_INVALID
 */
export async function findSigner(
  deps: Pick<Deps, 'people'>,
  by: Person,
  { chosen, tenantIds }: { chosen?: string; tenantIds: readonly string[] },
): Promise<Person | undefined> {
  if (chosen === undefined || chosen === '' || chosen === 'self') return undefined
  const people = await deps.people.listWith('viewer', tenantIds)
  const signer = people.find(({ objectId }) => objectId === chosen.toLowerCase())
  if (!signer) throw new UserError('INPUT_INVALID', { field: 'signer' })
  return isSamePerson(signer, by) ? undefined : signer
}
