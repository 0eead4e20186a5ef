import { OutsideError } from '#platform/base/errors.ts'
import type { Person } from '#platform/base/person.ts'
import type { People } from '../people/people.ts'
import { readReader } from '../people/read-reader.ts'
import type { Scope } from '../people/role-reading.ts'
import { covers, scopeOf } from '../people/scope.ts'
import type { Holder } from './owner.ts'

interface Needs {
  people: Pick<People, 'readRoles' | 'readGroup'>
}

/** Every member of an owning group gets a card of every alert. */
export const mostMembers = 20

/** Why nobody can be reached through a holder. */
export const holderProblems = ['missing', 'noRole', 'groupMissing', 'groupEmpty', 'groupTooLarge'] as const
export type HolderProblem = (typeof holderProblems)[number]

/** The people behind a holder who can see these tenants now; `unfit` if there are none. */
export type HolderReading =
  | { people: readonly Person[]; unfit?: undefined }
  | { people: []; unfit: HolderProblem }

/**
 * Reads who stands behind a holder. Nobody is told about a tenant that their role doesn't reach.
 * @throws OutsideError when the group, or a role by a group, can't be read
 */
export async function readHolder(deps: Needs, holder: Holder, tenants: Scope): Promise<HolderReading> {
  if ('person' in holder) return readPerson(deps, holder.person, tenants)
  const read = await readMembers(deps, holder.groupId)
  if (read.unfit !== undefined) return { people: [], unfit: read.unfit }
  const { tenantId, members } = read.group
  const people: Person[] = []
  for (const { objectId, displayName: name } of members) {
    const member = { tenantId, objectId, name }
    if ((await readPerson(deps, member, tenants)).unfit === undefined) people.push(member)
  }
  return people.length > 0 ? { people } : { people: [], unfit: 'noRole' }
}

async function readPerson(deps: Needs, person: Person, tenants: Scope): Promise<HolderReading> {
  const reading = await readReader(deps, person)
  if (reading.refused === 'missing') return { people: [], unfit: 'missing' }
  return covers(scopeOf(reading, 'viewer'), tenants) ? { people: [person] } : { people: [], unfit: 'noRole' }
}

interface OwningGroup {
  tenantId: string
  name: string
  members: readonly { objectId: string; displayName: string }[]
}

/** The members of a group that can own something. @throws OutsideError when it can't be read */
export async function readMembers(
  { people }: Needs,
  groupId: string,
): Promise<{ group: OwningGroup; unfit?: undefined } | { group?: undefined; unfit: HolderProblem }> {
  const { tenantId, group } = await people.readGroup(groupId)
  if (!group.read) throw new OutsideError({ service: 'graph', code: 'GROUP_UNREADABLE' })
  if (!group.value) return { unfit: 'groupMissing' }
  const { members, displayName: name } = group.value
  if (members.length === 0) return { unfit: 'groupEmpty' }
  if (members.length > mostMembers) return { unfit: 'groupTooLarge' }
  return { group: { tenantId, name, members } }
}
