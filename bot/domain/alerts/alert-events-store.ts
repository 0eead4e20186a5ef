import type { Person } from '#platform/base/person.ts'
import type { Db } from '#platform/storage/database.ts'

export type EventKind =
  | 'acknowledged'
  | 'snoozed'
  | 'accepted'
  | 'woken'
  | 'resolved'
  | 'reopened'
  | 'worsened'

/** A change of an alert, posted as one line. */
interface AlertEvent {
  id: number
  alertId: number
  at: Date
  kind: EventKind
  /** Absent: Grantkeeper itself. */
  by?: Person
}

export async function insertEvent(db: Db, event: Omit<AlertEvent, 'id'>): Promise<number> {
  const { id } = await db
    .insertInto('alert_events')
    .values({
      alert_id: event.alertId,
      at: event.at.getTime(),
      kind: event.kind,
      person_json: event.by ? JSON.stringify(event.by) : null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function findEvent(db: Db, id: number): Promise<AlertEvent | undefined> {
  const row = await db.selectFrom('alert_events').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) return undefined
  return {
    id: row.id,
    alertId: row.alert_id,
    at: new Date(row.at),
    kind: row.kind as EventKind,
    ...(row.person_json !== null && { by: JSON.parse(row.person_json) as Person }),
  }
}
