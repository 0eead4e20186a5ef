import type { Selectable } from 'kysely'
import { makeBoundedMap } from '#platform/base/bounded-map.ts'
import { changedColumns } from '#platform/storage/changed-columns.ts'
import type { Db } from '#platform/storage/database.ts'
import { prepare } from '#platform/storage/prepare.ts'
import type { Schema } from '#platform/storage/schema.ts'
import type { GrantMemory } from '../status/memory.ts'
import type { Status } from '../status/status.ts'
import { blockFromRow } from './blocks-store.ts'
import type { Grant } from './grant.ts'
import { evaluationFromJson, factsAt, judgedToJson, memoryFromJson, memoryToJson } from './grant-json.ts'

/** Rows for `grantFromRow`. The tenant's read time is the age of the facts; a block has a row of its own. */
export const selectRows = (db: Db) =>
  db
    .selectFrom('grants')
    .innerJoin('tenants', 'tenants.id', 'grants.tenant_id')
    .leftJoin('blocks', (join) =>
      join.onRef('blocks.tenant_id', '=', 'grants.tenant_id').onRef('blocks.set_id', '=', 'grants.set_id'),
    )
    // Each by its name: with `*`, PostgreSQL would plan the statement anew each time.
    .select(['grants.tenant_id', 'grants.set_id', 'grants.version', 'grants.status', 'grants.status_since'])
    .select(['grants.usable', 'grants.usable_since', 'grants.excepted'])
    .select(['grants.evaluation_json', 'grants.memory_json'])
    .select([
      'tenants.checked_at',
      'blocks.at as block_at',
      'blocks.person_json as block_by',
      'blocks.reason as block_reason',
      'blocks.final as block_final',
    ])

export async function findGrant(db: Db, tenantId: string, setId: string): Promise<Grant | undefined> {
  const [row] = (await selectGrant(db, { tenantId, setId })).rows
  return row && grantFromRow(row)
}

const selectGrant = prepare((db: Db, given: { tenantId: string; setId: string }) =>
  selectRows(db).where('grants.tenant_id', '=', given.tenantId).where('grants.set_id', '=', given.setId),
)

/** All grants of a tenant, by set id. */
export async function listGrants(db: Db, tenantId: string): Promise<Grant[]> {
  return (await selectGrants(db, { tenantId })).rows.map(grantFromRow)
}

const selectGrants = prepare((db: Db, given: { tenantId: string }) =>
  selectRows(db).where('grants.tenant_id', '=', given.tenantId).orderBy('grants.set_id'),
)

/** Ids of the sets whose apps may use this tenant's data. */
export async function listUsableSets(db: Db, tenantId: string): Promise<string[]> {
  return (await selectUsableSets(db, { tenantId })).rows.map((row) => row.set_id)
}

const selectUsableSets = prepare((db: Db, given: { tenantId: string }) =>
  db.selectFrom('grants').select('set_id').where('tenant_id', '=', given.tenantId).where('usable', '=', 1),
)

/** The tenant must exist. The database rejects a second grant of the same set. */
export async function insertGrant(db: Db, grant: Grant): Promise<void> {
  await db
    .insertInto('grants')
    .values({ tenant_id: grant.tenantId, set_id: grant.setId, ...shortColumns(grant), ...longColumns(grant) })
    .execute()
}

