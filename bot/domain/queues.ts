import type { Jobs } from '#platform/jobs/jobs.ts'
import type { Tx } from '#platform/storage/database.ts'

/** Every queue and what its jobs carry. Workers are named in `app.ts`. */
export interface Queues {
  /** Reads one tenant. `runId`: counts for that run; `confirm`: second look at a loss. */
  'sync.tenant': { tenantId: string; runId?: string; manual: boolean; tries?: number }
  /** Reads some tenants as part of many, and writes what they told together. */
  'sync.portion': { tenantIds: readonly string[]; runId?: string; manual: boolean }
  /** Starts the scheduled syncs that are due. Lives for ever. */
  'sync.tick': Record<string, never>
  /** Reads the app registrations. Lives for ever. */
  'requirements.read': Record<string, never>
  /** Evaluates one set anew in all tenants, from stored facts. */
  'grants.reevaluate': { setId: string; after?: string }
  /** Reads the tenant of a link until its consent is visible, or time is up. */
  'consent.verify': { linkId: string }
  /** Ends a link nobody used in time. */
  'consent.expire': { linkId: string }
  /** Reminds the approvers of a request at half time, and lets it lapse. */
  'request.watch': { requestId: string }
  /** Ends the links of a grant that was blocked or reset or, without a consent, all of a tenant that was removed. */
  'consent.withdraw': { tenantId: string; consentId?: string }
  /** Finds out which conversations want to be told of an alert. */
  'alerts.route': { alertId: number }
  /** Tells one conversation what waits for it, gathered. */
  'alerts.deliver': { address: string }
  /** Asks the tenant's audit log who caused an alert. */
  'alerts.culprit': { alertId: number; tries: number }
  /** Removes entries of the history that are too old. Lives for ever. */
  'audit.prune': Record<string, never>
  /** Ends the sleep of a snoozed alert. */
  'alerts.wake': { alertId: number }
}

interface QueuedJob<Q extends keyof Queues> {
  queue: Q
  key: string
  data: Queues[Q]
  runAt: Date
}

/** Adds a job in the caller's transaction, with the data its queue wants. */
export function enqueue<Q extends keyof Queues>(jobs: Jobs, tx: Tx, job: QueuedJob<Q>): Promise<void> {
  return jobs.enqueue(tx, job)
}
