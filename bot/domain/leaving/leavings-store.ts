import type { Insertable, Selectable } from 'kysely'
import type { Person } from '#platform/base/person.ts'
import type { Outcome } from '#platform/microsoft/outcome.ts'
import type { Db } from '#platform/storage/database.ts'
import type { Schema } from '#platform/storage/schema.ts'
import type { Stored } from '#platform/storage/stored.ts'
import type { Scope } from '../people/role-reading.ts'
import type { Leaving, LeavingApp, LeavingState } from './leaving.ts'

type Columns = Omit<Insertable<Schema['leavings']>, 'id'>

export async function insertLeaving(db: Db, leaving: Omit<Leaving, 'id'>): Promise<Leaving> {
  const row = await db
    .insertInto('leavings')
    .values(columnsOf(leaving))
    .returningAll()
    .executeTakeFirstOrThrow()
  return leavingFromRow(row)
}

export async function findLeaving(db: Db, id: number): Promise<Leaving | undefined> {
  const row = await db.selectFrom('leavings').selectAll().where('id', '=', id).executeTakeFirst()
  return row && leavingFromRow(row)
}

/** Stores the next state if the stored version is that of `before`; else returns false. */
export async function updateLeaving(db: Db, before: Leaving, next: Leaving): Promise<boolean> {
  const result = await db
    .updateTable('leavings')
    .set(columnsOf(next))
    .where('id', '=', before.id)
    .where('version', '=', before.version)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** Those of a tenant that are still read. */
export async function listOpenLeavings(db: Db, tenantId: string): Promise<Leaving[]> {
  const rows = await db
    .selectFrom('leavings')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('state', '=', 'open')
    .orderBy('id')
    .execute()
  return rows.map(leavingFromRow)
}

/** Open ones first, the newest first. */
export async function listLeavings(db: Db, scope: Scope, limit: number): Promise<Leaving[]> {
  if (scope !== 'all' && scope.length === 0) return []
  const all = db.selectFrom('leavings').selectAll()
  const rows = await (scope === 'all' ? all : all.where('tenant_id', 'in', [...scope]))
    .orderBy((eb) => eb.case().when('state', '=', 'open').then(0).else(1).end())
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(leavingFromRow)
}

function columnsOf(leaving: Omit<Leaving, 'id'>): Columns {
  return {
    tenant_id: leaving.tenantId,
    set_id: leaving.setId ?? null,
    state: leaving.state,
    version: leaving.version,
    apps_json: JSON.stringify(leaving.apps),
    by_json: JSON.stringify(leaving.by),
    started_at: leaving.startedAt.getTime(),
    checked_at: leaving.checkedAt?.getTime() ?? null,
    lost_at: leaving.lostAt?.getTime() ?? null,
    failure_json: leaving.failure ? JSON.stringify(leaving.failure) : null,
    ended_at: leaving.endedAt?.getTime() ?? null,
    ended_by_json: leaving.endedBy ? JSON.stringify(leaving.endedBy) : null,
  }
}

function leavingFromRow(row: Selectable<Schema['leavings']>): Leaving {
  const apps = JSON.parse(row.apps_json) as Stored<LeavingApp>[]
  return {
    id: row.id,
    tenantId: row.tenant_id,
    ...(row.set_id !== null && { setId: row.set_id }),
    state: row.state as LeavingState,
    version: row.version,
    apps: apps.map((app) => ({ ...app, since: new Date(app.since) })),
    by: JSON.parse(row.by_json) as Person,
    startedAt: new Date(row.started_at),
    ...(row.checked_at !== null && { checkedAt: new Date(row.checked_at) }),
    ...(row.lost_at !== null && { lostAt: new Date(row.lost_at) }),
    ...(row.failure_json !== null && { failure: JSON.parse(row.failure_json) as Outcome }),
    ...(row.ended_at !== null && { endedAt: new Date(row.ended_at) }),
    ...(row.ended_by_json !== null && { endedBy: JSON.parse(row.ended_by_json) as Person }),
  }
}