/** Stores the grant with its `version` if the stored one still has the version of `before`; otherwise returns false. */
export async function updateGrant(db: Db, before: Grant, grant: Grant): Promise<boolean> {
  const { tenantId, setId } = grant
  const short = changedColumns(shortColumns(before), shortColumns(grant))
  const long = longColumns(grant)
  if (Object.keys(short).length === 0) {
    const { numAffectedRows } = await writeLongColumns(db, { tenantId, setId, old: before.version, ...long })
    return numAffectedRows === 1n
  }
  const result = await db
    .updateTable('grants')
    .set({ ...short, ...long })
    .where('tenant_id', '=', tenantId)
    .where('set_id', '=', setId)
    .where('version', '=', before.version)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** Most updates only have a new read time, so this one is prepared. */
const writeLongColumns = prepare(
  (db: Db, given: ReturnType<typeof longColumns> & { tenantId: string; setId: string; old: number }) =>
    db
      .updateTable('grants')
      .set({ evaluation_json: given.evaluation_json, memory_json: given.memory_json })
      .where('tenant_id', '=', given.tenantId)
      .where('set_id', '=', given.setId)
      .where('version', '=', given.old),
)

export function shortColumns({ status, usable, usableSince, version, statusSince, memory }: Grant) {
  return {
    version,
    status,
    status_since: statusSince.getTime(),
    usable: usable ? 1 : 0,
    usable_since: usable ? (usableSince ?? statusSince).getTime() : null,
    consent_open: memory.consent ? 1 : 0,
  }
}

/** A block is written here too, for instances of the version before that run beside this one during an upgrade. */
export function longColumns(grant: Grant, factsText?: string) {
  return { evaluation_json: judgedToJson(grant), memory_json: memoryToJson(grant.memory, factsText) }
}

type StoredColumns = Omit<Selectable<Schema['grants']>, 'consent_open'>

interface GrantRow extends StoredColumns {
  checked_at: number | null
  block_at: number | null
  block_by: string | null
  block_reason: string | null
  block_final: number | null
}

/** What a grant has besides its evaluation and its memory. */
export const columnsFromRow = (row: StoredColumns) => ({
  tenantId: row.tenant_id,
  setId: row.set_id,
  version: row.version,
  status: row.status as Status,
  statusSince: new Date(row.status_since),
  usable: row.usable === 1,
  ...(row.excepted === 1 && { excepted: true as const }),
  ...(row.usable_since !== null && { usableSince: new Date(row.usable_since) }),
})

export function grantFromRow(row: GrantRow): Grant {
  const grant = { ...columnsFromRow(row), ...evaluationFromJson(row.evaluation_json) }
  Object.defineProperty(grant, kept, { value: { row } satisfies Kept })
  return Object.defineProperty(grant, 'memory', parsedOnce) as Grant
}

/** Of a grant that was read: its row, and its memory once somebody has asked for it. */
const kept = Symbol('kept')

interface Kept {
  row: GrantRow
  memory?: GrantMemory
}

/**
 * Parsed on demand: the memory is the largest part by far, and lists of tenants don't need it. All grants share one getter.
 * With one of its own, each would get a hidden class of its own, and V8 keeps that, with all that it leads to, until the next
 * full garbage collection.
 */
const parsedOnce: PropertyDescriptor & ThisType<{ [kept]: Kept }> = {
  enumerable: true,
  configurable: true,
  get() {
    const own = this[kept]
    own.memory ??= withBlock(confirmedAt(dateOf(own.row.checked_at), memoryOf(own.row)), own.row)
    return own.memory
  },
}

/** A complete read without changes stores only the tenant's read time, so the facts are as recent as that. */
export function confirmedAt(checkedAt: Date | undefined, memory: GrantMemory): GrantMemory {
  const { facts } = memory
  if (!facts || !checkedAt || checkedAt <= facts.at) return memory
  return { ...memory, facts: factsAt(checkedAt, facts) }
}

const dateOf = (ms: number | null): Date | undefined => (ms === null ? undefined : new Date(ms))

/** Without a row, the block is one that an instance of the version before made beside this one. */
function withBlock(
  memory: GrantMemory,
  { block_at: at, block_by, block_reason: reason, block_final }: GrantRow,
): GrantMemory {
  if (at === null || block_by === null) return memory
  const row = { at, person_json: block_by, reason, final: block_final ?? 0 }
  return { ...memory, blocked: blockFromRow(row) }
}

/** Parsed memories of the grants of the last few turns. What is kept longer outlives the young generation, and leaves it as garbage. */
const recent = makeBoundedMap<{ text: string; memory: GrantMemory }>(50)

/** A turn that reads a grant several times parses its memory once. */
function memoryOf({ tenant_id, set_id, memory_json: text }: GrantRow): GrantMemory {
  const key = `${tenant_id}/${set_id}`
  const known = recent.get(key)
  if (known?.text === text) return known.memory
  const memory = memoryFromJson(text)
  recent.set(key, { text, memory })
  return memory
}
