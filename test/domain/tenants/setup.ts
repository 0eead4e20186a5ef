import { rulesOf } from '#app/rules.ts'
import { addWorkers } from '#app/workers.ts'
import { loadCatalog } from '#domain/catalog/load-catalog.ts'
import { requirementFromCatalog } from '#domain/catalog/requirement.ts'
import type { Deps } from '#domain/deps.ts'
import { startSyncIn } from '#domain/sync/start-sync.ts'
import { getRun } from '#domain/sync/sync-runs-store.ts'
import { insertTenant } from '#domain/tenants/tenants-store.ts'
import { hours, later } from '#platform/base/time.ts'
import { readConfig } from '#platform/config/read-config.ts'
import { makeLocalJobs } from '#platform/jobs/local.ts'
import type { SetFacts } from '#platform/microsoft/facts.ts'
import { makeOutcome, type OutcomeName } from '#platform/microsoft/outcomes.ts'
import type { ThrottledReadResult } from '#platform/microsoft/throttled-reads.ts'
import { environmentOf } from '../../../demo/environment.ts'
import { makeTestClock } from '../../support/clocks.ts'
import { openTestDatabase } from '../../support/databases.ts'
import { makeTestLog } from '../../support/logs.ts'
import { withReactions } from '../../support/with-reactions.ts'
import { alice } from '../status/grant-samples.ts'

export const idOf = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`

const catalog = await loadCatalog()
const config = readConfig(environmentOf({ bot: 1, emulator: 2 }, 'none.sqlite'))

/** Facts without grants, always the same object. */
const facts: SetFacts = {
  appRoles: [],
  scopes: [],
  resources: [],
  directoryRoles: { read: true, value: [] },
  servicePlans: { read: true, value: [] },
}

/** Some tenants, and a directory that returns the facts a test sets, or that nothing has changed. */
export async function setup(count: number) {
  const database = await openTestDatabase()
  const clock = makeTestClock()
  const log = makeTestLog()
  const jobs = makeLocalJobs({ database, clock, log })
  const asked: string[] = []
  const answers = new Map<string, () => ThrottledReadResult>()
  const whole = (digest: string): ThrottledReadResult => ({
    connection: 'ok',
    at: clock(),
    organization: { read: true, value: { displayName: 'Name', defaultDomain: 'name.example' } },
    sets: Object.fromEntries(catalog.sets.map(({ id }) => [id, { read: true, value: facts }])),
    digest,
  })
  const failed = (name: OutcomeName): ThrottledReadResult => ({
    connection: 'failed',
    at: clock(),
    outcome: makeOutcome('graph', name),
  })
  const hold: { until?: Date } = {}
  const directory = {
    readTenantAgain: async (tenantId: string, _: unknown, known?: string): Promise<ThrottledReadResult> => {
      asked.push(tenantId)
      const read = (answers.get(tenantId) ?? (() => whole('first')))()
      const same = read.connection === 'ok' && read.digest !== undefined && read.digest === known
      return same ? { connection: 'unchanged', at: read.at, digest: known } : read
    },
    readTenant: async (tenantId: string): Promise<ThrottledReadResult> => {
      asked.push(`alone ${tenantId}`)
      return (answers.get(tenantId) ?? (() => whole('first')))()
    },
    throttledUntil: () => (hold.until && hold.until > clock() ? hold.until : undefined),
  } as unknown as Deps['directory']
  const clientIds = Object.fromEntries(catalog.sets.map(({ id }, at) => [id, idOf(9_000 + at)]))
  const needs = { database, clock, jobs, directory, catalog, clientIds, rules: rulesOf(config), log }
  const random = (bytes: number): Uint8Array => crypto.getRandomValues(new Uint8Array(bytes))
  const deps = withReactions({ ...needs, random }) as unknown as Deps
  // Requirements come from the catalog here.
  addWorkers(deps, { syncParallel: 16 })
  const addedAt = clock()
  for (let number = 0; number < count; number++) {
    const names = { displayName: `Tenant ${number}`, defaultDomain: `t${number}.example` }
    const tenant = { id: idOf(number), ...names, state: 'connected' as const, version: 1, addedAt }
    await insertTenant(database.db, tenant, later(addedAt, hours(24)))
  }
  return {
    deps,
    database,
    clock,
    jobs,
    log,
    asked,
    answers,
    whole,
    failed,
    hold,
    requirements: catalog.sets.map((set) => requirementFromCatalog(set, clientIds[set.id] ?? '')),
    /** Starts a sync of all tenants and runs the due jobs. */
    async round() {
      asked.length = 0
      const run = await database.transaction((tx) => startSyncIn(deps, tx, { by: alice, place: {} }))
      // There is no directory for the app registrations.
      await database.db.deleteFrom('jobs').where('queue', '=', 'requirements.read').execute()
      await jobs.settled()
      return getRun(database.db, run.id)
    },
    runOf: (id: string) => getRun(database.db, id),
  }
}
