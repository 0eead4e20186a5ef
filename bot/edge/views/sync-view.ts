import type { Deps } from '#domain/deps.ts'
import { readReader } from '#domain/people/read-reader.ts'
import { covers, scopeOf } from '#domain/people/scope.ts'
import { notRefreshedByHand } from '#domain/sync/refreshed-apps.ts'
import { tenantsOfRun } from '#domain/sync/sync-run.ts'
import { getRun } from '#domain/sync/sync-runs-store.ts'
import { findTenant } from '#domain/tenants/tenants-store.ts'
import { UserError } from '#platform/base/errors.ts'
import type { Card } from '../../../cards/render.ts'
import type { TenantRef } from '../../../cards/subjects.ts'
import { syncCard } from '../../../cards/sync.ts'
import { outcomeRef, tenantRef } from './refs.ts'

/** Of a run over a few tenants, each is named. */
const mostNamed = 5

/** The current progress or the result of one round. @throws UserError SYNC_NOT_FOUND */
export async function showSync(deps: Deps, runId: string): Promise<Card> {
  const run = await getRun(deps.database.db, runId)
  const failures = []
  for (const { outcome, count, tenantIds } of run.failures) {
    failures.push({ outcome: outcomeRef(outcome), count, tenants: await refs(deps, tenantIds) })
  }
  return syncCard({
    now: deps.clock(),
    runId,
    tenant: run.tenantId ? (await refs(deps, [run.tenantId]))[0] : undefined,
    among: run.scope && run.scope.length <= mostNamed ? await refs(deps, run.scope) : [],
    state: run.state,
    total: run.total,
    done: run.done,
    failed: run.failed,
    changed: run.changed,
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    by: { name: run.by.name },
    failures: failures.toSorted((a, b) => b.count - a.count),
    notRefreshed: notRefreshedByHand(deps.catalog).map(({ id, name }) => ({ id, name })),
    rights: { sync: true, grant: true },
  })
}

/** The card where it was posted: for the person who started the round. @throws UserError SYNC_NOT_FOUND */
export async function showFollowedSync(deps: Deps, runId: string): Promise<Card> {
  const run = await getRun(deps.database.db, runId)
  const seen = scopeOf(await readReader(deps, run.by), 'viewer')
  if (!covers(seen, tenantsOfRun(run))) throw new UserError('SYNC_NOT_FOUND')
  return showSync(deps, runId)
}

async function refs(deps: Deps, tenantIds: readonly string[]): Promise<TenantRef[]> {
  const tenants = await Promise.all(tenantIds.map((id) => findTenant(deps.database.db, id)))
  return tenants.flatMap((tenant) => (tenant ? [tenantRef(tenant)] : []))
}
