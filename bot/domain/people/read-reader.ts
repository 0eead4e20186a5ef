import { OutsideError } from '#platform/base/errors.ts'
import type { Person } from '#platform/base/person.ts'
import type { People } from './people.ts'
import type { RoleReading } from './role-reading.ts'

/**
 * The current roles of the person for whom a card is drawn that they didn't ask for.
 * @throws OutsideError when they may have one by a group that can't be read: then it is drawn later
 */
export async function readReader(
  { people }: { people: Pick<People, 'readRoles'> },
  { tenantId, objectId }: Pick<Person, 'tenantId' | 'objectId'>,
): Promise<RoleReading> {
  const reading = await people.readRoles({ tenantId, objectId, name: '' })
  const mayBeGiven = reading.roles.length === 0 && reading.notRead.length > 0
  if (mayBeGiven) throw new OutsideError({ service: 'graph', code: 'ROLES_UNREADABLE' })
  return reading
}
