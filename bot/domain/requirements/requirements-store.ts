import type { Selectable } from 'kysely'
import type { Outcome } from '#platform/microsoft/outcome.ts'
import type { Db } from '#platform/storage/database.ts'
import { prepare } from '#platform/storage/prepare.ts'
import type { Schema } from '#platform/storage/schema.ts'
import type { Permission, Requirement } from '../catalog/permission-set.ts'
import type { RegistrationProblem } from './registration-problem.ts'

/** The last good read of the requirement of a set, and the problem of the latest one. */
export interface StoredRequirement {
  setId: string
  version: string
  permissions: readonly Permission[]
  source: Requirement['source']
  readAt: Date
  problem?: RegistrationProblem
  /** Why the latest read failed. */
  outcome?: Outcome
}

/**
 * By set id. Returns the same objects until the app registrations change, so that results computed from a list of
 * permissions can be cached by identity: every turn and every sync needs them.
 */
export async function listRequirements(db: Db): Promise<StoredRequirement[]> {
  return requirementsOf(db, (await selectKeys(db, {})).rows)
}

/** The same from the rows of all sets, read without the large column. */
export async function requirementsOf(
  db: Db,
  current: readonly Omit<Row, 'permissions_json'>[],
): Promise<StoredRequirement[]> {
  const known = knownOf(db)
  const found = current.flatMap((row) => known.get(keyOf(row)) ?? [])
  if (found.length === current.length) return found
  const rows = await db.selectFrom('requirements').selectAll().orderBy('set_id').execute()
  known.clear()
  for (const row of rows) known.set(keyOf(row), requirementFromRow(row))
  return [...known.values()]
}

/** All but the large column. */
const selectKeys = prepare((db: Db, _given: object) =>
  db
    .selectFrom('requirements')
    .select(['set_id', 'version', 'source', 'read_at', 'problem', 'outcome_json'])
    .orderBy('set_id'),
)

type Row = Selectable<Schema['requirements']>

/** The version replaces the large column: it is a hash of the permission keys, and the rest comes with the program. */
const keyOf = (row: Omit<Row, 'permissions_json'>): string =>
  [row.set_id, row.version, row.source, row.read_at, row.problem, row.outcome_json].join('/')

/** By the adapter, which a database shares with its transactions. */
const lastRead = new WeakMap<object, Map<string, StoredRequirement>>()

function knownOf(db: Db): Map<string, StoredRequirement> {
  const { adapter } = db.getExecutor()
  const known = lastRead.get(adapter) ?? new Map<string, StoredRequirement>()
  lastRead.set(adapter, known)
  return known
}

function requirementFromRow(row: Row): StoredRequirement {
  return {
    setId: row.set_id,
    version: row.version,
    permissions: JSON.parse(row.permissions_json) as Permission[],
    source: row.source as Requirement['source'],
    readAt: new Date(row.read_at),
    ...(row.problem === null ? {} : { problem: row.problem as RegistrationProblem }),
    ...(row.outcome_json === null ? {} : { outcome: JSON.parse(row.outcome_json) as Outcome }),
  }
}

/** Replaces the row of the set. */
export async function saveRequirement(db: Db, requirement: StoredRequirement): Promise<void> {
  const columns = {
    version: requirement.version,
    permissions_json: JSON.stringify(requirement.permissions),
    source: requirement.source,
    read_at: requirement.readAt.getTime(),
    problem: requirement.problem ?? null,
    outcome_json: requirement.outcome ? JSON.stringify(requirement.outcome) : null,
  }
  await db
    .insertInto('requirements')
    .values({ set_id: requirement.setId, ...columns })
    .onConflict((conflict) => conflict.column('set_id').doUpdateSet(columns))
    .execute()
}
