import { type Domain, openDomain } from '#app/domain.ts'
import { rulesOf } from '#app/rules.ts'
import { append } from '#domain/audit/audit-store.ts'
import { listBaselines, saveBaseline } from '#domain/baselines/baselines-store.ts'
import { permissionKey, type Requirement } from '#domain/catalog/permission-set.ts'
import { requirementFromCatalog } from '#domain/catalog/requirement.ts'
import { makeConsent } from '#domain/consent/make-consent.ts'
import { insertBlock } from '#domain/grants/blocks-store.ts'
import { changeGrants } from '#domain/grants/change-grant.ts'
import { recordRead } from '#domain/grants/record-read.ts'
import { type Reevaluation, reevaluate } from '#domain/grants/reevaluate.ts'
import { readSoon } from '#domain/read-soon.ts'
import { saveRequirement } from '#domain/requirements/requirements-store.ts'
import type { GrantMemory } from '#domain/status/memory.ts'
import { insertTenant } from '#domain/tenants/tenants-store.ts'
import { silentLog } from '#platform/base/log.ts'
import type { Person } from '#platform/base/person.ts'
import { hours, later, minutes, systemClock } from '#platform/base/time.ts'
import type { Config } from '#platform/config/read-config.ts'
import type { Tx } from '#platform/storage/database.ts'
import { makeClock } from '../emulator/clock.ts'
import { type DemoSetState, type DemoTenant, demo, makeDemoWorld } from '../emulator/demo-world.ts'
import { startEmulator } from '../emulator/server.ts'

const aWeekMs = hours(7 * 24)

/**
 * Seeds the database of a bot that has run in the demo world for a week: tenants, past grants, one block, one pending
 * link, and a read from three hours ago, when every tenant could still be read. An hour ago, the lost connections were
 * refused for the first time. The first sync, due immediately, reads the current state. `tenants`: of the demo; all by
 * default. `now`: when the bot will be started.
 */
export async function seedDatabase(
  config: Config,
  tenants: readonly DemoTenant[] = demo.tenants,
  now: Date = systemClock(),
): Promise<void> {
  await atTime(config, { at: later(now, -hours(3)), allReadable: true }, async (domain, at) => {
    await saveLists(domain, config, at)
    for (const tenant of tenants) await addTenant(domain, config, tenant, now)
    await Promise.all(tenants.map((tenant) => readTenant(domain, config, tenant, now)))
  })
  const refused = tenants.filter(({ connected }) => connected === false)
  await atTime(config, { at: later(now, -hours(1)), allReadable: false }, async (domain) => {
    await Promise.all(refused.map((tenant) => readTenant(domain, config, tenant, now)))
  })
}

/** Runs `work` on the domain as it was then. */
async function atTime(
  config: Config,
  { at, allReadable }: { at: Date; allReadable: boolean },
  work: (domain: Domain, at: Date) => Promise<void>,
): Promise<void> {
  const clock = makeClock({ startAt: at })
  const then = await startEmulator({ world: makeDemoWorld({ allReadable, clock }) })
  const own = { ...config, loginBaseUrl: then.url, graphBaseUrl: then.url }
  const quiet = { onRequest: () => {} }
  const domain = await openDomain(own, { clock: () => at, log: silentLog }, quiet)
  try {
    await work(domain, at)
  } finally {
    await domain.jobs.stop()
    await domain.directory.close()
    await domain.database.close()
    await then.close()
  }
}

/** What the registrations listed at the last read. */
async function saveLists(domain: Domain, config: Config, readAt: Date): Promise<void> {
  for (const requirement of requirementsOf(domain, config))
    await saveRequirement(domain.database.db, {
      ...requirement,
      source: domain.rules.requirementsFrom,
      readAt,
    })
}

/** Added a week ago, with the grants of that time and the history entry of the act. */
async function addTenant(domain: Domain, config: Config, tenant: DemoTenant, now: Date): Promise<void> {
  const { id, displayName, domain: defaultDomain } = tenant
  const addedAt = later(now, -aWeekMs)
  await domain.database.transaction(async (tx) => {
    const row = { id, displayName, defaultDomain, state: 'connected' as const, version: 1, addedAt }
    await insertTenant(tx, row, later(now, config.sync.everyMs))
    const found: Reevaluation[] = []
    for (const requirement of requirementsOf(domain, config)) {
      const state = tenant.sets[requirement.setId]
      if (!state) continue
      const memory = {
        ...whatIsRemembered(requirement, state, now),
        ...(state.history.linkOut && {
          consent: await linkOut(domain, config, tx, { tenantId: id, requirement, now }),
        }),
      }
      if (memory.blocked) await insertBlock(tx, id, requirement.setId, memory.blocked)
      const judged = reevaluate(domain, { tenantId: id, requirement, memory })
      if (judged) found.push(judged)
    }
    const changes = await changeGrants(domain, tx, id, found)
    const sets = Object.fromEntries(changes.map(({ setId, to }) => [setId, to]))
    const detail = { to: row.state, sets }
    await append(tx, { at: addedAt, actor: bob, action: 'tenant.add', tenantId: id, result: 'done', detail })
  })
}

async function readTenant(
  domain: Domain,
  config: Config,
  { id: tenantId }: DemoTenant,
  now: Date,
): Promise<void> {
  const requirements = requirementsOf(domain, config)
  const read = await domain.directory.readTenant(tenantId, requirements)
  await domain.database.transaction(async (tx) => {
    await recordRead(domain, tx, { tenantId, read, requirements, openedLinks: async () => [] })
    // Confirmed in the first days.
    const confirmed = { by: bob, at: later(now, -aWeekMs) }
    for (const baseline of (await listBaselines(tx, tenantId)).values())
      await saveBaseline(tx, { ...baseline, confirmed })
    await readSoon(domain.jobs, tx, tenantId, { runAt: now, manual: false })
  })
}

const requirementsOf = ({ catalog }: Domain, { setClientIds }: Config): Requirement[] =>
  catalog.sets.map((set) => requirementFromCatalog(set, setClientIds[set.id] ?? ''))

function whatIsRemembered(
  requirement: Requirement,
  { history, without = [] }: DemoSetState,
  now: Date,
): GrantMemory {
  const asked = requirement.permissions.filter(
    ({ value }) => history.verified === 'all' || !without.includes(value),
  )
  const { clientId } = requirement
  const verified = { at: later(now, -aWeekMs), permissions: asked.map(permissionKey), clientId }
  return {
    ...(history.verified && { verified }),
    ...(history.blocked && { blocked: { at: later(now, -hours(26)), by: bob } }),
  }
}

const bob = personNamed('Bob Okafor')

export function personNamed(name: string): Person {
  const person = demo.people.find((each) => each.name === name)
  if (!person) throw new Error(`Expected "${name}" among the people of the demo`)
  return { tenantId: demo.homeTenantId, objectId: person.id, name }
}

/** A link that Bob created a few minutes ago. His chat is not open yet, so no card is updated. */
async function linkOut(
  { jobs, random }: Domain,
  config: Config,
  tx: Tx,
  { tenantId, requirement, now }: { tenantId: string; requirement: Requirement; now: Date },
): Promise<GrantMemory['consent']> {
  const since = later(now, -minutes(5))
  const needs = { clock: () => since, random, jobs, rules: rulesOf(config) }
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
