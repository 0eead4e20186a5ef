import type { ExpressionBuilder } from 'kysely'
import type { Db } from '#platform/storage/database.ts'
import { prepareList } from '#platform/storage/prepare.ts'
import type { Schema } from '#platform/storage/schema.ts'
import { type UnchangedReads, unchangedReadsFromRow } from '../../tenants/settled-reads-store.ts'
import type { Tenant } from '../../tenants/tenant.ts'
import { tenantFromRow } from '../../tenants/tenants-store.ts'

type Builder = ExpressionBuilder<Schema, 'tenants'>

const hasNoAlert = ({ not, exists, selectFrom }: Builder) =>
  not(
    exists(
      selectFrom('alerts')
        .select('alerts.id')
        .whereRef('alerts.tenant_id', '=', 'tenants.id')
        .where('alerts.state', '<>', 'resolved'),
    ),
  )

const hasNoException = ({ not, exists, selectFrom }: Builder) =>
  not(
    exists(
      selectFrom('exceptions')
        .select('exceptions.id')
        .whereRef('exceptions.tenant_id', '=', 'tenants.id')
        .where('exceptions.ended_at', 'is', null),
    ),
  )

export interface QuietTenant {
  tenant: Tenant
  /** Absent: it has no settled read. */
  before?: UnchangedReads
}

/** Tenant id → tenant, of those of these tenants that are connected and have no consent link that is open or watched, no live alert, and no exception. */
export async function listQuietTenants(
  db: Db,
  tenantIds: readonly string[],
  watchedSince: Date,
): Promise<Map<string, QuietTenant>> {
  if (tenantIds.length === 0) return new Map()
  const { rows } = await selectTenants(db, tenantIds, { watchedSince: watchedSince.getTime() })
  return new Map(
    rows.map(({ apps_json, scheduled_at, ...row }) => {
      const tenant = tenantFromRow(row)
      if (apps_json === null) return [row.id, { tenant }]
      const { checked_at } = row
      return [row.id, { tenant, before: unchangedReadsFromRow({ apps_json, checked_at, scheduled_at }) }]
    }),
  )
}

const selectTenants = prepareList((db: Db, tenantIds, given: { watchedSince: number }) =>
  db
    .selectFrom('tenants')
    .leftJoin('settled_reads', 'settled_reads.tenant_id', 'tenants.id')
    .selectAll('tenants')
    .select(['apps_json', 'scheduled_at'])
    .where('tenants.id', 'in', tenantIds)
    .where('tenants.state', '=', 'connected')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('consent_links')
            .select('consent_links.id')
            .whereRef('consent_links.tenant_id', '=', 'tenants.id')
            .where(({ eb, or }) => or([eb('ended', '=', 0), eb('expires_at', '>', given.watchedSince)])),
        ),
      ),
    )
    .where(hasNoAlert)
    .where(hasNoException),
)
