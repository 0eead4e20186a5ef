import type { Selectable } from 'kysely'
import { UserError } from '#platform/base/errors.ts'
import { type Approval, type Person, personKey } from '#platform/base/person.ts'
import type { Db } from '#platform/storage/database.ts'
import { prepare } from '#platform/storage/prepare.ts'
import type { Schema } from '#platform/storage/schema.ts'
import type { Scope } from '../people/role-reading.ts'
import type { Finding } from '../status/status.ts'
import type { Exception, ExceptionEnd } from './exception.ts'

type Row = Selectable<Schema['exceptions']>

const liveKey = ({ tenantId, setId, factsHash }: Exception): string => `${tenantId} ${setId} ${factsHash}`

/** The database rejects a second one for the same facts while the first counts. */
export async function insertException(db: Db, exception: Exception): Promise<void> {
  const { since: _, ...finding } = exception.finding
  await db
    .insertInto('exceptions')
    .values({
      id: exception.id,
      tenant_id: exception.tenantId,
      set_id: exception.setId,
      facts_hash: exception.factsHash,
      finding_json: JSON.stringify(finding),
      reason: exception.reason,
      owner_key: personKey(exception.owner),
      owner_json: JSON.stringify(exception.owner),
      person_json: JSON.stringify(exception.by),
      approval_json: exception.approval ? JSON.stringify(exception.approval) : null,
      accepted_at: exception.acceptedAt.getTime(),
      ends_at: exception.endsAt.getTime(),
      ...movingColumns(exception),
    })
    .execute()
}

/** Stores what changes as the next version. @throws UserError CARD_OUTDATED after a concurrent update */
export async function updateException(db: Db, exception: Exception): Promise<Exception> {
  const next = { ...exception, version: exception.version + 1 }
  const result = await db
    .updateTable('exceptions')
    .set(movingColumns(next))
    .where('id', '=', exception.id)
    .where('version', '=', exception.version)
    .executeTakeFirst()
  if (result.numUpdatedRows !== 1n) throw new UserError('CARD_OUTDATED')
  return next
}

/** Stores when the owner was reminded or told, for whom no card looks different. @throws UserError CARD_OUTDATED */
export async function noteTold(db: Db, { id, version, remindedAt, toldAt }: Exception): Promise<void> {
  const result = await db
    .updateTable('exceptions')
    .set({ reminded_at: remindedAt?.getTime() ?? null, told_at: toldAt?.getTime() ?? null })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  if (result.numUpdatedRows !== 1n) throw new UserError('CARD_OUTDATED')
}

export async function findException(db: Db, id: string): Promise<Exception | undefined> {
  const row = await db.selectFrom('exceptions').selectAll().where('id', '=', id).executeTakeFirst()
  return row && exceptionFromRow(row)
}

/** @throws UserError EXCEPTION_UNKNOWN */
export async function getException(db: Db, id: string): Promise<Exception> {
  const exception = await findException(db, id)
  if (!exception) throw new UserError('EXCEPTION_UNKNOWN')
  return exception
}

/** Those of a tenant that count now. */
export async function listLiveExceptions(db: Db, tenantId: string): Promise<Exception[]> {
  return (await selectLive(db, { tenantId })).rows.map(exceptionFromRow)
}

const selectLive = prepare((db: Db, given: { tenantId: string }) =>
  db
    .selectFrom('exceptions')
    .selectAll()
    .where('tenant_id', '=', given.tenantId)
    .where('ended_at', 'is', null)
    .orderBy('ends_at')
    .orderBy('id'),
)

/** Tenant id → those that count now. */
export async function listLiveExceptionsOf(
  db: Db,
  tenantIds: readonly string[],
): Promise<Map<string, Exception[]>> {
  if (tenantIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('exceptions')
    .selectAll()
    .where('tenant_id', 'in', tenantIds)
    .where('ended_at', 'is', null)
    .orderBy('ends_at')
    .orderBy('id')
    .execute()
  return Map.groupBy(rows.map(exceptionFromRow), ({ tenantId }) => tenantId)
}

/** Those of a scope that count now, the first to end first: one page, and the number on all pages. */
export async function listExceptions(
  db: Db,
  scope: Scope,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ exceptions: Exception[]; total: number }> {
  const all = db.selectFrom('exceptions').where('ended_at', 'is', null)
  const live = scope === 'all' ? all : all.where('tenant_id', 'in', ['', ...scope])
  const { count } = await live.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  const rows = await live.selectAll().orderBy('ends_at').orderBy('id').limit(limit).offset(offset).execute()
  return { exceptions: rows.map(exceptionFromRow), total: count }
}

/** Those of one person that count now, the first to end first. */
export async function listExceptionsOfOwner(
  db: Db,
  owner: Pick<Person, 'tenantId' | 'objectId'>,
): Promise<Exception[]> {
  const rows = await db
    .selectFrom('exceptions')
    .selectAll()
    .where('owner_key', '=', personKey(owner))
    .where('ended_at', 'is', null)
    .orderBy('ends_at')
    .orderBy('id')
    .execute()
  return rows.map(exceptionFromRow)
}

/** Says of a set whether everything that would need action there is accepted. */
export async function setExcepted(
  db: Db,
  { tenantId, setId, excepted }: { tenantId: string; setId: string; excepted: boolean },
): Promise<void> {
  await db
    .updateTable('grants')
    .set({ excepted: excepted ? 1 : 0 })
    .where('tenant_id', '=', tenantId)
    .where('set_id', '=', setId)
    .execute()
}

function movingColumns(exception: Exception) {
  const { ended, remindedAt, toldAt, version } = exception
  return {
    version,
    live_key: ended ? null : liveKey(exception),
    reminded_at: remindedAt?.getTime() ?? null,
    ended_at: ended?.at.getTime() ?? null,
    end_json: ended ? JSON.stringify({ because: ended.because, by: ended.by }) : null,
    told_at: toldAt?.getTime() ?? null,
  }
}

function exceptionFromRow(row: Row): Exception {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    setId: row.set_id,
    factsHash: row.facts_hash,
    finding: JSON.parse(row.finding_json) as Finding,
    reason: row.reason,
    owner: JSON.parse(row.owner_json) as Person,
    by: JSON.parse(row.person_json) as Person,
    ...(row.approval_json !== null && { approval: JSON.parse(row.approval_json) as Approval }),
    version: row.version,
    acceptedAt: new Date(row.accepted_at),
    endsAt: new Date(row.ends_at),
    ...(row.reminded_at !== null && { remindedAt: new Date(row.reminded_at) }),
    ...(row.ended_at !== null && row.end_json !== null && { ended: endFrom(row.ended_at, row.end_json) }),
    ...(row.told_at !== null && { toldAt: new Date(row.told_at) }),
  }
}

function endFrom(at: number, text: string): NonNullable<Exception['ended']> {
  const { because, by } = JSON.parse(text) as { because: ExceptionEnd; by?: Person }
  return { at: new Date(at), because, ...(by && { by }) }
}
