import type { Jobs } from '#platform/jobs/jobs.ts'
import type { Tx } from '#platform/storage/database.ts'

/** Every queue and the data of its jobs. `app/workers.ts` has the workers. */
export interface Queues {
  /** Reads one tenant, as part of the run if there is one. */
  'sync.tenant': { tenantId: string; runId?: string; manual: boolean; tries?: number }
  /** Reads a batch of tenants and stores the results together. */
  'sync.portion': { tenantIds: readonly string[]; runId?: string; manual: boolean }
  /** Starts the scheduled syncs that are due. Repeats forever. */
  'sync.tick': Record<string, never>
  /** Reads what the former apps in a tenant still hold. Repeats daily while there are any. */
  'predecessors.read': { tenantId: string }
  /** Reads what is left in a tenant that is leaving. Repeats until it is gone, or a person stops it. */
  'leaving.check': { leavingId: number }
  /** Reads the app registrations. Repeats forever. */
  'requirements.read': Record<string, never>
  /** Compares an announced list with the real one, on its day and at its end. */
  'notice.judge': { noticeId: number }
  /** Evaluates one set in all tenants again, from stored facts. */
  'grants.reevaluate': { setId: string; after?: string }
  /** Reminds of the end of access for a time, and stores it. */
  'grants.close': { tenantId: string; setId: string; reminded?: true }
  /** Reads the tenant of a link until its consent is visible or times out. */
  'consent.verify': { linkId: string }
  /** Ends a link that was not used in time. */
  'consent.expire': { linkId: string }
  /** Reminds the approvers of a request at half time, and expires it. */
  'request.watch': { requestId: string }
  /** Reminds the owner of an exception before its end, and ends it. */
  'exceptions.watch': { exceptionId: string }
  /** Ends the links of a consent in a tenant. */
  'consent.withdraw': { tenantId: string; consentId: string }
  /** Finds the conversations that subscribe to an alert. */
  'alerts.route': { alertId: number }
  /**
   * Tells the owner of an alert, or later the deputy of a silent one, or the approvers in the place of either. `unreached`: the
   * channel refuses the bot at this address.
   */
  'alerts.owners': { alertId: number; step: 'owner' | 'deputy' | 'unreached'; address?: string }
  /** Posts the pending alerts of one conversation together. */
  'alerts.deliver': { address: string }
  /** Finds out from the tenant's audit log who caused an alert. */
  'alerts.culprit': { alertId: number; tries: number }
  /** Removes old audit entries. Repeats forever. */
  'audit.prune': Record<string, never>
  /** Warns before apps lose access because their tenant wasn't read. Repeats forever. */
  'access.watch': Record<string, never>
  /** Compares the history with its last anchor and sends the next one. Repeats forever. */
  'audit.anchor': Record<string, never>
  /** Compares what apps may do now with what other systems were told. */
  'access.compare': { after?: string }
  /** Forgets activities that had an effect, and old events. Repeats forever. */
  'acts.forget': Record<string, never>
  /** Reminds whoever must act in open campaigns. Repeats forever. */
  'campaigns.chase': Record<string, never>
  /** Ends the snooze of an alert. */
  'alerts.wake': { alertId: number }
}

/** Typed as a record, so that none can be forgotten. */
const everyQueue: Readonly<Record<keyof Queues, true>> = {
  'sync.tenant': true,
  'sync.portion': true,
  'sync.tick': true,
  'predecessors.read': true,
  'leaving.check': true,
  'requirements.read': true,
  'notice.judge': true,
  'grants.reevaluate': true,
  'grants.close': true,
  'consent.verify': true,
  'consent.expire': true,
  'request.watch': true,
  'exceptions.watch': true,
  'consent.withdraw': true,
  'alerts.route': true,
  'alerts.owners': true,
  'alerts.deliver': true,
  'alerts.culprit': true,
  'audit.prune': true,
  'access.watch': true,
  'audit.anchor': true,
  'access.compare': true,
  'acts.forget': true,
  'campaigns.chase': true,
  'alerts.wake': true,
}

export const queueNames: readonly string[] = Object.keys(everyQueue)

/** Adds a job in the caller's transaction. Checks the type of the data its queue takes. */
export function enqueue<Q extends keyof Queues>(
  jobs: Jobs,
  tx: Tx,
  job: { queue: Q; key: string; data: Queues[Q]; runAt: Date },
): Promise<void> {
  return jobs.enqueue(tx, job)
}
