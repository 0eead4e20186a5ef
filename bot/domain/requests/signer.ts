import { UserError } from '#platform/base/errors.ts'
import { isSamePerson, type Person } from '#platform/base/person.ts'
import type { Deps } from '../deps.ts'

/**
 * The chosen recipient of the consent links, at least a viewer; undefined for the requester.
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
