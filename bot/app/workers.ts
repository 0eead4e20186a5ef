import { wakeAlert } from '../alerts/act-on-alert.ts'
import { deliverAlerts } from '../alerts/deliver-alerts.ts'
import { findCulprit } from '../alerts/find-culprit.ts'
import { routeAlert } from '../alerts/route-alert.ts'
import { pruneHistory } from '../audit/prune-history.ts'
import { expireLink } from '../consent/expire-link.ts'
import { verifyLink } from '../consent/verify-link.ts'
import { withdrawConsent } from '../consent/withdraw-consent.ts'
import type { Deps } from '../deps.ts'
import { reevaluateGrants } from '../grants/reevaluate-grants.ts'
import type { Commit, Job } from '../jobs/jobs.ts'
import type { Queues } from '../jobs/queues.ts'
import { watchRequest } from '../requests/watch-request.ts'
import { portionSize } from '../sync/enqueue-portions.ts'
import { syncPortion } from '../sync/sync-portion.ts'
import { syncTenant } from '../sync/sync-tenant.ts'
import { requirementsTick, tick } from '../sync/tick.ts'

type Workers = { [Q in keyof Queues]: (deps: Deps, data: Queues[Q], job: Job) => Promise<Commit> }

/** Who works on each queue. */
const workers: Workers = {
  'sync.tenant': syncTenant,
  'sync.portion': syncPortion,
  'sync.tick': tick,
  'requirements.read': requirementsTick,
  'grants.reevaluate': reevaluateGrants,
  'consent.verify': verifyLink,
  'consent.expire': expireLink,
  'consent.withdraw': withdrawConsent,
  'request.watch': watchRequest,
  'alerts.route': routeAlert,
  'alerts.deliver': deliverAlerts,
  'alerts.culprit': findCulprit,
  'alerts.wake': wakeAlert,
  'audit.prune': (deps, data) => pruneHistory(deps, data),
}

/** Somebody waits at the card for these, so they never queue behind a round of syncs. */
const concurrencyOf: Partial<Record<keyof Queues, number>> = { 'consent.verify': 8, 'consent.expire': 4 }

/** Declares the worker of every queue. What a job left behind in the outbox is sent at once. */
export function addWorkers(deps: Deps, { syncParallel }: { syncParallel: number }): void {
  const own: typeof concurrencyOf = {
    'sync.tenant': syncParallel,
    // One portion more than fill the wire, and one that ends: there always is somebody to be read next.
    'sync.portion': Math.ceil(syncParallel / portionSize) + 2,
  }
  for (const queue of Object.keys(workers) as (keyof Queues)[]) {
    const concurrency = own[queue] ?? concurrencyOf[queue] ?? 1
    const worker = workers[queue] as (deps: Deps, data: unknown, job: Job) => Promise<Commit>
    deps.jobs.work(queue, { concurrency }, (job) => worker(deps, job.data, job))
  }
}
