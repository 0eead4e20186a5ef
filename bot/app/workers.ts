import { endOpening } from '#domain/access/end-opening.ts'
import { watchAccess } from '#domain/access/watch-access.ts'
import { compareAccess } from '#domain/access-events/compare-access.ts'
import { wakeAlert } from '#domain/alerts/act-on-alert.ts'
import { chaseCampaigns } from '#domain/alerts/chase-campaigns.ts'
import { deliverAlerts } from '#domain/alerts/deliver-alerts.ts'
import { findChangedBy } from '#domain/alerts/find-changed-by.ts'
import { routeAlert } from '#domain/alerts/route-alert.ts'
import { tellOwners } from '#domain/alerts/tell-owners.ts'
import { forgetActs } from '#domain/audit/forget-acts.ts'
import { pruneHistory } from '#domain/audit/prune-history.ts'
import { publishAnchor } from '#domain/audit/publish-anchor.ts'
import { expireLink } from '#domain/consent/expire-link.ts'
import { verifyLink } from '#domain/consent/verify-link.ts'
import { withdrawConsent } from '#domain/consent/withdraw-consent.ts'
import type { Deps } from '#domain/deps.ts'
import { watchException } from '#domain/exceptions/watch-exception.ts'
import { readPredecessors } from '#domain/grants/read-predecessors.ts'
import { reevaluateGrants } from '#domain/grants/reevaluate-grants.ts'
import { checkLeaving } from '#domain/leaving/check-leaving.ts'
import { judgeNoticeDue } from '#domain/notices/judge-notice.ts'
import type { Queues } from '#domain/queues.ts'
import { watchRequest } from '#domain/requests/watch-request.ts'
import { batchSize } from '#domain/sync/enqueue-batches.ts'
import { syncBatch } from '#domain/sync/sync-batch.ts'
import { syncTenant } from '#domain/sync/sync-tenant.ts'
import { requirementsTick, tick } from '#domain/sync/tick.ts'
import type { Commit, Job } from '#platform/jobs/jobs.ts'

type Workers = { [Q in keyof Queues]: (deps: Deps, data: Queues[Q], job: Job) => Promise<Commit> }

/** The worker of each queue. */
const workers: Workers = {
  'sync.tenant': syncTenant,
  'sync.portion': syncBatch,
  'sync.tick': tick,
  'predecessors.read': readPredecessors,
  'leaving.check': checkLeaving,
  'requirements.read': requirementsTick,
  'notice.judge': judgeNoticeDue,
  'grants.reevaluate': reevaluateGrants,
  'grants.close': endOpening,
  'consent.verify': verifyLink,
  'consent.expire': expireLink,
  'consent.withdraw': withdrawConsent,
  'request.watch': watchRequest,
  'exceptions.watch': watchException,
  'alerts.route': routeAlert,
  'alerts.owners': tellOwners,
  'alerts.deliver': deliverAlerts,
  'alerts.culprit': findChangedBy,
  'alerts.wake': wakeAlert,
  'campaigns.chase': chaseCampaigns,
  'audit.prune': (deps, data) => pruneHistory(deps, data),
  'audit.anchor': publishAnchor,
  'access.compare': compareAccess,
  'acts.forget': (deps, data) => forgetActs(deps, data),
  'access.watch': watchAccess,
}

/** A person waits at the card for these, so they never queue behind a round of syncs. */
const concurrencyOf: Partial<Record<keyof Queues, number>> = { 'consent.verify': 8, 'consent.expire': 4 }

/** Registers the worker of every queue. */
export function addWorkers(deps: Deps, { syncParallel }: { syncParallel: number }): void {
  const own: typeof concurrencyOf = {
    'sync.tenant': syncParallel,
    // Two more batches than the network can read: one that waits and one that ends, so that the network never idles.
    'sync.portion': Math.ceil(syncParallel / batchSize) + 2,
  }
  for (const queue of Object.keys(workers) as (keyof Queues)[]) {
    const concurrency = own[queue] ?? concurrencyOf[queue] ?? 1
    const worker = workers[queue] as (deps: Deps, data: unknown, job: Job) => Promise<Commit>
    deps.jobs.work(queue, { concurrency }, (job) => worker(deps, job.data, job))
  }
}
