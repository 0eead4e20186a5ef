import type { Db } from '#platform/storage/database.ts'
import type { Scope } from '../people/role-reading.ts'
import { attentionOf, lastThatNeedsAction, needsAction } from '../status/rank.ts'
import { type Finding, type Status, statuses } from '../status/status.ts'
import type { TenantState } from '../tenants/tenant.ts'
import { inScope } from '../tenants/tenants-store.ts'
import { DamagedGrantError, evaluationFromJson, withoutJudged } from './grant-json.ts'

/** A set in a tenant that needs action. */
export interface WaitingSet {
  tenantId: string
  name: string
  state: TenantState
  setId: string
  status: Status
  /** The cause; undefined if the stored row is damaged. */
  finding?: Finding | undefined
}

/** Sets that need action and aren't accepted as they are, those of the worst tenants first: at most `most`. Reads tenants in the order of an index. */
export async function listWaiting(db: Db, scope: Scope, most: number): Promise<WaitingSet[]> {
  const rows = await inScope(db, scope)
    .innerJoin('grants', 'grants.tenant_id', 'tenants.id')
    .select(['tenants.id', 'display_name', 'state', 'set_id', 'status', 'evaluation_json'])
    .where('attention', '<=', attentionOf(lastThatNeedsAction))
    .where('status', 'in', statuses.filter(needsAction))
    .where('excepted', '=', 0)
    .orderBy('attention')
    .orderBy('name_key')
    .orderBy('tenants.id')
    .orderBy('set_id')
    .limit(most)
    .execute()
  // Where one cause has struck many tenants, most rows have the same text.
  const causes = new Map<string, Finding | undefined>()
  return rows.map(({ evaluation_json, ...row }) => {
    const json = withoutJudged(evaluation_json)
    if (!causes.has(json)) causes.set(json, causeIn(json))
    return {
      tenantId: row.id,
      name: row.display_name,
      state: row.state as TenantState,
      setId: row.set_id,
      status: row.status as Status,
      finding: causes.get(json),
    }
  })
}

function causeIn(json: string): Finding | undefined {
  try {
    return evaluationFromJson(json).findings[0]
  } catch (error) {
    if (!(error instanceof DamagedGrantError)) throw error
    return undefined
  }
}
