import type { Selectable } from 'kysely'
import { UserError } from '#platform/base/errors.ts'
import type { Person } from '#platform/base/person.ts'
import type { Db } from '#platform/storage/database.ts'
import { prepare } from '#platform/storage/prepare.ts'
import type { Schema } from '#platform/storage/schema.ts'
import type { SyncFailure, SyncRun } from './sync-run.ts'

export async function insertRun(db: Db, run: SyncRun): Promise<void> {
  await db
    .insertInto('sync_runs')
    .values({ id: run.id, ...runColumns(run) })
    .execute()
}

export async function findRun(db: Db, id: string): Promise<SyncRun | undefined> {
  const [row] = (await selectRun(db, { id })).rows
  return row && runFromRow(row)
}

const selectRun = prepare((db: Db, given: { id: string }) =>
  db.selectFrom('sync_runs').selectAll().where('id', '=', given.id),
)

/** @throws UserError SYNC_NOT_FOUND */
export async function getRun(db: Db, id: string): Promise<SyncRun> {
  const run = await findRun(db, id)
  if (!run) throw new UserError('SYNC_NOT_FOUND')
  return run
}

/** Stores the whole run. Read it in the same transaction, because it has no version. */
export async function updateRun(db: Db, run: SyncRun): Promise<void> {
  await writeRun(db, { id: run.id, ...runColumns(run) })
}

const writeRun = prepare((db: Db, given: { id: string } & ReturnType<typeof runColumns>) => {
  const { total, done, failed, changed, failures_json, state, person_json } = given
  const { tenant_id, conversation_id, activity_id, started_at, ended_at } = given
  const place = { tenant_id, conversation_id, activity_id, scope_json: given.scope_json }
  const counts = { total, done, failed, changed, failures_json }
  const columns = { ...place, ...counts, state, person_json, started_at, ended_at }
  return db.updateTable('sync_runs').set(columns).where('id', '=', given.id)
})

/** The active run of this tenant (null: of all tenants, or of exactly those of the scope). */
export async function findActiveRun(
  db: Db,
  tenantId: string | null,
  scope?: readonly string[],
): Promise<SyncRun | undefined> {
  const row = await db
    .selectFrom('sync_runs')
    .selectAll()
    .where('state', '=', 'running')
    .where('tenant_id', tenantId === null ? 'is' : '=', tenantId)
    .where('scope_json', scope ? '=' : 'is', scopeJson(scope))
    .orderBy('started_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && runFromRow(row)
}

function runColumns(run: SyncRun) {
  return {
    tenant_id: run.tenantId ?? null,
    total: run.total,
    done: run.done,
    failed: run.failed,
    changed: run.changed,
    failures_json: JSON.stringify(run.failures),
    state: run.state,
    person_json: JSON.stringify(run.by),
    conversation_id: run.conversationId ?? null,
    activity_id: run.activityId ?? null,
    started_at: run.startedAt.getTime(),
    ended_at: run.endedAt?.getTime() ?? null,
    scope_json: scopeJson(run.scope),
  }
}

const scopeJson = (scope: readonly string[] | undefined): string | null =>
  scope ? JSON.stringify(scope) : null

function runFromRow(row: Selectable<Schema['sync_runs']>): SyncRun {
  return {
    id: row.id,
    ...(row.tenant_id === null ? {} : { tenantId: row.tenant_id }),
    total: row.total,
    done: row.done,
    failed: row.failed,
    changed: row.changed,
    failures: JSON.parse(row.failures_json) as SyncFailure[],
    state: row.state as SyncRun['state'],
    by: JSON.parse(row.person_json) as Person,
    ...(row.conversation_id === null ? {} : { conversationId: row.conversation_id }),
    ...(row.activity_id === null ? {} : { activityId: row.activity_id }),
    startedAt: new Date(row.started_at),
    ...(row.scope_json === null ? {} : { scope: JSON.parse(row.scope_json) as string[] }),
    ...(row.ended_at === null ? {} : { endedAt: new Date(row.ended_at) }),
  }
}
