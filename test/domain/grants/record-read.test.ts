import { expect, test } from 'vitest'
import { loadCatalog } from '#domain/catalog/load-catalog.ts'
import { requirementFromCatalog } from '#domain/catalog/requirement.ts'
import { insertBlock } from '#domain/grants/blocks-store.ts'
import { findGrant } from '#domain/grants/grants-store.ts'
import { recordRead } from '#domain/grants/record-read.ts'
import { getTenant, insertTenant } from '#domain/tenants/tenants-store.ts'
import { silentLog } from '#platform/base/log.ts'
import { hours } from '#platform/base/time.ts'
import { makeLocalJobs } from '#platform/jobs/local.ts'
import type { ReadResult, SetFacts, TenantRead } from '#platform/microsoft/facts.ts'
import { makeOutcome } from '#platform/microsoft/outcomes.ts'
import { alice, at, guid, makeTenant } from '../../stores/samples.ts'
import { openTestDatabase } from '../../support/databases.ts'
import { withReactions } from '../../support/with-reactions.ts'

const absent: SetFacts = {
  appRoles: [],
  scopes: [],
  resources: [],
  directoryRoles: { read: true, value: [] },
  servicePlans: { read: true, value: [] },
}
const present: ReadResult<SetFacts> = { read: true, value: absent }
const failed: ReadResult<SetFacts> = { read: false, outcome: makeOutcome('graph', 'graphFault') }

/** One tenant and a function that records reads of its sets; `rows` returns the stored rows. */
async function setup() {
  const database = await openTestDatabase()
  const catalog = await loadCatalog()
  const { sets } = catalog
  const [first, second] = sets.map((set, index) => requirementFromCatalog(set, guid(100 + index)))
  if (!first || !second) throw new Error('Expected two sets')
  await insertTenant(database.db, makeTenant(1))
  const record = (ms: number, parts: Readonly<Record<string, ReadResult<SetFacts>>>) => {
    const organization = {
      read: true,
      value: { displayName: 'Tenant 1', defaultDomain: 'tenant1.example' },
    } as const
    const read: TenantRead = { connection: 'ok', at: at(ms), organization, sets: parts }
    const clock = () => at(ms)
    const jobs = makeLocalJobs({ database, clock, log: silentLog })
    const deps = withReactions({ clock, jobs, catalog, rules: { maxAgeMs: hours(24) } as never })
    const order = { tenantId: guid(1), read, requirements: [first, second], openedLinks: async () => [] }
    return database.transaction((tx) => recordRead(deps, tx, order))
  }
  return {
    database,
    record,
    ids: [first.setId, second.setId] as const,
    checkedAt: async () => (await getTenant(database.db, guid(1))).checkedAt,
    factsAt: async (setId: string) => (await findGrant(database.db, guid(1), setId))?.memory.facts?.at,
    rows: () => database.db.selectFrom('grants').selectAll().orderBy('set_id').execute(),
  }
}

test('a complete read that finds what is known writes its time once, and the facts are as new as it', async () => {
  const { record, ids, checkedAt, factsAt, rows } = await setup()
  const all = { [ids[0]]: present, [ids[1]]: present }
  await record(1_000, all)
  const before = await rows()
  await record(90_000, all)
  expect(await rows()).toEqual(before)
  expect(await checkedAt()).toEqual(at(90_000))
  for (const setId of ids) expect(await factsAt(setId)).toEqual(at(90_000))
})

test.each([
  ['failed for a set', failed],
  ['did not ask for a set', undefined],
])('a read that %s makes nothing look newer than it is', async (_what, part) => {
  const { record, ids, checkedAt, factsAt } = await setup()
  await record(1_000, { [ids[0]]: present, [ids[1]]: present })
  await record(90_000, { [ids[0]]: present, ...(part && { [ids[1]]: part }) })
  expect(await checkedAt()).toEqual(at(1_000))
  expect(await factsAt(ids[0])).toEqual(at(90_000))
  expect(await factsAt(ids[1])).toEqual(at(1_000))
})

test('what a complete read finds changed is written', async () => {
  const { record, ids, rows, factsAt } = await setup()
  const all = { [ids[0]]: present, [ids[1]]: present }
  await record(1_000, all)
  const before = await rows()
  const installed = { id: guid(9), accountEnabled: true, isDisabled: false }
  const changed: ReadResult<SetFacts> = { read: true, value: { ...absent, servicePrincipal: installed } }
  await record(90_000, { ...all, [ids[0]]: changed })
  const after = await rows()
  const moved = after.filter((row, index) => row.memory_json !== before[index]?.memory_json)
  expect(moved.map((row) => row.set_id)).toEqual([ids[0]])
  expect(await factsAt(ids[0])).toEqual(at(90_000))
})

test('a block that is older than the grant counts from the first read on, as when a set returns to the catalog', async () => {
  const { database, record, ids } = await setup()
  const block = { at: at(500), by: alice, reason: 'The audit is not over' }
  await insertBlock(database.db, guid(1), ids[0], block)
  await record(1_000, { [ids[0]]: present, [ids[1]]: present })
  const [first, second] = await Promise.all(ids.map((id) => findGrant(database.db, guid(1), id)))
  expect(first).toMatchObject({
    status: 'blocked',
    usable: false,
    statusSince: at(500),
    memory: { blocked: block },
  })
  expect(second?.status).toBe('notGranted')
})
