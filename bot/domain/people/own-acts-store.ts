import { type Person, personKey } from '#platform/base/person.ts'
import type { Db } from '#platform/storage/database.ts'
import type { OwnActKind } from './act-kinds.ts'

/** One tenant of an act that one person did without a second one. */
export interface OwnAct {
  kind: OwnActKind
  tenantId: string
  /** Absent for an act on a whole tenant. */
  setId?: string | undefined
  at: Date
}

type Who = Pick<Person, 'tenantId' | 'objectId'>

/** The acts of this person after `since`, the oldest first. */
export async function listOwnActs(db: Db, by: Who, since: Date): Promise<OwnAct[]> {
  const rows = await db
    .selectFrom('own_acts')
    .selectAll()
    .where('person_key', '=', personKey(by))
    .where('at', '>', since.getTime())
    .orderBy('at')
    .orderBy('tenant_id')
    .execute()
  return rows.map((row) => ({
    kind: row.kind as OwnActKind,
    tenantId: row.tenant_id,
    ...(row.set_id !== '' && { setId: row.set_id }),
    at: new Date(row.at),
  }))
}

/** Adds acts of this person, and removes their acts until `since`, which no longer count. */
export async function insertOwnActs(
  db: Db,
  by: Who,
  { acts, since }: { acts: readonly OwnAct[]; since: Date },
): Promise<void> {
  const key = personKey(by)
  await db.deleteFrom('own_acts').where('person_key', '=', key).where('at', '<=', since.getTime()).execute()
  if (acts.length === 0) return
  await db
    .insertInto('own_acts')
    .values(acts.map((act) => ({ person_key: key, ...columnsOf(act) })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** An act that was undone counts no more. */
export async function removeOwnAct(db: Db, by: Who, act: OwnAct): Promise<void> {
  const { kind, tenant_id, set_id, at } = columnsOf(act)
  await db
    .deleteFrom('own_acts')
    .where('person_key', '=', personKey(by))
    .where('at', '=', at)
    .where('kind', '=', kind)
    .where('tenant_id', '=', tenant_id)
    .where('set_id', '=', set_id)
    .execute()
}

const columnsOf = ({ kind, tenantId, setId = '', at }: OwnAct) => ({
  kind,
  tenant_id: tenantId,
  set_id: setId,
  at: at.getTime(),
})
