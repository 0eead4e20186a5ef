import { type Clock, minutes, seconds } from '#platform/base/time.ts'
import type { ReadResult } from '#platform/microsoft/facts.ts'
import type { Directory } from '../directory/directory.ts'
import type { GroupRead, MemberRead, User } from '../directory/member.ts'
import { refusalOf } from './decide-roles.ts'
import { makeTtlCache, type TtlCache } from './ttl-cache.ts'

/** How long a membership is cached. */
const keepMs = minutes(5)
/** Shortest time between reads after a failure. */
const retryMs = seconds(5)

interface SeenMember {
  read: MemberRead
  at: Date
}

/** Cached accounts and memberships of single people. */
export type Members = TtlCache<SeenMember>

export function keepMembers(options: {
  directory: Pick<Directory, 'readMember'>
  clock: Clock
  groupIds: readonly string[]
  /** Object IDs of the people in the configuration. */
  listed: ReadonlySet<string>
}): Members {
  const { directory, clock, groupIds, listed } = options
  const refused = new Map<string, ReadResult<User | undefined>>()
  const read = async (objectId: string): Promise<SeenMember> => {
    const at = clock()
    const found = await directory.readMember(objectId, groupIds)
    const { user } = found
    // A failed read doesn't restore the roles that an earlier read refused.
    if (!user.read) return { at, read: { ...found, user: refused.get(objectId) ?? user } }
    if (listed.has(objectId) && refusalOf(user.value)) refused.set(objectId, user)
    else refused.delete(objectId)
    return { at, read: found }
  }
  const isWhole = ({ read: { user, groupIds: found } }: SeenMember): boolean => user.read && found.read
  return makeTtlCache({ read, isWhole, clock, keepMs, retryMs, limit: 5_000 })
}

export type Groups = TtlCache<SeenGroup>

interface SeenGroup {
  group: ReadResult<GroupRead | undefined>
  at: Date
}

/** Cached groups with all members, for lists; never used to decide about one person. */
export function keepGroups(options: { directory: Pick<Directory, 'readGroup'>; clock: Clock }): Groups {
  const { directory, clock } = options
  const read = async (groupId: string): Promise<SeenGroup> => {
    const at = clock()
    return { at, group: await directory.readGroup(groupId) }
  }
  return makeTtlCache({ read, isWhole: ({ group }) => group.read, clock, keepMs, retryMs, limit: 200 })
}
