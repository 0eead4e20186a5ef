import type { Directory } from '#domain/directory/directory.ts'
import { makePeople } from '#domain/people/make-people.ts'
import type { People } from '#domain/people/people.ts'
import type { RoleTable } from '#domain/people/role-reading.ts'
import { makeTestClock } from './clocks.ts'
import { makeTestLog } from './logs.ts'

const nobody: RoleTable = { viewer: [], operator: [], approver: [], auditor: [] }

/** A directory in which everyone is an enabled member without groups. */
const plainDirectory: Pick<Directory, 'readMember' | 'readGroup'> = {
  readMember: async () => ({
    user: { read: true, value: { displayName: '', isGuest: false, isEnabled: true } },
    groupIds: { read: true, value: [] },
  }),
  readGroup: async () => ({ read: true, value: undefined }),
}

/** People with roles by object ID, in a healthy home tenant. */
export function makeTestPeople(homeTenantId: string, table: Partial<RoleTable>): People {
  return makePeople({
    table: { ...nobody, ...table },
    homeTenantId,
    clock: makeTestClock(),
    directory: plainDirectory,
    log: makeTestLog(),
  })
}
