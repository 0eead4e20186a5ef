import type { Permission, Requirement } from '../catalog/permission-set.ts'
import type { Db } from '../storage/database.ts'
import type { RegistrationProblem } from './registration-problem.ts'

/** The last usable reading of what a set requires, and what was wrong with the latest one. */
export interface StoredRequirement {
  setId: string
  version: string
  permissions: readonly Permission[]
  source: Requirement['source']
  readAt: Date
  problem?: RegistrationProblem
}

export async function listRequirements(db: Db): Promise<StoredRequirement[]> {
  const rows = await db.selectFrom('requirements').selectAll().orderBy('set_id').execute()
  return rows.map((row) => ({
    setId: row.set_id,
    version: row.version,
    permissions: permissionsOf(row.set_id, row.permissions_json),
    source: row.source as Requirement['source'],
    readAt: new Date(row.read_at),
    ...(row.problem === null ? {} : { problem: row.problem as RegistrationProblem }),
  }))
}

/** Set id → what was parsed last: every turn asks, and the text changes when an app registration does. */
const lastParsed = new Map<string, { text: string; permissions: readonly Permission[] }>()

/** The same text gives the same list, so that whatever is worked out from a list can be kept with it. */
function permissionsOf(setId: string, text: string): readonly Permission[] {
  const last = lastParsed.get(setId)
  if (last?.text === text) return last.permissions
  const permissions = JSON.parse(text) as readonly Permission[]
  lastParsed.set(setId, { text, permissions })
  return permissions
}

/** One row per set: the new one takes the place of the old. */
export async function saveRequirement(db: Db, requirement: StoredRequirement): Promise<void> {
  const columns = {
    version: requirement.version,
    permissions_json: JSON.stringify(requirement.permissions),
    source: requirement.source,
    read_at: requirement.readAt.getTime(),
    problem: requirement.problem ?? null,
  }
  await db
    .insertInto('requirements')
    .values({ set_id: requirement.setId, ...columns })
    .onConflict((conflict) => conflict.column('set_id').doUpdateSet(columns))
    .execute()
}
