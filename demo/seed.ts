import { randomBytes } from 'node:crypto'
import { rulesOf } from '../bot/app/domain.ts'
import { loadCatalog } from '../bot/catalog/load-catalog.ts'
import { type Catalog, permissionKey, type Requirement } from '../bot/catalog/permission-set.ts'
import { requirementFromCatalog } from '../bot/catalog/requirement.ts'
import type { Config } from '../bot/config.ts'
import { makeConsent } from '../bot/consent/make-consent.ts'
import { storeGrant } from '../bot/grants/write-grant.ts'
import type { Tx } from '../bot/jobs/jobs.ts'
import { makeLocalJobs } from '../bot/jobs/local.ts'
import { readSoon } from '../bot/jobs/read-soon.ts'
import { silentLog } from '../bot/log.ts'
import type { Person } from '../bot/person.ts'
import type { GrantMemory } from '../bot/status/memory.ts'
import { openDatabase } from '../bot/storage/database.ts'
import { insertTenant, refreshSummary } from '../bot/tenants/tenants-store.ts'
import { hours, later, minutes, systemClock } from '../bot/time.ts'
import { type DemoSetState, type DemoTenant, demo } from '../emulator/demo-world.ts'

const aWeekMs = hours(7 * 24)

/**
 * Writes what a bot would remember that has worked in the demo world for a week: tenants, what was once granted, one
 * block, one link that is out. The statuses themselves come from the first sync, which is due at once.
 */
export async function seedDatabase(config: Config): Promise<void> {
  const database = await openDatabase(config.databaseFile)
  const jobs = makeLocalJobs({ database, clock: systemClock, log: silentLog })
  const seeding: Seeding = { config, catalog: await loadCatalog(), jobs, now: systemClock() }
  try {
    await database.transaction(async (tx) => {
      for (const tenant of demo.tenants) await seedTenant(seeding, tx, tenant)
    })
  } finally {
    await database.close()
  }
}

interface Seeding {
  config: Config
  catalog: Catalog
  jobs: ReturnType<typeof makeLocalJobs>
  now: Date
}

async function seedTenant(seeding: Seeding, tx: Tx, tenant: DemoTenant): Promise<void> {
  const { config, catalog, jobs, now } = seeding
  const { id, displayName, domain: defaultDomain } = tenant
  const addedAt = later(now, -aWeekMs)
  const row = { id, displayName, defaultDomain, state: 'connected' as const, version: 1, addedAt }
  await insertTenant(tx, row, later(now, config.sync.everyMs))
  for (const set of catalog.sets) {
    const state = tenant.sets[set.id]
    const requirement = requirementFromCatalog(set, config.setClientIds[set.id] ?? '')
    if (state) await seedGrant(seeding, tx, { tenantId: id, requirement, state })
  }
  await refreshSummary(tx, id)
  await readSoon(jobs, tx, id, now)
}

async function seedGrant(
  seeding: Seeding,
  tx: Tx,
  { tenantId, requirement, state }: { tenantId: string; requirement: Requirement; state: DemoSetState },
): Promise<void> {
  const { config, now } = seeding
  const memory: GrantMemory = {
    ...verifiedPart(requirement, state, later(now, -aWeekMs)),
    ...(state.history.blocked && { blocked: { at: later(now, -hours(26)), by: bob } }),
    ...(state.history.linkOut && { consent: await linkOut(seeding, tx, tenantId, requirement) }),
  }
  await storeGrant({ clock: () => now, rules: rulesOf(config) }, tx, { tenantId, requirement, memory })
}

function verifiedPart(
  requirement: Requirement,
  { history, without = [] }: DemoSetState,
  at: Date,
): GrantMemory {
  if (!history.verified) return {}
  const asked = requirement.permissions.filter(
    ({ value }) => history.verified === 'all' || !without.includes(value),
  )
  return { verified: { at, permissions: asked.map(permissionKey), clientId: requirement.clientId } }
}

const personNamed = (name: string): Person => {
  const person = demo.people.find((each) => each.name === name)
  if (!person) throw new Error(`Expected "${name}" among the people of the demo`)
  return { tenantId: demo.homeTenantId, objectId: person.id, name }
}

const bob = personNamed('Bob Okafor')

/** Bob made a link a few minutes ago; his own chat is not open yet, so no card follows it. */
async function linkOut({ config, jobs, now }: Seeding, tx: Tx, tenantId: string, requirement: Requirement) {
  const since = later(now, -minutes(5))
  const needs = { clock: () => since, random: randomBytes, jobs, rules: rulesOf(config) }
  const consent = await makeConsent(needs, tx, {
    kind: 'grant',
    setId: requirement.setId,
    requirement,
    tenants: [{ tenantId, needsConnection: false }],
    by: bob,
    place: { conversationId: 'not opened yet' },
  })
  return { consentId: consent.id, phase: 'linkOut' as const, since }
}
