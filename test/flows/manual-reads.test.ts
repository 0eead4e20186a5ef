import { expect, test } from 'vitest'
import { hours, minutes, seconds } from '#platform/base/time.ts'
import { query } from '../support/facts.ts'
import { people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'
import { changeWorld } from '../support/world.ts'

/** Only the schedule refreshes it (`manualSync: false`); it's an app of “Account actions” and “SaaS posture”. */
const scheduled = 'risk-insights'
/** Any sync refreshes it. */
const byHand = 'user-accounts'

/** When an app last got fresh data of a tenant, wherever that is stored. */
async function refreshedAt(app: WholeApp, tenant: string, appId: string): Promise<number> {
  const [stored] = query<{ at: number }>(
    app,
    'select at from app_refreshes where tenant_id = ? and app_id = ?',
    tenantIdOf(tenant),
    appId,
  )
  const [unchanged] = query<{ apps_json: string; checked_at: number; scheduled_at: number | null }>(
    app,
    'select s.apps_json, s.scheduled_at, t.checked_at from settled_reads s join tenants t on t.id = s.tenant_id where t.id = ?',
    tenantIdOf(tenant),
  )
  const apps = JSON.parse(unchanged?.apps_json ?? '{}') as { byHand?: string[]; bySchedule?: string[] }
  return Math.max(
    stored?.at ?? 0,
    apps.byHand?.includes(appId) ? (unchanged?.checked_at ?? 0) : 0,
    apps.bySchedule?.includes(appId) ? (unchanged?.scheduled_at ?? 0) : 0,
  )
}

/** Each makes the bot read Adatum once because somebody acted. */
const acts: Readonly<Record<string, (app: WholeApp) => Promise<unknown>>> = {
  'a manual sync': (app) => app.teams.as(people.alice).ask('sync Adatum'),
  'lifting a block': async (app) => {
    const alice = app.teams.as(people.alice)
    await alice.click(await alice.ask('block "Labels and protected content" in Adatum'), 'Confirm block')
    await app.pass(minutes(1))
    await alice.click(await alice.ask('unblock "Labels and protected content" in Adatum'), 'Confirm unblock')
  },
  'undoing a block': async (app) => {
    const alice = app.teams.as(people.alice)
    const blocked = await alice.click(
      await alice.ask('block "Labels and protected content" in Adatum'),
      'Confirm block',
    )
    await app.pass(minutes(1))
    await alice.click(blocked, 'Undo')
  },
  'the second read after a manual one that misses a permission': async (app) => {
    const permission = { clientId: 'user-device-activity', permission: 'AuditLog.Read.All' }
    await changeWorld(app, 'revoke', { tenantId: tenantIdOf('Adatum'), ...permission })
    await app.teams.as(people.alice).ask('sync Adatum')
    await app.settled()
    await app.pass(seconds(62))
  },
}

/** Lets every tenant be read by the schedule, which spreads the reads. */
async function schedule(app: WholeApp): Promise<void> {
  await app.pass(hours(7))
  for (let passed = 0; passed < 6; passed += 1) await app.pass(minutes(5))
}

test.each(Object.entries(acts))(
  '%s refreshes no app that only the schedule refreshes',
  async (_name, act) => {
    const app = await startWholeApp()
    await schedule(app)
    const before = await refreshedAt(app, 'Adatum', scheduled)
    expect(before).toBeGreaterThan(0)
    await app.pass(minutes(1))
    await act(app)
    await app.settled()
    expect(await refreshedAt(app, 'Adatum', scheduled)).toBe(before)
    // It was read, or this proves nothing.
    expect(await refreshedAt(app, 'Adatum', byHand)).toBeGreaterThan(before)
    await schedule(app)
    expect(await refreshedAt(app, 'Adatum', scheduled)).toBeGreaterThan(before)
  },
)
