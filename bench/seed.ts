import { sql } from 'kysely'
import { openDomain } from '#app/domain.ts'
import { requirementFromCatalog } from '#domain/catalog/requirement.ts'
import { saveRequirement } from '#domain/requirements/requirements-store.ts'
import { recordQuietTenants } from '#domain/sync/fast-path/record-quiet-tenants.ts'
import { insertTenant } from '#domain/tenants/tenants-store.ts'
import { silentLog } from '#platform/base/log.ts'
import { hours, later, systemClock } from '#platform/base/time.ts'
import { readConfig } from '#platform/config/read-config.ts'
import type { TenantRead } from '#platform/microsoft/facts.ts'
import { fleetTenantIds } from '../emulator/fleet-world.ts'

/** Tenants per transaction. */
const batchSize = 500

/**
 * Adds the first `count` tenants of the emulator's fleet, with the next scheduled sync far away. With `read`, each has its
 * five sets as one real read found them; every eighth one has a problem.
 */
export async function seedDatabase(
  environment: Record<string, string>,
  { count, read }: { count: number; read: boolean },
): Promise<void> {
  const config = readConfig(environment)
  const quiet = { onRequest: () => {} }
  const domain = await openDomain(config, { log: silentLog }, quiet)
  const requirements = domain.catalog.sets.map((set) =>
    requirementFromCatalog(set, config.setClientIds[set.id] ?? ''),
  )
  const ids = fleetTenantIds(count)
  const addedAt = systemClock()
  const source = config.requirements
  try {
    for (const requirement of requirements)
      await saveRequirement(domain.database.db, { ...requirement, source, readAt: addedAt })
    const good = read ? wholeOf(await domain.directory.readTenant(ids[0] ?? '', requirements)) : undefined
    for (let from = 0; from < count; from += batchSize) {
      await domain.database.transaction(async (tx) => {
        const reads: { tenantId: string; read: WholeRead }[] = []
        for (const [at, id] of ids.slice(from, from + batchSize).entries()) {
          const number = from + at
          const names = {
            displayName: `Tenant ${String(number).padStart(4, '0')}`,
            defaultDomain: `tenant-${number}.example`,
          }
          const tenant = { id, ...names, state: 'connected' as const, version: 1, addedAt }
          await insertTenant(tx, tenant, later(addedAt, hours(24)))
          if (!good) continue
          const own = number % 8 === 0 ? withoutOneSet(good) : good
          reads.push({ tenantId: id, read: withNames(own, names) })
        }
        await recordQuietTenants(domain, tx, { reads, manual: true, requirements, evaluationKey: '' })
      })
    }
    // What autovacuum does on a server within a minute of such a load; the one measured here runs without it.
    if (domain.database.isShared) await sql`vacuum analyze`.execute(domain.database.db)
  } finally {
    await domain.jobs.stop()
    await domain.directory.close()
    await domain.database.close()
  }
}

type WholeRead = Extract<TenantRead, { connection: 'ok' }>

/** Without a digest, so that the first real read of each tenant is evaluated. */
function wholeOf(read: TenantRead): WholeRead {
  if (read.connection !== 'ok') throw new Error('Expected the emulator to be read')
  const { digest: _, ...whole } = read
  return whole
}

const withNames = (read: WholeRead, value: { displayName: string; defaultDomain: string }): WholeRead => ({
  ...read,
  organization: { read: true, value },
})

/** As if the first set was never granted. */
function withoutOneSet(read: WholeRead): WholeRead {
  const [[setId, part] = []] = Object.entries(read.sets)
  if (setId === undefined || !part?.read) throw new Error('Expected facts of a set')
  const value = { ...part.value, appRoles: [], scopes: [] }
  return { ...read, sets: { ...read.sets, [setId]: { read: true, value } } }
}
