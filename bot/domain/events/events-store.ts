import { randomUUID } from 'node:crypto'
import type { Insertable, Selectable } from 'kysely'
import { wakeAfterCommit } from '#platform/storage/commit-wakes.ts'
import type { Db, Tx } from '#platform/storage/database.ts'
import { prepareRows } from '#platform/storage/prepare.ts'
import type { Schema } from '#platform/storage/schema.ts'
import { type EventDraft, type EventType, eventSubjectOf, type StoredEvent } from './event.ts'
import { advanceSubjects } from './subjects-store.ts'

/**
 * Adds events. Their positions come from one row, which stays locked until the commit can be seen, against all instances: whoever
 * sees one position sees every smaller one. So call it last, by `noteEvent`. A sequence of the database would not do:
 * its numbers are not in the order of the commits, and a reader that goes on behind the last one would miss some. Returns the
 * position of the first.
 */
export async function appendEvents(tx: Tx, drafts: readonly EventDraft[]): Promise<number> {
  if (drafts.length === 0) return 0
  const next = await advanceSubjects(tx, drafts)
  const first = (await advanceHead(tx, drafts.length)) - drafts.length + 1
  const rows = drafts.map((draft, at) => {
    const subject = eventSubjectOf(draft)
    const sequence = next.get(subject) ?? 1
    next.set(subject, sequence + 1)
    return rowOf(draft, { position: first + at, sequence })
  })
  await insertEvents(tx, rows)
  wakeAfterCommit(tx, 'events')
  return first
}

async function advanceHead(tx: Tx, by: number): Promise<number> {
  const { position } = await tx
    .updateTable('event_head')
    .set((eb) => ({ position: eb('position', '+', by) }))
    .where('name', '=', 'head')
    .returning('position')
    .executeTakeFirstOrThrow()
  return position
}

const rowOf = (
  { at, type, tenantId, setId, data }: EventDraft,
  numbers: { position: number; sequence: number },
): Insertable<Schema['events']> => ({
  ...numbers,
  id: randomUUID(),
  at: at.getTime(),
  type,
  tenant_id: tenantId ?? null,
  set_id: setId ?? null,
  data_json: JSON.stringify(data),
})

const insertEvents = prepareRows((db: Db, rows: readonly Insertable<Schema['events']>[]) =>
  db.insertInto('events').values(
    rows.map((row) => ({
      position: row.position,
      id: row.id,
      at: row.at,
      type: row.type,
      tenant_id: row.tenant_id,
      set_id: row.set_id,
      sequence: row.sequence,
      data_json: row.data_json,
    })),
  ),
)

/** The next events behind a position, at most `limit`. */
export async function listEventsAfter(
  db: Db,
  { after, limit }: { after: number; limit: number },
): Promise<StoredEvent[]> {
  const query = db.selectFrom('events').selectAll().where('position', '>', after)
  return (await query.orderBy('position').limit(limit).execute()).map(eventFromRow)
}

export async function findEventAt(db: Db, position: number): Promise<StoredEvent | undefined> {
  const row = await db.selectFrom('events').selectAll().where('position', '=', position).executeTakeFirst()
  return row && eventFromRow(row)
}

/** Positions of the last event, and of the last one that was removed by its age. */
export async function findEventHead(db: Db): Promise<{ position: number; removed: number }> {
  return db
    .selectFrom('event_head')
    .select(['position', 'removed'])
    .where('name', '=', 'head')
    .executeTakeFirstOrThrow()
}

/** Removes the leading events that are older than `before`, at most `limit`; returns how many. */
export async function removeEvents(tx: Db, before: Date, limit: number): Promise<number> {
  const rows = await tx
    .selectFrom('events')
    .select(['position', 'at'])
    .orderBy('position')
    .limit(limit)
    .execute()
  const younger = rows.findIndex((row) => row.at >= before.getTime())
  const count = younger < 0 ? rows.length : younger
  const last = rows[count - 1]
  if (!last) return 0
  await tx.deleteFrom('events').where('position', '<=', last.position).execute()
  await tx.updateTable('event_head').set({ removed: last.position }).where('name', '=', 'head').execute()
  return count
}

const eventFromRow = (row: Selectable<Schema['events']>): StoredEvent => ({
  position: row.position,
  id: row.id,
  at: new Date(row.at),
  type: row.type as EventType,
  ...(row.tenant_id !== null && { tenantId: row.tenant_id }),
  ...(row.set_id !== null && { setId: row.set_id }),
  sequence: row.sequence,
  data: JSON.parse(row.data_json) as object,
})
