import type { Selectable } from 'kysely'
import type { Db, Tx } from '#platform/storage/database.ts'
import { prepareRowsReturning } from '#platform/storage/prepare.ts'
import type { Schema } from '#platform/storage/schema.ts'
import { type EventDraft, eventSubjectOf, noneOfThem, type Told } from './event.ts'

/*
 * One row per tenant and set: the number of its last event, and what was told of its access and status. It stays when the events
 * are removed by their age, and when the tenant is removed, so that a number is never used again.
 */

type Row = Schema['event_subjects']

/** Counts the events of each subject; returns the number of the first of them. */
export async function advanceSubjects(tx: Tx, drafts: readonly EventDraft[]): Promise<Map<string, number>> {
  const own = [...Map.groupBy(drafts, eventSubjectOf)]
  // In one order, so that two instances never wait for each other.
  const rows = own.map(([, some]) => rowOf(some)).toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  const results = await upsertSubjects(tx, rows)
  const last = new Map(results.flatMap((result) => result.rows).map((row) => [keyOf(row), row.sequence]))
  return new Map(own.map(([subject, { length }]) => [subject, (last.get(subject) ?? length) - length + 1]))
}

function rowOf(drafts: readonly EventDraft[]): Row {
  const [first] = drafts
  const told = drafts.findLast((draft) => draft.told)?.told
  return {
    tenant_id: first?.tenantId ?? noneOfThem,
    set_id: first?.setId ?? noneOfThem,
    sequence: drafts.length,
    allowed: told ? Number(told.allowed) : null,
    status: told?.status ?? null,
    until_at: told ? (told.until?.getTime() ?? 0) : null,
  }
}

const keyOf = ({ tenant_id: tenantId, set_id: setId }: Pick<Row, 'tenant_id' | 'set_id'>): string =>
  eventSubjectOf({ tenantId, setId })

const upsertSubjects = prepareRowsReturning((db: Db, rows: readonly Row[]) =>
  db
    .insertInto('event_subjects')
    .values(
      rows.map((row) => ({
        tenant_id: row.tenant_id,
        set_id: row.set_id,
        sequence: row.sequence,
        allowed: row.allowed,
        status: row.status,
        until_at: row.until_at,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'set_id']).doUpdateSet((eb) => ({
        sequence: eb('event_subjects.sequence', '+', eb.ref('excluded.sequence')),
        allowed: eb.fn.coalesce('excluded.allowed', 'event_subjects.allowed'),
        status: eb.fn.coalesce('excluded.status', 'event_subjects.status'),
        until_at: eb.fn.coalesce('excluded.until_at', 'event_subjects.until_at'),
      })),
    )
    .returning(['tenant_id', 'set_id', 'sequence']),
)

/** What was last told, by subject; one that was never told of is absent. */
export async function listTold(db: Db, tenantIds: readonly string[]): Promise<Map<string, Told>> {
  const found = new Map<string, Told>()
  for (let from = 0; from < tenantIds.length; from += mostIds) {
    const some = tenantIds.slice(from, from + mostIds)
    const rows = await db.selectFrom('event_subjects').selectAll().where('tenant_id', 'in', some).execute()
    for (const row of rows) if (row.status !== null) found.set(keyOf(row), toldFromRow(row))
  }
  return found
}

/** Per statement. */
const mostIds = 500

/** Tenants and sets, of these sets, whose apps were last told that they may use the data. */
export async function listToldAllowed(
  db: Db,
  setIds: readonly string[],
): Promise<{ tenantId: string; setId: string }[]> {
  if (setIds.length === 0) return []
  const rows = await db
    .selectFrom('event_subjects')
    .select(['tenant_id', 'set_id'])
    .where('set_id', 'in', setIds)
    .where('allowed', '=', 1)
    // Their events are numbered in this order.
    .orderBy('tenant_id')
    .orderBy('set_id')
    .execute()
  return rows.map((row) => ({ tenantId: row.tenant_id, setId: row.set_id }))
}

const toldFromRow = ({ allowed, status, until_at }: Selectable<Row>): Told => ({
  allowed: allowed === 1,
  status: status ?? '',
  ...(until_at ? { until: new Date(until_at) } : {}),
})
