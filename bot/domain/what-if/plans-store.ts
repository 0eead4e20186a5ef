import type { Selectable } from 'kysely'
import { type Person, personKey } from '#platform/base/person.ts'
import type { Db } from '#platform/storage/database.ts'
import type { Schema } from '#platform/storage/schema.ts'
import type { Plan, PlannedCall, PlanState } from './plan.ts'

type Who = Pick<Person, 'tenantId' | 'objectId'>

/** Most plans of one person: older ones make room. */
const mostOfOne = 50

/** Adds a plan of this person, and removes what has expired and their oldest beyond the limit. */
export async function insertPlan(db: Db, by: Who, plan: Plan): Promise<void> {
  const key = personKey(by)
  await db.deleteFrom('what_if_plans').where('expires_at', '<=', plan.madeAt.getTime()).execute()
  const oldest = await db
    .selectFrom('what_if_plans')
    .select('id')
    .where('person_key', '=', key)
    .where('request_id', 'is', null)
    .orderBy('made_at', 'desc')
    .orderBy('id')
    .offset(mostOfOne - 1)
    .limit(mostOfOne)
    .execute()
  const ids = oldest.map(({ id }) => id)
  if (ids.length > 0) await db.deleteFrom('what_if_plans').where('id', 'in', ids).execute()
  await db
    .insertInto('what_if_plans')
    .values({
      id: plan.id,
      person_key: key,
      code: plan.code,
      asked_json: JSON.stringify(plan.asked),
      act_json: JSON.stringify(plan.act),
      effects_json: JSON.stringify({ effects: plan.effects, tenantIds: plan.tenantIds }),
      state: plan.state,
      made_at: plan.madeAt.getTime(),
      expires_at: plan.expiresAt.getTime(),
      request_id: plan.requestId ?? null,
    })
    .execute()
}

/** The plan of its maker; for anybody else it isn't there. */
export async function findPlan(db: Db, by: Who, id: string): Promise<Plan | undefined> {
  const row = await db
    .selectFrom('what_if_plans')
    .selectAll()
    .where('id', '=', id)
    .where('person_key', '=', personKey(by))
    .executeTakeFirst()
  return row && planFromRow(row)
}

export async function findPlanOfRequest(db: Db, requestId: string): Promise<Plan | undefined> {
  const row = await db
    .selectFrom('what_if_plans')
    .selectAll()
    .where('request_id', '=', requestId)
    .executeTakeFirst()
  return row && planFromRow(row)
}

/** Ends an open plan; false if it has ended already. */
export async function endOpenPlan(db: Db, id: string, state: Exclude<PlanState, 'open'>): Promise<boolean> {
  const result = await db
    .updateTable('what_if_plans')
    .set({ state })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

export async function setRequestOfPlan(db: Db, id: string, requestId: string): Promise<void> {
  await db.updateTable('what_if_plans').set({ request_id: requestId }).where('id', '=', id).execute()
}

function planFromRow(row: Selectable<Schema['what_if_plans']>): Plan {
  const { effects, tenantIds } = JSON.parse(row.effects_json) as Pick<Plan, 'effects' | 'tenantIds'>
  return {
    id: row.id,
    code: row.code,
    asked: JSON.parse(row.asked_json) as PlannedCall,
    act: JSON.parse(row.act_json) as PlannedCall,
    effects,
    tenantIds,
    state: row.state as PlanState,
    madeAt: new Date(row.made_at),
    expiresAt: new Date(row.expires_at),
    ...(row.request_id !== null && { requestId: row.request_id }),
  }
}
