import fc from 'fast-check'
import { expect, test } from 'vitest'
import { watchRetirements } from '#domain/alerts/watch-retirements.ts'
import { loadCatalog } from '#domain/catalog/load-catalog.ts'
import type { Permission } from '#domain/catalog/permission-set.ts'
import type { RegistrationState } from '#domain/deps.ts'
import { insertTenant } from '#domain/tenants/tenants-store.ts'
import { silentLog } from '#platform/base/log.ts'
import { makeLocalJobs } from '#platform/jobs/local.ts'
import { guid, makeTenant } from '../../stores/samples.ts'
import { openTestDatabase } from '../../support/databases.ts'
import { runs } from '../../support/runs.ts'

const catalog = await loadCatalog()
const asRequired = (): RegistrationState[] =>
  catalog.sets.map(({ id: setId, permissions }) => ({ setId, permissions }))

/** An empty installation that uses these sets in one tenant, and a clock that can be set. */
async function setup(start: string, inUse = catalog.sets.map(({ id }) => id)) {
  const database = await openTestDatabase()
  let now = new Date(start)
  const clock = () => now
  const deps = { clock, jobs: makeLocalJobs({ database, clock, log: silentLog }) }
  const rest = { status_since: 0, usable: 1, usable_since: 0, consent_open: 0 }
  await insertTenant(database.db, makeTenant(1))
  for (const setId of inUse)
    await database.db
      .insertInto('grants')
      .values({
        ...{ tenant_id: guid(1), set_id: setId, version: 1, status: 'granted', ...rest },
        ...{ evaluation_json: '{}', memory_json: '{}' },
      })
      .execute()
  return {
    set: (time: string | Date) => {
      now = new Date(time)
    },
    clock,
    watch: (sets = asRequired()) => database.transaction((tx) => watchRetirements(deps, tx, sets)),
    alerts: async () => {
      const rows = await database.db.selectFrom('alerts').selectAll().orderBy('id').execute()
      return rows.map(({ set_id, key, state, detail_json, tenant_id }) => {
        const step = JSON.parse(detail_json).facts.step
        return `${set_id} ${key.split('|').slice(2).join(' ')}: ${state} at ${step}${tenant_id ?? ''}`
      })
    },
    /** What was done to alerts, in order: every posted step is one of them. */
    acts: async () => {
      const rows = await database.db
        .selectFrom('audit')
        .select(['action', 'detail_json'])
        .orderBy('id')
        .execute()
      return rows.map(({ action, detail_json }) => `${action} ${JSON.parse(detail_json).alert}`)
    },
  }
}

test('2026-09-30, 10-02, 2027-04-02: one alert for each set and day, in all its tenants', async () => {
  const world = await setup('2026-09-30T12:00:00Z')
  const twice = async () => {
    await world.watch()
    await world.watch()
  }
  await twice()
  expect(await world.alerts()).toEqual([
    'user-device-activity apiEnding 2026-10-15: open at 30',
    'saas-posture apiNeedsMore 2026-10-01: open at 7',
  ])
  world.set('2026-10-02T12:00:00Z')
  await twice()
  expect(await world.alerts()).toEqual([
    'user-device-activity apiEnding 2026-10-15: open at 30',
    'saas-posture apiNeedsMore 2026-10-01: open at 0',
  ])
  world.set('2027-04-02T12:00:00Z')
  await twice()
  expect(await world.alerts()).toEqual([
    'user-device-activity apiEnding 2026-10-15: open at 0',
    'saas-posture apiNeedsMore 2026-10-01: resolved at 0',
    'saas-posture apiEnding 2027-04-01: open at 0',
  ])
  expect(await world.acts()).toEqual([
    'alert.open 1',
    'alert.open 2',
    'alert.update 2',
    'alert.resolve 2',
    'alert.update 1',
    'alert.open 3',
  ])
})

test('is posted 90, 30, and 7 days before and on the day', async () => {
  const world = await setup('2026-12-31T23:00:00Z', ['saas-posture'])
  for (const day of ['2026-12-31', '2027-01-01', '2027-03-01', '2027-03-02', '2027-03-25', '2027-04-01']) {
    world.set(`${day}T06:00:00Z`)
    await world.watch()
  }
  const acts = await world.acts()
  expect(acts).toEqual(['alert.open 1', 'alert.update 1', 'alert.update 1', 'alert.update 1'])
  expect(await world.alerts()).toEqual(['saas-posture apiEnding 2027-04-01: open at 0'])
})

test('what nobody uses, what has long ended, and what is far away opens none', async () => {
  const unused = await setup('2026-10-02T12:00:00Z', ['directory-data'])
  await unused.watch()
  expect(await unused.alerts()).toEqual([])
  const late = await setup('2026-11-30T12:00:00Z')
  await late.watch()
  expect(await late.alerts()).toEqual([])
  const early = await setup('2026-06-01T12:00:00Z')
  await early.watch()
  expect(await early.alerts()).toEqual([])
})

test('ends when the list no longer has the permission, and not because the list is unknown', async () => {
  const world = await setup('2026-10-02T12:00:00Z', ['saas-posture'])
  await world.watch()
  await world.watch(asRequired().map((each) => ({ ...each, permissions: [] })))
  expect(await world.alerts()).toEqual(['saas-posture apiNeedsMore 2026-10-01: open at 0'])
  const without = asRequired().map(({ setId, permissions }) => ({
    setId,
    permissions: permissions.filter(({ retires }: Permission) => !retires),
  }))
  await world.watch(without)
  expect(await world.alerts()).toEqual(['saas-posture apiNeedsMore 2026-10-01: resolved at 0'])
})

test('a clock that jumps back posts no step again, and no day that is over', async () => {
  const world = await setup('2026-10-02T12:00:00Z', ['saas-posture'])
  await world.watch()
  for (const day of ['2026-09-28', '2026-10-02', '2027-04-02']) {
    world.set(`${day}T12:00:00Z`)
    await world.watch()
  }
  const acts = ['alert.open 1', 'alert.resolve 1', 'alert.open 2']
  expect(await world.acts()).toEqual(acts)
  for (const day of ['2026-10-02', '2027-03-30', '2027-04-02']) {
    world.set(`${day}T12:00:00Z`)
    await world.watch()
  }
  expect(await world.acts()).toEqual(acts)
})

test('whatever the clock does, each step of each day is posted once at most', async () => {
  const day = fc.constantFrom(
    '2026-09-20',
    '2026-09-30',
    '2026-10-02',
    '2026-10-14',
    '2026-10-16',
    '2027-04-02',
  )
  await fc.assert(
    fc.asyncProperty(fc.array(day, { minLength: 6, maxLength: 16 }), async (visited) => {
      const world = await setup('2026-10-02T12:00:00Z')
      for (const each of visited) {
        world.set(`${each}T12:00:00Z`)
        await world.watch()
      }
      const acts = await world.acts()
      const opened = acts.filter((act) => act.startsWith('alert.open'))
      expect(acts.filter((act) => act.startsWith('alert.reopen'))).toEqual([])
      for (const id of opened.map((act) => act.split(' ')[1]))
        expect(acts.filter((act) => act === `alert.update ${id}`).length).toBeLessThanOrEqual(3)
    }),
    runs(4),
  )
})
