import type { Db } from '#platform/storage/database.ts'
import type { Alert } from './alert.ts'
import { alertFromRow } from './alerts-store.ts'
import type { Via } from './deliveries-store.ts'

/** Open alerts that are in this person's own chat, or wait for it, for one of these reasons. */
export async function listPostedAs(db: Db, address: string, as: readonly Via['as'][]): Promise<Alert[]> {
  const rows = await db
    .selectFrom('alerts')
    .innerJoin('alert_deliveries', 'alert_deliveries.alert_id', 'alerts.id')
    .selectAll('alerts')
    .where('alert_deliveries.address', '=', address)
    .where('alert_deliveries.via', 'in', [...as])
    .where('alerts.state', '=', 'open')
    .orderBy('alerts.id')
    .execute()
  return rows.map(alertFromRow)
}

/** More of either in one question would be too many for a database. */
const mostNames = 1_000

/** Alerts about one of these tenants or sets that somebody must see to: neither asleep nor over. */
export async function listAlertsAbout(
  db: Db,
  { tenantIds, setIds }: { tenantIds: readonly string[]; setIds: readonly string[] },
): Promise<Alert[]> {
  const found = new Map<number, Alert>()
  for (let from = 0; from === 0 || from < tenantIds.length; from += mostNames) {
    const some = tenantIds.slice(from, from + mostNames)
    const rows = await db
      .selectFrom('alerts')
      .selectAll()
      .where('state', 'in', ['open', 'acknowledged'])
      .where((is) =>
        is.or([
          ...(some.length > 0 ? [is('tenant_id', 'in', some)] : []),
          ...(setIds.length > 0 ? [is('set_id', 'in', [...setIds])] : []),
        ]),
      )
      .execute()
    for (const row of rows) found.set(row.id, alertFromRow(row))
  }
  return [...found.values()]
}
