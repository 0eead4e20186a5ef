import type { Insertable, Selectable } from 'kysely'
import { type Person, personKey } from '#platform/base/person.ts'
import type { Db } from '#platform/storage/database.ts'
import type { Schema } from '#platform/storage/schema.ts'
import type { Permission } from '../catalog/permission-set.ts'
import type { Scope } from '../people/role-reading.ts'
import type { Acknowledgement, AdvanceNotice, AdvanceNoticeState } from './advance-notice.ts'

type Columns = Omit<Insertable<Schema['notices']>, 'id'>

export async function insertNotice(db: Db, notice: Omit<AdvanceNotice, 'id'>): Promise<AdvanceNotice> {
  const row = await db
    .insertInto('notices')
    .values(columnsOf(notice))
    .returningAll()
    .executeTakeFirstOrThrow()
  return noticeFromRow(row)
}

export async function findNotice(db: Db, id: number): Promise<AdvanceNotice | undefined> {
  const row = await db.selectFrom('notices').selectAll().where('id', '=', id).executeTakeFirst()
  return row && noticeFromRow(row)
}

/** A set has at most one open notice. */
export async function findOpenNotice(db: Db, setId: string): Promise<AdvanceNotice | undefined> {
  const row = await db
    .selectFrom('notices')
    .selectAll()
    .where('set_id', '=', setId)
    .where('state', '=', 'open')
    .executeTakeFirst()
  return row && noticeFromRow(row)
}

/** Stores the next state if the stored version is that of `before`; else returns false. */
export async function updateNotice(db: Db, before: AdvanceNotice, next: AdvanceNotice): Promise<boolean> {
  const result = await db
    .updateTable('notices')
    .set(columnsOf(next))
    .where('id', '=', before.id)
    .where('version', '=', before.version)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** Announced ones, open first, then by day, the latest first. */
export async function listNotices(db: Db, limit: number): Promise<AdvanceNotice[]> {
  const rows = await db
    .selectFrom('notices')
    .selectAll()
    .where('state', '!=', 'draft')
    .orderBy((eb) => eb.case().when('state', '=', 'open').then(0).else(1).end())
    .orderBy('day', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(noticeFromRow)
}

/** Plans that nobody announced. */
export async function deleteDraftsBefore(db: Db, at: Date): Promise<void> {
  await db.deleteFrom('notices').where('state', '=', 'draft').where('made_at', '<', at.getTime()).execute()
}

/** False if the person had acknowledged it. */
export async function insertAcknowledgement(
  db: Db,
  noticeId: number,
  { by, at }: Acknowledgement,
): Promise<boolean> {
  const result = await db
    .insertInto('notice_acknowledgements')
    .values({ notice_id: noticeId, person: personKey(by), by_json: JSON.stringify(by), at: at.getTime() })
    .onConflict((conflict) => conflict.columns(['notice_id', 'person']).doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

/** The first to acknowledge comes first. */
export async function listAcknowledgements(db: Db, noticeId: number): Promise<Acknowledgement[]> {
  const rows = await db
    .selectFrom('notice_acknowledgements')
    .selectAll()
    .where('notice_id', '=', noticeId)
    .orderBy('at')
    .orderBy('person')
    .execute()
  return rows.map(({ by_json: by, at }) => ({ by: JSON.parse(by) as Person, at: new Date(at) }))
}

/** Where the whole set was granted, so that a grown list asks for a new consent; as a campaign counts. */
export async function listConcerned(db: Db, setId: string, scope: Scope): Promise<string[]> {
  if (scope !== 'all' && scope.length === 0) return []
  const all = db
    .selectFrom('grants')
    .select('tenant_id')
    .where('set_id', '=', setId)
    .where('status', 'in', ['granted', 'settingsRequired', 'updateRequired'])
  const rows = await (scope === 'all' ? all : all.where('tenant_id', 'in', [...scope]))
    .orderBy('tenant_id')
    .execute()
  return rows.map(({ tenant_id }) => tenant_id)
}

function columnsOf(notice: Omit<AdvanceNotice, 'id'>): Columns {
  return {
    set_id: notice.setId,
    state: notice.state,
    version: notice.version,
    day: notice.day,
    time_zone: notice.timeZone,
    starts_at: notice.startsAt.getTime(),
    ends_at: notice.endsAt.getTime(),
    reason: notice.reason,
    source_client_id: notice.sourceClientId ?? null,
    list_version: notice.listVersion,
    list_json: JSON.stringify(notice.list),
    before_version: notice.beforeVersion,
    before_json: JSON.stringify(notice.before),
    found_json: notice.found ? JSON.stringify(notice.found) : null,
    by_json: JSON.stringify(notice.by),
    made_at: notice.madeAt.getTime(),
    ended_at: notice.endedAt?.getTime() ?? null,
    ended_by_json: notice.endedBy ? JSON.stringify(notice.endedBy) : null,
  }
}

function noticeFromRow(row: Selectable<Schema['notices']>): AdvanceNotice {
  const permissions = (json: string): Permission[] => JSON.parse(json) as Permission[]
  return {
    id: row.id,
    setId: row.set_id,
    state: row.state as AdvanceNoticeState,
    version: row.version,
    day: row.day,
    timeZone: row.time_zone,
    startsAt: new Date(row.starts_at),
    endsAt: new Date(row.ends_at),
    reason: row.reason,
    ...(row.source_client_id !== null && { sourceClientId: row.source_client_id }),
    listVersion: row.list_version,
    list: permissions(row.list_json),
    beforeVersion: row.before_version,
    before: permissions(row.before_json),
    ...(row.found_json !== null && { found: permissions(row.found_json) }),
    by: JSON.parse(row.by_json) as Person,
    madeAt: new Date(row.made_at),
    ...(row.ended_at !== null && { endedAt: new Date(row.ended_at) }),
    ...(row.ended_by_json !== null && { endedBy: JSON.parse(row.ended_by_json) as Person }),
  }
}
