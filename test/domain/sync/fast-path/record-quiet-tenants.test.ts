import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rulesOf } from '#app/rules.ts'
import { loadCatalog } from '#domain/catalog/load-catalog.ts'
import type { Requirement } from '#domain/catalog/permission-set.ts'
import { requirementFromCatalog } from '#domain/catalog/requirement.ts'
import { insertBlock } from '#domain/grants/blocks-store.ts'
import { queueNames } from '#domain/queues.ts'
import { recordQuietTenants } from '#domain/sync/fast-path/record-quiet-tenants.ts'
import { evaluationKey, recordTenant } from '#domain/sync/record-tenant.ts'
import { listRefreshes, noteScheduled } from '#domain/tenants/settled-reads-store.ts'
import { insertTenant, markCheckedAgain } from '#domain/tenants/tenants-store.ts'
import { minutes } from '#platform/base/time.ts'
import { readConfig } from '#platform/config/read-config.ts'
import type { ReadResult, SetFacts, TenantRead } from '#platform/microsoft/facts.ts'
import { makeOutcome } from '#platform/microsoft/outcomes.ts'
import type { Database } from '#platform/storage/database.ts'
import { environmentOf } from '../../../../demo/environment.ts'
import { describeStore } from '../../../stores/contract.ts'
import { alice, guid, makeTenant, at as timeAt } from '../../../stores/samples.ts'
import { makeTestClock } from '../../../support/clocks.ts'
import { listJobs, openTestJobs } from '../../../support/jobs.ts'
import { makeTestLog } from '../../../support/logs.ts'
import { withReactions } from '../../../support/with-reactions.ts'
import { factsWith, notInstalled } from '../../status/grant-samples.ts'

const tenants = [1, 2, 3, 4, 5, 6]
const looks = ['whole', 'whole', 'extra', 'extra', 'lacking', 'absent', 'disabled', 'unread'] as const
type Look = (typeof looks)[number]
const step = fc.record({
  looks: fc.array(fc.array(fc.constantFrom(...looks), { minLength: 2, maxLength: 2 }), {
    minLength: tenants.length,
    maxLength: tenants.length,
  }),
  name: fc.constantFrom('', '', '', ' (new)'),
  manual: fc.boolean(),
  /** An unchanged read comes first, manual or scheduled. */
  again: fc.constantFrom('no', 'byHand', 'bySchedule'),
})

const rules = rulesOf(readConfig(environmentOf({ bot: 1, emulator: 2 }, 'none.sqlite')))
const catalog = await loadCatalog()
const requirements = catalog.sets.slice(1, 3).map((set, at) => requirementFromCatalog(set, guid(100 + at)))

function partOf(look: Look, { permissions }: Requirement): ReadResult<SetFacts> {
  if (look === 'unread') return { read: false, outcome: makeOutcome('graph', 'graphFault') }
  if (look === 'absent') return { read: true, value: notInstalled }
  const value = factsWith(look === 'lacking' ? permissions.slice(1) : permissions)
  const principal = value.servicePrincipal
  if (look === 'disabled' && principal)
    return { read: true, value: { ...value, servicePrincipal: { ...principal, accountEnabled: false } } }
  if (look !== 'extra') return { read: true, value }
  const spare = { resourceName: 'Spare', appRoleId: guid(900) }
  return { read: true, value: { ...value, appRoles: [...value.appRoles, spare] } }
}

/** Tenants in a database of their own, and a function that stores a read of all of them: together where possible, or one by one. */
async function world(database: Database, together: boolean) {
  const clock = makeTestClock()
  const jobs = await openTestJobs({ database, clock, log: makeTestLog(), queues: queueNames })
  const deps = withReactions({ clock, rules, jobs, catalog, database, clientIds: {} })
  for (const number of tenants) await insertTenant(database.db, makeTenant(number))
  // Older than the grants: the tenant was removed and added again.
  const [blockedSet] = requirements
  await insertBlock(database.db, guid(3), blockedSet?.setId ?? '', { at: timeAt(1), by: alice })
  const ids = tenants.map(guid)
  const counted: unknown[] = []
  let alone = 0
  return {
    async take({ looks: seen, name, manual, again }: typeof step extends fc.Arbitrary<infer T> ? T : never) {
      clock.forward(minutes(2))
      if (again !== 'no') await markCheckedAgain(database.db, ids, clock())
      if (again === 'bySchedule') await noteScheduled(database.db, ids, clock())
      clock.forward(minutes(2))
      const reads = tenants.map((number, at) => {
        const { displayName, defaultDomain } = makeTenant(number)
        const value = { displayName: displayName + (number === 2 ? name : ''), defaultDomain }
        const parts = requirements.map((each, set) => [each.setId, partOf(seen[at]?.[set] ?? 'whole', each)])
        const digest = `${name} ${seen[at]}`
        const sets = Object.fromEntries(parts) as Record<string, ReadResult<SetFacts>>
        const read: Extract<TenantRead, { connection: 'ok' }> = {
          connection: 'ok',
          at: clock(),
          organization: { read: true, value },
          sets,
          digest,
        }
        return { tenantId: guid(number), read }
      })
      await database.transaction(async (tx) => {
        const order = { reads, manual, requirements, evaluationKey: evaluationKey(deps, requirements) }
        const quiet = together ? await recordQuietTenants(deps, tx, order) : new Map()
        for (const { tenantId, read } of reads) {
          if (!quiet.has(tenantId)) alone += 1
          counted.push(
            quiet.get(tenantId) ?? (await recordTenant(deps, tx, { tenantId, read, manual, requirements })),
          )
        }
      })
    },
    async left() {
      const { db } = database
      const rows = async (table: 'tenants' | 'grants' | 'baselines' | 'alerts') =>
        (await db.selectFrom(table).selectAll().execute()).map((row) => JSON.stringify(row)).sort()
      const history = (
        await db.selectFrom('audit').select(['tenant_id', 'set_id', 'action', 'detail_json']).execute()
      ).map((row) => JSON.stringify(row))
      const settled = await db
        .selectFrom('settled_reads')
        .select(['tenant_id', 'digest', 'apps_json'])
        .orderBy('tenant_id')
        .execute()
      const refreshes = await Promise.all(ids.map((id) => listRefreshes(db, id)))
      const kept = {
        tenants: await rows('tenants'),
        grants: await rows('grants'),
        baselines: await rows('baselines'),
      }
      return {
        ...kept,
        alerts: await rows('alerts'),
        jobs: (await listJobs(database)).map((job) => JSON.stringify(job)).sort(),
        history: history.sort(),
        settled,
        refreshes,
        counted,
      }
    },
    alone: () => alone,
    close: async () => {
      await jobs.stop()
      await database.close()
    },
  }
}

describeStore('tenants that are written together', (open) => {
  test('leave what each by itself would have left', async () => {
    let together = 0
    const lives = fc.array(step, { minLength: 2, maxLength: 6 })
    const same = async (life: readonly Parameters<Awaited<ReturnType<typeof world>>['take']>[0][]) => {
      const [one, other] = [await world(await open(), true), await world(await open(), false)]
      for (const each of life) {
        await one.take(each)
        await other.take(each)
      }
      expect(await one.left()).toEqual(await other.left())
      together += other.alone() - one.alone()
      // The next run reuses the emptied databases: a new one takes a second on PostgreSQL.
      await Promise.all([one.close(), other.close()])
    }
    await fc.assert(fc.asyncProperty(lives, same), { numRuns: 8, endOnFailure: true })
    expect(together).toBeGreaterThan(5)
  })
})
