import type { Directory } from '#domain/directory/directory.ts'
import { makePeople } from '#domain/people/make-people.ts'
import type { People } from '#domain/people/people.ts'
import type { RoleTable } from '#domain/people/role-reading.ts'
import { makeTestClock } from './clocks.ts'
import { makeTestLog } from './logs.ts'

const nobody: RoleTable = { viewer: [], operator: [], approver: [], auditor: [] }

/** Everybody whom the directory is asked about is an enabled member of it who is in no group. */
const plainDirectory: Pick<Directory, 'readMember' | 'readGroup'> = {
  readMember: async () => ({
    user: { read: true, value: { displayName: '', isGuest: false, isEnabled: true } },
    groupIds: { read: true, value: [] },
  }),
  readGroup: async () => ({ read: true, value: undefined }),
}

/** People with roles by object id, of a home tenant where all is well. */
export function makeTestPeople(homeTenantId: string, table: Partial<RoleTable>): People {
  return makePeople({
    table: { ...nobody, ...table },
    homeTenantId,
    clock: makeTestClock(),
    directory: plainDirectory,
    log: makeTestLog(),
  })
}
