import type { Selectable } from 'kysely'
import { UserError } from '#platform/base/errors.ts'
import type { Db } from '#platform/storage/database.ts'
import { prepare } from '#platform/storage/prepare.ts'
import type { Schema } from '#platform/storage/schema.ts'
import type { Scope } from '../people/role-reading.ts'
import type { Alert, AlertState, ChangedBy, Condition, Severity } from './alert.ts'
import { changedByFromJson, detailFromJson, marksFromJson } from './alert-json.ts'

/** Adds an alert and returns it with its number. */
export async function insertAlert(db: Db, alert: Omit<Alert, 'id'>): Promise<Alert> {
  const { id } = await db
    .insertInto('alerts')
    .values({
      key: alert.key,
      tenant_id: alert.tenantId ?? null,
      set_id: alert.setId ?? null,
      condition: alert.condition,
      ...mutableColumns(alert),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { ...alert, id }
}

/** Updates the alert if the stored version is the one before; else returns false. */
export async function updateAlert(db: Db, alert: Alert): Promise<boolean> {
  const result = await db
    .updateTable('alerts')
    .set(mutableColumns(alert))
    .where('id', '=', alert.id)
    .where('version', '=', alert.version - 1)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** Sets or clears the author of the change. No new version, since no action depends on it. */
export async function setChangedBy(db: Db, id: number, changedBy: ChangedBy | undefined): Promise<void> {
  const json = changedBy ? JSON.stringify(changedBy) : null
  await db.updateTable('alerts').set({ culprit_json: json }).where('id', '=', id).execute()
}

export async function findAlert(db: Db, id: number): Promise<Alert | undefined> {
  const row = await db.selectFrom('alerts').selectAll().where('id', '=', id).executeTakeFirst()
  return row && alertFromRow(row)
}

/** @throws UserError ALERT_UNKNOWN */
export async function getAlert(db: Db, id: number): Promise<Alert> {
  const alert = await findAlert(db, id)
  if (!alert) throw new UserError('ALERT_UNKNOWN', { number: id })
  return alert
}

export async function findAlertByKey(db: Db, key: string): Promise<Alert | undefined> {
  const row = await db.selectFrom('alerts').selectAll().where('key', '=', key).executeTakeFirst()
  return row && alertFromRow(row)
}

/** Unresolved alerts of one set in a tenant and of the whole tenant. */
export async function listLiveAlerts(db: Db, tenantId: string, setId: string): Promise<Alert[]> {
  return (await selectLive(db, { tenantId, setId })).rows.map(alertFromRow)
}

const selectLive = prepare((db: Db, given: { tenantId: string; setId: string }) =>
  db
    .selectFrom('alerts')
    .selectAll()
    .where('tenant_id', '=', given.tenantId)
    .where((is) => is.or([is('set_id', '=', given.setId), is('set_id', 'is', null)]))
    .where('state', '<>', 'resolved')
    .orderBy('id'),
)

/** Unresolved alerts of a tenant; `null`: of this installation. */
export async function listLiveAlertsOf(db: Db, tenantId: string | null): Promise<Alert[]> {
  const rows = await db
    .selectFrom('alerts')
    .selectAll()
    .where('tenant_id', tenantId === null ? 'is' : '=', tenantId)
    .where('state', '<>', 'resolved')
    .orderBy('id')
    .execute()
  return rows.map(alertFromRow)
}

/** Unresolved alerts in the scope, newest first; operator alerts, which have no tenant, only for the scope `all`. */
export async function listAllLiveAlerts(db: Db, limit: number, scope: Scope = 'all'): Promise<Alert[]> {
  const rows = await liveIn(db, scope).selectAll().orderBy('id', 'desc').limit(limit).execute()
  return rows.map(alertFromRow)
}

const liveIn = (db: Db, scope: Scope) => {
  const live = db.selectFrom('alerts').where('state', 'in', ['open', 'acknowledged', 'snoozed'])
  return scope === 'all' ? live : live.where('tenant_id', 'in', [...scope])
}

export async function countLiveAlerts(db: Db, scope: Scope = 'all'): Promise<number> {
  const { count } = await liveIn(db, scope)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

export async function listAlertsOfDigest(db: Db, digestId: number): Promise<Alert[]> {
  const rows = await db
    .selectFrom('alerts')
    .innerJoin('alert_deliveries', 'alert_deliveries.alert_id', 'alerts.id')
    .selectAll('alerts')
    .where('alert_deliveries.digest_id', '=', digestId)
    .orderBy('alerts.id')
    .execute()
  return rows.map(alertFromRow)
}

function mutableColumns(alert: Omit<Alert, 'id'>) {
  return {
    severity: alert.severity,
    state: alert.state,
    version: alert.version,
    opened_at: alert.openedAt.getTime(),
    resolved_at: alert.resolvedAt?.getTime() ?? null,
    snoozed_until: alert.snoozedUntil?.getTime() ?? null,
    detail_json: JSON.stringify(alert.detail),
    marks_json: JSON.stringify(alert.marks),
    reference: alert.reference ?? null,
  }
}

export function alertFromRow(row: Selectable<Schema['alerts']>): Alert {
  return {
    id: row.id,
    key: row.key,
    ...(row.tenant_id === null ? {} : { tenantId: row.tenant_id }),
    ...(row.set_id === null ? {} : { setId: row.set_id }),
    condition: row.condition as Condition,
    severity: row.severity as Severity,
    state: row.state as AlertState,
    version: row.version,
    openedAt: new Date(row.opened_at),
    ...(row.resolved_at === null ? {} : { resolvedAt: new Date(row.resolved_at) }),
    ...(row.snoozed_until === null ? {} : { snoozedUntil: new Date(row.snoozed_until) }),
    detail: detailFromJson(row.detail_json),
    marks: marksFromJson(row.marks_json),
    ...(row.culprit_json === null ? {} : { changedBy: changedByFromJson(row.culprit_json) }),
    ...(row.reference === null ? {} : { reference: row.reference }),
  }
}
