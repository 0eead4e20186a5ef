import { describe, expect, test } from 'vitest'
import { recordSyncResult, resumeSync, waitUntil } from '#domain/sync/sync-breaker.ts'
import { silentLog } from '#platform/base/log.ts'
import { minutes } from '#platform/base/time.ts'
import { makeLocalJobs } from '#platform/jobs/local.ts'
import { makeOutcome, type OutcomeName, outcomeTable } from '#platform/microsoft/outcomes.ts'
import { makeTestClock } from '../../support/clocks.ts'
import { openTestDatabase } from '../../support/databases.ts'
import { alice } from '../status/grant-samples.ts'

const refused = makeOutcome('login', 'credentialRefused')
const throttled = makeOutcome('graph', 'graphThrottled')

async function setup() {
  const database = await openTestDatabase()
  const clock = makeTestClock()
  const jobs = makeLocalJobs({ database, clock, log: silentLog })
  const deps = { database, clock, jobs }
  return {
    deps,
    clock,
    tried: (tenantId: string, failure?: typeof refused) =>
      database.transaction((tx) => recordSyncResult(deps, tx, { tenantId, ...(failure && { failure }) })),
    alarms: async () =>
      (await database.db.selectFrom('alerts').selectAll().orderBy('id').execute()).map(
        ({ condition, state }) => `${condition} ${state}`,
      ),
  }
}

test('three tenants in a row that fail alike stop the round, with one alarm however many follow', async () => {
  const { deps, tried, alarms } = await setup()
  await tried('a', refused)
  await tried('b', refused)
  await tried('b', refused)
  expect([await alarms(), await waitUntil(deps)]).toEqual([[], undefined])
  for (const tenantId of ['c', 'd', 'e']) await tried(tenantId, refused)
  expect(await alarms()).toEqual(['syncStopped open'])
  expect(await waitUntil(deps)).toBeInstanceOf(Date)
})

test('failures of another kind, or a tenant that can be read, break the row', async () => {
  const { tried, alarms } = await setup()
  await tried('a', refused)
  await tried('b', refused)
  await tried('c', throttled)
  await tried('d', refused)
  await tried('e', refused)
  await tried('f')
  await tried('g', refused)
  expect(await alarms()).toEqual([])
})

test('while it waits one tenant at a time is tried; the first that can be read lets it go on', async () => {
  const { deps, clock, tried, alarms } = await setup()
  for (const tenantId of ['a', 'b', 'c']) await tried(tenantId, refused)
  clock.forward(minutes(5))
  expect([await waitUntil(deps), await waitUntil(deps)]).toEqual([undefined, expect.any(Date)])
  await tried('d')
  expect([await alarms(), await waitUntil(deps)]).toEqual([['syncStopped resolved'], undefined])
})

test('an operator lets it go on; if it is no better, it stops again under the same number', async () => {
  const { deps, tried, alarms } = await setup()
  for (const tenantId of ['a', 'b', 'c']) await tried(tenantId, refused)
  await resumeSync(deps, { by: alice })
  expect([await alarms(), await waitUntil(deps)]).toEqual([['syncStopped resolved'], undefined])
  for (const tenantId of ['a', 'b', 'c']) await tried(tenantId, refused)
  expect(await alarms()).toEqual(['syncStopped open'])
})

describe('of every outcome, by whose trouble it is', () => {
  for (const [name, { side }] of Object.entries(outcomeTable)) {
    const stops = side === 'ours' || side === 'microsoft'
    test(`${name} of three tenants in a row ${stops ? 'stops' : 'never stops'} the round`, async () => {
      const { deps, tried, alarms } = await setup()
      for (const tenantId of ['a', 'b', 'c', 'd'])
        await tried(tenantId, makeOutcome('login', name as OutcomeName))
      expect(await alarms()).toEqual(stops ? ['syncStopped open'] : [])
      expect((await waitUntil(deps)) instanceof Date).toBe(stops)
    })
  }
})

test('a probe that meets a tenant with its own trouble lets the next one be tried at once', async () => {
  const { deps, clock, tried } = await setup()
  for (const tenantId of ['a', 'b', 'c']) await tried(tenantId, refused)
  clock.forward(minutes(5))
  expect(await waitUntil(deps)).toBeUndefined()
  await tried('d', makeOutcome('login', 'appNotInTenant'))
  expect([await waitUntil(deps), await waitUntil(deps)]).toEqual([undefined, expect.any(Date)])
})
