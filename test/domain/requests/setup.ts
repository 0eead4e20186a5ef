import { loadCatalog } from '#domain/catalog/load-catalog.ts'
import { requirementFromCatalog } from '#domain/catalog/requirement.ts'
import type { Deps } from '#domain/deps.ts'
import { insertGrant } from '#domain/grants/grants-store.ts'
import { includesRole, type Role } from '#domain/people/role.ts'
import { watchRequest } from '#domain/requests/watch-request.ts'
import { insertTenant } from '#domain/tenants/tenants-store.ts'
import { makeLinePlaces } from '#platform/base/line-places.ts'
import { silentLog } from '#platform/base/log.ts'
import type { Person } from '#platform/base/person.ts'
import { hours, minutes } from '#platform/base/time.ts'
import { publicCloud } from '#platform/config/clouds.ts'
import { makeLocalJobs } from '#platform/jobs/local.ts'
import { makeOutcome } from '#platform/microsoft/outcomes.ts'
import { guid, makeGrant, makeTenant } from '../../stores/samples.ts'
import { makeTestClock } from '../../support/clocks.ts'
import { openTestDatabase } from '../../support/databases.ts'
import { withReactions } from '../../support/with-reactions.ts'

export const plainSet = 'user-device-activity'
export const tierZeroSet = 'account-actions'
const homeTenantId = guid(900)

const person = (number: number, name: string): Person => ({
  tenantId: homeTenantId,
  objectId: guid(number),
  name,
})

export const alice = person(901, 'Alice Moreau')
export const bob = person(902, 'Bob Okafor')
export const olivia = person(903, 'Olivia Lind')
export const everybody = [alice, bob, olivia]

const catalog = await loadCatalog()
const clientIds = { [plainSet]: guid(701), [tierZeroSet]: guid(702) }

/** The domain over an empty database with some connected tenants. Roles can be changed at any time. */
export async function openWorld({ tenants = 3, clock = makeTestClock() } = {}) {
  const database = await openTestDatabase()
  const jobs = makeLocalJobs({ database, clock, log: silentLog })
  const roles = new Map<string, readonly Role[]>([
    [alice.objectId, ['approver']],
    [bob.objectId, ['approver']],
    [olivia.objectId, ['operator']],
  ])
  const rolesOf = ({ objectId }: Pick<Person, 'objectId'>) => roles.get(objectId) ?? []
  const read = async (who: Person) => ({
    roles: rolesOf(who),
    given: rolesOf(who).map((role) => ({ role, from: 'configuration' as const, scope: 'all' as const })),
    notRead: [],
    isAccountRead: true,
    at: clock(),
  })
  let made = 0
  const deps: Deps = withReactions<Omit<Deps, 'react'>>({
    database,
    clock,
    random: (bytes) => {
      made += 1
      return Uint8Array.from({ length: bytes }, (_, n) => (made >> (8 * (n % 3))) & 255)
    },
    jobs,
    directory: {
      readRegistrations: async () => ({ read: false, outcome: makeOutcome('graph', 'graphFault') }),
    } as unknown as Deps['directory'],
    people: {
      readRoles: read,
      readRolesNow: read,
      listWith: async (role) => everybody.filter((each) => includesRole(rolesOf(each), role)),
      readGroup: () => Promise.reject(new Error('Expected nobody to ask')),
      describe: () => Promise.reject(new Error('Expected nobody to ask')),
    },
    catalog,
    clientIds,
    rules: {
      linkMs: hours(1),
      maxAgeMs: hours(1_000),
      undoMs: minutes(10),
      bulkSyncLimit: 2,
      bulkWindowMs: hours(1),
      deputyAfterMs: hours(4),
      chaseDays: [3, 7, 14],
      exceptionMaxMs: hours(365 * 24),
      openRequestsLimit: 50,
      requirementsFrom: 'catalog',
      publicUrl: 'https://grants.example',
      cloud: publicCloud,
      readerClientId: guid(700),
      linkKey: new Uint8Array(32),
    } as unknown as Deps['rules'],
    anchors: makeLinePlaces({}),
    log: silentLog,
  })
  jobs.work('request.watch', { concurrency: 1 }, (job) =>
    watchRequest(deps, job.data as { requestId: string }),
  )
  await jobs.start()
  const tenantIds = Array.from({ length: tenants }, (_, n) => guid(n + 1))
  for (const [n, tenantId] of tenantIds.entries()) {
    await insertTenant(database.db, makeTenant(n + 1))
    for (const setId of [plainSet, tierZeroSet]) await insertGrant(database.db, makeGrant(tenantId, setId))
  }
  return { deps, database, db: database.db, clock, jobs, roles, rolesOf, tenantIds }
}

export type World = Awaited<ReturnType<typeof openWorld>>

/** The unchanged requirement of a set. */
export function requirementOf(setId: keyof typeof clientIds) {
  const set = catalog.sets.find(({ id }) => id === setId)
  if (!set) throw new Error(`Expected the set "${setId}" in the catalog`)
  return requirementFromCatalog(set, clientIds[setId] ?? '')
}
