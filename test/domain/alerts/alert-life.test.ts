import fc from 'fast-check'
import { expect, test } from 'vitest'
import { acknowledgeAlert, snoozeAlert, wakeAlert } from '#domain/alerts/act-on-alert.ts'
import type { Condition } from '#domain/alerts/alert.ts'
import { getAlert } from '#domain/alerts/alerts-store.ts'
import { deliverAlerts } from '#domain/alerts/deliver-alerts.ts'
import { routeAlert } from '#domain/alerts/route-alert.ts'
import { saveSubscription } from '#domain/alerts/subscriptions-store.ts'
import { openAlert, resolveAlert } from '#domain/alerts/write-alert.ts'
import { UserError } from '#platform/base/errors.ts'
import { silentLog } from '#platform/base/log.ts'
import { minutes } from '#platform/base/time.ts'
import { listDueJobs } from '#platform/jobs/jobs-store.ts'
import { makeLocalJobs } from '#platform/jobs/local.ts'
import { makeTestClock } from '../../support/clocks.ts'
import { openTestDatabase } from '../../support/databases.ts'
import { runs } from '../../support/runs.ts'

const conditions: readonly Condition[] = ['permissionsRemoved', 'appDisabled', 'settingMissing']
const tenants = ['t1', 't2', 't3']
const by = {
  tenantId: 'home',
  objectId: 'olivia',
  name: 'Olivia',
  roles: ['operator' as const],
  given: [{ role: 'operator' as const, from: 'configuration' as const, scope: 'all' as const }],
  notRead: [],
  isAccountRead: true,
  at: new Date(0),
}

const steps = fc.array(
  fc.record({
    kind: fc.constantFrom('open', 'open', 'resolve', 'acknowledge', 'snooze', 'stale', 'wait', 'deliver'),
    tenant: fc.constantFrom(...tenants),
    condition: fc.constantFrom(...conditions),
    minutes: fc.integer({ min: 1, max: 400 }),
  }),
  { minLength: 20, maxLength: 60 },
)
type Step = (typeof steps extends fc.Arbitrary<infer S> ? S : never) extends readonly (infer T)[] ? T : never

async function makeWorld() {
  const database = await openTestDatabase()
  const clock = makeTestClock()
  const jobs = makeLocalJobs({ database, clock, log: silentLog })
  const deps = { database, clock, jobs, people: { readRoles: async () => by } as never }
  for (const address of ['c1', 'c2']) {
    const severity = address === 'c1' ? ('info' as const) : ('critical' as const)
    await saveSubscription(database.db, { address, severity, by, createdAt: clock() })
  }
  return deps
}
type World = Awaited<ReturnType<typeof makeWorld>>

/** Runs due jobs in the order of their times. */
async function work(deps: World): Promise<void> {
  const { database, clock } = deps
  for (let round = 0; round < 3; round += 1) {
    for (const queue of ['alerts.wake', 'alerts.route', 'alerts.deliver'] as const) {
      for (const job of await listDueJobs(database.db, queue, clock(), 99)) {
        const workers = {
          'alerts.wake': wakeAlert,
          'alerts.route': routeAlert,
          'alerts.deliver': deliverAlerts,
        }
        const commit = await workers[queue](deps, job.data as never)
        await database.transaction(async (tx) => {
          await jobsEnd(deps, tx, queue, job.key)
          await commit(tx)
        })
      }
    }
  }
}

const jobsEnd = ({ jobs }: World, tx: Parameters<World['jobs']['cancel']>[0], queue: string, key: string) =>
  jobs.cancel(tx, queue, key)

async function take(deps: World, step: Step): Promise<void> {
  const { database, clock } = deps
  const about = { tenantId: step.tenant, setId: 's', condition: step.condition, edition: 'v1' }
  const row = await database.db
    .selectFrom('alerts')
    .select(['id', 'version'])
    .where('tenant_id', '=', step.tenant)
    .where('condition', '=', step.condition)
    .executeTakeFirst()
  if (step.kind === 'wait') clock.forward(minutes(step.minutes))
  if (step.kind === 'wait' || step.kind === 'deliver') return work(deps)
  if (step.kind === 'open') {
    await database.transaction((tx) => openAlert(deps, tx, about, { detail: {} }))
    return
  }
  if (!row) return
  const order = { alertId: Number(row.id), version: row.version - (step.kind === 'stale' ? 1 : 0), by }
  if (step.kind === 'resolve') {
    await database.transaction(async (tx) => {
      await resolveAlert(deps, tx, await getAlert(tx, order.alertId), { because: 'recovered' })
    })
    return
  }
  try {
    if (step.kind === 'snooze')
      await snoozeAlert(deps, {
        ...order,
        snooze: 'fourHours',
        timeZone: 'UTC',
        reason: 'It can wait until then',
      })
    else await acknowledgeAlert(deps, order)
    expect(step.kind).not.toBe('stale')
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    expect(error.code).toBe('CARD_OUTDATED')
  }
}

/** The states in the audit log, entry by entry. */
async function replay({ database }: World): Promise<Map<string, unknown>> {
  const entries = await database.db.selectFrom('audit').selectAll().orderBy('id').execute()
  const states = new Map<string, unknown>()
  for (const { action, detail_json: detail } of entries) {
    if (!action.startsWith('alert.')) continue
    const { alert, key, state, version } = JSON.parse(detail) as Record<string, unknown>
    states.set(String(alert), { key, state, version })
  }
  return states
}

test('the life of alerts: one per key, told once per conversation, and the audit replays to the same state', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (script) => {
      const deps = await makeWorld()
      for (const step of script) await take(deps, step)
      await work(deps)
      deps.clock.forward(minutes(1))
      await work(deps)
      const { db } = deps.database
      const alerts = await db.selectFrom('alerts').selectAll().execute()
      expect(new Set(alerts.map(({ key }) => key)).size).toBe(alerts.length)
      const stored = new Map(
        alerts.map(({ id, key, state, version }) => [String(id), { key, state, version }]),
      )
      expect(await replay(deps)).toEqual(stored)
      const deliveries = await db.selectFrom('alert_deliveries').selectAll().execute()
      const places = await db.selectFrom('card_places').selectAll().execute()
      for (const { alert_id: id, address, form, digest_id: digest } of deliveries) {
        const card = places.some(
          (place) =>
            place.subject_kind === 'alert' && place.subject_id === `${id}` && place.address === address,
        )
        expect([form, card]).toEqual([form, form === 'card'])
        if (form === 'digest') {
          const gathered = places.filter(
            (place) => place.subject_kind === 'alertDigest' && place.subject_id === `${digest}`,
          )
          expect(gathered.map((place) => place.address)).toEqual([address])
        }
      }
      const critical = new Set(
        alerts.filter(({ severity }) => severity === 'critical').map(({ id }) => Number(id)),
      )
      expect(
        deliveries.filter((each) => each.address === 'c2' && !critical.has(Number(each.alert_id))),
      ).toEqual([])
      const open = alerts.filter(({ state }) => state === 'open' || state === 'acknowledged')
      for (const { id } of open) {
        const told = deliveries.filter((each) => each.alert_id === id && each.form !== 'waiting')
        expect(told.map(({ address }) => address)).toContain('c1')
      }
    }),
    runs(12, 4),
  )
})
